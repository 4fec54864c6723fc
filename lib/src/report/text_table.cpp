#include "report/text_table.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <utility>

#include "base/text.hpp"
#include "report/terminal.hpp"

namespace tks::report {

namespace {

/// The first characters of an id, with an ellipsis.
std::string shortened(const std::string& text) {
    if (display_width(text) <= shown_id_length + 1) return text;
    std::size_t end = is_printable_ascii(text) ? shown_id_length : 0;
    while (end < text.size()) {
        const std::size_t next =
            end + std::max<std::size_t>(utf8_sequence_length(std::string_view(text).substr(end)), 1);
        if (display_width(std::string_view(text).substr(0, next)) > shown_id_length) break;
        end = next;
    }
    return text.substr(0, end) + "…";
}

/// How much of a number stands behind its integer part.
std::size_t fraction_length(std::string_view number) {
    const auto begins_it = [](char character) { return character == '.' || character == 'E'; };
    return static_cast<std::size_t>(number.end() - std::ranges::find_if(number, begins_it));
}

constexpr std::size_t places = 8;  // Behind the point, that people are shown.

/// False for most numbers that stay as they are.
bool may_be_rounded(std::string_view number) {
    const auto is_exponent = [](char character) { return character == 'E' || character == 'e'; };
    return number.size() > places + 1 && number.size() - std::min(number.find('.'), number.size()) > places + 1 &&
           std::ranges::none_of(number, is_exponent);
}

/// What begins emphasis, code, links, HTML, formulas, cells or an escape.
bool is_special_in_markdown(char character) {
    static constexpr auto special = [] {
        std::array<bool, 256> each{};
        for (const char one : std::string_view("\\`*_{}[]<>|~&$")) each[static_cast<unsigned char>(one)] = true;
        return each;
    }();
    return special[static_cast<unsigned char>(character)];
}

/// Adds one to the last digit of a number with a point in it.
void add_to_last_digit(TextBuffer& out, std::size_t begin) {
    const std::span<char> number = out.characters(begin);
    const std::size_t first = number.front() == '-' ? 1 : 0;
    for (std::size_t at = number.size(); at-- > first;) {
        if (number[at] == '.') continue;
        if (number[at] != '9') {
            ++number[at];
            return;
        }
        number[at] = '0';
    }
    out.insert_spaces(begin + first, 1);
    out.characters(begin + first).front() = '1';
}

}  // namespace

std::size_t display_width(std::string_view text) {
    if (is_printable_ascii(text)) return text.size();
    std::size_t width = 0;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    for (auto left = static_cast<utf8proc_ssize_t>(text.size()); left > 0;) {
        utf8proc_int32_t character = 0;
        const utf8proc_ssize_t length = utf8proc_iterate(at, left, &character);
        assert(length > 0);
        if (length <= 0) return width;
        width += static_cast<std::size_t>(std::max(utf8proc_charwidth(character), 0));
        at += length;
        left -= length;
    }
    return width;
}

std::string number_for_people(std::string_view number) {
    if (!may_be_rounded(number)) return std::string(number);
    TextBuffer text;
    text.append(number);
    show_number(text, 0);
    return std::string(text.text());
}

std::vector<TableColumn> table_columns(std::span<const Column> columns) {
    std::vector<TableColumn> shown;
    for (const Column& column : columns)
        shown.push_back({.heading = column.path,
                         .is_number = column.kind == CellKind::number,
                         .is_id = column.path.ends_with("_id")});
    return shown;
}

ShownCell show_text(TextBuffer& out, std::size_t begin) {
    if (is_plain_word(out.text(begin))) return ShownCell::plain;
    if (is_printable_ascii(out.text(begin))) return ShownCell::ascii;
    std::string shown;
    append_harmless(shown, out.text(begin));
    out.cut(begin);
    out.append(shown);
    return ShownCell::any;
}

void show_number(TextBuffer& out, std::size_t begin) {
    constexpr std::size_t digits_at_least = 6;
    const std::string_view number = out.text(begin);
    if (!may_be_rounded(number)) return;
    const std::size_t point = number.find('.');
    // Zeros behind the point do not count among the first digits of a number below one.
    const std::size_t first = number.find_first_of("123456789");
    const std::size_t zeros = first == std::string_view::npos || first < point ? 0 : first - point - 1;
    const std::size_t end = point + 1 + std::max(places, zeros + digits_at_least);
    if (number.size() <= end) return;

    const std::string_view rest = number.substr(end);
    const bool is_half = rest.front() == '5' && rest.find_first_not_of('0', 1) == std::string_view::npos;
    const bool is_up = is_half ? (number[end - 1] - '0') % 2 == 1 : rest.front() >= '5';
    out.cut(begin + end);
    if (is_up) add_to_last_digit(out, begin);
    while (out.text(begin).ends_with('0')) out.cut(out.size() - 1);
    if (out.text(begin).ends_with('.')) out.cut(out.size() - 1);
    if (out.text(begin) == "-0") {
        out.cut(begin);
        out.append('0');
    }
}

void TableWidths::add(std::size_t column, std::string_view shown) {
    Room& room = rooms_[column];
    if (columns_[column].is_number) {
        const std::size_t fraction = fraction_length(shown);
        room.fraction = std::max(room.fraction, fraction);
        room.integer = std::max(room.integer, shown.size() - fraction);
        return;
    }
    const std::size_t width = display_width(shown);
    room.width = std::max(room.width, width);
    if (columns_[column].is_id && room.short_id <= shown_id_length)  // No shortened one takes more than one more.
        room.short_id = std::max(room.short_id, display_width(shortened(std::string(shown))));
}

TableLayout::TableLayout(std::span<const TableColumn> columns, const TableWidths& widths, std::size_t most)
    : columns_(columns) {
    place_all(widths, false);
    if (most != 0 && width() > most) make_room(widths, most);
    bool is_behind_another = false;
    for (Placed& placed : placed_) {
        placed.is_behind_another = placed.is_shown && is_behind_another;
        is_behind_another = is_behind_another || placed.is_shown;
    }
}

void TableLayout::make_room(const TableWidths& widths, std::size_t most) {
    place_all(widths, true);
    while (shown_columns() > 1 && width() > most) {
        std::size_t least = columns_.size();
        for (std::size_t column = columns_.size(); column-- > 0;)
            if (placed_[column].is_shown &&
                (least == columns_.size() || columns_[column].importance < columns_[least].importance))
                least = column;
        placed_[least].is_shown = false;
    }
}

void TableLayout::place_all(const TableWidths& widths, bool are_ids_short) {
    placed_.clear();
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const TableWidths::Room& room = widths.rooms_[column];
        const bool is_short_id = are_ids_short && columns_[column].is_id;
        const std::size_t text = is_short_id ? room.short_id : room.width;
        placed_.push_back(
            {.width = std::max({text, room.integer + room.fraction, display_width(columns_[column].heading)}),
             .fraction = room.fraction,
             .is_number = columns_[column].is_number,
             .is_short_id = is_short_id});
    }
}

std::size_t TableLayout::width() const {
    std::size_t sum = 0;
    for (const Placed& placed : placed_)
        if (placed.is_shown) sum += placed.width + (sum == 0 ? 0 : gap.size());
    return sum;
}

std::size_t TableLayout::shown_columns() const {
    return static_cast<std::size_t>(std::ranges::count_if(placed_, &Placed::is_shown));
}

void TableLayout::append_heading(TextBuffer& out, bool color) const {
    if (color) out.append(bold);
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const Placed& placed = placed_[column];
        if (!placed.is_shown) continue;
        const std::size_t begin = begin_cell(out, column);
        out.append(columns_[column].heading);
        const std::size_t room = placed.width - display_width(columns_[column].heading);
        if (placed.is_number)
            out.insert_spaces(begin, room);
        else
            out.append_spaces(room);
    }
    out.cut_spaces();
    if (color) out.append(plain);
    out.append('\n');
}

void TableLayout::end_cell(TextBuffer& out, std::size_t column, std::size_t begin, ShownCell shown) const {
    const Placed& placed = placed_[column];
    if (!placed.is_shown) {
        out.cut(begin);
        return;
    }
    if (placed.is_short_id) {
        const std::string short_id = shortened(std::string(out.text(begin)));
        out.cut(begin);
        out.append(short_id);
        shown = ShownCell::any;
    }
    const std::string_view cell = out.text(begin);
    // What is further down than the columns were measured may need more room than there is.
    const std::size_t behind =
        placed.fraction == 0 ? 0 : placed.fraction - std::min(fraction_length(cell), placed.fraction);
    const std::size_t taken = (shown != ShownCell::any ? cell.size() : display_width(cell)) + behind;
    const std::size_t room = placed.width - std::min(taken, placed.width);
    if (placed.is_number) {
        out.insert_spaces(begin, room);
        out.append_spaces(behind);
    } else {
        out.append_spaces(room);
    }
}

void append_markdown_heading(TextBuffer& out, std::span<const TableColumn> columns) {
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const std::size_t begin = begin_markdown_cell(out, column);
        out.append(columns[column].heading);
        end_markdown_cell(out, begin);
    }
    out.append("\n|");
    for (const TableColumn& column : columns)
        out.append(column.is_number ? std::string_view(" ---: |") : std::string_view(" --- |"));
    out.append('\n');
}

void end_markdown_cell(TextBuffer& out, std::size_t begin, ShownCell shown) {
    const bool is_escaped = shown == ShownCell::any ||
                            (shown == ShownCell::ascii && std::ranges::any_of(out.text(begin), is_special_in_markdown));
    if (is_escaped) {
        std::string escaped;
        append_markdown_text(escaped, out.text(begin));
        out.cut(begin);
        out.append(escaped);
    }
    out.append(" |");
}

void TextTable::add(std::span<const std::string> cells) {
    assert(cells.size() == columns_.size());
    std::string row;
    for (const std::string& cell : cells) {
        append_harmless(row, cell);
        row += end_of_cell;
    }
    row.shrink_to_fit();
    rows_.push_back(std::move(row));
}

/// Only now is it known which columns have numbers.
void TextTable::append_shown(TextBuffer& out, std::size_t column, std::string_view cell) const {
    const std::size_t begin = out.size();
    out.append(cell);
    if (columns_[column].is_number) show_number(out, begin);
}

std::size_t TextTable::append_text(std::string& out, std::size_t width, bool color) const {
    return write_text([&out](std::string_view text) { out += text; }, width, color);
}

std::size_t TextTable::write_text(const TextSink& sink, std::size_t width, bool color) const {
    TableWidths widths(columns_);
    TextBuffer line;
    for (const std::string& row : rows_)
        for_each_cell(row, columns_.size(), [&](std::size_t column, std::string_view cell) {
            line.cut(0);
            append_shown(line, column, cell);
            widths.add(column, line.text());
        });
    const TableLayout layout(columns_, widths, width);
    line.cut(0);
    layout.append_heading(line, color);
    sink(line.text());
    for (const std::string& row : rows_) {
        line.cut(0);
        for_each_cell(row, columns_.size(), [&](std::size_t column, std::string_view cell) {
            const std::size_t begin = layout.begin_cell(line, column);
            append_shown(line, column, cell);
            layout.end_cell(line, column, begin);
        });
        TableLayout::end_row(line);
        sink(line.text());
    }
    return layout.columns_left_out();
}

void TextTable::append_markdown(std::string& out) const {
    write_markdown([&out](std::string_view text) { out += text; });
}

void TextTable::write_markdown(const TextSink& sink) const {
    TextBuffer line;
    append_markdown_heading(line, columns_);
    sink(line.text());
    for (const std::string& row : rows_) {
        line.cut(0);
        for_each_cell(row, columns_.size(), [&](std::size_t column, std::string_view cell) {
            const std::size_t begin = begin_markdown_cell(line, column);
            append_shown(line, column, cell);
            end_markdown_cell(line, begin);
        });
        line.append('\n');
        sink(line.text());
    }
}

void append_markdown_text(std::string& out, std::string_view text) {
    std::string shown;
    append_harmless(shown, text);
    const auto is_in_word = [&shown](std::size_t at) {
        return at < shown.size() && std::isalnum(static_cast<unsigned char>(shown[at])) != 0;
    };
    for (std::size_t at = 0; at < shown.size(); ++at) {
        // Within words, underscores begin nothing.
        if (is_special_in_markdown(shown[at]) &&
            !(shown[at] == '_' && at > 0 && is_in_word(at - 1) && is_in_word(at + 1)))
            out += '\\';
        out += shown[at];
    }
}

}  // namespace tks::report
