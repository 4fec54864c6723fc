#include <fmt/format.h>

#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

bool is_same_fill(const FillFact& left, const FillFact& right) {
    return left.order_id == right.order_id && left.quantity == right.quantity && left.price == right.price &&
           left.filled_at == right.filled_at && left.market == right.market && left.side == right.side;
}

void check_doubled(const Stream& stream, StreamReporter& reporter) {
    for (const DoubledFill& doubled : stream.attribution().doubled()) {
        const FillFact& again = stream.fill(stream.event(doubled.again));
        const FillFact& first = stream.fill(stream.event(doubled.first));
        reporter.report(
            doubled.again,
            is_same_fill(again, first)
                ? fmt::format("fill \"{}\" is told of again, in another event; it counts once",
                              stream.text(again.fill_id))
                : fmt::format("fill_id \"{}\" is also that of another fill, which happened first; only that one counts",
                              stream.text(again.fill_id)),
            "/payload/fill_id", {doubled.first});
    }
}

}  // namespace

/// Whether a fill_id stands for one fill.
std::span<const RuleDefinition> lifecycle_doubled_fill() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "lifecycle/doubled-fill",
              .severity = Severity::error,
              .summary = "A fill_id stands for one fill, which one event tells of.",
              .explanation =
                  "Two events with event_ids of their own carry the same fill_id. If the fills are the same, the "
                  "producer has told of one twice and should have sent the first event again; consumers that remember "
                  "event_ids only book it twice. If they differ, one of them took the id of the other, and consumers "
                  "that remember fill_ids lose it. tksctl counts the one that happened first and reports the others, "
                  "with it. Whole events that stand in the input again are event/duplicate."},
         .on_stream = check_doubled},
    };
    return definitions;
}

}  // namespace tks::check::rules
