#include "report/text_table.hpp"

#include <utf8proc.h>

#include <algorithm>
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
    std::size_t end = 0;
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
    return number.size() - std::min(number.find_first_of(".E"), number.size());
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
    constexpr std::size_t places = 8;
    constexpr std::size_t digits_at_least = 6;
    const std::size_t point = number.find('.');
    if (point == std::string_view::npos || number.find_first_of("Ee") != std::string_view::npos)
        return std::string(number);
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

/// Which columns are shown, how wide they are, and how much of a column of numbers stands behind the point.
struct TextTable::Layout {
    struct Placed {
        std::size_t column = 0;
        std::size_t width = 0;
        std::size_t fraction = 0;
    };
    std::vector<Placed> columns;
    bool are_ids_short = false;

    [[nodiscard]] std::size_t width() const {
        std::size_t sum = 0;
        for (const Placed& placed : columns) sum += placed.width + (sum == 0 ? 0 : gap.size());
        return sum;
    }
};

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
    std::size_t begin = 0;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const std::size_t end = row.find('\n', begin);
        const std::string_view cell = std::string_view(row).substr(begin, end - begin);
        if (columns_[column].is_number)
            visit(column, std::string_view(number_for_people(cell)));
        else
            visit(column, cell);
        begin = end + 1;
    }
}

TextTable::Layout TextTable::measure(bool are_ids_short) const {
    Layout layout;
    layout.are_ids_short = are_ids_short;
    std::vector<std::size_t> integers(columns_.size());
    for (std::size_t column = 0; column < columns_.size(); ++column) layout.columns.push_back({.column = column});
    for (const std::string& row : rows_)
        for_each_cell(row, [&](std::size_t column, std::string_view cell) {
            Layout::Placed& placed = layout.columns[column];
            if (columns_[column].is_number) {
                const std::size_t fraction = fraction_length(cell);
                placed.fraction = std::max(placed.fraction, fraction);
                integers[column] = std::max(integers[column], cell.size() - fraction);
            } else {
                placed.width = std::max(placed.width, are_ids_short && columns_[column].is_id
                                                          ? display_width(shortened(std::string(cell)))
                                                          : display_width(cell));
            }
        });
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        Layout::Placed& placed = layout.columns[column];
        placed.width =
            std::max({placed.width, integers[column] + placed.fraction, display_width(columns_[column].heading)});
    }
    return layout;
}

TextTable::Layout TextTable::lay_out(std::size_t width) const {
    Layout layout = measure(false);
    if (width == 0 || layout.width() <= width) return layout;
    layout = measure(true);
    while (layout.columns.size() > 1 && layout.width() > width) {
        const auto least = std::min_element(
            layout.columns.rbegin(), layout.columns.rend(), [this](const auto& left, const auto& right) {
                return columns_[left.column].importance < columns_[right.column].importance;
            });
        layout.columns.erase(std::next(least).base());
    }
    return layout;
}

void TextTable::append_row(std::string& line, const std::string& row, const Layout& layout) const {
    auto placed = layout.columns.begin();
    for_each_cell(row, [&](std::size_t index, std::string_view shown) {
        if (placed == layout.columns.end() || placed->column != index) return;
        if (placed != layout.columns.begin()) line += gap;
        const TableColumn& column = columns_[index];
        const std::string short_id = layout.are_ids_short && column.is_id ? shortened(std::string(shown)) : "";
        const std::string_view cell = short_id.empty() ? shown : short_id;
        const std::size_t behind = column.is_number ? placed->fraction - fraction_length(cell) : 0;
        const std::size_t room = placed->width - std::min(display_width(cell) + behind, placed->width);
        if (column.is_number) line.append(room, ' ');
        line += cell;
        line.append(column.is_number ? behind : room, ' ');
        ++placed;
    });
    line.erase(line.find_last_not_of(' ') + 1);
}

std::size_t TextTable::append_text(std::string& out, std::size_t width, bool color) const {
    return write_text([&out](std::string_view text) { out += text; }, width, color);
}

std::size_t TextTable::write_text(const TextSink& sink, std::size_t width, bool color) const {
    const Layout layout = lay_out(width);
    std::string line;
    for (const Layout::Placed& placed : layout.columns) {
        const TableColumn& column = columns_[placed.column];
        if (&placed != layout.columns.data()) line += gap;
        const std::size_t room = placed.width - display_width(column.heading);
        if (column.is_number) line.append(room, ' ');
        line += column.heading;
        if (!column.is_number) line.append(room, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    if (color) line.insert(0, bold).append(plain);
    sink(line += '\n');
    for (const std::string& row : rows_) {
        line.clear();
        append_row(line, row, layout);
        sink(line += '\n');
    }
    return columns_.size() - layout.columns.size();
}

void TextTable::append_markdown(std::string& out) const {
    write_markdown([&out](std::string_view text) { out += text; });
}

void TextTable::write_markdown(const TextSink& sink) const {
    std::string line = "|";
    const auto append_cell = [&line](std::string_view cell) {
        line += ' ';
        append_markdown_text(line, cell);
        line += " |";
    };
    for (const TableColumn& column : columns_) append_cell(column.heading);
    line += "\n|";
    for (const TableColumn& column : columns_) line += column.is_number ? " ---: |" : " --- |";
    sink(line += '\n');
    for (const std::string& row : rows_) {
        line = "|";
        for_each_cell(row, [&](std::size_t, std::string_view cell) { append_cell(cell); });
        sink(line += '\n');
    }
}

void append_markdown_text(std::string& out, std::string_view text) {
    std::string shown;
    append_harmless(shown, text);
    const auto is_in_word = [&shown](std::size_t at) {
        return at < shown.size() && std::isalnum(static_cast<unsigned char>(shown[at])) != 0;
    };
    for (std::size_t at = 0; at < shown.size(); ++at) {
        // What begins emphasis, code, links, HTML, formulas, cells or an escape. Within words, underscores begin nothing.
        const bool is_special = std::string_view("\\`*_{}[]<>|~&$").find(shown[at]) != std::string_view::npos;
        if (is_special && !(shown[at] == '_' && at > 0 && is_in_word(at - 1) && is_in_word(at + 1))) out += '\\';
        out += shown[at];
    }
}

}  // namespace tks::report
