#include <fmt/format.h>

#include "check/event_kinds.hpp"
#include "check/life_messages.hpp"
#include "check/life_walk.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

/// "3 ms before" another event, for what comes earlier or at the same time.
std::string distance(const Stream& stream, EventIndex earlier, EventIndex later) {
    return distance_text(difference_ms(stream.event(later).occurred_at, stream.event(earlier).occurred_at));
}

void report_missing(const Stream& stream, Story story, const Contradiction& found, StreamReporter& reporter) {
    const EventFact& event = stream.event(found.at);
    if (found.other != no_event) {
        reporter.report(found.at, say_missing_step(found.expected, stream.event(found.other).type, event.type),
                        "/event_type", {found.other});
        return;
    }
    // Of an order of which there are fills alone, reference/fill-without-order speaks.
    if (has_only_fills(stream, story)) return;
    reporter.report_absent(
        found.at,
        fmt::format("no {} of {} \"{}\" is here, with which it must have begun", to_string(found.expected),
                    to_string(describe(event.type).aggregate_type), stream.text(event.subject_id)),
        "/event_type");
}

void report_illegal(const Stream& stream, const Contradiction& found, StreamReporter& reporter) {
    const EventType type = stream.event(found.at).type;
    const EventType other = stream.event(found.other).type;
    if (stream.precedes(found.at, found.other))
        reporter.report(found.at,
                        fmt::format("{} happened {} {}, which must come first", to_string(type),
                                    distance(stream, found.at, found.other), to_string(other)),
                        "/occurred_at", {found.other});
    else
        reporter.report(found.at, say_illegal_step(type, other, distance(stream, found.other, found.at)), "/event_type",
                        {found.other});
}

void report_repeated(const Stream& stream, const Contradiction& found, StreamReporter& reporter) {
    reporter.report(found.at, say_repeated_step(stream.event(found.at).type, distance(stream, found.other, found.at)),
                    "/event_type", {found.other});
}

void report_after_end(const Stream& stream, const Contradiction& found, StreamReporter& reporter) {
    reporter.report(found.at,
                    say_after_end(stream.event(found.at).type, stream.event(found.other).type,
                                  distance(stream, found.other, found.at)),
                    "/event_type", {found.other});
}

/// For all of the rules, as they share one look at a story.
void check_life(const Stream& stream, Story story, StreamReporter& reporter) {
    if (is_sound_life(stream, story)) return;
    for (const Contradiction& found : contradictions_in(stream, story)) {
        reporter.set_rule(rule_of_misstep(found.misstep));
        switch (found.misstep) {
            case Misstep::missing:
                report_missing(stream, story, found, reporter);
                break;
            case Misstep::illegal:
                report_illegal(stream, found, reporter);
                break;
            case Misstep::repeated:
                report_repeated(stream, found, reporter);
                break;
            case Misstep::after_end:
                report_after_end(stream, found, reporter);
                break;
        }
    }
}

}  // namespace

/// Whether intents, signals, orders and trades go from their beginning to their end, one step after the other: see
/// lifecycle_steps.
std::span<const RuleDefinition> lifecycle_steps() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "lifecycle/missing-step",
              .severity = Severity::error,
              .summary = "Every step of a life is there, from its beginning.",
              .explanation =
                  "Intents, signals and trades begin with created or opened, orders with requested, and an order is "
                  "placed before it is filled. Here a later step is told and such an earlier one is not: its event was "
                  "lost, or its producer leaves it out, and consumers meet an aggregate that they know nothing of. Only "
                  "trading_signal_invalidated and trade_canceled may come alone. Where the input may begin later than "
                  "its stories, missing beginnings are counted in reference/begins-later."},
         .on_story = check_life},
        {.rule =
             {.name = "lifecycle/illegal-step",
              .severity = Severity::error,
              .summary = "A step is taken where the state allows it.",
              .explanation =
                  "In the order of time, an event stands where its aggregate was in no state in which it can happen: "
                  "before the aggregate began, as trade_reduced before trade_opened, or too late, as order_placed or "
                  "order_rejected after a fill. A consumer that keeps states refuses the event or ends up in a wrong "
                  "state. Either the clocks of two services differ, which the difference in the message tells, or the "
                  "producer has mistaken one aggregate for another. Where the two events are cause and effect, "
                  "reference/causation-time speaks instead."},
         .on_story = check_life},
        {.rule =
             {.name = "lifecycle/repeated-step",
              .severity = Severity::error,
              .summary = "What can happen once happens once.",
              .explanation =
                  "An aggregate is created, granted, placed, opened or ended once, and here an event says so again, "
                  "with an event_id of its own; fills, trade_increased, trade_reduced and profit_realized may come "
                  "several times. Consumers that remember event_ids do not notice and act twice. Mostly a producer has "
                  "tried again and made a new event instead of sending the first one again: an event keeps its "
                  "event_id."},
         .on_story = check_life},
        {.rule =
             {.name = "lifecycle/after-end",
              .severity = Severity::error,
              .summary = "Nothing changes what has come to its end.",
              .explanation =
                  "An intent ends when it is granted, rejected, canceled or expired, a signal when it is rejected, "
                  "qualified cold or hot or invalidated, an order when it is filled, canceled or rejected, a trade when "
                  "it is closed or canceled. Here something happens after that: consumers have let go of the aggregate, "
                  "or bring it back to life. Only profit_realized may follow trade_closed. Look for two services that "
                  "decide at the same time, as a cancellation that crosses an execution."},
         .on_story = check_life},
    };
    return definitions;
}

}  // namespace tks::check::rules
