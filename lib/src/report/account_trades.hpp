#pragma once

#include <optional>
#include <string>

#include "tks/account_report.hpp"
#include "tks/row_filter.hpp"

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

/// Of a trade that is closed.
inline ClosedTrade closed_trade(const TradePnl& pnl) {
    const Timestamp closed_at = pnl.closed_at.value_or(Timestamp{});
    return {pnl.figures.realized_pnl, pnl.figures.fees, pnl.opened_at.value_or(closed_at), closed_at, pnl.held_ms};
}

/// What the account began with in a quote asset; nothing where nobody says it.
inline std::optional<Amount> capital_of(const ReportRequest& request, const std::string& quote, bool is_only_quote) {
    if (const auto found = request.capital.find(quote); found != request.capital.end()) return found->second;
    const auto plain = request.capital.find("");
    return is_only_quote && plain != request.capital.end() ? std::optional(plain->second) : std::nullopt;
}

}  // namespace tks::report
