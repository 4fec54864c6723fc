#pragma once

#include <cstddef>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tks/row_writer.hpp"

namespace tks::report {

struct TableColumn {
    std::string heading;
    bool is_number = false;   ///< Aligned at the point.
    bool is_id = false;       ///< Shortened to what tells ids apart where a line has no room for more.
    unsigned importance = 0;  ///< The least important columns are left out first; of equals, the last one.
};

/// As far as the first characters of ids tell things apart, and as people know it from git.
inline constexpr std::size_t shown_id_length = 8;

/// How many columns of a terminal the text takes. It must have nothing in it that append_harmless() takes out.
std::size_t display_width(std::string_view harmless);

/// A number as people read it in a table: all its digits, but rounded half to even at the eighth place behind the point where
/// it has more, as quotients do. What would lose its first six digits by that keeps those.
std::string number_for_people(std::string_view json_number);

/// Rows of text in aligned columns, for people. All text may come from outside. There may be a million rows: each is kept as one text.
class TextTable {
public:
    explicit TextTable(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

    /// As many cells as there are columns. Numbers are JSON numbers, or "-".
    void add(std::span<const std::string> cells);
    void add(std::initializer_list<std::string> cells) { add(std::span(cells.begin(), cells.size())); }

    void drop_first() { rows_.pop_front(); }

    /// Whether a column has numbers, where it is known only after its cells.
    void set_number(std::size_t column, bool is_number) { columns_[column].is_number = is_number; }

    [[nodiscard]] bool is_empty() const { return rows_.empty(); }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }

    /// For terminals and pipes. Lines get no longer than the width, as far as leaving out columns and shortening ids does it;
    /// 0 is no limit. Returns how many columns were left out.
    std::size_t append_text(std::string& out, std::size_t width, bool color) const;

    /// The same, line by line.
    std::size_t write_text(const TextSink& sink, std::size_t width, bool color) const;

    /// As a table of GitHub's Markdown, escaped.
    void append_markdown(std::string& out) const;
    void write_markdown(const TextSink& sink) const;

private:
    struct Layout;
    [[nodiscard]] Layout lay_out(std::size_t width) const;
    [[nodiscard]] Layout measure(bool are_ids_short) const;
    template <class Visit>
    void for_each_cell(const std::string& row, Visit visit) const;
    void append_row(std::string& line, const std::string& row, const Layout& layout) const;

    std::vector<TableColumn> columns_;
    std::deque<std::string> rows_;  // Cells with an end of line behind each, which no text for people has in it.
};

/// Text from outside as Markdown that shows it and does nothing else.
void append_markdown_text(std::string& out, std::string_view text);

}  // namespace tks::report
