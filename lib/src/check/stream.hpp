#pragma once

#include <deque>
#include <span>
#include <vector>

#include "check/attribution.hpp"
#include "check/facts.hpp"

namespace tks::check {

/// The events of one aggregate in order; never empty where it is given to a rule.
using Story = std::span<const EventIndex>;

/// The facts of all events of a stream, in whatever order they came, and the ways through them.
class Stream {
public:
    /// Adds what one piece of an input holds. `lines_before` is how many lines of the input lie before the piece.
    void add(const PieceFacts& piece, std::uint32_t input, std::uint64_t lines_before);

    /// Must be called when all is added and before any of what follows.
    void finish();

    [[nodiscard]] std::size_t size() const { return events_.size(); }
    [[nodiscard]] const EventFact& event(EventIndex index) const { return events_[index]; }
    [[nodiscard]] std::string text(Id id) const { return id == no_id ? std::string() : ids_.text(id); }

    // The facts of an event's payload; which kind it has follows from its type (see event_types).
    [[nodiscard]] const SignalFact& signal(const EventFact& event) const { return signals_[event.payload]; }
    [[nodiscard]] const OrderFact& order(const EventFact& event) const { return orders_[event.payload]; }
    [[nodiscard]] const FillFact& fill(const EventFact& event) const { return fills_[event.payload]; }
    [[nodiscard]] const TradeFact& trade(const EventFact& event) const { return trades_[event.payload]; }

    /// Calls visit with the facts of an event's payload, if it has some.
    template <class Visitor>
    void visit_payload(const EventFact& event, Visitor&& visit) const {
        switch (describe(event.type).payload) {
            case event_table::IndexOf<TradingSignalIntent, EventPayload>::value:
            case event_table::IndexOf<TradingSignal, EventPayload>::value: visit(signal(event)); break;
            case event_table::IndexOf<OrderRequest, EventPayload>::value: visit(order(event)); break;
            case event_table::IndexOf<OrderFill, EventPayload>::value: visit(fill(event)); break;
            case event_table::IndexOf<Trade, EventPayload>::value: visit(trade(event)); break;
            default: break;
        }
    }

    /// The number of an id; no_id if nothing in the stream names it.
    [[nodiscard]] Id find_id(std::string_view text) const { return ids_.find(text); }

    /// The events of one aggregate in the order in which they happened: by occurred_at, then by their rank in the
    /// lifecycle, then by event_id. Repetitions of an event (the same event_id) are left out.
    [[nodiscard]] Story story(AggregateType family, Id subject) const;

    /// All stories of a family, in an order of no meaning.
    [[nodiscard]] std::span<const Story> stories(AggregateType family) const;

    /// The event of that id; the earliest in the order of stories where there are several; no_event if there is none.
    [[nodiscard]] EventIndex find_event(Id event_id) const;

    /// The fills that belong to a trade, each fill_id once, in order of (filled_at, fill_id): see Attribution.
    [[nodiscard]] std::span<const EventIndex> fills_of(Id trade_id) const { return attribution_.fills_of(trade_id); }

    /// Which trades the fills belong to.
    [[nodiscard]] const Attribution& attribution() const { return attribution_; }

    /// All events with one event_id where there are several; grouped, each group by place.
    [[nodiscard]] const std::vector<std::vector<EventIndex>>& repeated() const { return repeated_; }

    /// Whether another event stands in the place of this one, since both have the same event_id: such an event is in no story.
    [[nodiscard]] bool is_repetition(EventIndex index) const { return is_repetition_[index]; }

    /// Whether an event comes before another in the order of stories; total and independent of the order of the input,
    /// but for events that are alike in all that is compared.
    [[nodiscard]] bool precedes(EventIndex left, EventIndex right) const;

    /// Whether an id sorts before another, in an order that does not depend on the input.
    [[nodiscard]] bool id_precedes(Id left, Id right) const { return ids_.precedes(left, right); }

    /// One more than the largest Id.
    [[nodiscard]] std::size_t id_count() const { return ids_.size(); }

private:
    template <class Fact>
    static std::uint32_t add_facts(const std::vector<Fact>& from, std::deque<Fact>& to, const std::vector<Id>& numbers);
    void index_event_ids();
    void group_repetitions(std::vector<Id> doubled);
    void index_stories();

    IdTable ids_;
    std::deque<EventFact> events_;  // Deques, since vectors would need twice the memory while they grow.
    std::deque<SignalFact> signals_;
    std::deque<OrderFact> orders_;
    std::deque<FillFact> fills_;
    std::deque<TradeFact> trades_;

    std::vector<EventIndex> event_of_id_;              // Indexed by Id.
    std::vector<std::vector<EventIndex>> repeated_;
    std::vector<bool> is_repetition_;                  // Indexed by EventIndex; all but one event of each event_id.
    std::vector<EventIndex> in_order_;                 // By subject, then family, then the order of stories.
    std::vector<std::uint32_t> subject_begin_;         // Indexed by Id: where its events begin in in_order_.
    std::vector<Story> stories_[4];  // Indexed by AggregateType.
    Attribution attribution_;
};

}  // namespace tks::check
