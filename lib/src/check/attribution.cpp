#include "check/attribution.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <numeric>
#include <utility>

#include "base/share_out.hpp"
#include "check/stream.hpp"

namespace tks::check {

namespace {

struct PlacedFill {
    Id trade_id;
    EventIndex fill;
    Timestamp filled_at;
};

/// A set of ids that several threads add to at a time.
class SharedIdSet {
public:
    explicit SharedIdSet(std::size_t id_count) : words_(id_count / bits + 1) {}

    /// Whether the id was not in the set; it is from now on.
    bool add(Id id) {
        const std::uint64_t bit = std::uint64_t{1} << (id % bits);
        return (words_[id / bits].fetch_or(bit, std::memory_order_relaxed) & bit) == 0;
    }

private:
    static constexpr std::size_t bits = 64;

    std::vector<std::atomic<std::uint64_t>> words_;
};

/// Asks one way after the other for the trades of the fills that are still without one.
class FillPlacer {
public:
    FillPlacer(const Stream& stream, unsigned threads) : stream_(stream), threads_(threads) {}

    void place_all() {
        place_by_order();
        if (waiting_.empty()) return;
        const auto signal_of = [this](const EventFact& event) { return stream_.trade(event).signal_id; };
        place([this](const FillFact& fill, const EventFact&, auto want) { visit_signals(fill, want); }, signal_of);
        // Where the grants are not in the stream, the signals themselves tell which intents they come from.
        place([this](const FillFact& fill, const EventFact&,
                     auto want) { want(from_order(fill, &OrderFact::intent_id)); },
              signal_of, [this](Id signal_id) { return intent_of(signal_id); });
        place([](const FillFact&, const EventFact& event, auto want) { want(event.event_id); },
              [](const EventFact& event) { return event.causation_id; });
        place([](const FillFact&, const EventFact& event, auto want) { want(event.correlation_id); },
              [](const EventFact& event) { return event.correlation_id; });
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
    static constexpr Id several = ~Id{0};  // In the place of a trade.

    /// What may lead a fill to its trade.
    struct Lead {
        EventIndex fill;
        Id key;
    };

    /// What one thread found in the stories of some orders.
    struct Found {
        std::vector<PlacedFill> placed;
        std::vector<EventIndex> waiting;
        std::vector<Id> doubled;
    };

    /// Finds all fills, and the trades of those that name one, themselves or by their order.
    void place_by_order() {
        const Stories orders = stream_.stories(AggregateType::order);
        SharedIdSet seen(stream_.id_count());
        std::vector<Id> doubled;
        std::mutex mutex;
        share_out(threads_, orders.size(), [&](std::size_t begin, std::size_t end) {
            Found found;
            constexpr std::size_t ahead = 8;
            for (std::size_t index = begin; index < end; ++index) {
                orders.prefetch_payloads(index + ahead);
                place_by_order(orders[index], seen, found);
            }
            const std::scoped_lock lock(mutex);
            placed_.insert(placed_.end(), found.placed.begin(), found.placed.end());
            waiting_.insert(waiting_.end(), found.waiting.begin(), found.waiting.end());
            doubled.insert(doubled.end(), found.doubled.begin(), found.doubled.end());
        });
        if (!doubled.empty()) drop_doubled(std::move(doubled));
    }

    void place_by_order(Story order, SharedIdSet& seen, Found& found) const {
        for (const EventIndex index : order) {
            const EventFact event = stream_.event(index);
            if (!carries<OrderFill>(event.type)) continue;
            const FillFact fill = stream_.fill(event);
            if (!seen.add(fill.fill_id)) found.doubled.push_back(fill.fill_id);
            const Id trade_id = fill.trade_id != no_id ? fill.trade_id : first_said(order, &OrderFact::trade_id);
            if (trade_id != no_id)
                found.placed.push_back({trade_id, index, fill.filled_at});
            else
                found.waiting.push_back(index);
        }
    }

    /// Leaves the first of several fills with the same fill_id.
    void drop_doubled(std::vector<Id> fill_ids) {
        std::ranges::sort(fill_ids);
        const auto fill_id = [this](EventIndex index) { return stream_.fill(stream_.event(index)).fill_id; };
        std::vector<EventIndex> fills;
        const auto collect = [&](EventIndex index) {
            if (std::ranges::binary_search(fill_ids, fill_id(index))) fills.push_back(index);
        };
        for (const PlacedFill& placed : placed_) collect(placed.fill);
        for (const EventIndex index : waiting_) collect(index);
        std::ranges::sort(fills, [&](EventIndex left, EventIndex right) {
            return fill_id(left) != fill_id(right) ? fill_id(left) < fill_id(right) : stream_.precedes(left, right);
        });
        EventIndex first = fills.front();
        for (const EventIndex index : fills) {
            if (fill_id(index) != fill_id(first)) first = index;
            if (index != first) doubled_.push_back({index, first});
        }
        std::ranges::sort(doubled_, {}, &DoubledFill::again);
        const auto is_doubled = [this](EventIndex index) {
            return std::ranges::binary_search(doubled_, index, {}, &DoubledFill::again);
        };
        std::erase_if(placed_, [&](const PlacedFill& placed) { return is_doubled(placed.fill); });
        std::erase_if(waiting_, is_doubled);
    }

    /// The intent that a signal comes from; no_id if that is not known.
    [[nodiscard]] Id intent_of(Id signal_id) const {
        for (const EventIndex index : stream_.story(AggregateType::signal, signal_id))
            if (carries<TradingSignal>(stream_.event(index).type))
                return stream_.signal(stream_.event(index)).intent_id;
        return no_id;
    }

    /// What the order of a fill says, in the first of its events that says it.
    [[nodiscard]] Id from_order(const FillFact& fill, Id OrderFact::*member) const {
        return first_said(stream_.story(AggregateType::order, fill.order_id), member);
    }

    [[nodiscard]] Id first_said(Story order, Id OrderFact::*member) const {
        for (const EventIndex index : order) {
            const EventFact event = stream_.event(index);
            if (!carries<OrderRequest>(event.type)) continue;
            if (const Id id = stream_.order(event).*member; id != no_id) return id;
        }
        return no_id;
    }

    /// Places the fills that wait by keys of one kind: visit_keys calls its last argument with those of a fill, and the
    /// first one that one trade alone has decides. A trade has those that `translate` makes of what `id_of` takes from its
    /// events.
    template <class VisitKeys, class IdOf, class Translate = std::identity>
    void place(VisitKeys visit_keys, IdOf id_of, Translate translate = {}) {
        if (waiting_.empty()) return;
        const std::vector<Lead> leads = find_leads(visit_keys);
        // Most trades are asked for by nobody, and not noted.
        IdMap trade_of;
        for (const Lead& lead : leads) trade_of.at(lead.key, no_id);
        find_trades(trade_of, id_of, translate);
        std::vector<EventIndex> placed;
        for (const Lead& lead : leads) {
            const Id trade_id = trade_of.find(lead.key, no_id);
            if (trade_id == no_id || trade_id == several) continue;
            if (!placed.empty() && placed.back() == lead.fill) continue;
            placed.push_back(lead.fill);
            placed_.push_back({trade_id, lead.fill, stream_.fill(stream_.event(lead.fill)).filled_at});
        }
        std::ranges::sort(placed);
        std::erase_if(waiting_, [&](EventIndex fill) { return std::ranges::binary_search(placed, fill); });
    }

    /// Those of one fill lie side by side.
    template <class VisitKeys>
    std::vector<Lead> find_leads(VisitKeys visit_keys) const {
        std::vector<Lead> leads;
        std::mutex mutex;
        share_out(threads_, waiting_.size(), [&](std::size_t begin, std::size_t end) {
            std::vector<Lead> found;
            for (std::size_t place = begin; place < end; ++place) {
                const EventFact event = stream_.event(waiting_[place]);
                visit_keys(stream_.fill(event), event, [&](Id key) {
                    if (key != no_id) found.push_back({waiting_[place], key});
                });
            }
            const std::scoped_lock lock(mutex);
            leads.insert(leads.end(), found.begin(), found.end());
        });
        return leads;
    }

    /// Notes with each of the keys the trade whose events have it.
    template <class IdOf, class Translate>
    void find_trades(IdMap& trade_of, IdOf id_of, Translate translate) const {
        const Stories trades = stream_.stories(AggregateType::trade);
        share_out(threads_, trades.size(), [&](std::size_t begin, std::size_t end) {
            constexpr std::size_t ahead = 8;
            for (std::size_t index = begin; index < end; ++index) {
                trades.prefetch_payloads(index + ahead);
                Id last = no_id;
                for (const EventIndex each : trades[index]) {
                    const EventFact event = stream_.event(each);
                    const Id id = id_of(event);
                    if (id == last) continue;
                    last = id;
                    if (Id* const known = trade_of.find(translate(id))) note_trade(*known, event.subject_id);
                }
            }
        });
    }

    /// Other threads may note trades in the same place. Whatever their order, what stays is the same.
    static void note_trade(Id& known, Id trade_id) {
        const std::atomic_ref place(known);
        Id before = no_id;
        if (!place.compare_exchange_strong(before, trade_id, std::memory_order_relaxed) && before != trade_id)
            place.store(several, std::memory_order_relaxed);
    }

    const Stream& stream_;
    unsigned threads_;
    std::vector<EventIndex> waiting_;
    std::vector<PlacedFill> placed_;
    std::vector<DoubledFill> doubled_;
};

}  // namespace

Attribution::Attribution(const Stream& stream, unsigned threads) {
    FillPlacer placer(stream, threads);
    placer.place_all();
    unplaced_ = placer.take_waiting();
    doubled_ = placer.take_doubled();
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
    std::vector<PlacedFill> by_trade(begin_.back());
    for (const PlacedFill& placed : placer.placed()) by_trade[--begin_[trades_.find(placed.trade_id, 0)]] = placed;
    const auto fill_id = [&](const PlacedFill& placed) { return stream.fill(stream.event(placed.fill)).fill_id; };
    const auto comes_before = [&](const PlacedFill& left, const PlacedFill& right) {
        return left.filled_at != right.filled_at ? left.filled_at < right.filled_at
                                                 : stream.id_precedes(fill_id(left), fill_id(right));
    };
    fills_.resize(by_trade.size());
    share_out(threads, begin_.size() - 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t index = begin; index < end; ++index)
            std::sort(by_trade.begin() + begin_[index], by_trade.begin() + begin_[index + 1], comes_before);
        if (begin == end) return;
        for (std::size_t place = begin_[begin]; place < begin_[end]; ++place) fills_[place] = by_trade[place].fill;
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
