#include "report/account_trades.hpp"

#include "report/cells.hpp"
#include "report/partial_rows.hpp"

namespace tks::report {

namespace {

constexpr PartialColumn<TradeTotal> total_columns[] = {
    {"market", [](const TradeTotal& trade) { return text_cell(trade.market); }},
    {"strategy_id", [](const TradeTotal& trade) { return text_cell(trade.strategy_id); }},
    {"provider_id", [](const TradeTotal& trade) { return text_cell(trade.provider_id); }},
    {"direction", [](const TradeTotal& trade) { return cell_of(trade.direction); }},
    {"opened_at", [](const TradeTotal& trade) { return cell_of(trade.opened_at); }},
    {"closed_at", [](const TradeTotal& trade) { return cell_of(trade.closed_at); }},
};

}  // namespace

bool for_each_total(const ReportFacts& facts, const ReportRequest& request,
                    const std::function<void(const TradeTotal&)>& visit) {
    if (!facts.trade_totals) return false;
    const RowFilter filter(RowKind::pnl, request.selection);
    if (filter.wants_all()) {
        facts.trade_totals(visit);
        return true;
    }
    const PartialRows<TradeTotal> rows(RowKind::pnl, total_columns);
    if (!rows.are_enough_for(filter)) return false;
    facts.trade_totals([&](const TradeTotal& trade) {
        if (filter.matches(rows.row(trade))) visit(trade);
    });
    return true;
}

}  // namespace tks::report
