#include "report/pnl_columns.hpp"

#include "report/fact_list.hpp"

namespace tks::report {

namespace {

constexpr FactColumn<TradePnl> pnl_table[] = {
    {"trade_id", CellKind::text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.trade_id); }},
    {"market", CellKind::text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.market); }},
    {"direction", CellKind::text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.direction); }},
    {"strategy_id", CellKind::text,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.strategy_id); }},
    {"signal_id", CellKind::text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.signal_id); }},
    {"status", CellKind::text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.status); }},
    {"entry_qty", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.entry_qty); }},
    {"exit_qty", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.exit_qty); }},
    {"open_qty", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.open_qty); }},
    {"unmatched_exit_qty", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.unmatched_exit_qty); }},
    {"avg_entry_price", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.avg_entry_price); }},
    {"avg_exit_price", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.avg_exit_price); }},
    {"realized_pnl", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl); }},
    {"fees", CellKind::number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.fees); }},
    {"realized_pnl_net", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl_net); }},
    {"realized_pnl_matched", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl_matched); }},
    {"unrealized_pnl", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.unrealized_pnl); }},
    {"reported_pnl", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reported_pnl); }},
    {"reported_delta_sum", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reported_delta_sum); }},
    {"difference", CellKind::number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.difference); }},
    {"reconciliation", CellKind::text,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reconciliation); }},
    {"fills", CellKind::number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.fills); }},
    {"opened_at", CellKind::time, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.opened_at); }},
    {"closed_at", CellKind::time, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.closed_at); }},
};

}  // namespace

std::vector<Column> pnl_columns() {
    return columns_of_table<TradePnl>(pnl_table);
}

void add_cells(std::vector<Cell>& cells, const TradePnl& pnl,
               const std::function<bool(std::size_t column)>& is_wanted) {
    TextBuffer text;
    for (const FactColumn<TradePnl>& column : pnl_table)
        cells.push_back(is_wanted(cells.size()) ? cell_of(column, pnl, text) : Cell());
}

}  // namespace tks::report
