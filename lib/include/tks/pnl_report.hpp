#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "tks/amount.hpp"
#include "tks/export.hpp"
#include "tks/trade_pnl.hpp"

namespace tks {

/// What trades earned together, exactly, in units of the quote currency. Where markets have several quote currencies, only the
/// sums by market mean something.
struct PnlTotals {
    std::uint64_t trades = 0;
    std::uint64_t open = 0;            ///< Trades with an open quantity.
    std::uint64_t unvalued = 0;        ///< Open ones without a mark, which unrealized_pnl leaves out.
    std::uint64_t contradicting = 0;   ///< Trades whose reported figures contradict their fills.
    Amount realized_pnl;               ///< Gross.
    Amount fees;
    Amount realized_pnl_net;
    Amount unrealized_pnl;

    TKS_API void add(const TradePnl& pnl);
};

/// The totals of all trades, of each market and of each strategy.
struct PnlReport {
    PnlTotals all;
    std::map<std::string, PnlTotals, std::less<>> by_market;
    std::map<std::string, PnlTotals, std::less<>> by_strategy;  ///< Trades of no strategy under the empty text.

    TKS_API void add(const TradePnl& pnl);
};

/// For people: a table of the totals by market, one by strategy, and of all. `width` is that of a line, 0 for no limit.
TKS_API void append_text(std::string& out, const PnlReport& report, std::size_t width);
TKS_API void append_markdown(std::string& out, const PnlReport& report);

/// The members "totals", "by_market" and "by_strategy" of a JSON object, without its braces.
TKS_API void append_json_members(std::string& out, const PnlReport& report);

/// One JSON object without a line break.
TKS_API void append_json(std::string& out, const UnattributedFill& fill);

/// "sell 0.5 BTC/USDT at 50000, fee 1.25 (fill "f1" of order "o1", 2026-03-01T12:00:00.000Z)".
TKS_API std::string describe(const UnattributedFill& fill);

}  // namespace tks
