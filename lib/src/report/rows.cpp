#include "tks/rows.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "report/json_object.hpp"
#include "report/nested_objects.hpp"
#include "report/pnl_columns.hpp"
#include "report/snapshot_columns.hpp"
#include "report/wanted_cells.hpp"

namespace tks {

namespace {

struct KindDescription {
    std::vector<Column> columns;
    std::string_view payload;  ///< The key of the snapshot's payload; empty for PnL.
    std::string_view id;       ///< The path of the column with the id.
};

const KindDescription& describe(RowKind kind) {
    using namespace report;
    // In the order of RowKind.
    static const KindDescription descriptions[] = {
        {snapshot_columns<TradeSnapshot>(), "trade", "trade.trade_id"},
        {snapshot_columns<OrderSnapshot>(), "order", "order.order_id"},
        {snapshot_columns<TradingSignalSnapshot>(), "trading_signal", "trading_signal.signal_id"},
        {snapshot_columns<TradingSignalIntentSnapshot>(), "trading_signal_intent", "trading_signal_intent.intent_id"},
        {pnl_columns(), "", "trade_id"},
    };
    return descriptions[static_cast<std::size_t>(kind)];
}

/// `wanted` is given for the cells of some columns alone.
template <class Snapshot, class... Wanted>
Row make_row(RowKind kind, const Snapshot& snapshot, const Wanted&... wanted) {
    Row row{.kind = kind, .cells = {}, .provider_id = {}};
    row.cells.reserve(columns_of(kind).size());
    report::add_cells(row.cells, snapshot,
                      [&]([[maybe_unused]] std::size_t column) { return (wanted[column] && ...); });
    return row;
}

template <class... Wanted>
Row make_pnl_row(const TradePnl& pnl, const Wanted&... wanted) {
    Row row = make_row(RowKind::pnl, pnl, wanted...);
    row.provider_id = pnl.provider_id;
    return row;
}

}  // namespace

std::span<const Column> columns_of(RowKind kind) {
    return describe(kind).columns;
}

std::optional<std::size_t> find_column(RowKind kind, std::string_view path) {
    const KindDescription& description = describe(kind);
    const auto find = [&](std::string_view wanted) -> std::optional<std::size_t> {
        const auto found = std::ranges::find(description.columns, wanted, &Column::path);
        if (found == description.columns.end()) return std::nullopt;
        return static_cast<std::size_t>(found - description.columns.begin());
    };
    if (const auto exact = find(path)) return exact;
    if (path.starts_with("payload.")) path.remove_prefix(std::string_view("payload.").size());
    return find(description.payload.empty() ? std::string(path)
                                            : std::string(description.payload).append(".").append(path));
}

std::size_t id_column(RowKind kind) {
    return *find_column(kind, describe(kind).id);
}

namespace report {

Row to_row(const TradePnl& pnl, const WantedCells& wanted) {
    return make_pnl_row(pnl, wanted);
}
Row to_row(const OrderSnapshot& snapshot, const WantedCells& wanted) {
    return make_row(RowKind::orders, snapshot, wanted);
}
Row to_row(const TradingSignalIntentSnapshot& snapshot, const WantedCells& wanted) {
    return make_row(RowKind::intents, snapshot, wanted);
}

}  // namespace report

Row to_row(const TradePnl& pnl) {
    return make_pnl_row(pnl);
}
Row to_row(const TradeSnapshot& snapshot) {
    return make_row(RowKind::trades, snapshot);
}
Row to_row(const OrderSnapshot& snapshot) {
    return make_row(RowKind::orders, snapshot);
}
Row to_row(const TradingSignalSnapshot& snapshot) {
    return make_row(RowKind::signals, snapshot);
}
Row to_row(const TradingSignalIntentSnapshot& snapshot) {
    return make_row(RowKind::intents, snapshot);
}

std::string text_value(std::string_view text) {
    std::string out;
    append_json_string(out, report::valid_utf8(text));
    return out;
}

void append_json(std::string& out, const Row& row) {
    append_json(out, columns_of(row.kind), row.cells);
}

void append_json(std::string& out, std::span<const Column> columns, std::span<const Cell> cells) {
    report::NestedObjects objects(out);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        objects.begin(columns[index].path, columns[index].kind != CellKind::value);
        const Cell& cell = cells[index];
        if (!cell)
            out += "null";
        else if (columns[index].kind == CellKind::text)
            append_json_string(out, report::valid_utf8(*cell));
        else
            out += *cell;
    }
    objects.end();
}

}  // namespace tks
