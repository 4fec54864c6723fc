#include "check/order_fills.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

std::string_view rule_of(FillFault fault) {
    switch (fault) {
        case FillFault::mismatch:
            return "lifecycle/fill-mismatch";
        case FillFault::after_end:
            return "lifecycle/fill-after-end";
        case FillFault::overfill:
            return "lifecycle/overfilled-order";
        case FillFault::underfill:
            return "lifecycle/underfilled-order";
        case FillFault::time:
            return "lifecycle/fill-time";
    }
    return {};
}

void check_fills(const Stream& stream, Story story, StreamReporter& reporter) {
    for (FillContradiction& found : contradictions_of_fills(stream, story)) {
        reporter.set_rule(rule_of(found.fault));
        reporter.report(found.at, std::move(found.message), found.pointer, std::move(found.others));
    }
}

}  // namespace

/// Whether an order was filled as it was requested.
std::span<const RuleDefinition> lifecycle_order_fills() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "lifecycle/fill-mismatch",
              .severity = Severity::error,
              .summary = "A fill has the market and the side of its order.",
              .explanation =
                  "A venue executes an order in the order's own market and on its side. Here a fill with the order's "
                  "order_id says otherwise, so that it was put to the wrong order, or its producer takes market and "
                  "side from elsewhere; positions that are summed from fills are then wrong. Markets that are the "
                  "same pair written otherwise do not count. The fill is reported, with the order, and left out of "
                  "what the order has filled."},
         .on_order = check_fills},
        {.rule =
             {.name = "lifecycle/fill-after-end",
              .severity = Severity::error,
              .summary = "An order that was canceled or rejected is not filled any more.",
              .explanation =
                  "A rejected order never came to the venue, and a canceled one has left it. A fill that was executed "
                  "before the cancellation, by its filled_at, and is told of after it is sound: such messages cross. "
                  "Here filled_at lies after the cancellation, or the order was rejected. Either the platform holds a "
                  "position that it knows nothing of, or the order was not canceled in truth. Ask the venue for the "
                  "order's state."},
         .on_order = check_fills},
        {.rule =
             {.name = "lifecycle/overfilled-order",
              .severity = Severity::error,
              .summary = "The fills of an order come to no more than its quantity.",
              .explanation =
                  "filled_qty is the quantity of one fill, and the fills of an order add up to its quantity at most. "
                  "Here they come to more, by more than a billionth, which rounding explains. Mostly a producer "
                  "writes what the order has filled so far into filled_qty, or books a fill twice under two fill_ids; "
                  "whoever sums fills then holds too much. The fill that goes beyond the quantity is reported, with "
                  "the order and the fills before it. Each fill_id counts once."},
         .on_order = check_fills},
        {.rule =
             {.name = "lifecycle/underfilled-order",
              .severity = Severity::error,
              .summary = "An order that is filled has filled its whole quantity.",
              .explanation =
                  "order_filled says that nothing of the order is left, but its fills up to then come to less than "
                  "its quantity, by more than a billionth, which rounding explains. Either an order_partially_filled "
                  "was lost, or its producer writes order_filled for every fill. Whoever sums fills then holds less "
                  "than the venue has executed. Fills that were executed before and told of later count as well. "
                  "Where the order's order_requested is not in the input, fills may lie before it, and nothing is "
                  "said."},
         .on_order = check_fills},
        {.rule =
             {.name = "lifecycle/fill-time",
              .severity = Severity::warning,
              .summary = "A fill is executed after its order was requested and before it is told of.",
              .explanation =
                  "filled_at is the time of the execution. Here it lies before the order's order_requested, or after "
                  "the event that carries the fill. Profit is computed in the order of filled_at, and comes out wrong "
                  "where that is not the order of execution. A few milliseconds mean that the clocks of the venue and "
                  "the platform differ; hours mean another time zone, days a fill that was put to the wrong order."},
         .on_order = check_fills},
    };
    return definitions;
}

}  // namespace tks::check::rules
