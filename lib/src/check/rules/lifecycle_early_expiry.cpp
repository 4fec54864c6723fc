#include <fmt/format.h>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"
#include "check/time_unit.hpp"

namespace tks::check::rules {

namespace {

void check_expiry(const Stream& stream, Story story, StreamReporter& reporter) {
    const EventIndex expired = first_of_type(stream, story, EventType::trading_signal_intent_expired);
    if (expired == no_event) return;
    const EventFact& event = stream.event(expired);
    const Timestamp valid_until = stream.signal(event).valid_until;
    std::vector<EventIndex> others;
    if (story.front() != expired) others.push_back(story.front());
    if (valid_until == no_time) {
        reporter.report(expired, "the intent expired, but it has no valid_until after which it could",
                        "/payload/valid_until", std::move(others));
        return;
    }
    // A time in another unit is told by event/time-unit.
    if (event.occurred_at >= valid_until || other_unit_of(event.occurred_at) || other_unit_of(valid_until)) return;
    reporter.report(expired,
                    fmt::format("the intent expired {} ms before its valid_until, {}",
                                difference_ms(valid_until, event.occurred_at), to_iso8601(valid_until)),
                    "/occurred_at", std::move(others));
}

}  // namespace

/// Whether an intent was valid for as long as it said.
std::span<const RuleDefinition> lifecycle_early_expiry() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "lifecycle/early-expiry",
                  .severity = Severity::error,
                  .summary = "An intent expires at its valid_until, and not before.",
                  .explanation =
                      "trading_signal_intent_expired has an occurred_at that lies before the valid_until of its own "
                      "payload, or the intent has no valid_until at all and is valid for ever. An idea that could "
                      "still have been granted was given up. Look for the clock of whoever lets intents expire, for "
                      "times that are taken in a local zone, and for intents that were withdrawn: that is "
                      "trading_signal_intent_canceled."},
         .on_intent = check_expiry},
    };
    return definitions;
}

}  // namespace tks::check::rules
