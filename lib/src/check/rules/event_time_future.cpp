#include <fmt/format.h>

#include "check/rule_definition.hpp"
#include "check/time_unit.hpp"

namespace tks::check::rules {

namespace {

/// By how much the clocks of the producer and of whoever validates may differ.
constexpr std::int64_t tolerance_ms = std::int64_t{5} * 60 * 1000;

std::string length_of(std::int64_t ms) {
    constexpr std::int64_t minute_ms = 60'000;
    constexpr std::int64_t hour_ms = 60 * minute_ms;
    constexpr std::int64_t day_ms = 24 * hour_ms;
    if (ms < 2 * hour_ms) return fmt::format("{} minutes", ms / minute_ms);
    if (ms < 2 * day_ms) return fmt::format("{} hours", ms / hour_ms);
    return fmt::format("{} days", ms / day_ms);
}

void check_time_future(const Event& event, EventReporter& reporter) {
    const std::int64_t now_ms = reporter.now().ms;
    // Nobody said what time it is.
    if (now_ms == 0) return;
    const std::int64_t ahead_ms = event.occurred_at.ms > now_ms ? event.occurred_at.ms - now_ms : 0;
    if (ahead_ms <= tolerance_ms || other_unit_of(event.occurred_at)) return;
    reporter.report(fmt::format("occurred_at is {}, {} ahead of the present moment", to_iso8601(event.occurred_at),
                                length_of(ahead_ms)),
                    "/occurred_at");
}

}  // namespace

/// Whether events have happened yet.
std::span<const RuleDefinition> event_time_future() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/time-future",
                  .severity = Severity::warning,
                  .summary = "An event has happened when it is read.",
                  .explanation = "occurred_at is compared with the clock of the machine that validates, or with the "
                                 "moment given by --now; "
                                 "five minutes ahead are forgiven, since clocks differ. An event from the future sorts "
                                 "behind all that "
                                 "follows it, so that the latest state of its aggregate stays what it says. Look at "
                                 "the clock and the time "
                                 "zone of the producer: local time that is written as UTC is whole hours ahead."},
         .on_event = check_time_future},
    };
    return definitions;
}

}  // namespace tks::check::rules
