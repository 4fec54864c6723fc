#include "tks/row_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.hpp"
#include "report/json_object.hpp"
#include "report/row_text.hpp"
#include "tks/amount.hpp"

namespace tks {

namespace {

using RowsById = std::map<std::string_view, const Row*>;

RowsById by_id(RowKind kind, const std::vector<Row>& rows) {
    RowsById found;
    for (const Row& row : rows) found.emplace(*row.cells[id_column(kind)], &row);
    return found;
}

bool is_same(CellKind kind, const Cell& left, const Cell& right) {
    if (left == right) return true;
    if (kind != CellKind::number || !left || !right) return false;
    const auto one = Amount::parse(*left);
    const auto other = Amount::parse(*right);
    return one && other && *one == *other;
}

std::vector<ChangedCell> changed_cells(RowKind kind, const Row& before, const Row& after) {
    std::vector<ChangedCell> changed;
    for (std::size_t column = 0; column < before.cells.size(); ++column)
        if (!is_same(columns_of(kind)[column].kind, before.cells[column], after.cells[column]))
            changed.push_back({column, before.cells[column], after.cells[column]});
    return changed;
}

constexpr std::string_view words[] = {"added", "removed", "changed"};

std::string_view word(RowDifference::Change change) { return words[static_cast<std::size_t>(change)]; }

std::string for_people(CellKind kind, const Cell& cell) {
    if (!cell) return "nothing";
    if (kind == CellKind::text) return quoted_for_people(*cell);
    return kind == CellKind::number ? *cell : report::cell_for_people(kind, cell);
}

void append_json_cell(std::string& out, CellKind kind, const Cell& cell) {
    if (!cell) out += "null";
    else if (kind == CellKind::text) append_json_string(out, report::valid_utf8(*cell));
    else out += *cell;
}

}  // namespace

std::vector<RowDifference> find_differences(RowKind kind, const std::vector<Row>& before, const std::vector<Row>& after) {
    using enum RowDifference::Change;
    std::vector<RowDifference> differences;
    const RowsById old_rows = by_id(kind, before);
    const RowsById new_rows = by_id(kind, after);
    for (const auto& [id, row] : old_rows) {
        const auto found = new_rows.find(id);
        if (found == new_rows.end()) {
            differences.push_back({kind, std::string(id), removed, {}});
        } else if (auto cells = changed_cells(kind, *row, *found->second); !cells.empty()) {
            differences.push_back({kind, std::string(id), changed, std::move(cells)});
        }
    }
    for (const auto& [id, row] : new_rows)
        if (!old_rows.contains(id)) differences.push_back({kind, std::string(id), added, {}});
    std::ranges::sort(differences, {}, &RowDifference::id);
    return differences;
}

void append_text(std::string& out, const RowDifference& difference) {
    fmt::format_to(std::back_inserter(out), "{} {} {}\n", to_string(difference.kind), quoted_for_people(difference.id),
                   word(difference.change));
    for (const ChangedCell& cell : difference.cells) {
        const Column& column = columns_of(difference.kind)[cell.column];
        fmt::format_to(std::back_inserter(out), "    {}: {} -> {}\n", column.path, for_people(column.kind, cell.before),
                       for_people(column.kind, cell.after));
    }
}

void append_json(std::string& out, const RowDifference& difference) {
    fmt::format_to(std::back_inserter(out), R"({{"kind":"{}","id":)", to_string(difference.kind));
    append_json_string(out, report::valid_utf8(difference.id));
    fmt::format_to(std::back_inserter(out), R"(,"change":"{}","cells":[)", word(difference.change));
    for (const ChangedCell& cell : difference.cells) {
        const Column& column = columns_of(difference.kind)[cell.column];
        fmt::format_to(std::back_inserter(out), R"({}{{"path":"{}","before":)", out.back() == '[' ? "" : ",", column.path);
        append_json_cell(out, column.kind, cell.before);
        out += ",\"after\":";
        append_json_cell(out, column.kind, cell.after);
        out += '}';
    }
    out += "]}";
}

}  // namespace tks
