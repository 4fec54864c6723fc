#include <fmt/format.h>

#include <algorithm>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"
#include "tks/amount.hpp"

namespace tks::check::rules {

namespace {

/// What the fills of a trade entered and left, one after the other.
struct Passage {
    Amount entered;
    Amount open;
    Amount unmatched;
    EventIndex first_unmatched = no_event;
};

Passage follow(std::span<const TradeStory::Fill> fills, Direction direction) {
    Passage passage;
    for (const auto& [index, occurred_at, fill] : fills) {
        const Amount quantity = fill.quantity;
        if (enters(fill, direction)) {
            passage.entered += quantity;
            passage.open += quantity;
            continue;
        }
        passage.open -= quantity;
        if (!passage.open.is_negative()) continue;
        passage.unmatched -= passage.open;
        passage.open = Amount{};
        if (passage.first_unmatched == no_event) passage.first_unmatched = index;
    }
    return passage;
}

void check_exits(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    if (story.fills().empty() || !story.has(EventType::trade_opened)) return;
    const Passage passage = follow(story.fills(), story.first().trade.direction);
    if (passage.first_unmatched == no_event) return;
    const auto knows_more_entries = [&](const TradeStory::Told& told) {
        return Amount(told.trade.entry_qty) > passage.entered;
    };
    // Entries that are not here may be what the exits left.
    if (may_lack_fills(stream, story) || std::ranges::any_of(story.told(), knows_more_entries)) return;
    reporter.report(
        passage.first_unmatched,
        fmt::format("the fills of trade \"{}\" exit {} more than they entered, beginning with this one; that "
                    "quantity realizes nothing",
                    stream.text(story.id()), passage.unmatched.to_string()),
        "/payload/filled_qty", {story.first().index});
}

}  // namespace

/// Whether the fills of a trade leave no more than they entered.
std::span<const RuleDefinition> pnl_unmatched_exit() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "pnl/unmatched-exit",
                  .severity = Severity::error,
                  .summary = "The fills of a trade exit no more than they entered.",
                  .explanation =
                      "Once a trade's position is closed, a further exit has nothing to close: it opens a position "
                      "against the trade that nobody watches, or the fill belongs to another trade. Such a "
                      "quantity has no cost to compare with and realizes nothing, so that no profit and loss "
                      "tells of it. The first fill of each trade that exits too much is reported, with the "
                      "quantity of all of them; a trade whose entries are not all here is left alone. Look "
                      "for an exit that was sent twice, or for an order that should have been reduce_only."},
         .on_trade = check_exits},
    };
    return definitions;
}

}  // namespace tks::check::rules
