#include <fmt/format.h>

#include <algorithm>

#include "check/event_kinds.hpp"
#include "check/market_form.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

bool carries_signal(const EventFact& event) {
    return carries<TradingSignal>(event.type) || carries<TradingSignalIntent>(event.type);
}

/// The story of the intent that a signal was made of; empty if it is not here.
Story intent_of(const Stream& stream, const EventFact& signal) {
    return stream.story(AggregateType::intent, stream.signal(signal).intent_id);
}

// ---- The grant.

/// False if nothing was found.
bool compare_with_grant(const Stream& stream, EventIndex index, StreamReporter& reporter) {
    const SignalFact& signal = stream.signal(stream.event(index));
    EventIndex other_grant = no_event;
    EventIndex own_grant = no_event;
    for (const EventIndex event : intent_of(stream, stream.event(index))) {
        if (stream.event(event).type != EventType::trading_signal_intent_granted) continue;
        const SignalFact& grant = stream.signal(stream.event(event));
        if (grant.signal_id == signal.signal_id && grant.prm_granted_at == signal.prm_granted_at) return false;
        EventIndex& found = grant.signal_id == signal.signal_id ? own_grant : other_grant;
        if (found == no_event) found = event;
    }
    if (own_grant != no_event) {
        const Timestamp granted_at = stream.signal(stream.event(own_grant)).prm_granted_at;
        reporter.report(index,
                        fmt::format("prm_granted_at is {}, but the intent was granted with {}",
                                    to_iso8601(signal.prm_granted_at), to_iso8601(granted_at)),
                        "/payload/prm_granted_at", {own_grant});
    } else if (other_grant != no_event) {
        reporter.report(
            index,
            fmt::format("intent \"{}\" was granted as signal \"{}\", and not as this one",
                        stream.text(signal.intent_id), stream.text(stream.signal(stream.event(other_grant)).signal_id)),
            "/payload/signal_id", {other_grant});
    }
    return own_grant != no_event || other_grant != no_event;
}

void check_grant(const Stream& stream, Story story, StreamReporter& reporter) {
    for (const EventIndex index : story)
        // Later events of the signal repeat it.
        if (carries_signal(stream.event(index)) && compare_with_grant(stream, index, reporter)) return;
}

// ---- What was intended.

struct Difference {
    std::string_view key;
    std::string value;
    std::string intended;
};

/// The first of what must not change in which an event differs from what was intended; its key is empty if there is none.
Difference difference_between(const Stream& stream, const SignalFact& fact, const SignalFact& intended) {
    const auto quoted = [&](Id id) { return fmt::format("\"{}\"", stream.text(id)); };
    if (fact.strategy_id != intended.strategy_id)
        return {"strategy_id", quoted(fact.strategy_id), quoted(intended.strategy_id)};
    // Of a pair that is written in two ways, event/mixed-market-forms speaks.
    if (fact.market != intended.market && pair_of(stream.text(fact.market)) != pair_of(stream.text(intended.market)))
        return {"market", quoted(fact.market), quoted(intended.market)};
    if (fact.side != intended.side)
        return {"side", std::string(to_string(fact.side)), std::string(to_string(intended.side))};
    if (fact.direction != intended.direction)
        return {"direction", std::string(to_string(fact.direction)), std::string(to_string(intended.direction))};
    return {};
}

void compare_all(const Stream& stream, Story story, EventIndex origin, StreamReporter& reporter) {
    const SignalFact& intended = stream.signal(stream.event(origin));
    for (const EventIndex index : story) {
        if (!carries_signal(stream.event(index))) continue;
        const Difference difference = difference_between(stream, stream.signal(stream.event(index)), intended);
        if (difference.key.empty()) continue;
        reporter.report(
            index,
            fmt::format("{} is {}, but what was intended is {}", difference.key, difference.value, difference.intended),
            fmt::format("/payload/{}", difference.key), {origin});
        return;  // Later events repeat it.
    }
}

void check_intent(const Stream& stream, Story story, StreamReporter& reporter) {
    compare_all(stream, story, story.front(), reporter);
}

void check_signal(const Stream& stream, Story story, StreamReporter& reporter) {
    const auto first =
        std::ranges::find_if(story, [&](EventIndex index) { return carries_signal(stream.event(index)); });
    if (first == story.end()) return;
    const Story intent = intent_of(stream, stream.event(*first));
    compare_all(stream, story, intent.empty() ? *first : intent.front(), reporter);
}

}  // namespace

/// Whether a signal is what was intended, and what was granted.
std::span<const RuleDefinition> lifecycle_granted_signal() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "lifecycle/grant-mismatch",
                  .severity = Severity::error,
                  .summary = "A signal carries the signal_id and the prm_granted_at of its grant.",
                  .explanation =
                      "A grant gives the intent a signal_id and the moment of the decision, and the signal that is "
                      "made of it carries both. Here the intent was granted as another signal, so that this one was "
                      "granted by nobody, or its prm_granted_at is another moment. Orders and trades are led back to "
                      "their intent by the signal_id, and lose their way. The first event of each signal that says so "
                      "is reported, with the grant. Look for whoever makes signals of grants and makes up an id or "
                      "takes the present time instead."},
         .on_signal = check_grant},
        {.rule = {.name = "lifecycle/changed-intent",
                  .severity = Severity::error,
                  .summary = "Strategy, market, side and direction stay as they were intended.",
                  .explanation =
                      "Every event of an intent, and of the signal that it became, repeats what is intended. What the "
                      "portfolio and risk manager has looked at must be what is traded, so that strategy_id, market, "
                      "side and direction never change on the way; here one of them does. The first event of each "
                      "intent and each signal that differs is reported, with the one that said it first. Look for a "
                      "service that rebuilds the payload instead of handing it on, or for an intent_id that was used "
                      "twice."},
         .on_intent = check_intent,
         .on_signal = check_signal},
    };
    return definitions;
}

}  // namespace tks::check::rules
