#include <fmt/format.h>

#include "check/rule_definition.hpp"
#include "check/trade_figures.hpp"

namespace tks::check::rules {

namespace {

void check_over_exit(const Stream&, const TradeStory& story, StreamReporter& reporter) {
    for (const TradeStory::Told& told : story.told()) {
        if (!told.is_over_exit) continue;
        const TradeFact& trade = told.trade;
        reporter.report(told.index,
                        fmt::format("the trade has exited {}, more than the {} that it entered",
                                    trade.exit_qty.reduced().to_string(), trade.entry_qty.reduced().to_string()),
                        "/payload/exit_qty");
        return;  // Later events of the trade repeat it.
    }
}

}  // namespace

/// Whether a trade leaves no more than it entered, by its own figures.
std::span<const RuleDefinition> lifecycle_over_exit() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "lifecycle/over-exit",
                  .severity = Severity::error,
                  .summary = "A trade exits no more than it entered.",
                  .explanation = "exit_qty above entry_qty, by more than a billionth, which rounding explains, means "
                                 "that the trade sold "
                                 "what it did not hold, or that a fill was booked on the wrong trade or twice; its "
                                 "realized PnL is then wrong. The first event of each trade that says so "
                                 "is reported. Look at the fills of the trade's exit orders."},
         .on_trade = check_over_exit},
    };
    return definitions;
}

}  // namespace tks::check::rules
