#include "check/attribution.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/share_out.hpp"
#include "check/stream.hpp"

namespace tks::check {

namespace {

struct PlacedFill {
    Id trade_id;
    EventIndex fill;
};

/// Asks one way after the other for the trades of the fills that are still without one.
class FillPlacer {
public:
    FillPlacer(const Stream& stream, unsigned threads) : stream_(stream), threads_(threads) {
        for (const Story story : stream.stories(AggregateType::order))
            for (const EventIndex index : story)
                if (carries<OrderFill>(stream.event(index).type)) waiting_.push_back(index);
        drop_doubled();
    }

    void place_all() {
        place([&](const FillFact& fill) { return fill.trade_id; });
        place([&](const FillFact& fill) { return from_order(fill, &OrderFact::trade_id); });
        place_by_signal();
        index_trades([](const EventFact& event) { return event.causation_id; });
        place([&](const FillFact&, const EventFact& event) { return trade_of(event.event_id); });
        index_trades([](const EventFact& event) { return event.correlation_id; });
        place([&](const FillFact&, const EventFact& event) { return trade_of(event.correlation_id); });
        trade_of_ = {};
    }

    [[nodiscard]] const std::vector<PlacedFill>& placed() const { return placed_; }

    /// Those without a trade.
    [[nodiscard]] std::vector<EventIndex> take_waiting() { return std::move(waiting_); }

    [[nodiscard]] std::vector<DoubledFill> take_doubled() { return std::move(doubled_); }

    /// The signals by which a fill can be placed.
    template <class Visitor>
    void visit_signals(const FillFact& fill, Visitor&& visit) const {
        visit(from_order(fill, &OrderFact::signal_id));
        visit(fill.signal_id);
        for (const EventIndex index : stream_.story(AggregateType::intent, from_order(fill, &OrderFact::intent_id)))
            if (stream_.event(index).type == EventType::trading_signal_intent_granted)
                visit(stream_.signal(stream_.event(index)).signal_id);
    }

private:
    static constexpr Id several = ~Id{0};

    /// Leaves the first of several fills with the same fill_id.
    void drop_doubled() {
        const auto fill_id = [this](EventIndex index) { return stream_.fill(stream_.event(index)).fill_id; };
        std::vector<bool> is_seen(stream_.id_count());
        std::vector<Id> doubled;
        for (const EventIndex index : waiting_) {
            const Id id = fill_id(index);
            if (is_seen[id]) doubled.push_back(id);
            is_seen[id] = true;
        }
        if (doubled.empty()) return;
        std::ranges::sort(doubled);
        const auto is_doubled = [&](EventIndex index) { return std::ranges::binary_search(doubled, fill_id(index)); };
        const auto begin =
            std::partition(waiting_.begin(), waiting_.end(), [&](EventIndex index) { return !is_doubled(index); });
        std::sort(begin, waiting_.end(), [&](EventIndex left, EventIndex right) {
            return fill_id(left) != fill_id(right) ? fill_id(left) < fill_id(right) : stream_.precedes(left, right);
        });
        auto kept = begin;
        for (auto fill = begin + 1; fill != waiting_.end(); ++fill) {
            if (fill_id(*fill) == fill_id(*kept))
                doubled_.push_back({*fill, *kept});
            else
                *++kept = *fill;
        }
        waiting_.erase(kept + 1, waiting_.end());
    }

    void place_by_signal() {
        index_trades([this](const EventFact& event) { return stream_.trade(event).signal_id; });
        place([&](const FillFact& fill) {
            Id found = no_id;
            visit_signals(fill, [&](Id signal_id) { found = found == no_id ? trade_of(signal_id) : found; });
            return found;
        });
        // Where the grants are not in the stream, the signals themselves tell which intents they come from.
        index_trades([this](const EventFact& event) {
            for (const EventIndex index : stream_.story(AggregateType::signal, stream_.trade(event).signal_id))
                if (carries<TradingSignal>(stream_.event(index).type))
                    return stream_.signal(stream_.event(index)).intent_id;
            return no_id;
        });
        place([&](const FillFact& fill) { return trade_of(from_order(fill, &OrderFact::intent_id)); });
    }

    /// Prepares trade_of for one kind of key.
    template <class KeyOf>
    void index_trades(KeyOf key_of) {
        if (waiting_.empty()) return;
        trade_of_ = {};
        for (const Story story : stream_.stories(AggregateType::trade)) {
            for (const EventIndex index : story) {
                const EventFact& event = stream_.event(index);
                const Id key = key_of(event);
                if (key == no_id) continue;
                Id& trade_id = trade_of_.at(key, event.subject_id);
                if (trade_id != event.subject_id) trade_id = several;
            }
        }
    }

    [[nodiscard]] Id trade_of(Id key) const {
        const Id trade_id = trade_of_.find(key, no_id);
        return trade_id == several ? no_id : trade_id;
    }

    /// What the order of a fill says, in the first of its events that says it.
    [[nodiscard]] Id from_order(const FillFact& fill, Id OrderFact::*member) const {
        for (const EventIndex index : stream_.story(AggregateType::order, fill.order_id)) {
            const EventFact& event = stream_.event(index);
            if (!carries<OrderRequest>(event.type)) continue;
            if (const Id id = stream_.order(event).*member; id != no_id) return id;
        }
        return no_id;
    }

    /// Places the fills that wait and for which an answer is found.
    template <class Answer>
    void place(Answer answer) {
        std::vector<Id> answers(waiting_.size());
        share_out(threads_, waiting_.size(), [&](std::size_t begin, std::size_t end) {
            for (std::size_t place = begin; place < end; ++place) {
                const EventFact& event = stream_.event(waiting_[place]);
                if constexpr (std::is_invocable_v<Answer, const FillFact&>)
                    answers[place] = answer(stream_.fill(event));
                else
                    answers[place] = answer(stream_.fill(event), event);
            }
        });
        auto still_waiting = waiting_.begin();
        for (std::size_t place = 0; place < answers.size(); ++place) {
            if (answers[place] == no_id)
                *still_waiting++ = waiting_[place];
            else
                placed_.push_back({answers[place], waiting_[place]});
        }
        waiting_.erase(still_waiting, waiting_.end());
    }

    const Stream& stream_;
    unsigned threads_;
    std::vector<EventIndex> waiting_;
    std::vector<PlacedFill> placed_;
    std::vector<DoubledFill> doubled_;
    IdMap trade_of_;  // From one kind of key.
};

}  // namespace

Attribution::Attribution(const Stream& stream, unsigned threads) {
    FillPlacer placer(stream, threads);
    placer.place_all();
    unplaced_ = placer.take_waiting();
    doubled_ = placer.take_doubled();
    std::ranges::sort(doubled_, {}, &DoubledFill::again);
    for (const EventIndex index : unplaced_) {
        const EventFact& event = stream.event(index);
        unplaced_ids_.push_back(event.correlation_id);
        placer.visit_signals(stream.fill(event), [&](Id signal_id) { unplaced_ids_.push_back(signal_id); });
    }
    std::ranges::sort(unplaced_ids_);
    unplaced_ids_.erase(std::unique(unplaced_ids_.begin(), unplaced_ids_.end()), unplaced_ids_.end());

    // A counting sort by trade, from behind.
    for (const PlacedFill& placed : placer.placed()) {
        const auto next = static_cast<std::uint32_t>(begin_.size());
        const std::uint32_t number = trades_.at(placed.trade_id, next);
        if (number == next) begin_.push_back(0);
        ++begin_[number];
    }
    begin_.push_back(0);
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    fills_.resize(begin_.back());
    for (const PlacedFill& placed : placer.placed()) fills_[--begin_[trades_.find(placed.trade_id, 0)]] = placed.fill;
    const auto comes_before = [&](EventIndex left, EventIndex right) {
        const FillFact& one = stream.fill(stream.event(left));
        const FillFact& other = stream.fill(stream.event(right));
        return one.filled_at != other.filled_at ? one.filled_at < other.filled_at
                                                : stream.id_precedes(one.fill_id, other.fill_id);
    };
    share_out(threads, begin_.size() - 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t index = begin; index < end; ++index)
            std::sort(fills_.begin() + begin_[index], fills_.begin() + begin_[index + 1], comes_before);
    });
}

std::span<const EventIndex> Attribution::fills_of(Id trade_id) const {
    constexpr std::uint32_t no_fills = 0xFFFFFFFF;
    const std::uint32_t number = trades_.find(trade_id, no_fills);
    if (number == no_fills) return {};
    return std::span(fills_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
}

bool Attribution::is_doubled(EventIndex fill) const {
    return !doubled_.empty() && std::ranges::binary_search(doubled_, fill, {}, &DoubledFill::again);
}

bool Attribution::has_unplaced(Id correlation_or_signal) const {
    return correlation_or_signal != no_id && std::ranges::binary_search(unplaced_ids_, correlation_or_signal);
}

}  // namespace tks::check
