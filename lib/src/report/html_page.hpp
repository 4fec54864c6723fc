#pragma once

#include <string>
#include <string_view>

#include "tks/rows.hpp"

/// Pages that need nothing from elsewhere: no script, no font, no picture. They follow the reader's light or dark.
namespace tks::report {

/// Text from outside as HTML that shows it and does nothing else, within elements and within attributes in double quotes.
/// What is no UTF-8, or no character of HTML, becomes U+FFFD.
void append_html_text(std::string& out, std::string_view text);

/// All up to the first element of the body, and what stands behind the last one. `more_style` comes from us alone.
void begin_html_page(std::string& out, std::string_view title, std::string_view more_style = {});
void end_html_page(std::string& out);

/// A cell of a table, as people read it.
void append_html_cell(std::string& out, CellKind kind, const Cell& cell);

/// The heading of a column.
void append_html_heading(std::string& out, const Column& column);

}  // namespace tks::report
