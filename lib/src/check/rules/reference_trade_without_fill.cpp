#include <fmt/format.h>

#include <algorithm>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

void check_trade(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    // Of trades that begin before the input, the rules of their lives speak.
    if (story.first().event.type != EventType::trade_opened || !story.fills().empty()) return;
    const auto claims_quantity = [](const TradeStory::Told& told) {
        return told.trade.entry_qty.is_positive() || told.trade.exit_qty.is_positive();
    };
    const auto claim = std::ranges::find_if(story.told(), claims_quantity);
    if (claim == story.told().end()) return;
    // Of a fill that may be the trade's, pnl/unattributed-fill speaks.
    if (may_lack_fills(stream, story)) return;
    reporter.report_absent(claim->index,
                           fmt::format("the trade has entered {}, and no fill here belongs to it",
                                       claim->trade.entry_qty.reduced().to_string()),
                           "/payload/entry_qty");
}

}  // namespace

/// Whether what a trade holds was executed.
std::span<const RuleDefinition> reference_trade_without_fill() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "reference/trade-without-fill",
              .severity = Severity::error,
              .summary = "A trade that holds a quantity has fills that are there.",
              .explanation =
                  "A trade says that it has entered or exited something, and no fill belongs to it: none names it, its "
                  "order, its signal or its intent, none caused one of its events, and none is alone with it in the "
                  "same story. Its quantities and its profit cannot be checked. The first event of each trade that "
                  "claims a quantity is reported. Look for fills that are published elsewhere, for ids that were left "
                  "out, or for events that were lost. Where the input may begin later than its stories, such trades "
                  "are counted in reference/begins-later."},
         .on_trade = check_trade},
    };
    return definitions;
}

}  // namespace tks::check::rules
