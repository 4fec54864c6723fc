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

constexpr std::string_view gap = "  ";

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
    constexpr std::size_t digits_at_least = 6;
    if (!may_be_rounded(number)) return std::string(number);
    const std::size_t point = number.find('.');
    // Zeros behind the point do not count among the first digits of a number below one.
    const std::size_t first = number.find_first_of("123456789");
    const std::size_t zeros = first == std::string_view::npos || first < point ? 0 : first - point - 1;
    const std::size_t kept = std::max(places, zeros + digits_at_least);
    if (number.size() - point - 1 <= kept) return std::string(number);

    std::string text(number.substr(0, point + 1 + kept));
    const std::string_view rest = number.substr(text.size());
    const bool is_above_half =
        rest.front() > '5' || (rest.front() == '5' && rest.find_first_not_of('0', 1) != std::string_view::npos);
    const bool is_half = rest.front() == '5' && !is_above_half;
    if (is_above_half || (is_half && (text.back() - '0') % 2 == 1)) {
        std::size_t at = text.size();
        while (at > 0) {
            char& digit = text[--at];
            if (digit == '.') continue;
            if (digit == '-') break;
            if (digit != '9') {
                ++digit;
                break;
            }
            digit = '0';
            if (at == 0 || text[at - 1] == '-') {
                text.insert(at, 1, '1');
                break;
            }
        }
    }
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::vector<TableColumn> table_columns(std::span<const Column> columns) {
    std::vector<TableColumn> shown;
    for (const Column& column : columns)
        shown.push_back({.heading = column.path,
                         .is_number = column.kind == CellKind::number,
                         .is_id = column.path.ends_with("_id")});
    return shown;
}

std::string_view shown_cell(const TableColumn& column, std::string_view cell, std::string& kept) {
    if (!is_printable_ascii(cell)) {
        kept.clear();
        append_harmless(kept, cell);
        return kept;
    }
    if (!column.is_number || !may_be_rounded(cell)) return cell;
    return kept = number_for_people(cell);
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

void TableWidths::join(const TableWidths& other) {
    for (std::size_t column = 0; column < rooms_.size(); ++column) {
        Room& room = rooms_[column];
        const Room& more = other.rooms_[column];
        room = {.width = std::max(room.width, more.width),
                .short_id = std::max(room.short_id, more.short_id),
                .integer = std::max(room.integer, more.integer),
                .fraction = std::max(room.fraction, more.fraction)};
    }
}

TableLayout::TableLayout(std::span<const TableColumn> columns, const TableWidths& widths, std::size_t most)
    : columns_(columns) {
    place_all(widths);
    if (most == 0 || width() <= most) return;
    are_ids_short_ = true;
    place_all(widths);
    while (shown_columns() > 1 && width() > most) {
        std::size_t least = columns_.size();
        for (std::size_t column = columns_.size(); column-- > 0;)
            if (placed_[column].is_shown &&
                (least == columns_.size() || columns_[column].importance < columns_[least].importance))
                least = column;
        placed_[least].is_shown = false;
    }
}

void TableLayout::place_all(const TableWidths& widths) {
    placed_.clear();
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const TableWidths::Room& room = widths.rooms_[column];
        const std::size_t text = are_ids_short_ && columns_[column].is_id ? room.short_id : room.width;
        placed_.push_back(
            {.width = std::max({text, room.integer + room.fraction, display_width(columns_[column].heading)}),
             .fraction = room.fraction});
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

/// Behind the end of the line before, and before the first column, there is none.
void TableLayout::append_gap(std::string& out, std::size_t column) const {
    const auto end = placed_.begin() + static_cast<std::ptrdiff_t>(column);
    if (std::any_of(placed_.begin(), end, [](const Placed& placed) { return placed.is_shown; })) out += gap;
}

void TableLayout::append_heading(std::string& out, bool color) const {
    std::string line;
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        if (!placed_[index].is_shown) continue;
        const TableColumn& column = columns_[index];
        append_gap(line, index);
        const std::size_t room = placed_[index].width - display_width(column.heading);
        if (column.is_number) line.append(room, ' ');
        line += column.heading;
        if (!column.is_number) line.append(room, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    if (color) line.insert(0, bold).append(plain);
    out.append(line).append(1, '\n');
}

void TableLayout::append_cell(std::string& out, std::size_t index, std::string_view shown) const {
    const Placed& placed = placed_[index];
    if (!placed.is_shown) return;
    append_gap(out, index);
    const TableColumn& column = columns_[index];
    const std::string short_id = are_ids_short_ && column.is_id ? shortened(std::string(shown)) : "";
    const std::string_view cell = short_id.empty() ? shown : short_id;
    // Of facts that are told twice, some may be new the second time, and need more room than there is.
    const std::size_t behind =
        column.is_number ? placed.fraction - std::min(fraction_length(cell), placed.fraction) : 0;
    const std::size_t room = placed.width - std::min(display_width(cell) + behind, placed.width);
    if (column.is_number) out.append(room, ' ');
    out += cell;
    out.append(column.is_number ? behind : room, ' ');
}

void TableLayout::end_row(std::string& out) const {
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
}

void append_markdown_heading(std::string& out, std::span<const TableColumn> columns) {
    out += '|';
    for (const TableColumn& column : columns) {
        out += ' ';
        append_markdown_text(out, column.heading);
        out += " |";
    }
    out += "\n|";
    for (const TableColumn& column : columns) out += column.is_number ? " ---: |" : " --- |";
    out += '\n';
}

void append_markdown_cell(std::string& out, std::size_t column, std::string_view shown) {
    out += column == 0 ? "| " : " ";
    append_markdown_text(out, shown);
    out += " |";
}

void TextTable::add(std::span<const std::string> cells) {
    assert(cells.size() == columns_.size());
    std::string row;
    for (const std::string& cell : cells) {
        append_harmless(row, cell);
        row += '\n';
    }
    row.shrink_to_fit();
    rows_.push_back(std::move(row));
}

/// Calls a function with the number of each column and its cell, as it is shown.
template <class Visit>
void TextTable::for_each_cell(const std::string& row, Visit visit) const {
    std::string kept;
    std::size_t begin = 0;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const std::size_t end = row.find('\n', begin);
        visit(column, shown_cell(columns_[column], std::string_view(row).substr(begin, end - begin), kept));
        begin = end + 1;
    }
}

std::size_t TextTable::append_text(std::string& out, std::size_t width, bool color) const {
    return write_text([&out](std::string_view text) { out += text; }, width, color);
}

std::size_t TextTable::write_text(const TextSink& sink, std::size_t width, bool color) const {
    TableWidths widths(columns_);
    for (const std::string& row : rows_)
        for_each_cell(row, [&](std::size_t column, std::string_view cell) { widths.add(column, cell); });
    const TableLayout layout(columns_, widths, width);
    std::string line;
    layout.append_heading(line, color);
    sink(line);
    for (const std::string& row : rows_) {
        line.clear();
        for_each_cell(row, [&](std::size_t column, std::string_view cell) { layout.append_cell(line, column, cell); });
        layout.end_row(line);
        sink(line);
    }
    return layout.columns_left_out();
}

void TextTable::append_markdown(std::string& out) const {
    write_markdown([&out](std::string_view text) { out += text; });
}

void TextTable::write_markdown(const TextSink& sink) const {
    std::string line;
    append_markdown_heading(line, columns_);
    sink(line);
    for (const std::string& row : rows_) {
        line.clear();
        for_each_cell(row,
                      [&](std::size_t column, std::string_view cell) { append_markdown_cell(line, column, cell); });
        sink(line += '\n');
    }
}

void append_markdown_text(std::string& out, std::string_view text) {
    std::string shown;
    append_harmless(shown, text);
    const auto is_in_word = [&shown](std::size_t at) {
        return at < shown.size() && std::isalnum(static_cast<unsigned char>(shown[at])) != 0;
    };
    // What begins emphasis, code, links, HTML, formulas, cells or an escape.
    static constexpr auto special = [] {
        std::array<bool, 256> each{};
        for (const char character : std::string_view("\\`*_{}[]<>|~&$"))
            each[static_cast<unsigned char>(character)] = true;
        return each;
    }();
    for (std::size_t at = 0; at < shown.size(); ++at) {
        // Within words, underscores begin nothing.
        const bool is_special = special[static_cast<unsigned char>(shown[at])];
        if (is_special && !(shown[at] == '_' && at > 0 && is_in_word(at - 1) && is_in_word(at + 1))) out += '\\';
        out += shown[at];
    }
}

}  // namespace tks::report
