#include "report/pnl_columns.hpp"

#include <string>
#include <string_view>

#include "report/cells.hpp"

namespace tks::report {

namespace {

struct PnlColumn {
    std::string_view name;
    CellKind kind;
    Cell (*cell)(const TradePnl&);
};

constexpr PnlColumn pnl_table[] = {
    {"trade_id", CellKind::text, [](const TradePnl& pnl) { return text_cell(pnl.trade_id); }},
    {"market", CellKind::text, [](const TradePnl& pnl) { return text_cell(pnl.market); }},
    {"direction", CellKind::text, [](const TradePnl& pnl) { return cell_of(pnl.direction); }},
    {"strategy_id", CellKind::text, [](const TradePnl& pnl) { return text_cell(pnl.strategy_id); }},
    {"signal_id", CellKind::text, [](const TradePnl& pnl) { return text_cell(pnl.signal_id); }},
    {"status", CellKind::text, [](const TradePnl& pnl) { return cell_of(pnl.status); }},
    {"entry_qty", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.entry_qty); }},
    {"exit_qty", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.exit_qty); }},
    {"open_qty", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.open_qty); }},
    {"unmatched_exit_qty", CellKind::number,
     [](const TradePnl& pnl) { return cell_of(pnl.figures.unmatched_exit_qty); }},
    {"avg_entry_price", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.avg_entry_price); }},
    {"avg_exit_price", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.avg_exit_price); }},
    {"realized_pnl", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.realized_pnl); }},
    {"fees", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.fees); }},
    {"realized_pnl_net", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.figures.realized_pnl_net); }},
    {"realized_pnl_matched", CellKind::number,
     [](const TradePnl& pnl) { return cell_of(pnl.figures.realized_pnl_matched); }},
    {"unrealized_pnl", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.unrealized_pnl); }},
    {"reported_pnl", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.reported_pnl); }},
    {"reported_delta_sum", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.reported_delta_sum); }},
    {"difference", CellKind::number, [](const TradePnl& pnl) { return cell_of(pnl.difference); }},
    {"reconciliation", CellKind::text, [](const TradePnl& pnl) { return cell_of(pnl.reconciliation); }},
    {"fills", CellKind::number, [](const TradePnl& pnl) { return Cell(std::to_string(pnl.fills)); }},
    {"opened_at", CellKind::time, [](const TradePnl& pnl) { return cell_of(pnl.opened_at); }},
    {"closed_at", CellKind::time, [](const TradePnl& pnl) { return cell_of(pnl.closed_at); }},
};

}  // namespace

std::vector<Column> pnl_columns() {
    std::vector<Column> columns;
    for (const PnlColumn& column : pnl_table) columns.push_back({std::string(column.name), column.kind});
    return columns;
}

void add_cells(std::vector<Cell>& cells, const TradePnl& pnl) {
    for (const PnlColumn& column : pnl_table) cells.push_back(column.cell(pnl));
}

}  // namespace tks::report
