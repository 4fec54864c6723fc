#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tks/amount.hpp"
#include "tks/time.hpp"
#include "tks/trade_pnl.hpp"

namespace tks {

/// What totals of trades are made of: a part of TradePnl, whose texts it views.
struct TradeTotal {
    std::string_view market;
    std::string_view strategy_id;
    std::string_view provider_id;
    Direction direction{};
    bool is_open = false;    ///< Something of it is open.
    bool is_closed = false;  ///< See TradePnl::is_closed().
    std::optional<Timestamp> opened_at;
    std::optional<Timestamp> closed_at;
    Amount realized_pnl;  ///< Gross.
    Amount fees;
    std::optional<Amount> held_ms;
    std::uint64_t number = 0;  ///< In the store that tells it; 0 elsewhere.
};

inline TradeTotal total_of(const TradePnl& pnl) {
    return {.market = pnl.market,
            .strategy_id = pnl.strategy_id,
            .provider_id = pnl.provider_id,
            .direction = pnl.direction,
            .is_open = pnl.figures.open_qty.is_positive(),
            .is_closed = pnl.is_closed(),
            .opened_at = pnl.opened_at,
            .closed_at = pnl.closed_at,
            .realized_pnl = pnl.figures.realized_pnl,
            .fees = pnl.figures.fees,
            .held_ms = pnl.held_ms};
}

}  // namespace tks
