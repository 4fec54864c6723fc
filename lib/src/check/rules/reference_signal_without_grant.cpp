#include <fmt/format.h>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

void check_grant_of_signal(const Stream& stream, Story story, StreamReporter& reporter) {
    const EventIndex created = first_of_type(stream, story, EventType::trading_signal_created);
    if (created == no_event) return;
    const Id intent_id = stream.signal(stream.event(created)).intent_id;
    const Story intent = stream.story(AggregateType::intent, intent_id);
    if (first_of_type(stream, intent, EventType::trading_signal_intent_granted) != no_event) return;
    if (first_of_type(stream, intent, EventType::trading_signal_intent_created) == no_event) {
        // What came before may have been left out, the grant with it.
        reporter.report_absent(created,
                               intent_id == no_id
                                   ? std::string("the signal names no intent that was granted")
                                   : fmt::format("no event here grants intent \"{}\", of which the signal was made",
                                                 stream.text(intent_id)),
                               "/payload/intent_id");
        return;
    }
    reporter.report(
        created,
        fmt::format("intent \"{}\", of which the signal was made, was never granted; the last that happened to it "
                    "is {}",
                    stream.text(intent_id), to_string(stream.event(intent.back()).type)),
        "/payload/intent_id", {intent.back()});
}

}  // namespace

/// Whether a signal's intent was granted.
std::span<const RuleDefinition> reference_signal_without_grant() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "reference/signal-without-grant",
                  .severity = Severity::error,
                  .summary = "A signal comes from an intent that was granted.",
                  .explanation = "trading_signal_created carries the intent_id of the intent that it was made of; that "
                                 "intent must have a "
                                 "trading_signal_intent_granted. A signal without one went around the portfolio and "
                                 "risk manager, or its "
                                 "grant was lost. Where the intent is here and was not granted, that is always an "
                                 "error; where nothing "
                                 "is here of how the intent began, it is counted in reference/begins-later unless the "
                                 "input is complete."},
         .on_signal = check_grant_of_signal},
    };
    return definitions;
}

}  // namespace tks::check::rules
