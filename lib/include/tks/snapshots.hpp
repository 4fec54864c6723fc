#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "tks/payloads.hpp"

/// Read-side views of aggregates. They borrow their text and lists as the payloads do.
namespace tks {

struct TradingSignalSnapshot {
    TradingSignal trading_signal;
    SignalStatus status{};
    std::span<const std::string_view> reasons;
    std::optional<std::string_view> last_event_id;
    Timestamp last_event_at;
};

struct TradingSignalIntentSnapshot {
    TradingSignalIntent trading_signal_intent;
    IntentStatus status{};
    std::optional<Timestamp> granted_at;
    std::optional<std::string_view> granted_signal_id;
    std::span<const TradingSignalIntentRejectionReason> rejection_reasons;
    std::optional<std::string_view> reason_detail;
    std::optional<std::string_view> last_event_id;
    Timestamp last_event_at;
};

struct OrderSnapshot {
    OrderRequest order;
    OrderStatus status{};
    Decimal filled_qty;
    std::optional<Decimal> avg_fill_price;
    std::optional<std::string_view> rejection_reason;
    std::optional<std::string_view> last_event_id;
    Timestamp last_event_at;
};

struct TradeSnapshot {
    Trade trade;
    TradeStatus status{};
    std::span<const std::string_view> open_order_ids;
    Decimal last_realized_pnl_delta;
    std::optional<std::string_view> last_event_id;
    Timestamp last_event_at;
};

enum class MarkKind : std::uint8_t { snapshot, heartbeat };
template <>
struct EnumDescription<MarkKind> {
    static constexpr std::string_view name = "MarkKind";
    static constexpr std::string_view words[] = {"snapshot", "heartbeat"};
};

/// All marks of an account, which replace its earlier ones, or a heartbeat that confirms they are fresh.
struct PositionsMarkSnapshotV1 {
    Literal<1> schema_version;
    MarkKind kind{};
    std::string_view account_id;
    Timestamp as_of;
    std::span<const PositionMarkV1> positions;
    std::optional<Timestamp> last_snapshot_as_of;
};

}  // namespace tks
