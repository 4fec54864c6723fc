#include "report/row_text.hpp"

#include <fmt/format.h>

#include <span>
#include <string_view>

#include "tks/time.hpp"

namespace tks::report {

namespace {

void append_csv_field(std::string& out, std::string_view text, bool is_text) {
    // A spreadsheet takes text that begins so for a formula, whether it is in quotes or not.
    const bool is_formula = is_text && !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (!is_formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += is_formula ? "\"'" : "\"";
    for (const char character : text) {
        if (character == '"') out += '"';
        out += character;
    }
    out += '"';
}

}  // namespace

std::string cell_for_people(CellKind kind, const Cell& cell) {
    if (!cell) return "-";
    if (kind == CellKind::time)
        if (const auto time = parse_time(*cell)) return to_iso8601(*time);
    return *cell;
}

void append_csv(std::string& out, const Row& row) {
    const std::span<const Column> columns = columns_of(row.kind);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (index != 0) out += ',';
        if (row.cells[index]) append_csv_field(out, *row.cells[index], columns[index].kind == CellKind::text);
    }
    out += '\n';
}

void append_csv_header(std::string& out, RowKind kind) {
    for (const Column& column : columns_of(kind)) {
        if (&column != columns_of(kind).data()) out += ',';
        out += column.path;
    }
    out += '\n';
}

std::string omission_note(std::size_t rows, std::size_t columns) {
    if (rows == 0 && columns == 0) return {};
    std::string what;
    if (rows != 0) what = fmt::format("{} earlier row{}", rows, rows == 1 ? "" : "s");
    if (columns != 0) what += fmt::format("{}{} column{}", what.empty() ? "" : " and ", columns, columns == 1 ? "" : "s");
    return fmt::format("({} left out for want of room; a pipe, a file and the other formats have all)\n", what);
}

}  // namespace tks::report
