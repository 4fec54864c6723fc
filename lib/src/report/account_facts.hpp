#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "report/metric_columns.hpp"
#include "tks/account_report.hpp"

/// What pictures of an account need, gathered in one go.
namespace tks::report {

struct AccountFacts {
    std::map<std::string, TradeTotals> by_quote;
    std::vector<TradePnl> last_closed;  ///< At most as many as were asked for, the last one first.
    std::vector<TradePnl> open;         ///< The same of what is open, by opening.
    std::uint64_t closed_trades = 0;
    std::uint64_t open_trades = 0;

    /// The quote assets with the most closed trades, the one with the most first; at most so many.
    [[nodiscard]] std::vector<std::string> main_quotes(std::size_t most) const;
};

/// Of the trades that the request wants.
AccountFacts gather_account(const ReportFacts& facts, const ReportRequest& request, std::size_t most_trades);

}  // namespace tks::report
