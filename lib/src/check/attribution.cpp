#include "check/attribution.hpp"

#include <algorithm>
#include <array>
#include <atomic>
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

/// What leads from a fill to its trade, in the order in which it is asked.
enum class LeadKind : std::uint8_t { signal, intent, cause, correlation };
constexpr std::size_t lead_kind_count = 4;

/// An id that some event of the fill's trade may have; no_id leads nowhere.
struct Lead {
    EventIndex fill;
    Id key;
    LeadKind kind;
};

/// A fill of which neither it nor its order names the trade.
struct WaitingFill {
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

/// Finds the trades of fills.
class FillPlacer {
public:
    FillPlacer(const Stream& stream, unsigned threads) : stream_(stream), threads_(threads) {}

    void place_all() {
        place_by_order();
        if (std::ranges::any_of(found_, [](const Found& found) { return !found.waiting.empty(); })) place_by_leads();
    }

    template <class Visitor>
    void visit_placed(Visitor&& visit) const {
        for (const Found& found : found_) std::ranges::for_each(found.placed, visit);
    }

    /// Those without a trade.
    template <class Visitor>
    void visit_waiting(Visitor&& visit) const {
        for (const Found& found : found_) std::ranges::for_each(found.waiting, visit);
    }

    [[nodiscard]] std::vector<DoubledFill> take_doubled() { return std::move(doubled_); }

    /// The signals by which a fill of an order can be placed. True if the stream tells of a grant of the order's intent.
    template <class Visitor>
    bool visit_signals(const FillFact& fill, Story order, Visitor&& visit) const {
        visit(first_said(order, &OrderFact::signal_id));
        visit(fill.signal_id);
        bool is_granted = false;
        for (const EventIndex index : stream_.story(AggregateType::intent, first_said(order, &OrderFact::intent_id))) {
            const EventFact event = stream_.event(index);
            if (event.type != EventType::trading_signal_intent_granted) continue;
            visit(stream_.signal(event).signal_id);
            is_granted = true;
        }
        return is_granted;
    }

private:
    static constexpr Id several = ~Id{0};  // In the place of a trade.

    // So many stories.
    static constexpr std::size_t ahead = 16;
    static constexpr std::size_t payloads_ahead = 8;

    /// What was found in the stories of some orders.
    struct Found {
        std::vector<PlacedFill> placed;
        std::vector<WaitingFill> waiting;
        std::vector<Lead> leads;  // Those of one fill side by side, and fills in the order in which they wait.
        std::vector<Id> doubled;
    };

    /// Finds all fills, and the trades of those that name one, themselves or by their order.
    void place_by_order() {
        const Stories orders = stream_.stories(AggregateType::order);
        SharedIdSet seen(stream_.id_count());
        std::mutex mutex;
        share_out(threads_, orders.size(), [&](std::size_t begin, std::size_t end) {
            Found found;
            for (std::size_t index = begin; index < end; ++index) {
                orders.prefetch(index + ahead);
                orders.prefetch_payloads(index + payloads_ahead);
                place_by_order(orders[index], seen, found);
            }
            const std::scoped_lock lock(mutex);
            found_.push_back(std::move(found));
        });
        std::vector<Id> doubled;
        for (const Found& found : found_) doubled.insert(doubled.end(), found.doubled.begin(), found.doubled.end());
        if (!doubled.empty()) drop_doubled(std::move(doubled));
    }

    void place_by_order(Story order, SharedIdSet& seen, Found& found) const {
        for (const EventIndex index : order) {
            const EventFact event = stream_.event(index);
            if (!carries<OrderFill>(event.type)) continue;
            const FillFact fill = stream_.fill(event);
            if (!seen.add(fill.fill_id)) found.doubled.push_back(fill.fill_id);
            const Id trade_id = fill.trade_id != no_id ? fill.trade_id : first_said(order, &OrderFact::trade_id);
            if (trade_id != no_id) {
                found.placed.push_back({trade_id, index, fill.filled_at});
                continue;
            }
            found.waiting.push_back({index, fill.filled_at});
            add_leads(index, event, fill, order, found.leads);
        }
    }

    /// In the order in which they are asked; at least one.
    void add_leads(EventIndex index, const EventFact& event, const FillFact& fill, Story order,
                   std::vector<Lead>& leads) const {
        const auto add = [&](LeadKind kind, Id key) {
            if (key != no_id) leads.push_back({index, key, kind});
        };
        const bool is_granted = visit_signals(fill, order, [&](Id signal_id) { add(LeadKind::signal, signal_id); });
        // Where the grant is not in the stream, the signals themselves tell which intents they come from.
        if (!is_granted) add(LeadKind::intent, first_said(order, &OrderFact::intent_id));
        add(LeadKind::cause, event.event_id);
        leads.push_back({index, event.correlation_id, LeadKind::correlation});  // It may have none.
    }

    /// Leaves the first of several fills with the same fill_id.
    void drop_doubled(std::vector<Id> fill_ids) {
        std::ranges::sort(fill_ids);
        const auto fill_id = [this](EventIndex index) { return stream_.fill(stream_.event(index)).fill_id; };
        std::vector<EventIndex> fills;
        const auto collect = [&](const auto& fill) {
            if (std::ranges::binary_search(fill_ids, fill_id(fill.fill))) fills.push_back(fill.fill);
        };
        visit_placed(collect);
        visit_waiting(collect);
        std::ranges::sort(fills, [&](EventIndex left, EventIndex right) {
            return fill_id(left) != fill_id(right) ? fill_id(left) < fill_id(right) : stream_.precedes(left, right);
        });
        EventIndex first = fills.front();
        for (const EventIndex index : fills) {
            if (fill_id(index) != fill_id(first)) first = index;
            if (index != first) doubled_.push_back({index, first});
        }
        std::ranges::sort(doubled_, {}, &DoubledFill::again);
        const auto is_doubled = [this](const auto& fill) {
            return std::ranges::binary_search(doubled_, fill.fill, {}, &DoubledFill::again);
        };
        for (Found& found : found_) {
            std::erase_if(found.placed, is_doubled);
            std::erase_if(found.waiting, is_doubled);
        }
    }

    /// The intent that a signal comes from; no_id if that is not known.
    [[nodiscard]] Id intent_of(Id signal_id) const {
        for (const EventIndex index : stream_.story(AggregateType::signal, signal_id))
            if (carries<TradingSignal>(stream_.event(index).type))
                return stream_.signal(stream_.event(index)).intent_id;
        return no_id;
    }

    /// What an order says, in the first of its events that says it.
    [[nodiscard]] Id first_said(Story order, Id OrderFact::*member) const {
        for (const EventIndex index : order) {
            const EventFact event = stream_.event(index);
            if (!carries<OrderRequest>(event.type)) continue;
            if (const Id id = stream_.order(event).*member; id != no_id) return id;
        }
        return no_id;
    }

    /// Places the fills that wait by the first of their leads that leads to one trade alone.
    void place_by_leads() {
        note_keys();
        find_trades();
        share_out_each(threads_, found_.size(), [this](std::size_t index) { place_by_leads(found_[index]); });
    }

    void place_by_leads(Found& found) {
        auto lead = found.leads.begin();
        std::erase_if(found.waiting, [&](const WaitingFill& waiting) {
            while (lead->fill != waiting.fill) ++lead;  // That of a fill which does not wait any more.
            for (; lead != found.leads.end() && lead->fill == waiting.fill; ++lead) {
                const Id trade_id = trades_by(lead->kind).find(lead->key, no_id);
                if (trade_id == no_id || trade_id == several) continue;
                found.placed.push_back({trade_id, waiting.fill, waiting.filled_at});
                return true;
            }
            return false;
        });
    }

    /// Notes what is asked for. Most trades are asked for by nobody.
    void note_keys() {
        share_out_each(threads_, lead_kind_count, [this](std::size_t kind) {
            for (const Found& found : found_)
                for (const Lead& lead : found.leads)
                    if (lead.kind == static_cast<LeadKind>(kind) && lead.key != no_id)
                        trade_of_[kind].at(lead.key, no_id);
        });
    }

    IdMap& trades_by(LeadKind kind) { return trade_of_[static_cast<std::size_t>(kind)]; }

    /// Notes with each of the keys the trade whose events have it.
    void find_trades() {
        const Stories trades = stream_.stories(AggregateType::trade);
        share_out(threads_, trades.size(), [&](std::size_t begin, std::size_t end) {
            for (std::size_t index = begin; index < end; ++index) {
                trades.prefetch(index + ahead);
                trades.prefetch_payloads(index + payloads_ahead);
                // Mostly the same in all events of a trade.
                Id last_correlation = no_id;
                Id last_signal = no_id;
                for (const EventIndex each : trades[index]) {
                    const EventFact event = stream_.event(each);
                    note_trade(LeadKind::cause, event.causation_id, event.subject_id);
                    if (std::exchange(last_correlation, event.correlation_id) != event.correlation_id)
                        note_trade(LeadKind::correlation, event.correlation_id, event.subject_id);
                    const Id signal_id = stream_.trade(event).signal_id;
                    if (std::exchange(last_signal, signal_id) == signal_id) continue;
                    note_trade(LeadKind::signal, signal_id, event.subject_id);
                    if (trades_by(LeadKind::intent).size() != 0)
                        note_trade(LeadKind::intent, intent_of(signal_id), event.subject_id);
                }
            }
        });
    }

    /// Other threads may note trades in the same place. Whatever their order, what stays is the same.
    void note_trade(LeadKind kind, Id key, Id trade_id) {
        Id* const known = trades_by(kind).find(key);
        if (known == nullptr) return;
        const std::atomic_ref place(*known);
        Id before = no_id;
        if (!place.compare_exchange_strong(before, trade_id, std::memory_order_relaxed) && before != trade_id)
            place.store(several, std::memory_order_relaxed);
    }

    const Stream& stream_;
    unsigned threads_;
    std::vector<Found> found_;
    std::array<IdMap, lead_kind_count> trade_of_;  // Of each kind, by key.
    std::vector<DoubledFill> doubled_;
};

/// The fills of those trades that are wanted.
template <class IsWanted>
FillsByTrade gather_fills(const Stream& stream, const FillPlacer& placer, IsWanted is_wanted) {
    FillsByTrade gathered;
    std::vector<std::uint32_t>& begin = gathered.begin;
    std::vector<PlacedFill> fills;
    std::vector<std::uint32_t> numbers;  // Of their trades.
    placer.visit_placed([&](const PlacedFill& placed) {
        if (!is_wanted(placed)) return;
        const auto next = static_cast<std::uint32_t>(begin.size());
        fills.push_back(placed);
        numbers.push_back(gathered.trades.at(placed.trade_id, next));
        if (numbers.back() == next) begin.push_back(0);
        ++begin[numbers.back()];
    });
    // A counting sort by trade, from behind.
    begin.push_back(0);
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<PlacedFill> by_trade(fills.size());
    for (std::size_t index = 0; index < numbers.size(); ++index) by_trade[--begin[numbers[index]]] = fills[index];
    const auto fill_id = [&](const PlacedFill& placed) { return stream.fill(stream.event(placed.fill)).fill_id; };
    const auto comes_before = [&](const PlacedFill& left, const PlacedFill& right) {
        return left.filled_at != right.filled_at ? left.filled_at < right.filled_at
                                                 : stream.id_precedes(fill_id(left), fill_id(right));
    };
    for (std::size_t number = 0; number + 1 < begin.size(); ++number)
        std::sort(by_trade.begin() + begin[number], by_trade.begin() + begin[number + 1], comes_before);
    gathered.fills.resize(by_trade.size());
    std::ranges::transform(by_trade, gathered.fills.begin(), &PlacedFill::fill);
    return gathered;
}

}  // namespace

Attribution::Attribution(const Stream& stream, unsigned threads) {
    FillPlacer placer(stream, threads);
    placer.place_all();
    doubled_ = placer.take_doubled();
    placer.visit_waiting([&](const WaitingFill& waiting) {
        const EventFact& event = stream.event(waiting.fill);
        unplaced_.push_back(waiting.fill);
        unplaced_ids_.push_back(event.correlation_id);
        placer.visit_signals(stream.fill(event), stream.story(AggregateType::order, event.subject_id),
                             [&](Id signal_id) { unplaced_ids_.push_back(signal_id); });
    });
    std::ranges::sort(unplaced_ids_);
    unplaced_ids_.erase(std::unique(unplaced_ids_.begin(), unplaced_ids_.end()), unplaced_ids_.end());
    share_out_each(threads, shares_.size(), [&](std::size_t share) {
        const auto is_of_it = [&](const PlacedFill& placed) { return placed.trade_id % shares_.size() == share; };
        shares_[share] = gather_fills(stream, placer, is_of_it);
    });
}

std::span<const EventIndex> Attribution::fills_of(Id trade_id) const {
    constexpr std::uint32_t no_fills = 0xFFFFFFFF;
    const FillsByTrade& share = shares_[trade_id % shares_.size()];
    const std::uint32_t number = share.trades.find(trade_id, no_fills);
    if (number == no_fills) return {};
    return std::span(share.fills).subspan(share.begin[number], share.begin[number + 1] - share.begin[number]);
}

bool Attribution::is_doubled(EventIndex fill) const {
    return !doubled_.empty() && std::ranges::binary_search(doubled_, fill, {}, &DoubledFill::again);
}

bool Attribution::has_unplaced(Id correlation_or_signal) const {
    return correlation_or_signal != no_id && std::ranges::binary_search(unplaced_ids_, correlation_or_signal);
}

}  // namespace tks::check
