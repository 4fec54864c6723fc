#include "check/rule_definition.hpp"

namespace tks::check::rules {

/// What only the projection finds: see projection/pnl_findings.
std::span<const RuleDefinition> pnl_replay() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "pnl/stale-mark",
                  .severity = Severity::warning,
                  .only_in_replay = true,
                  .summary = "The mark of an open trade is fresh.",
                  .explanation =
                      "An open quantity is valued at the latest mark of its account. That account has sent neither a "
                      "snapshot nor a heartbeat for longer than marks last, counted back from the last event, so "
                      "that the market may have moved since and the unrealized profit and loss is that of then. "
                      "Look for the service that sends the marks, or give replay a price by hand."}},
        {.rule = {.name = "pnl/assumed-direction",
                  .severity = Severity::info,
                  .only_in_replay = true,
                  .summary = "The direction of a trade is told.",
                  .explanation =
                      "Fills belong to a trade of which no event is here, nor a signal or an intent that would say "
                      "whether it is long or short. Its first fill is taken to open it, which is wrong where the "
                      "input begins in the middle of the trade: profit and loss then have the wrong sign. Give "
                      "replay the trade's events as well."}},
        {.rule = {.name = "pnl/undefined-aggregate",
                  .severity = Severity::info,
                  .only_in_replay = true,
                  .summary = "What each aggregate is can be told.",
                  .explanation =
                      "Events tell what became of a signal or an order, but none of them holds its payload, so that it "
                      "has no snapshot. Fills alone do not say what their order was, nor does the invalidation of "
                      "a signal say what the signal was. All aggregates of a kind are told of in one finding. If "
                      "there are many, the input begins later than its stories, or a topic is missing."}},
    };
    return definitions;
}

}  // namespace tks::check::rules
