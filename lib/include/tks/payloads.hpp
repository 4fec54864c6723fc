#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tks/decimal.hpp"
#include "tks/export.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

/// The business nouns that events carry, under the names of tks-essentials.
///
/// Text is borrowed: every string_view (and RawJson) views the record that the noun was read from, or whatever its
/// maker had it view, and lives as long as that. Prices are in the quote asset, quantities in the base asset.
/// An optional member is one that may be null or absent; a member with an initializer may be absent.
namespace tks {

/// The text of a JSON object that is kept as it is.
struct RawJson {
    std::string_view text = "{}";
};

/// The identity of whoever owns or emits a signal.
struct SignalProvider {
    std::string_view signal_provider_id = "tks";
    std::string_view signal_provider_name = "TKS";
};

struct TradingSignal;

/// A strategy's wish to emit a signal, before the portfolio and risk manager (PRM) has granted it.
struct TKS_API TradingSignalIntent {
    std::string_view intent_id;
    SignalProvider signal_provider;
    std::optional<std::string_view> signal_provider_signal_id;
    std::optional<std::string_view> signal_provider_trade_id;
    std::string_view strategy_id;
    std::string_view market;
    Side side{};
    Direction direction{};
    OrderType order_type = OrderType::limit;
    std::optional<Decimal> target_price;
    std::optional<Decimal> take_profit;
    std::optional<Decimal> stop_loss;
    Decimal size_pct;
    bool is_hot = false;
    Timestamp created_at;
    std::optional<Timestamp> valid_until;
    std::optional<std::string_view> rationale;
    RawJson metadata;

    /// Whether the intent mainly reduces or closes exposure: its side is sell.
    [[nodiscard]] bool is_exit_signal() const { return side == Side::sell; }

    /// Whether the intent counts as expired at that moment: it has a valid_until, and the moment has reached it.
    [[nodiscard]] bool can_expire(Timestamp at) const { return valid_until && at >= *valid_until; }

    /// The signal that this intent becomes once it is granted. Where the provider gave no id of its own for the
    /// signal, signal_id takes its place. The result borrows what the intent borrows, and signal_id.
    [[nodiscard]] TradingSignal grant(std::string_view signal_id, Timestamp prm_granted_at) const;
};

/// A granted intent on its way to the bridges.
struct TKS_API TradingSignal : TradingSignalIntent {
    std::string_view signal_id;
    Timestamp prm_granted_at;
};

/// The spot variants are long, and only long; the future variants may be either.
struct TradingSignalIntentSpot : TradingSignalIntent {};
struct TradingSignalIntentFuture : TradingSignalIntent {};
struct TradingSignalSpot : TradingSignal {};
struct TradingSignalFuture : TradingSignal {};

/// One concrete instruction for a venue.
struct OrderRequest {
    std::string_view order_id;
    std::string_view intent_id;
    std::optional<std::string_view> trade_id;
    std::optional<std::string_view> strategy_id;
    std::optional<std::string_view> signal_id;
    std::optional<std::string_view> signal_provider_signal_id;
    std::optional<std::string_view> signal_provider_trade_id;
    OrderOrigin order_origin = OrderOrigin::unassigned;
    std::string_view market;
    Side side{};
    OrderType order_type{};
    Decimal quantity;
    std::optional<Decimal> limit_price;
    std::optional<std::string_view> time_in_force;
    std::optional<std::string_view> venue;
    bool reduce_only = false;
    Timestamp created_at;
    RawJson metadata;

    [[nodiscard]] bool is_limit_order() const { return order_type == OrderType::limit; }
};

/// A quantity that a venue executed at a price, with its fee in the quote asset.
struct OrderFill {
    std::string_view fill_id;
    std::string_view order_id;
    std::optional<std::string_view> trade_id;
    std::optional<std::string_view> strategy_id;
    std::optional<std::string_view> signal_id;
    std::optional<std::string_view> signal_provider_signal_id;
    std::optional<std::string_view> signal_provider_trade_id;
    OrderOrigin order_origin = OrderOrigin::unassigned;
    std::string_view market;
    Side side{};
    Decimal filled_qty;
    Decimal filled_price;
    Decimal fee;
    LiquidityType liquidity = LiquidityType::unknown;
    Timestamp filled_at;
    RawJson metadata;
};

/// Exposure and what it earned, as the platform itself sums it up.
struct TKS_API Trade {
    std::string_view trade_id;
    std::optional<std::string_view> strategy_id;
    std::optional<std::string_view> signal_id;
    std::optional<std::string_view> signal_provider_signal_id;
    std::optional<std::string_view> signal_provider_trade_id;
    OrderOrigin order_origin = OrderOrigin::unassigned;
    std::string_view market;
    Direction direction{};
    TradeStatus status{};
    std::optional<Timestamp> opened_at;
    std::optional<Timestamp> closed_at;
    Decimal entry_qty;
    Decimal exit_qty;
    std::optional<Decimal> avg_entry_price;
    std::optional<Decimal> avg_exit_price;
    Decimal realized_pnl;
    RawJson metadata;

    /// The quantity still open: entry_qty − exit_qty, never below zero.
    [[nodiscard]] Decimal net_qty() const;

    /// Whether the status is closed; a canceled trade is not.
    [[nodiscard]] bool is_closed() const { return status == TradeStatus::closed; }
};

/// The current valuation of one open position (revision 0.1.50).
struct PositionMarkV1 {
    std::string_view position_id;
    Decimal mark_price;
    Decimal position_value_usdt;
    Decimal unrealized_pnl_usdt;
    Decimal pnl_percent;
};

}  // namespace tks
