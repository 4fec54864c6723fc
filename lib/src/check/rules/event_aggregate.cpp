#include <fmt/format.h>

#include "base/id_text.hpp"
#include "check/rule_definition.hpp"
#include "check/subject.hpp"
#include "model/event_payload.hpp"

namespace tks::check::rules {

namespace {

void check_aggregate_id(const Event& event, EventReporter& reporter) {
    if (is_same_id(model::subject_of(event), event.aggregate_id)) return;
    const std::optional<Subject> subject = subject_of(event);
    if (!subject || subject->id.empty()) return;
    reporter.report(
        fmt::format("aggregate_id is \"{}\", but {} is \"{}\"; both must name the {} that the event is about",
                    event.aggregate_id, subject->field, subject->id,
                    to_string(describe(event.event_type).aggregate_type)),
        "/aggregate_id");
}

void check_aggregate_type(const Event& event, EventReporter& reporter) {
    const AggregateType expected = describe(event.event_type).aggregate_type;
    if (event.aggregate_type == expected) return;
    reporter.report(fmt::format("aggregate_type is \"{}\", but {} is about {} \"{}\"", to_string(event.aggregate_type),
                                to_string(event.event_type),
                                expected == AggregateType::intent || expected == AggregateType::order ? "an" : "a",
                                to_string(expected)),
                    "/aggregate_type");
}

}  // namespace

/// Whether the envelope names the aggregate that the payload is about.
std::span<const RuleDefinition> event_aggregate() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "event/aggregate-id",
              .severity = Severity::error,
              .summary = "aggregate_id is the payload's own id.",
              .explanation =
                  "Consumers route and key events by aggregate_id, and read the payload by its own id: intent_id, "
                  "signal_id, order_id or trade_id. Where the two differ, the fact is booked on another aggregate than "
                  "the one that it tells of. The models do not enforce it. Mend the producer so that both are set from "
                  "the same value."},
         .on_event = check_aggregate_id},
        {.rule =
             {.name = "event/aggregate-type",
              .severity = Severity::error,
              .summary = "aggregate_type is the family that event_type belongs to.",
              .explanation =
                  "Each type of event is about one family of aggregates: intent, signal, order or trade. The models take "
                  "any of the four words. A consumer that filters by aggregate_type misses an event that bears another, "
                  "or applies it to the wrong family. Leave the field out, or write the one that belongs to the type."},
         .on_event = check_aggregate_type},
    };
    return definitions;
}

}  // namespace tks::check::rules
