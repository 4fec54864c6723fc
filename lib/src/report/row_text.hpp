#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "tks/rows.hpp"

/// Cells as text.
namespace tks::report {

/// Whether a cell of the kind `value` is a text, and that text.
bool is_text_value(std::string_view cell);
std::string text_of_value(std::string_view cell);

/// For tables: times in ISO 8601, "-" for null.
std::string cell_for_people(CellKind kind, const Cell& cell);

/// What stands for a cell in a row of CSV, and the row of the columns' names with its line feed. What is text, and not a number or JSON,
/// is guarded against being taken for a formula.
void append_csv_field(std::string& out, std::string_view cell, bool is_text);
void append_csv_header(std::string& out, std::span<const Column> columns);

/// The same as tab-separated values: a tab, a line feed, a carriage return or a backslash in text is written as \t, \n, \r, \\.
void append_tsv_field(std::string& out, std::string_view cell, bool is_text);
void append_tsv_header(std::string& out, std::span<const Column> columns);

/// What a table that is held to a size has left out, and where it is; nothing if that is nothing.
std::string omission_note(std::size_t rows, std::size_t columns);

}  // namespace tks::report
