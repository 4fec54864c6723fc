#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tks/diagnostic.hpp"
#include "tks/pnl.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks {

/// What a trade earned by its fills, beside what the platform says it earned. Text is empty where nothing is known.
struct TradePnl {
    std::string trade_id;
    std::string market;
    std::string strategy_id;
    std::string provider_id;  ///< signal_provider_id of the signal or intent that it comes from.
    std::string signal_id;
    Direction direction{};
    bool direction_is_assumed =
        false;  ///< No event of the trade, its signal or its intent says it: that of the first fill.
    std::optional<TradeStatus> status;  ///< Nothing where no event of the trade itself is there.
    PnlFigures figures;                 ///< Of all its fills.
    std::uint64_t fills = 0;            ///< Each fill_id once.
    std::optional<Decimal>
        mark;                    ///< Price at which the open quantity is valued; nothing where none is known or needed.
    bool mark_is_stale = false;  ///< The account of the mark has been silent for too long.
    std::optional<Amount> unrealized_pnl;
    std::optional<Amount> reported_pnl;        ///< realized_pnl of the latest event of the trade.
    std::optional<Amount> reported_delta_sum;  ///< Of its profit_realized events, each event_id once.
    std::optional<Amount> difference;          ///< Reported less gross PnL, where the two do not reconcile.
    Reconciliation reconciliation{};
    std::optional<Amount>
        held_ms;  ///< How long a unit of the quantity was held: mean time of exits less that of entries, both
                  ///< by quantity. Nothing unless all that was entered has left, and no more.
    std::optional<Timestamp> opened_at;  ///< As the trade says, else that of the first fill.
    std::optional<Timestamp>
        closed_at;  ///< As the trade says, else that of the last fill where nothing is open any more.

    /// Whether something was entered, and all of it has left.
    [[nodiscard]] bool is_closed() const { return figures.entry_qty.is_positive() && figures.open_qty.is_zero(); }

    /// Whether the platform's own figures contradict the fills: they differ, or there are figures but no fills.
    [[nodiscard]] bool contradicts() const {
        return reconciliation == Reconciliation::differs ||
               (reconciliation == Reconciliation::no_fills && reported_pnl && !reported_pnl->is_zero());
    }
};

/// A fill for which no trade was found.
struct UnattributedFill {
    std::string fill_id;
    std::string order_id;
    std::string market;
    Side side{};
    Decimal quantity;  ///< Base asset.
    Decimal price;     ///< Quote currency.
    Decimal fee;       ///< Quote currency.
    Timestamp filled_at;
};

}  // namespace tks
