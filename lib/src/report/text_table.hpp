#pragma once

#include <cstddef>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/text_buffer.hpp"
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

/// The columns of a table of these, the leftmost of which stay longest where room is short.
std::vector<TableColumn> table_columns(std::span<const Column> columns);

// What people see of a cell, which may come from outside, instead of what stands in the text from `begin` on.

/// What is known of a cell that is shown.
enum class ShownCell : unsigned char {
    plain,  ///< A number, or a word that no format escapes.
    ascii,
    any,
};
ShownCell show_text(TextBuffer& out, std::size_t begin);
/// Of a JSON number.
void show_number(TextBuffer& out, std::size_t begin);

/// What stands behind each cell where rows are kept; no text for people has it in it.
inline constexpr char end_of_cell = '\n';

/// Calls visit(column, cell) with each cell of some rows of so many columns.
void for_each_cell(std::string_view rows, std::size_t columns, const auto& visit) {
    for (std::size_t column = 0; !rows.empty(); column = (column + 1) % columns) {
        const std::size_t end = rows.find(end_of_cell);
        visit(column, rows.substr(0, end));
        rows.remove_prefix(end + 1);
    }
}

/// How much room the cells of each column take.
class TableWidths {
public:
    explicit TableWidths(std::span<const TableColumn> columns) : columns_(columns), rooms_(columns.size()) {}

    /// A cell as it is shown.
    void add(std::size_t column, std::string_view shown);

private:
    friend class TableLayout;
    struct Room {
        std::size_t width = 0;     ///< Of texts.
        std::size_t short_id = 0;  ///< The same, once they are shortened.
        std::size_t integer = 0;   ///< In front of the points of numbers.
        std::size_t fraction = 0;  ///< The point, and what is behind it.
    };

    std::span<const TableColumn> columns_;
    std::vector<Room> rooms_;
};

/// Which columns are shown, and how rows look in them. The columns must outlive it.
class TableLayout {
public:
    /// Lines get no longer than the width, as far as leaving out columns and shortening ids does it; 0 is no limit.
    TableLayout(std::span<const TableColumn> columns, const TableWidths& widths, std::size_t width);

    [[nodiscard]] std::size_t columns_left_out() const { return columns_.size() - shown_columns(); }

    void append_heading(TextBuffer& out, bool color) const;

    // The cells of a row, in the order of the columns, those of columns that are left out as well: each is begun, appended as it is shown, and ended
    // with where it began.

    std::size_t begin_cell(TextBuffer& out, std::size_t column) const {
        if (placed_[column].is_behind_another) out.append(gap);
        return out.size();
    }
    void end_cell(TextBuffer& out, std::size_t column, std::size_t begin, ShownCell shown = ShownCell::any) const;
    static void end_row(TextBuffer& out) {
        out.cut_spaces();
        out.append('\n');
    }

private:
    struct Placed {
        std::size_t width = 0;
        std::size_t fraction = 0;
        bool is_number = false;
        bool is_short_id = false;
        bool is_shown = true;
        bool is_behind_another = false;  // Which is shown, as it is.
    };
    static constexpr std::string_view gap = "  ";

    void place_all(const TableWidths& widths, bool are_ids_short);
    [[nodiscard]] std::size_t width() const;
    [[nodiscard]] std::size_t shown_columns() const;
    void make_room(const TableWidths& widths, std::size_t most);

    std::span<const TableColumn> columns_;
    std::vector<Placed> placed_;  // By column.
};

// The same as a table of GitHub's Markdown, escaped.

void append_markdown_heading(TextBuffer& out, std::span<const TableColumn> columns);
inline std::size_t begin_markdown_cell(TextBuffer& out, std::size_t column) {
    out.append(column == 0 ? "| " : " ");
    return out.size();
}
void end_markdown_cell(TextBuffer& out, std::size_t begin, ShownCell shown = ShownCell::any);

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

    /// For terminals and pipes; see TableLayout. Returns how many columns were left out.
    std::size_t append_text(std::string& out, std::size_t width, bool color) const;

    /// The same, line by line.
    std::size_t write_text(const TextSink& sink, std::size_t width, bool color) const;

    /// As a table of GitHub's Markdown, escaped.
    void append_markdown(std::string& out) const;
    void write_markdown(const TextSink& sink) const;

private:
    void append_shown(TextBuffer& out, std::size_t column, std::string_view cell) const;

    std::vector<TableColumn> columns_;
    std::deque<std::string> rows_;
};

/// Text from outside as Markdown that shows it and does nothing else.
void append_markdown_text(std::string& out, std::string_view text);

}  // namespace tks::report
