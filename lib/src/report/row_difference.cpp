#include "tks/row_difference.hpp"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
#include "report/json_object.hpp"
#include "report/row_text.hpp"
#include "tks/amount.hpp"

namespace tks {

namespace {

/// A text that is equal for values that are equal.
std::string comparable(CellKind kind, const std::string& text) {
    if (kind == CellKind::number)
        if (const auto amount = Amount::parse(text)) return amount->to_string();
    if (kind == CellKind::json && text != "{}" && text != "[]")
        if (const nlohmann::json value = nlohmann::json::parse(text, nullptr, false); !value.is_discarded())
            return value.dump();
    return text;
}

bool is_same(CellKind kind, const Cell& left, const Cell& right) {
    return left == right || (left && right && comparable(kind, *left) == comparable(kind, *right));
}

/// What is left of a row for a comparison: equal for rows that are alike, and for hardly any others.
using Fingerprint = std::pair<std::uint64_t, std::uint64_t>;

Fingerprint fingerprint_of(const Row& row) {
    const std::span<const Column> columns = columns_of(row.kind);
    std::string text;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        // Lengths, so that no text of a cell passes for the end of it.
        const std::string cell =
            row.cells[column] ? comparable(columns[column].kind, *row.cells[column]) : std::string();
        fmt::format_to(std::back_inserter(text), "{}{}:{}", row.cells[column] ? '+' : '-', cell.size(), cell);
    }
    const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
    return {hash.low64, hash.high64};
}

struct Pair {
    std::optional<Fingerprint> before;
    std::optional<Fingerprint> after;
};

struct RowPair {
    std::optional<Row> before;
    std::optional<Row> after;
};

/// The rows that have no equal, by id.
std::map<std::string, RowPair> unequal_rows(RowKind kind, const RowSource& before, const RowSource& after) {
    const std::size_t id = id_column(kind);
    const auto id_of = [id](const Row& row) { return row.cells[id].value_or(""); };
    std::unordered_map<std::string, Pair> pairs;
    before([&](const Row& row) { pairs[id_of(row)].before = fingerprint_of(row); });
    after([&](const Row& row) { pairs[id_of(row)].after = fingerprint_of(row); });
    std::map<std::string, RowPair> unequal;
    for (const auto& [key, pair] : pairs)
        if (pair.before != pair.after) unequal[key];
    if (unequal.empty()) return unequal;
    const auto keep = [&](std::optional<Row> RowPair::*side) {
        return [&unequal, id_of, side](const Row& row) {
            if (const auto found = unequal.find(id_of(row)); found != unequal.end()) found->second.*side = row;
        };
    };
    before(keep(&RowPair::before));
    after(keep(&RowPair::after));
    return unequal;
}

std::vector<ChangedCell> changed_cells(RowKind kind, const Row& before, const Row& after) {
    std::vector<ChangedCell> changed;
    for (std::size_t column = 0; column < before.cells.size(); ++column)
        if (!is_same(columns_of(kind)[column].kind, before.cells[column], after.cells[column]))
            changed.push_back({column, before.cells[column], after.cells[column]});
    return changed;
}

constexpr std::string_view words[] = {"added", "removed", "changed"};

std::string_view word(RowDifference::Change change) {
    return words[static_cast<std::size_t>(change)];
}

std::string for_people(CellKind kind, const Cell& cell) {
    if (!cell) return "nothing";
    if (kind == CellKind::text) return quoted_for_people(*cell);
    return kind == CellKind::number ? *cell : report::cell_for_people(kind, cell);
}

void append_json_cell(std::string& out, CellKind kind, const Cell& cell) {
    if (!cell)
        out += "null";
    else if (kind == CellKind::text)
        append_json_string(out, report::valid_utf8(*cell));
    else
        out += *cell;
}

}  // namespace

std::vector<RowDifference> find_differences(RowKind kind, const RowSource& before, const RowSource& after) {
    using enum RowDifference::Change;
    std::vector<RowDifference> differences;
    for (const auto& [id, pair] : unequal_rows(kind, before, after)) {
        if (!pair.before)
            differences.push_back({kind, id, added, {}});
        else if (!pair.after)
            differences.push_back({kind, id, removed, {}});
        else
            differences.push_back({kind, id, changed, changed_cells(kind, *pair.before, *pair.after)});
    }
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
        fmt::format_to(std::back_inserter(out), R"({}{{"path":"{}","before":)", out.back() == '[' ? "" : ",",
                       column.path);
        append_json_cell(out, column.kind, cell.before);
        out += ",\"after\":";
        append_json_cell(out, column.kind, cell.after);
        out += '}';
    }
    out += "]}";
}

}  // namespace tks
