#include "report/wanted.hpp"

#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include "report/cells.hpp"

namespace tks::report {

namespace {

RowSelection at_any_time(RowSelection selection) {
    selection.since.reset();
    selection.until.reset();
    return selection;
}

/// What a story tells of its intent.
constexpr PartialColumn<Story> story_columns[] = {
    {"intent_id", [](const Story& story) { return Cell(story.intent_id); }},
    {"market", [](const Story& story) { return Cell(story.market); }},
    {"strategy_id", [](const Story& story) { return Cell(story.strategy_id); }},
    {"signal_provider.signal_provider_id", [](const Story& story) { return Cell(story.provider_id); }},
    {"direction", [](const Story& story) { return cell_of(story.direction); }},
    {"status", [](const Story& story) { return cell_of(story.status); }},
    {"created_at", [](const Story& story) { return cell_of(story.created_at); }},
    {"last_event_at", [](const Story& story) { return cell_of(story.last_event_at); }},
};

/// Shares facts out that only a stream, or texts of it, tell whole.
template <class Fact>
void share_out_of(const ReportFacts::Stream<Fact>& stream, const ReportFacts::Texts<Fact>& texts,
                  const ThreadVisitors<Fact>& visitors) {
    if (!texts) {
        stream(visitors());
        return;
    }
    const auto make_maker = [&]() -> TextMaker<Fact> {
        return {.add = visitors(), .take = [](std::string&&) { return std::string(); }};
    };
    texts(make_maker, [](std::string_view) {});
}

}  // namespace

WantedFills::WantedFills(const ReportFacts& facts, const RowSelection& selection)
    : facts_(facts), since_(selection.since), until_(selection.until), filter_(RowKind::pnl, at_any_time(selection)) {
    if (filter_.wants_all()) return;
    std::deque<std::vector<std::string>> ids;  // Of each thread.
    share_out_of<TradePnl>(facts.trades, facts.trade_texts, [&] {
        return [this, &own = ids.emplace_back()](const TradePnl& pnl) {
            if (filter_.matches(pnl)) own.push_back(pnl.trade_id);
        };
    });
    for (std::vector<std::string>& own : ids)
        trades_.insert(std::move_iterator(own.begin()), std::move_iterator(own.end()));
}

bool WantedFills::contains(const TradeFill& fill) const {
    if ((since_ && fill.filled_at < *since_) || (until_ && fill.filled_at > *until_)) return false;
    if (filter_.wants_all()) return true;
    if (!fill.trade_id.empty()) return trades_.contains(fill.trade_id);
    UnattributedFill unattributed;
    unattributed.market = fill.market;
    unattributed.filled_at = fill.filled_at;
    return filter_.matches(unattributed);
}

void WantedFills::share_out(const ThreadVisitors<TradeFill>& visitors) const {
    const auto visitor_of_wanted = [&] {
        return [this, visit = visitors()](const TradeFill& fill) {
            if (contains(fill)) visit(fill);
        };
    };
    // Whether a fill is wanted may be told by its trade.
    if (filter_.wants_all())
        facts_.shared_fills(visitor_of_wanted);
    else
        share_out_of<TradeFill>(facts_.fills, facts_.fill_texts, visitor_of_wanted);
}

WantedStories::WantedStories(const ReportFacts& facts, const RowSelection& selection)
    : filter_(RowKind::intents, selection),
      stories_(RowKind::intents, story_columns),
      are_told_by_stories_(stories_.are_enough_for(filter_)) {
    if (are_told_by_stories_) return;
    facts.intents([&](const TradingSignalIntentSnapshot& intent) {
        if (filter_.matches(intent)) intents_.emplace(intent.trading_signal_intent.intent_id);
    });
}

bool WantedStories::contains(const Story& story) const {
    if (filter_.wants_all()) return true;
    return are_told_by_stories_ ? filter_.matches(stories_.row(story)) : intents_.contains(story.intent_id);
}

}  // namespace tks::report
