#include "report/wanted.hpp"

namespace tks::report {

namespace {

RowSelection at_any_time(RowSelection selection) {
    selection.since.reset();
    selection.until.reset();
    return selection;
}

}  // namespace

WantedFills::WantedFills(const ReportFacts& facts, const RowSelection& selection)
    : facts_(facts), since_(selection.since), until_(selection.until), filter_(RowKind::pnl, at_any_time(selection)) {
    if (filter_.wants_all()) return;
    facts.trades([this](const TradePnl& pnl) {
        if (filter_.matches(pnl)) trades_.insert(pnl.trade_id);
    });
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
        facts_.fills(visitor_of_wanted());
}

WantedStories::WantedStories(const ReportFacts& facts, const RowSelection& selection) {
    const RowFilter filter(RowKind::intents, selection);
    wants_all_ = filter.wants_all();
    if (wants_all_) return;
    facts.intents([&](const TradingSignalIntentSnapshot& intent) {
        if (filter.matches(to_row(intent))) intents_.emplace(intent.trading_signal_intent.intent_id);
    });
}

bool WantedStories::contains(const Story& story) const {
    return wants_all_ || intents_.contains(story.intent_id);
}

}  // namespace tks::report
