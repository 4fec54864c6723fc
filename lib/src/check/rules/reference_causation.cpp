#include <fmt/format.h>

#include "check/rule_definition.hpp"
#include "check/time_unit.hpp"

namespace tks::check::rules {

namespace {

constexpr std::string_view unknown_rule = "reference/causation-unknown";
constexpr std::string_view story_rule = "reference/causation-story";
constexpr std::string_view time_rule = "reference/causation-time";

void report_unknown(const Stream& stream, EventIndex index, StreamReporter& reporter) {
    reporter.set_rule(unknown_rule);
    reporter.report_absent(index,
                           fmt::format("no event here has the event_id \"{}\" that causation_id names",
                                       stream.text(stream.event(index).causation_id)),
                           "/causation_id");
}

void check_story(const Stream& stream, EventIndex index, EventIndex cause, StreamReporter& reporter) {
    const Id own_story = stream.event(index).correlation_id;
    const Id other_story = stream.event(cause).correlation_id;
    if (own_story == no_id || other_story == no_id || other_story == own_story) return;
    reporter.set_rule(story_rule);
    reporter.report(
        index,
        fmt::format("causation_id names an event of another story: its correlation_id is \"{}\", this event's is "
                    "\"{}\"",
                    stream.text(other_story), stream.text(own_story)),
        "/causation_id", {cause});
}

void check_time(const Stream& stream, EventIndex index, EventIndex cause, StreamReporter& reporter) {
    if (cause == index) {
        reporter.set_rule(time_rule);
        reporter.report(index, "causation_id is the event's own event_id; an event does not cause itself",
                        "/causation_id");
        return;
    }
    const Timestamp occurred_at = stream.event(index).occurred_at;
    const Timestamp caused_at = stream.event(cause).occurred_at;
    if (caused_at <= occurred_at) return;
    // A time in another unit is told by event/time-unit.
    if (other_unit_of(caused_at) || other_unit_of(occurred_at)) return;
    reporter.set_rule(time_rule);
    reporter.report(index,
                    fmt::format("the event happened {} ms before its cause, {} of {}", caused_at.ms - occurred_at.ms,
                                to_string(stream.event(cause).type), to_iso8601(caused_at)),
                    "/occurred_at", {cause});
}

/// For all of the rules, as the cause is looked for once.
void check_causes(const Stream& stream, Story story, StreamReporter& reporter) {
    for (const EventIndex index : story) {
        const Id cause_id = stream.event(index).causation_id;
        if (cause_id == no_id) continue;
        const EventIndex cause = stream.find_event(cause_id);
        if (cause == no_event) {
            report_unknown(stream, index, reporter);
            continue;
        }
        check_story(stream, index, cause, reporter);
        check_time(stream, index, cause, reporter);
    }
}

}  // namespace

/// Whether an event's cause can be its cause.
std::span<const RuleDefinition> reference_causation() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "reference/causation-unknown",
              .severity = Severity::error,
              .summary = "The event that caused another is there.",
              .explanation =
                  "causation_id is the event_id of the event that caused this one, and no event has that id. The chain "
                  "of causes is broken here: nobody can tell why this happened. Look for a producer that passes on the "
                  "id of a command or an aggregate instead, or for the event that was lost. Where the input may begin "
                  "later than its stories, unknown causes are counted in reference/begins-later."},
         .on_story = check_causes},
        {.rule =
             {.name = "reference/causation-story",
              .severity = Severity::error,
              .summary = "Cause and effect belong to one story.",
              .explanation =
                  "correlation_id is shared along a story, from the intent to the last profit. Here an event and the "
                  "event that its causation_id names both have one, and the two differ. Whoever follows either id ends "
                  "up with half of the story, and fills may be put to the wrong trade. The producer should hand on the "
                  "correlation_id of the event that it reacts to."},
         .on_story = check_causes},
        {.rule =
             {.name = "reference/causation-time",
              .severity = Severity::error,
              .summary = "A cause comes before its effect.",
              .explanation =
                  "The event that causation_id names has a later occurred_at than this event, or is this event itself. "
                  "In "
                  "the order of time, in which consumers replay events, the effect then comes first, and states are "
                  "reached before they can be. Either the clocks of two services differ, which the difference in the "
                  "message tells, or causation_id names the wrong event."},
         .on_story = check_causes},
    };
    return definitions;
}

}  // namespace tks::check::rules
