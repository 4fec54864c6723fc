#include "report/row_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "codec/json_text.hpp"
#include "tks/time.hpp"

namespace tks::report {

namespace {

/// A spreadsheet takes text that begins so for a formula, whether it is in quotes or not.
bool is_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

bool is_special_in_csv(char character) {
    return character == ',' || character == '"' || character == '\r' || character == '\n';
}

/// The names of columns are text as well: a query may give them any.
template <class AppendField>
void append_names(std::string& out, char separator, std::span<const Column> columns, AppendField append_field) {
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (index != 0) out += separator;
        append_field(out, columns[index].path, true);
    }
    out += '\n';
}

}  // namespace

void append_csv_field(std::string& out, std::string_view text, bool is_text) {
    const bool is_guarded = is_text && is_formula(text);
    if (!is_guarded && std::ranges::none_of(text, is_special_in_csv)) {
        out += text;
        return;
    }
    out += is_guarded ? "\"'" : "\"";
    for (const char character : text) {
        if (character == '"') out += '"';
        out += character;
    }
    out += '"';
}

void append_tsv_field(std::string& out, std::string_view text, bool is_text) {
    if (is_text && is_formula(text)) out += '\'';
    for (const char character : text) {
        constexpr std::string_view special = "\t\n\r\\";
        const std::size_t which = special.find(character);
        if (which == std::string_view::npos)
            out += character;
        else
            (out += '\\') += "tnr\\"[which];
    }
}

bool is_text_value(std::string_view cell) {
    return cell.starts_with('"');
}

std::string text_of_value(std::string_view cell) {
    std::string text;
    codec::append_unescaped(text, cell.substr(1, cell.size() - 2));
    return text;
}

std::string cell_for_people(CellKind kind, const Cell& cell) {
    if (!cell) return "-";
    if (kind == CellKind::value && is_text_value(*cell)) return text_of_value(*cell);
    if (kind == CellKind::time)
        if (const auto time = parse_time(*cell)) return to_iso8601(*time);
    return *cell;
}

void append_csv_header(std::string& out, std::span<const Column> columns) {
    append_names(out, ',', columns, append_csv_field);
}

void append_tsv_header(std::string& out, std::span<const Column> columns) {
    append_names(out, '\t', columns, append_tsv_field);
}

std::string omission_note(std::size_t rows, std::size_t columns) {
    if (rows == 0 && columns == 0) return {};
    std::string what;
    if (rows != 0) what = fmt::format("{} earlier row{}", rows, rows == 1 ? "" : "s");
    if (columns != 0)
        what += fmt::format("{}{} column{}", what.empty() ? "" : " and ", columns, columns == 1 ? "" : "s");
    return fmt::format("({} left out for want of room; a pipe, a file and the other formats have all)\n", what);
}

}  // namespace tks::report
