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

Passage follow(const Stream& stream, std::span<const EventIndex> fills, Direction direction) {
    Passage passage;
    for (const EventIndex index : fills) {
        const FillFact& fill = stream.fill(stream.event(index));
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

void check_exits(const Stream& stream, Story story, StreamReporter& reporter) {
    const EventFact& first = stream.event(story.front());
    const TradeFact& trade = stream.trade(first);
    const std::span<const EventIndex> fills = stream.fills_of(first.subject_id);
    if (fills.empty() || first_of_type(stream, story, EventType::trade_opened) == no_event) return;
    const Passage passage = follow(stream, fills, trade.direction);
    if (passage.first_unmatched == no_event) return;
    const auto knows_more_entries = [&](EventIndex index) {
        return Amount(stream.trade(stream.event(index)).entry_qty) > passage.entered;
    };
    // Entries that are not here may be what the exits left.
    if (may_lack_fills(stream, story) || std::ranges::any_of(story, knows_more_entries)) return;
    reporter.report(
        passage.first_unmatched,
        fmt::format("the fills of trade \"{}\" exit {} more than they entered, beginning with this one; that "
                    "quantity realizes nothing",
                    stream.text(first.subject_id), passage.unmatched.to_string()),
        "/payload/filled_qty", {story.front()});
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
