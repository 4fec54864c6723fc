#include <fmt/format.h>

#include <algorithm>

#include "check/event_kinds.hpp"
#include "check/order_fills.hpp"
#include "check/rule_definition.hpp"
#include "check/time_unit.hpp"
#include "check/trade_figures.hpp"

namespace tks::check::rules {

namespace {

// ---- Times.

/// Judges opened_at and closed_at. Of times in another unit, event/time-unit speaks.
class TradeTimeJudge {
public:
    explicit TradeTimeJudge(StreamReporter& reporter) : reporter_(reporter) {}

    /// Whether the status goes with the event decides who speaks of a closed_at that does not go with the status.
    void judge(EventIndex index, const EventFact& event, const TradeFact& trade, bool is_status_good) {
        judge_order(index, event, trade, is_status_good);
        judge_opening(index, event, trade);
    }

private:
    [[nodiscard]] static bool is_known(Timestamp time) { return time != no_time && !other_unit_of(time); }
    [[nodiscard]] static bool is_after(Timestamp time, Timestamp other) {
        return time > other && is_known(time) && is_known(other);
    }

    void judge_order(EventIndex index, const EventFact& event, const TradeFact& trade, bool is_status_good) {
        const bool is_over = trade.status == TradeStatus::closed || trade.status == TradeStatus::canceled;
        if (is_after(trade.opened_at, trade.closed_at))
            report(index,
                   fmt::format("the trade closed {} ms before it opened", trade.opened_at.ms - trade.closed_at.ms),
                   "/payload/closed_at");
        else if (is_after(trade.opened_at, event.occurred_at))
            report_future(index, event, trade.opened_at, "opened_at", "/payload/opened_at");
        else if (is_after(trade.closed_at, event.occurred_at))
            report_future(index, event, trade.closed_at, "closed_at", "/payload/closed_at");
        // A status that does not go with the event is told by lifecycle/trade-status.
        else if (trade.closed_at != no_time && !is_over && is_status_good)
            report(index, fmt::format("closed_at is given, but the trade is {}", to_string(trade.status)),
                   "/payload/closed_at");
    }

    void report(EventIndex index, std::string message, std::string_view pointer, std::vector<EventIndex> others = {}) {
        reporter_.set_rule("lifecycle/trade-times");
        reporter_.report(index, std::move(message), pointer, std::move(others));
    }

    void report_future(EventIndex index, const EventFact& event, Timestamp time, std::string_view name,
                       std::string_view pointer) {
        report(index, fmt::format("{} is {} ms after the event that tells of it", name, time.ms - event.occurred_at.ms),
               pointer);
    }

    /// A trade opens once. What waits for its entry may take the time of the order first.
    void judge_opening(EventIndex index, const EventFact& event, const TradeFact& trade) {
        if (!is_known(trade.opened_at) || is_after(trade.opened_at, event.occurred_at)) return;
        if (first_opened_ != no_event && !is_moved_ && trade.opened_at != opened_at_) {
            is_moved_ = true;  // Later events repeat it.
            report(
                index,
                fmt::format("opened_at has moved from {} to {}", to_iso8601(opened_at_), to_iso8601(trade.opened_at)),
                "/payload/opened_at", {first_opened_});
        }
        if (first_opened_ != no_event || trade.status == TradeStatus::pending) return;
        first_opened_ = index;
        opened_at_ = trade.opened_at;
    }

    StreamReporter& reporter_;
    EventIndex first_opened_ = no_event;
    Timestamp opened_at_;
    bool is_moved_ = false;
};

void check_status_and_times(const Stream&, const TradeStory& story, StreamReporter& reporter) {
    TradeTimeJudge times(reporter);
    for (const TradeStory::Told& told : story.told()) {
        times.judge(told.index, told.event, told.trade, told.is_status_sound);
        if (told.is_status_sound) continue;
        reporter.set_rule("lifecycle/trade-status");
        reporter.report(told.index, status_contradiction(told.event.type, told.trade), "/payload/status");
    }
}

// ---- What never changes.

void report_direction(EventIndex at, Direction direction, std::string_view whose, Direction other_direction,
                      EventIndex other, StreamReporter& reporter) {
    reporter.report(at,
                    fmt::format("the trade is {}, but {} {}", to_string(direction), whose, to_string(other_direction)),
                    "/payload/direction", {other});
}

void report_market(const Stream& stream, EventIndex at, std::string_view whose, EventIndex other,
                   StreamReporter& reporter) {
    const auto market = [&](EventIndex index) { return stream.text(market_of(stream, stream.event(index))); };
    reporter.report(
        at, fmt::format("the trade is in the market \"{}\", but {} in \"{}\"", market(at), whose, market(other)),
        "/payload/market", {other});
}

/// Compares a trade with the signal that it names; false if nothing was found.
bool differs_from_signal(const Stream& stream, EventIndex index, const TradeFact& trade, StreamReporter& reporter) {
    for (const EventIndex other : stream.story(AggregateType::signal, trade.signal_id)) {
        if (!carries<TradingSignal>(stream.event(other).type)) continue;
        const SignalFact& signal = stream.signal(stream.event(other));
        if (signal.direction != trade.direction)
            report_direction(index, trade.direction, "its signal is", signal.direction, other, reporter);
        else if (!is_same_pair(stream, signal.market, trade.market))
            report_market(stream, index, "its signal is", other, reporter);
        else
            return false;
        return true;
    }
    return false;
}

/// Of a fill that is in another market than its order, lifecycle/fill-mismatch speaks.
void compare_with_fills(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    for (const auto& [fill, occurred_at, fact] : story.fills()) {
        if (is_same_pair(stream, fact.market, story.first().trade.market)) continue;
        const auto found = contradictions_of_fills(stream, stream.story(AggregateType::order, fact.order_id));
        if (std::ranges::find(found, fill, &FillContradiction::at) != found.end()) continue;
        return report_market(stream, story.first().index, "its fill is", fill, reporter);
    }
}

void check_changes(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    const EventIndex first = story.first().index;
    const TradeFact& opened = story.first().trade;
    if (differs_from_signal(stream, first, opened, reporter)) return;
    EventIndex first_signal = opened.signal_id == no_id ? no_event : first;
    for (const TradeStory::Told& told : story.told().subspan(1)) {
        const EventIndex index = told.index;
        const TradeFact& trade = told.trade;
        if (trade.direction != opened.direction)
            return report_direction(index, trade.direction, "it was", opened.direction, first, reporter);
        if (!is_same_pair(stream, trade.market, opened.market))
            return report_market(stream, index, "it was", first, reporter);
        if (trade.signal_id == no_id) continue;
        if (first_signal == no_event) {
            if (differs_from_signal(stream, index, trade, reporter)) return;
            first_signal = index;
        }
        const Id signal_id = story.at(first_signal).trade.signal_id;
        if (trade.signal_id == signal_id) continue;
        return reporter.report(index,
                               fmt::format("the trade comes from signal \"{}\", but it came from \"{}\"",
                                           stream.text(trade.signal_id), stream.text(signal_id)),
                               "/payload/signal_id", {first_signal});
    }
    compare_with_fills(stream, story, reporter);
}

}  // namespace

/// Whether what a trade's events say of it agrees, in each of them and from one to the next.
std::span<const RuleDefinition> lifecycle_trade_figures() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "lifecycle/trade-status",
              .severity = Severity::error,
              .summary = "A trade's status goes with the event and with the quantities.",
              .explanation =
                  "trade_opened leaves a trade pending or open, trade_reduced partially_closed, trade_closed closed, "
                  "trade_canceled canceled. A pending trade has entered nothing, a closed one has exited all that it "
                  "entered, up to a billionth, which rounding explains, an open one has something left, and one that "
                  "is "
                  "partially_closed has exited some. Here the status says otherwise, and consumers that go by it "
                  "and consumers that go by the event see two different trades. Look for a producer that changes the "
                  "status after it has sent the event, or before it has booked the fill."},
         .on_trade = check_status_and_times},
        {.rule =
             {.name = "lifecycle/trade-times",
              .severity = Severity::error,
              .summary = "A trade opens once, closes after it, and neither in the future.",
              .explanation =
                  "closed_at lies before opened_at, or one of the two lies after the event that tells of it, or an "
                  "open "
                  "trade has a closed_at, or opened_at moves from one event to the next although the trade was not "
                  "pending any more. Holding times and reports by day are then wrong. Some milliseconds mean that two "
                  "clocks differ; a new opened_at with each event means that its producer takes the present time. "
                  "opened_at may lie anywhere from the first fill to trade_opened, as producers differ in it, and "
                  "closed_at may move on with profit_realized."},
         .on_trade = check_status_and_times},
        {.rule =
             {.name = "lifecycle/changed-trade",
              .severity = Severity::error,
              .summary = "A trade keeps its market, its direction and its signal.",
              .explanation =
                  "A trade is long or short in one market from its beginning to its end, as its signal was, and it "
                  "keeps "
                  "the signal_id that it comes from; later signals that add to it or leave it have ids of their own. "
                  "Here one of them differs, from an earlier event of the trade, from the signal that it names or from "
                  "its fills, so that its profit would be computed with the wrong sign or price. The first event of "
                  "each trade that "
                  "differs is reported, with what it differs from. Look for a trade_id that was used twice."},
         .on_trade = check_changes},
    };
    return definitions;
}

}  // namespace tks::check::rules
