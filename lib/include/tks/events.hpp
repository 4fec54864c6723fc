#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "tks/payloads.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks {

enum class EventType : std::uint8_t {
    trading_signal_intent_created,
    trading_signal_intent_granted,
    trading_signal_intent_rejected,
    trading_signal_intent_canceled,
    trading_signal_intent_expired,
    trading_signal_created,
    trading_signal_rejected,
    trading_signal_qualified_cold,
    trading_signal_qualified_hot,
    trading_signal_invalidated,
    order_requested,
    order_placed,
    order_rejected,
    order_partially_filled,
    order_filled,
    order_canceled,
    trade_opened,
    trade_increased,
    trade_reduced,
    trade_closed,
    trade_canceled,
    profit_realized,
};
inline constexpr std::size_t event_type_count = 22;

template <>
struct EnumDescription<EventType> {
    static constexpr std::string_view name = "EventType";
    static constexpr std::string_view words[] = {"trading_signal_intent_created",
                                                 "trading_signal_intent_granted",
                                                 "trading_signal_intent_rejected",
                                                 "trading_signal_intent_canceled",
                                                 "trading_signal_intent_expired",
                                                 "trading_signal_created",
                                                 "trading_signal_rejected",
                                                 "trading_signal_qualified_cold",
                                                 "trading_signal_qualified_hot",
                                                 "trading_signal_invalidated",
                                                 "order_requested",
                                                 "order_placed",
                                                 "order_rejected",
                                                 "order_partially_filled",
                                                 "order_filled",
                                                 "order_canceled",
                                                 "trade_opened",
                                                 "trade_increased",
                                                 "trade_reduced",
                                                 "trade_closed",
                                                 "trade_canceled",
                                                 "profit_realized"};
};

/// The envelope that every event has.
struct DomainEvent {
    std::string_view event_id;  ///< Empty where the event left it out (its reader would make one up).
    EventType event_type{};
    Timestamp occurred_at;  ///< Zero where the event left it out.
    AggregateType aggregate_type{};
    std::string_view aggregate_id;
    std::optional<std::string_view> correlation_id;
    std::optional<std::string_view> causation_id;
    std::optional<std::string_view> source;
    std::int64_t payload_version = 1;
    RawJson metadata;
};

/// What an event is about. RawJson is the payload of trading_signal_invalidated: any object.
using EventPayload = std::variant<RawJson, TradingSignalIntent, TradingSignal, OrderRequest, OrderFill, Trade>;

// The keys that some types of event have of their own.
struct NoDetails {};
struct GrantDetails {
    std::string_view signal_id;
    Timestamp prm_granted_at;
};
struct IntentRejectionDetails {
    std::span<const TradingSignalIntentRejectionReason> reasons;
    std::optional<std::string_view> reason_detail;
};
struct SignalRejectionDetails {
    std::span<const TradingSignalRejectionReason> reasons;
};
struct ColdDetails {
    std::span<const TradingSignalColdReason> reasons;
};
struct ReasonDetails {
    std::string_view reason;
};
struct OptionalReasonDetails {
    std::optional<std::string_view> reason;
};
struct PlacementDetails {
    std::optional<std::string_view> venue_order_id;
};
struct ProfitDetails {
    Decimal realized_pnl_delta;
};
using EventDetails = std::variant<NoDetails, GrantDetails, IntentRejectionDetails, SignalRejectionDetails, ColdDetails,
                                  ReasonDetails, OptionalReasonDetails, PlacementDetails, ProfitDetails>;

/// One fact: an envelope, a payload and the type's own keys. Which alternatives the last two hold follows from
/// event_type alone (see event_types).
struct Event : DomainEvent {
    EventPayload payload;
    EventDetails details;
};

/// What the type of an event says about the rest of it.
struct EventTypeDescription {
    EventType type;
    std::string_view class_name;  ///< The package's class.
    AggregateType aggregate_type;
    std::uint8_t payload;  ///< Index of the alternative in EventPayload.
    std::uint8_t details;  ///< Index of the alternative in EventDetails.
    std::string_view meaning;
};

namespace event_table {

template <class Wanted, class Variant>
struct IndexOf;
template <class Wanted, class... Alternatives>
struct IndexOf<Wanted, std::variant<Alternatives...>> {
    static constexpr std::uint8_t value = [] {
        std::uint8_t index = 0;
        const bool found = ((std::is_same_v<Wanted, Alternatives> || (++index, false)) || ...);
        return found ? index : throw "no such alternative";
    }();
};

template <class Payload, class Details = NoDetails>
constexpr EventTypeDescription row(EventType type, std::string_view class_name, AggregateType aggregate_type,
                                   std::string_view meaning) {
    return {type,
            class_name,
            aggregate_type,
            IndexOf<Payload, EventPayload>::value,
            IndexOf<Details, EventDetails>::value,
            meaning};
}

}  // namespace event_table

/// All types of event, in the order of EventType.
inline constexpr EventTypeDescription event_types[event_type_count] = {
    event_table::row<TradingSignalIntent>(EventType::trading_signal_intent_created, "TradingSignalIntentCreated",
                                          AggregateType::intent,
                                          "A strategy formed an intent, before the PRM has seen it."),
    event_table::row<TradingSignalIntent, GrantDetails>(EventType::trading_signal_intent_granted,
                                                        "TradingSignalIntentGranted", AggregateType::intent,
                                                        "The PRM granted an intent, which becomes a signal."),
    event_table::row<TradingSignalIntent, IntentRejectionDetails>(EventType::trading_signal_intent_rejected,
                                                                  "TradingSignalIntentRejected", AggregateType::intent,
                                                                  "The PRM or a policy denied an intent."),
    event_table::row<TradingSignalIntent, OptionalReasonDetails>(EventType::trading_signal_intent_canceled,
                                                                 "TradingSignalIntentCanceled", AggregateType::intent,
                                                                 "An intent was withdrawn."),
    event_table::row<TradingSignalIntent, OptionalReasonDetails>(EventType::trading_signal_intent_expired,
                                                                 "TradingSignalIntentExpired", AggregateType::intent,
                                                                 "An intent ran out before it was executed."),
    event_table::row<TradingSignal>(EventType::trading_signal_created, "TradingSignalCreated", AggregateType::signal,
                                    "A granted signal was made ready for publication."),
    event_table::row<TradingSignal, SignalRejectionDetails>(EventType::trading_signal_rejected, "TradingSignalRejected",
                                                            AggregateType::signal,
                                                            "A published signal was rejected and goes no further."),
    event_table::row<TradingSignal, ColdDetails>(EventType::trading_signal_qualified_cold, "TradingSignalQualifiedCold",
                                                 AggregateType::signal, "A signal is valid but must not be executed."),
    event_table::row<TradingSignal>(EventType::trading_signal_qualified_hot, "TradingSignalQualifiedHot",
                                    AggregateType::signal, "A signal may go on to live execution."),
    event_table::row<RawJson, ReasonDetails>(
        EventType::trading_signal_invalidated, "TradingSignalInvalidated", AggregateType::signal,
        "Data that should have become a signal could not; the payload keeps it as it came."),
    event_table::row<OrderRequest>(EventType::order_requested, "OrderRequested", AggregateType::order,
                                   "An order for a venue was formed."),
    event_table::row<OrderRequest, PlacementDetails>(EventType::order_placed, "OrderPlaced", AggregateType::order,
                                                     "A venue took the order."),
    event_table::row<OrderRequest, ReasonDetails>(EventType::order_rejected, "OrderRejected", AggregateType::order,
                                                  "A venue or the execution layer refused the order."),
    event_table::row<OrderFill>(EventType::order_partially_filled, "OrderPartiallyFilled", AggregateType::order,
                                "A part of the order was executed; it stays active."),
    event_table::row<OrderFill>(EventType::order_filled, "OrderFilled", AggregateType::order,
                                "The last part of the order was executed."),
    event_table::row<OrderRequest, OptionalReasonDetails>(EventType::order_canceled, "OrderCanceled",
                                                          AggregateType::order,
                                                          "An order was canceled before it was wholly executed."),
    event_table::row<Trade>(EventType::trade_opened, "TradeOpened", AggregateType::trade, "Execution opened a trade."),
    event_table::row<Trade>(EventType::trade_increased, "TradeIncreased", AggregateType::trade,
                            "Execution increased an open trade."),
    event_table::row<Trade>(EventType::trade_reduced, "TradeReduced", AggregateType::trade,
                            "Execution reduced an open trade."),
    event_table::row<Trade>(EventType::trade_closed, "TradeClosed", AggregateType::trade, "Execution closed a trade."),
    event_table::row<Trade, OptionalReasonDetails>(EventType::trade_canceled, "TradeCanceled", AggregateType::trade,
                                                   "A trade was given up before it closed."),
    event_table::row<Trade, ProfitDetails>(EventType::profit_realized, "ProfitRealized", AggregateType::trade,
                                           "A trade realized a part of its profit or loss."),
};

constexpr const EventTypeDescription& describe(EventType type) {
    return event_types[static_cast<std::size_t>(type)];
}

}  // namespace tks
