#include <fmt/format.h>

#include "check/rule_definition.hpp"
#include "check/time_unit.hpp"

namespace tks::check::rules {

namespace {

/// Judges the times of one event.
class TimeJudge {
public:
    explicit TimeJudge(EventReporter& reporter) : reporter_(reporter) {}

    void judge(const Event& event) {
        judge(event.occurred_at, "/occurred_at");
        if (const auto* grant = std::get_if<GrantDetails>(&event.details))
            judge(grant->prm_granted_at, "/prm_granted_at");
        std::visit([this](const auto& payload) { judge_payload(payload); }, event.payload);
    }

private:
    void judge_payload(const RawJson&) {}
    void judge_payload(const TradingSignalIntent& intent) {
        judge(intent.created_at, "/payload/created_at");
        judge(intent.valid_until, "/payload/valid_until");
    }
    void judge_payload(const TradingSignal& signal) {
        judge_payload(static_cast<const TradingSignalIntent&>(signal));
        judge(signal.prm_granted_at, "/payload/prm_granted_at");
    }
    void judge_payload(const OrderRequest& order) { judge(order.created_at, "/payload/created_at"); }
    void judge_payload(const OrderFill& fill) { judge(fill.filled_at, "/payload/filled_at"); }
    void judge_payload(const Trade& trade) {
        judge(trade.opened_at, "/payload/opened_at");
        judge(trade.closed_at, "/payload/closed_at");
    }

    void judge(std::optional<Timestamp> time, std::string_view pointer) {
        if (!time) return;
        if (const std::optional<OtherTimeUnit> other = other_unit_of(*time)) report(*time, *other, pointer);
    }

    void report(Timestamp time, const OtherTimeUnit& other, std::string_view pointer) {
        reporter_.report(
            fmt::format("{} is {}, which reads as {}; in {} it would be {}", pointer.substr(pointer.rfind('/') + 1),
                        time.ms, to_iso8601(time), other.name, to_iso8601(other.meant)),
            pointer);
    }

    EventReporter& reporter_;
};

void check_time_units(const Event& event, EventReporter& reporter) {
    TimeJudge(reporter).judge(event);
}

}  // namespace

/// Whether times are milliseconds.
std::span<const RuleDefinition> event_time_unit() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/time-unit",
                  .severity = Severity::warning,
                  .summary = "Times are milliseconds since the epoch, not seconds, microseconds or nanoseconds.",
                  .explanation = "Each time of an event is a number, and nothing but its size tells its unit. One from "
                                 "1e8 to 1e10 is a "
                                 "moment of early 1970 in milliseconds, but of 1973 to 2286 in seconds; one beyond "
                                 "1e14 lies after the "
                                 "year 5138 in milliseconds, but near today in microseconds (from 1e17 in "
                                 "nanoseconds). An event that is "
                                 "dated so is put into the wrong place of every story and report. Multiply or divide "
                                 "in the producer; in "
                                 "Python, time.time() gives seconds and time.time_ns() nanoseconds."},
         .on_event = check_time_units},
    };
    return definitions;
}

}  // namespace tks::check::rules
