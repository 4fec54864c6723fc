#include <optional>
#include <string>

#include "simulate/faults.hpp"
#include "simulate/stray_event.hpp"

namespace tks::simulation {
namespace {

using Line = FaultyLine;
using enum Planting;

/// What a trade event names as its cause tells which fills are the trade's, so that it is left alone.
bool name_unknown_cause(Line& line) {
    if (!line.event.causation_id || line.event.aggregate_type == AggregateType::trade) return false;
    return line.replace("causation_id", '"' + std::string(Identifier::of(line.random.next(), 0, 0).view()) + '"');
}

bool react_in_other_story(Line& line) {
    StrayEvent stray(line, EventType::trading_signal_intent_created);
    stray.event.causation_id = line.event.event_id;
    return stray.write(line);
}

bool react_too_early(Line& line) {
    StrayEvent stray(line, EventType::trading_signal_intent_created);
    stray.event.causation_id = line.event.event_id;
    stray.event.correlation_id = line.event.correlation_id;
    stray.event.occurred_at.ms -= line.random.between(1, 5000);
    stray.payload<TradingSignalIntent>().created_at = stray.event.occurred_at;
    return stray.write(line);
}

bool add_stray(Line& line, EventType type) {
    return StrayEvent(line, type).write(line);
}

bool order_for(Line& line, std::string_view intent_id, std::optional<std::string_view> signal_id) {
    StrayEvent stray(line, EventType::order_requested);
    stray.payload<OrderRequest>().intent_id = intent_id;
    stray.payload<OrderRequest>().signal_id = signal_id;
    return stray.write(line);
}

bool order_for_ended_intent(Line& line) {
    using enum EventType;
    const EventType type = line.event.event_type;
    const bool has_ended = type == trading_signal_intent_rejected || type == trading_signal_intent_canceled ||
                           type == trading_signal_intent_expired;
    return has_ended && order_for(line, std::get<TradingSignalIntent>(line.event.payload).intent_id, std::nullopt);
}

bool order_for_ended_signal(Line& line) {
    using enum EventType;
    const EventType type = line.event.event_type;
    if (type != trading_signal_rejected && type != trading_signal_qualified_cold) return false;
    const auto& signal = std::get<TradingSignal>(line.event.payload);
    // A contract without the key leads from the intent to the signal.
    return order_for(line, signal.intent_id, signal.signal_id);
}

constexpr Fault reference_table[] = {
    {"reference/causation-unknown", "the cause is no event", replaced, name_unknown_cause},
    {"reference/causation-story", "an intent was caused by an event of another story", added, react_in_other_story},
    {"reference/causation-time", "an intent was formed before its cause", added, react_too_early},
    {"reference/signal-without-grant", "a signal was made of an intent that is not there", added,
     [](Line& line) { return add_stray(line, EventType::trading_signal_created); }},
    {"reference/order-without-intent", "an order carries out an intent that is not there", added,
     [](Line& line) { return add_stray(line, EventType::order_requested); }},
    {"reference/order-without-hot-signal", "an order carries out an intent that has ended", added,
     order_for_ended_intent},
    {"reference/order-without-hot-signal", "an order carries out a signal that is not hot", added,
     order_for_ended_signal},
    {"reference/fill-without-order", "an order that is not there was filled", added,
     [](Line& line) { return add_stray(line, EventType::order_partially_filled); }},
};

}  // namespace

std::span<const Fault> reference_faults() {
    return reference_table;
}

}  // namespace tks::simulation
