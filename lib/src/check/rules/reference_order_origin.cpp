#include <fmt/format.h>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

void check_intent_of_order(const Stream& stream, Story story, StreamReporter& reporter) {
    const EventIndex requested = first_of_type(stream, story, EventType::order_requested);
    if (requested == no_event) return;
    const Id intent_id = stream.order(stream.event(requested)).intent_id;
    if (!stream.story(AggregateType::intent, intent_id).empty()) return;
    reporter.report_absent(
        requested,
        fmt::format("no event here is about intent \"{}\", which the order carries out", stream.text(intent_id)),
        "/payload/intent_id");
}

/// Whether an order may have been requested on the strength of a signal.
class SignalJudge {
public:
    SignalJudge(const Stream& stream, EventIndex requested, StreamReporter& reporter)
        : stream_(stream), requested_(requested), reporter_(reporter) {}

    void judge() {
        const OrderFact& order = stream_.order(stream_.event(requested_));
        const Story intent = stream_.story(AggregateType::intent, order.intent_id);
        const EventIndex granted = first_of_type(stream_, intent, EventType::trading_signal_intent_granted);
        Id signal_id = order.signal_id;
        if (signal_id == no_id && granted != no_event) signal_id = stream_.signal(stream_.event(granted)).signal_id;
        const Story signal = stream_.story(AggregateType::signal, signal_id);
        if (!signal.empty())
            judge_signal(signal, signal_id);
        else if (!intent.empty())
            judge_intent(intent, signal_id);
        // Of an order whose intent is not here either, reference/order-without-intent speaks.
    }

private:
    void judge_signal(Story signal, Id signal_id) {
        const EventIndex hot = first_of_type(stream_, signal, EventType::trading_signal_qualified_hot);
        if (hot == no_event) {
            report(fmt::format("signal \"{}\" was not qualified hot before the order was requested; the last that "
                               "happened to it is {}",
                               stream_.text(signal_id), to_string(stream_.event(signal.back()).type)),
                   signal.back());
            return;
        }
        const EventFact& order = stream_.event(requested_);
        const EventFact& qualification = stream_.event(hot);
        const std::int64_t late_ms = qualification.occurred_at.ms - order.occurred_at.ms;
        // Of a cause after its effect, reference/causation-time speaks.
        if (late_ms <= 0 || order.causation_id == qualification.event_id) return;
        report(fmt::format("the order was requested {} ms before signal \"{}\" was qualified hot", late_ms,
                           stream_.text(signal_id)),
               hot);
    }

    /// The signal is not here, if there is one.
    void judge_intent(Story intent, Id signal_id) {
        const bool is_begun = first_of_type(stream_, intent, EventType::trading_signal_intent_created) != no_event;
        if (signal_id == no_id && is_begun) {
            report(fmt::format("the order's intent was never granted, and so no signal was qualified hot; the last "
                               "that happened to it "
                               "is {}",
                               to_string(stream_.event(intent.back()).type)),
                   intent.back());
            return;
        }
        reporter_.report_absent(
            requested_,
            signal_id == no_id ? std::string("no event here grants the order's intent and qualifies its signal hot")
                               : fmt::format("no event here qualifies signal \"{}\" hot, which the order carries out",
                                             stream_.text(signal_id)),
            "/payload/intent_id");
    }

    void report(std::string message, EventIndex other) {
        reporter_.report(requested_, std::move(message), "/payload/intent_id", {other});
    }

    const Stream& stream_;
    EventIndex requested_;
    StreamReporter& reporter_;
};

void check_hot_signal(const Stream& stream, Story story, StreamReporter& reporter) {
    const EventIndex requested = first_of_type(stream, story, EventType::order_requested);
    // Whoever places an order by hand need not wait for a signal.
    if (requested == no_event || stream.order(stream.event(requested)).order_origin == OrderOrigin::manual) return;
    SignalJudge(stream, requested, reporter).judge();
}

}  // namespace

/// Whether an order has what it takes: an intent, and a signal that was qualified for live execution.
std::span<const RuleDefinition> reference_order_origin() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "reference/order-without-intent",
              .severity = Severity::error,
              .summary = "An order carries out an intent that is there.",
              .explanation =
                  "order_requested carries the intent_id of the intent that it carries out, and no event is about that "
                  "intent. "
                  "Nobody can tell which strategy wanted the order and whether it was allowed to. Look for a bridge "
                  "that makes "
                  "up intent_ids, or for events that were lost. Where the input may begin later than its stories, such "
                  "orders are counted in reference/begins-later."},
         .on_order = check_intent_of_order},
        {.rule = {.name = "reference/order-without-hot-signal",
                  .severity = Severity::error,
                  .summary = "An order is requested after its signal was qualified hot.",
                  .explanation = "Only a hot signal may go on to live execution. The signal of an order is the one "
                                 "that its signal_id names, "
                                 "or else the one that was granted to its intent. It is an error if that signal stayed "
                                 "cold, was rejected or "
                                 "only created, if it became hot after the order was requested, or if the intent was "
                                 "never granted at all: "
                                 "money was then risked on what should not have been traded. Orders whose order_origin "
                                 "is manual are not "
                                 "held to this. Where the signal is not here at all, the order is counted in "
                                 "reference/begins-later unless "
                                 "the input is complete."},
         .on_order = check_hot_signal},
    };
    return definitions;
}

}  // namespace tks::check::rules
