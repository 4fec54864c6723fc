#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

#include "base/block_array.hpp"
#include "base/id_map.hpp"
#include "check/attribution.hpp"
#include "check/fact_store.hpp"
#include "check/facts.hpp"
#include "check/story.hpp"

namespace tks::check {

class Stream;

/// The stories of a family, in an order of no meaning.
class Stories {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Story;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Story;

        Iterator(const Stories& stories, std::size_t index) : stories_(&stories), index_(index) {}

        Story operator*() const { return (*stories_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        Iterator operator++(int) { return {*stories_, index_++}; }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const Stories* stories_;
        std::size_t index_;
    };

    Stories(const Stream& stream, AggregateType family, std::span<const std::uint32_t> subjects)
        : stream_(&stream), family_(family), subjects_(subjects) {}

    [[nodiscard]] std::size_t size() const { return subjects_.size(); }
    [[nodiscard]] Story operator[](std::size_t index) const;

    /// Brings the events of a story into the processor's cache, some time before they are looked at; the facts of their
    /// payloads, some time after that; and then the events that caused them.
    void prefetch(std::size_t index) const;
    void prefetch_payloads(std::size_t index) const;
    void prefetch_causes(std::size_t index) const;

    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

private:
    const Stream* stream_;
    AggregateType family_;
    std::span<const std::uint32_t> subjects_;
};

/// The facts of all events of a stream, in whatever order they came, and the ways through them.
class Stream {
public:
    /// Adds what one piece of an input holds; input after input. `lines_before` is how many lines of the input lie before the piece.
    void add(const PieceFacts& piece, std::uint32_t input, std::uint64_t lines_before);

    /// Must be called when all is added and before any of what follows. Works in so many threads.
    void finish(unsigned threads = 1);

    [[nodiscard]] std::size_t size() const { return facts_.size(); }
    [[nodiscard, gnu::always_inline]] EventFact event(EventIndex index) const { return facts_.event(index); }
    [[nodiscard]] EventOrigin origin(EventIndex index) const { return facts_.origin(index); }
    [[nodiscard]] std::string text(Id id) const { return id == no_id ? std::string() : ids_.text(id); }

    // The facts of an event's payload, unpacked; which kind it has follows from its type (see event_types).
    [[nodiscard, gnu::always_inline]] SignalFact signal(const EventFact& event) const { return facts_.signal(event); }
    [[nodiscard, gnu::always_inline]] OrderFact order(const EventFact& event) const { return facts_.order(event); }
    [[nodiscard, gnu::always_inline]] FillFact fill(const EventFact& event) const { return facts_.fill(event); }
    [[nodiscard, gnu::always_inline]] TradeFact trade(const EventFact& event) const { return facts_.trade(event); }

    /// Brings the facts of an event's payload into the processor's cache, some time before they are asked for.
    void prefetch_payload(EventIndex index) const {
        if (index < size()) facts_.prefetch_payload(index);
    }

    /// Calls visit with the facts of an event's payload, if it has some.
    template <class Visitor>
    void visit_payload(const EventFact& event, Visitor&& visit) const {
        switch (describe(event.type).payload) {
            case event_table::IndexOf<TradingSignalIntent, EventPayload>::value:
            case event_table::IndexOf<TradingSignal, EventPayload>::value:
                visit(signal(event));
                break;
            case event_table::IndexOf<OrderRequest, EventPayload>::value:
                visit(order(event));
                break;
            case event_table::IndexOf<OrderFill, EventPayload>::value:
                visit(fill(event));
                break;
            case event_table::IndexOf<Trade, EventPayload>::value:
                visit(trade(event));
                break;
            default:
                break;
        }
    }

    /// The number of an id; no_id if nothing in the stream names it.
    [[nodiscard]] Id find_id(std::string_view text) const { return ids_.find(text); }

    /// The events of one aggregate in the order in which they happened: by occurred_at, then by their rank in the
    /// lifecycle, then by event_id. Repetitions of an event (the same event_id) are left out.
    [[nodiscard]] Story story(AggregateType family, Id subject) const;

    /// All stories of a family, in an order of no meaning.
    [[nodiscard]] Stories stories(AggregateType family) const {
        return {*this, family, stories_[static_cast<std::size_t>(family)]};
    }

    /// The event of that id; the earliest in the order of stories where there are several; no_event if there is none.
    [[nodiscard]] EventIndex find_event(Id event_id) const {
        const std::uint32_t use = event_id < id_use_.size() ? id_use_[event_id] : no_use;
        return (use & subject_mark) != 0 ? no_event : use;
    }

    /// The fills that belong to a trade, each fill_id once, in order of (filled_at, fill_id): see Attribution.
    [[nodiscard]] std::span<const EventIndex> fills_of(Id trade_id) const { return attribution_.fills_of(trade_id); }

    /// Which trades the fills belong to.
    [[nodiscard]] const Attribution& attribution() const { return attribution_; }

    /// The markets that events are in, each once, in an order of no meaning.
    [[nodiscard]] std::span<const Id> markets() const { return markets_; }

    /// All events with one event_id where there are several; grouped, each group by place.
    [[nodiscard]] const std::vector<std::vector<EventIndex>>& repeated() const { return repeated_; }

    /// Whether another event stands in the place of this one, since both have the same event_id: such an event is in no story.
    [[nodiscard]] bool is_repetition(EventIndex index) const { return index >= end_of_stories_; }

    /// Whether an event comes before another in the order of stories; total and independent of the order of the input,
    /// but for events that are alike in all that is compared.
    [[nodiscard]] bool precedes(EventIndex left, EventIndex right) const {
        const Timestamp one = facts_.occurred_at(left);
        const Timestamp other = facts_.occurred_at(right);
        return one != other ? one < other : precedes_at_one_time(left, right);
    }

    /// Whether an id sorts before another, in an order that does not depend on the input.
    [[nodiscard]] bool id_precedes(Id left, Id right) const { return ids_.precedes(left, right); }

    /// One more than the largest Id.
    [[nodiscard]] std::size_t id_count() const { return ids_.size(); }

private:
    friend class Stories;

    [[nodiscard]] bool precedes_at_one_time(EventIndex left, EventIndex right) const;

    /// What id_use_ says of an id that is neither an event's nor a subject's.
    static constexpr std::uint32_t no_use = 0xFFFFFFFF;
    static constexpr std::uint32_t subject_mark = 0x80000000;

    [[nodiscard]] AggregateType family_of(EventIndex index) const {
        return describe(facts_.type(index)).aggregate_type;
    }
    static std::uint8_t bit_of(AggregateType family) {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(family));
    }

    // While the events are in the order in which they come.
    void prefetch_subject(Id subject_id) const {
        const std::uint32_t use = id_use_[subject_id];
        if (use != no_use && (use & subject_mark) != 0) tks::prefetch(&subjects_[use & ~subject_mark]);
    }
    void prefetch_use(Id id) const {
        if (id < id_use_.size()) prefetch(&id_use_[id]);
    }
    void note_event_id(Id event_id, EventIndex index);
    void note_subject(Id subject_id, EventIndex index);

    /// Of each family, the numbers of some subjects that have a story of it.
    using SubjectsByFamily = std::array<std::vector<std::uint32_t>, 4>;  // Indexed by AggregateType.

    void count_stories();
    void tell_stories(unsigned threads);
    void tell_some_stories(std::uint32_t begin, std::uint32_t end, SubjectsByFamily& told);
    void tell_story(std::uint32_t subject, std::span<EventIndex> arrivals);
    void group_repetitions();
    [[nodiscard]] std::uint32_t subject_number(Id id) const;
    [[nodiscard]] Story story_of_subject(std::uint32_t subject) const {
        return {subjects_[subject].begin, subjects_[subject + 1].begin};
    }
    [[nodiscard]] Story story_of(std::uint32_t subject, AggregateType family) const;

    IdTable ids_;
    std::vector<Id> markets_;
    IdMap market_numbers_;  // Their places in markets_.
    FactStore facts_;       // By subject, then family, then the order of stories; repetitions behind all stories.

    /// Indexed by Id: the event of that event_id, or subject_mark and the number of the subject. An id that is both, which
    /// no producer should make, has the number of its subject in subjects_that_are_events_.
    BlockArray<std::uint32_t> id_use_;
    IdMap subjects_that_are_events_;

    struct Subject {
        EventIndex last = no_event;  // Of its events, in the order in which they come.
        EventIndex begin = 0;        // Of its story, once that is told; before that, how many events it has.
    };
    BlockArray<Subject> subjects_;         // By their numbers, and one that begins where the last story ends.
    BlockArray<EventIndex> event_before_;  // Of the same subject, by event, as long as events come.

    std::vector<EventIndex> repetitions_;  // All but one event of each event_id, as long as events come.
    std::vector<std::vector<EventIndex>> repeated_;
    EventIndex end_of_stories_ = 0;
    std::vector<std::uint8_t>
        families_;  // Indexed by the number of a subject: a bit for each family it has a story of.
    SubjectsByFamily stories_;
    Attribution attribution_;
};

inline void Stories::prefetch(std::size_t index) const {
    if (index >= size()) return;
    for (const EventIndex event : stream_->story_of_subject(subjects_[index])) stream_->facts_.prefetch(event);
}

inline void Stories::prefetch_payloads(std::size_t index) const {
    if (index >= size()) return;
    for (const EventIndex event : stream_->story_of_subject(subjects_[index])) {
        stream_->facts_.prefetch_payload(event);
        stream_->prefetch_use(stream_->event(event).causation_id);
    }
}

inline void Stories::prefetch_causes(std::size_t index) const {
    if (index >= size()) return;
    for (const EventIndex event : stream_->story_of_subject(subjects_[index]))
        if (const EventIndex cause = stream_->find_event(stream_->event(event).causation_id); cause != no_event)
            stream_->facts_.prefetch(cause);
}

inline Story Stories::operator[](std::size_t index) const {
    return stream_->story_of(subjects_[index], family_);
}

}  // namespace tks::check
