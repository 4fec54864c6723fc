#include "report/account_trades.hpp"

#include <string_view>
#include <vector>

#include "report/cells.hpp"

namespace tks::report {

bool for_each_total(const ReportFacts& facts, const ReportRequest& request,
                    const std::function<void(const TradeTotal&)>& visit) {
    if (!facts.trade_totals) return false;
    const RowFilter filter(RowKind::pnl, request.selection);
    if (filter.wants_all()) {
        facts.trade_totals(visit);
        return true;
    }
    constexpr std::string_view paths[] = {"market",    "strategy_id", "direction",
                                          "opened_at", "closed_at",   "provider_id"};
    if (!filter.looks_only_at(paths)) return false;
    std::vector<std::size_t> places;
    for (const std::string_view path : std::span(paths).first(std::size(paths) - 1))
        places.push_back(*find_column(RowKind::pnl, path));
    Row row{.kind = RowKind::pnl, .cells{}, .provider_id{}};
    row.cells.resize(columns_of(row.kind).size());
    facts.trade_totals([&](const TradeTotal& trade) {
        const Cell cells[] = {text_cell(trade.market), text_cell(trade.strategy_id), cell_of(trade.direction),
                              cell_of(trade.opened_at), cell_of(trade.closed_at)};
        for (std::size_t index = 0; index < places.size(); ++index) row.cells[places[index]] = cells[index];
        row.provider_id = trade.provider_id;
        if (filter.matches(row)) visit(trade);
    });
    return true;
}

}  // namespace tks::report
