#include <cassert>
#include <string>
#include <variant>

#include "simulate/faults.hpp"
#include "simulate/stray_event.hpp"
#include "tks/codec.hpp"

namespace tks::simulation {
namespace {

using Line = FaultyLine;
using enum Planting;

/// Tells more of the aggregate that the event at hand is about, so many milliseconds later: another event that nobody
/// caused, with the same payload.
bool tell_more(Line& line, EventType type, const EventDetails& details, std::int64_t later_ms) {
    const Identifier event_id = Identifier::of(line.random.next(), 0, 0);
    Event more = line.event;
    more.event_id = event_id.view();
    more.event_type = type;
    more.occurred_at.ms += later_ms;
    more.causation_id.reset();
    more.details = details;
    assert(more.payload.index() == describe(type).payload && more.details.index() == describe(type).details);
    line.text.clear();
    append_json(line.text, more, line.contract);
    line.event_id = more.event_id;
    return true;
}

std::int64_t some_ms(Line& line) {
    constexpr std::int64_t most_ms = 5000;
    return line.random.between(1, most_ms);
}

/// Tells of an event again, as a producer does that makes a new one when it tries again.
bool happen_again(Line& line, EventType type) {
    return line.event.event_type == type && tell_more(line, type, line.event.details, some_ms(line));
}

bool place_unknown_order(Line& line) {
    StrayEvent stray(line, EventType::order_requested);
    stray.event.event_type = EventType::order_placed;
    stray.event.details = PlacementDetails{};
    return stray.write(line);
}

bool cancel_intent_before_it_began(Line& line) {
    return line.event.event_type == EventType::trading_signal_intent_created &&
           tell_more(line, EventType::trading_signal_intent_canceled, OptionalReasonDetails{}, -some_ms(line));
}

bool place_order_before_it_was_requested(Line& line) {
    return line.event.event_type == EventType::order_requested &&
           tell_more(line, EventType::order_placed, PlacementDetails{}, -some_ms(line));
}

bool cancel_ended_intent(Line& line) {
    using enum EventType;
    const EventType type = line.event.event_type;
    const bool has_ended = type == trading_signal_intent_granted || type == trading_signal_intent_rejected ||
                           type == trading_signal_intent_expired;
    return has_ended && tell_more(line, trading_signal_intent_canceled, OptionalReasonDetails{}, some_ms(line));
}

bool is_qualified(EventType type) {
    return type == EventType::trading_signal_qualified_hot || type == EventType::trading_signal_qualified_cold;
}

bool reject_qualified_signal(Line& line) {
    return is_qualified(line.event.event_type) &&
           tell_more(line, EventType::trading_signal_rejected, SignalRejectionDetails{}, some_ms(line));
}

bool expire_too_early(Line& line) {
    if (line.event.event_type != EventType::trading_signal_intent_expired) return false;
    const auto valid_until = std::get<TradingSignalIntent>(line.event.payload).valid_until;
    return valid_until && line.replace("occurred_at", std::to_string(valid_until->ms - 1));
}

bool expire_without_a_time(Line& line) {
    return line.event.event_type == EventType::trading_signal_intent_expired &&
           line.replace("payload/valid_until", "null");
}

bool make_second_signal(Line& line) {
    if (!is_qualified(line.event.event_type)) return false;
    StrayEvent stray(line, EventType::trading_signal_created);
    auto& signal = stray.payload<TradingSignal>();
    const std::string_view signal_id = signal.signal_id;
    signal = std::get<TradingSignal>(line.event.payload);
    signal.signal_id = signal_id;
    return stray.write(line);
}

bool move_grant(Line& line) {
    if (line.event.event_type != EventType::trading_signal_created) return false;
    const Timestamp granted_at = std::get<TradingSignal>(line.event.payload).prm_granted_at;
    return line.replace("payload/prm_granted_at", std::to_string(granted_at.ms + some_ms(line)));
}

bool change_strategy_of_signal(Line& line) {
    return line.event.event_type == EventType::trading_signal_created &&
           line.replace("payload/strategy_id", R"("sandbox")");
}

bool change_side_of_intent(Line& line) {
    using enum EventType;
    const EventType type = line.event.event_type;
    if (type != trading_signal_intent_granted && type != trading_signal_intent_rejected) return false;
    const bool buys = std::get<TradingSignalIntent>(line.event.payload).side == Side::buy;
    return line.replace("payload/side", buys ? R"("sell")" : R"("buy")");
}

constexpr Fault lifecycle_table[] = {
    {"lifecycle/missing-step", "a signal was qualified that was never created", added,
     [](Line& line) { return StrayEvent(line, EventType::trading_signal_qualified_hot).write(line); }},
    {"lifecycle/missing-step", "an order was placed that was never requested", added, place_unknown_order},
    {"lifecycle/illegal-step", "an intent was canceled before it was formed", added, cancel_intent_before_it_began},
    {"lifecycle/illegal-step", "an order was placed before it was requested", added,
     place_order_before_it_was_requested},
    {"lifecycle/repeated-step", "an intent was granted again", added,
     [](Line& line) { return happen_again(line, EventType::trading_signal_intent_granted); }},
    {"lifecycle/repeated-step", "a signal was created again", added,
     [](Line& line) { return happen_again(line, EventType::trading_signal_created); }},
    {"lifecycle/repeated-step", "an order was placed again", added,
     [](Line& line) { return happen_again(line, EventType::order_placed); }},
    {"lifecycle/after-end", "an intent was canceled after its end", added, cancel_ended_intent},
    {"lifecycle/after-end", "a signal was rejected after its end", added, reject_qualified_signal},
    {"lifecycle/early-expiry", "an intent expired before its valid_until", replaced, expire_too_early},
    {"lifecycle/early-expiry", "an intent expired that has no valid_until", replaced, expire_without_a_time},
    {"lifecycle/grant-mismatch", "a second signal was made of a grant", added, make_second_signal},
    {"lifecycle/grant-mismatch", "a signal has another prm_granted_at than its grant", replaced, move_grant},
    {"lifecycle/changed-intent", "a signal has another strategy than its intent", replaced, change_strategy_of_signal},
    {"lifecycle/changed-intent", "the side of an intent has changed", replaced, change_side_of_intent},
};

}  // namespace

std::span<const Fault> lifecycle_faults() {
    return lifecycle_table;
}

}  // namespace tks::simulation
