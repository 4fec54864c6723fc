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

void TextTable::add(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    for (std::size_t index = 0; index < cells.size(); ++index)
        cells[index] = columns_[index].is_number ? number_for_people(cells[index]) : harmless(cells[index]);
    rows_.push_back(std::move(cells));
}

TextTable::Layout TextTable::lay_out(std::size_t width) const {
    const auto measure = [this](std::size_t column, bool are_ids_short) {
        Layout::Placed placed{.column = column, .width = 0, .fraction = 0};
        std::size_t integer = 0;
        for (const std::vector<std::string>& row : rows_) {
            const std::string& cell = row[column];
            if (columns_[column].is_number) {
                const std::size_t fraction = fraction_length(cell);
                placed.fraction = std::max(placed.fraction, fraction);
                integer = std::max(integer, cell.size() - fraction);
            } else {
                placed.width = std::max(
                    placed.width, display_width(are_ids_short && columns_[column].is_id ? shortened(cell) : cell));
            }
        }
        placed.width = std::max({placed.width, integer + placed.fraction, display_width(columns_[column].heading)});
        return placed;
    };
    Layout layout;
    for (std::size_t column = 0; column < columns_.size(); ++column) layout.columns.push_back(measure(column, false));
    if (width == 0 || layout.width() <= width) return layout;
    layout.are_ids_short = true;
    for (Layout::Placed& placed : layout.columns) placed = measure(placed.column, true);
    while (layout.columns.size() > 1 && layout.width() > width) {
        const auto least = std::min_element(
            layout.columns.rbegin(), layout.columns.rend(), [this](const auto& left, const auto& right) {
                return columns_[left.column].importance < columns_[right.column].importance;
            });
        layout.columns.erase(std::next(least).base());
    }
    return layout;
}

std::size_t TextTable::append_text(std::string& out, std::size_t width, bool color) const {
    const Layout layout = lay_out(width);
    const auto append_line = [&](const auto& append_cell) {
        std::string line;
        for (const Layout::Placed& placed : layout.columns) {
            if (&placed != layout.columns.data()) line += gap;
            append_cell(line, placed);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line;
    };
    const auto pad = [](std::string& line, std::size_t from, std::size_t to) {
        line.append(to > from ? to - from : 0, ' ');
    };

    if (color) out += bold;
    append_line([&](std::string& line, const Layout::Placed& placed) {
        const TableColumn& column = columns_[placed.column];
        if (column.is_number) pad(line, display_width(column.heading), placed.width);
        line += column.heading;
        if (!column.is_number) pad(line, display_width(column.heading), placed.width);
    });
    if (color) out += plain;
    out += '\n';
    for (const std::vector<std::string>& row : rows_) {
        append_line([&](std::string& line, const Layout::Placed& placed) {
            const TableColumn& column = columns_[placed.column];
            const std::string cell =
                layout.are_ids_short && column.is_id ? shortened(row[placed.column]) : row[placed.column];
            const std::size_t behind = column.is_number ? placed.fraction - fraction_length(cell) : 0;
            const std::size_t own_width = display_width(cell);
            if (column.is_number) pad(line, own_width + behind, placed.width);
            line += cell;
            pad(line, 0, column.is_number ? behind : placed.width - std::min(own_width, placed.width));
        });
        out += '\n';
    }
    return columns_.size() - layout.columns.size();
}

void TextTable::append_markdown(std::string& out) const {
    const auto append_line = [&](const auto& cell_of) {
        out += '|';
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            out += ' ';
            append_markdown_text(out, cell_of(column));
            out += " |";
        }
        out += '\n';
    };
    append_line([this](std::size_t column) -> std::string_view { return columns_[column].heading; });
    out += '|';
    for (const TableColumn& column : columns_) out += column.is_number ? " ---: |" : " --- |";
    out += '\n';
    for (const std::vector<std::string>& row : rows_)
        append_line([&row](std::size_t column) -> std::string_view { return row[column]; });
}

void append_markdown_text(std::string& out, std::string_view text) {
    const std::string shown = harmless(text);
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
