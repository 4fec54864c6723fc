#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tks/account_report.hpp"
#include "tks/row_filter.hpp"
#include "tks/trade_total.hpp"

/// The trades that reports are about.
namespace tks::report {

/// Calls visit with each trade that is wanted.
template <class Visit>
void for_each_trade(const ReportFacts& facts, const ReportRequest& request, Visit visit) {
    const RowFilter filter(RowKind::pnl, request.selection);
    facts.trades([&](const TradePnl& pnl) {
        if (filter.matches(pnl)) visit(pnl);
    });
}

/// Calls visit with the total of each trade that is wanted, if their totals tell which ones are; else returns false.
bool for_each_total(const ReportFacts& facts, const ReportRequest& request,
                    const std::function<void(const TradeTotal&)>& visit);

/// Of a trade that is closed.
inline ClosedTrade closed_trade(const TradeTotal& trade) {
    const Timestamp closed_at = trade.closed_at.value_or(Timestamp{});
    return {trade.realized_pnl, trade.fees, trade.opened_at.value_or(closed_at), closed_at, trade.held_ms};
}

/// What the account began with in a quote asset; nothing where nobody says it.
inline std::optional<Amount> capital_of(const ReportRequest& request, const std::string& quote, bool is_only_quote) {
    if (const auto found = request.capital.find(quote); found != request.capital.end()) return found->second;
    const auto plain = request.capital.find("");
    return is_only_quote && plain != request.capital.end() ? std::optional(plain->second) : std::nullopt;
}

}  // namespace tks::report
