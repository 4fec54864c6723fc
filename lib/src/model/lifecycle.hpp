#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>

#include "tks/events.hpp"

/// The lives of intents, signals, orders and trades: which event may follow which.
namespace tks::model {

/// Some types of event. The last event that changed an aggregate stands for the state it is in, so that these are states
/// as well.
class EventTypes {
public:
    constexpr EventTypes() = default;
    constexpr EventTypes(std::initializer_list<EventType> types) {
        for (const EventType type : types) add(type);
    }

    constexpr void add(EventType type) { bits_ |= bit(type); }
    [[nodiscard]] constexpr bool contains(EventType type) const { return (bits_ & bit(type)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

private:
    static_assert(event_type_count <= 32);
    static constexpr std::uint32_t bit(EventType type) { return std::uint32_t{1} << static_cast<std::uint32_t>(type); }

    std::uint32_t bits_ = 0;
};

/// How a type of event fits into the life of its aggregate.
struct LifecycleStep {
    EventType type{};
    bool is_beginning = false;  ///< It may be the first event of an aggregate.
    EventTypes follows;         ///< The states in which it may happen otherwise.
    std::uint8_t rank = 0;      ///< Among events that carry the same time: the lower comes first.
    std::uint8_t status = 0;  ///< The IntentStatus, SignalStatus or OrderStatus that follows; a trade carries its own.
    bool changes_state = true;  ///< Otherwise it only tells more about what has happened.
};

namespace lifecycle_table {

using enum EventType;

inline constexpr EventTypes active_intent = {trading_signal_intent_created};
inline constexpr EventTypes active_signal = {trading_signal_created};
inline constexpr EventTypes placed_order = {order_placed, order_partially_filled};
inline constexpr EventTypes active_order = {order_requested, order_placed, order_partially_filled};
inline constexpr EventTypes active_trade = {trade_opened, trade_increased, trade_reduced};

template <class Status>
constexpr LifecycleStep begins(EventType type, Status status) {
    return {.type = type, .is_beginning = true, .follows = {}, .status = static_cast<std::uint8_t>(status)};
}

template <class Status>
constexpr LifecycleStep leads(EventType type, EventTypes follows, std::uint8_t rank, Status status) {
    return {.type = type, .follows = follows, .rank = rank, .status = static_cast<std::uint8_t>(status)};
}

template <class Status>
constexpr LifecycleStep begins_or_leads(EventType type, EventTypes follows, std::uint8_t rank, Status status) {
    return {.type = type,
            .is_beginning = true,
            .follows = follows,
            .rank = rank,
            .status = static_cast<std::uint8_t>(status)};
}

}  // namespace lifecycle_table

/// All of them, in the order of EventType.
inline constexpr LifecycleStep lifecycle_steps[event_type_count] = {
    lifecycle_table::begins(EventType::trading_signal_intent_created, IntentStatus::created),
    lifecycle_table::leads(EventType::trading_signal_intent_granted, lifecycle_table::active_intent, 1,
                           IntentStatus::granted),
    lifecycle_table::leads(EventType::trading_signal_intent_rejected, lifecycle_table::active_intent, 4,
                           IntentStatus::rejected),
    lifecycle_table::leads(EventType::trading_signal_intent_canceled, lifecycle_table::active_intent, 4,
                           IntentStatus::canceled),
    lifecycle_table::leads(EventType::trading_signal_intent_expired, lifecycle_table::active_intent, 4,
                           IntentStatus::expired),
    lifecycle_table::begins(EventType::trading_signal_created, SignalStatus::created),
    lifecycle_table::leads(EventType::trading_signal_rejected, lifecycle_table::active_signal, 4,
                           SignalStatus::rejected),
    lifecycle_table::leads(EventType::trading_signal_qualified_cold, lifecycle_table::active_signal, 1,
                           SignalStatus::qualified_cold),
    lifecycle_table::leads(EventType::trading_signal_qualified_hot, lifecycle_table::active_signal, 1,
                           SignalStatus::qualified_hot),
    // Mostly of what never became a signal.
    lifecycle_table::begins_or_leads(EventType::trading_signal_invalidated, lifecycle_table::active_signal, 4,
                                     SignalStatus::invalidated),
    lifecycle_table::begins(EventType::order_requested, OrderStatus::requested),
    lifecycle_table::leads(EventType::order_placed, {EventType::order_requested}, 1, OrderStatus::placed),
    // By the execution layer, or by the venue.
    lifecycle_table::leads(EventType::order_rejected, {EventType::order_requested, EventType::order_placed}, 4,
                           OrderStatus::rejected),
    lifecycle_table::leads(EventType::order_partially_filled, lifecycle_table::placed_order, 2,
                           OrderStatus::partially_filled),
    lifecycle_table::leads(EventType::order_filled, lifecycle_table::placed_order, 4, OrderStatus::filled),
    lifecycle_table::leads(EventType::order_canceled, lifecycle_table::active_order, 4, OrderStatus::canceled),
    lifecycle_table::begins(EventType::trade_opened, TradeStatus::open),
    lifecycle_table::leads(EventType::trade_increased, lifecycle_table::active_trade, 1, TradeStatus::open),
    lifecycle_table::leads(EventType::trade_reduced, lifecycle_table::active_trade, 2, TradeStatus::partially_closed),
    lifecycle_table::leads(EventType::trade_closed, lifecycle_table::active_trade, 4, TradeStatus::closed),
    // A trade whose entry is never filled is given up before it is opened.
    lifecycle_table::begins_or_leads(EventType::trade_canceled, lifecycle_table::active_trade, 4,
                                     TradeStatus::canceled),
    // What the last exit brought is told after the trade was closed.
    {.type = EventType::profit_realized,
     .follows = {EventType::trade_opened, EventType::trade_increased, EventType::trade_reduced,
                 EventType::trade_closed},
     .rank = 3,
     .changes_state = false},
};

constexpr const LifecycleStep& lifecycle_step(EventType type) {
    return lifecycle_steps[static_cast<std::size_t>(type)];
}

/// Whether the life of an aggregate has ended with such an event: nothing may change it any more.
constexpr bool is_end(EventType type) {
    const LifecycleStep& step = lifecycle_step(type);
    return step.changes_state &&
           std::none_of(std::begin(lifecycle_steps), std::end(lifecycle_steps), [type](const LifecycleStep& next) {
               return next.changes_state && next.follows.contains(type);
           });
}

/// Whether the life of a trade has ended with such a status.
constexpr bool is_end(TradeStatus status) {
    return status == TradeStatus::closed || status == TradeStatus::canceled;
}

constexpr std::uint8_t lifecycle_rank(EventType type) {
    return lifecycle_step(type).rank;
}

/// Whether an aggregate can have several such events.
constexpr bool may_repeat(EventType type) {
    return !lifecycle_step(type).changes_state || lifecycle_step(type).follows.contains(type);
}

/// The event that every aggregate of a family begins with, but for those that end at once.
constexpr EventType beginning_of(AggregateType family) {
    const auto* const found =
        std::find_if(std::begin(lifecycle_steps), std::end(lifecycle_steps), [family](const LifecycleStep& step) {
            return describe(step.type).aggregate_type == family && step.is_beginning && step.follows.empty();
        });
    return found->type;
}

/// The step that leads from a state to an event that must not follow it at once; nothing if there is none.
constexpr std::optional<EventType> skipped_step(EventType state, EventType type) {
    for (const LifecycleStep& step : lifecycle_steps)
        if (step.follows.contains(state) && step.type != state && step.type != type &&
            lifecycle_step(type).follows.contains(step.type))
            return step.type;
    return std::nullopt;
}

}  // namespace tks::model
