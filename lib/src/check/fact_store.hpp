#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/block_array.hpp"
#include "base/packed_decimals.hpp"
#include "base/prefetch.hpp"
#include "check/fact_words.hpp"
#include "check/facts.hpp"

namespace tks::check {

/// The facts of all events of a stream, packed: about forty bytes for the envelope of an event and thirty for its payload.
/// What is given back is what was put in, to the last bit.
class FactStore {
public:
    [[nodiscard]] std::size_t size() const { return content_hashes_.size(); }

    /// Adds an event. The facts of its payload must have been put right before it, and event.payload says where. Events
    /// come by input.
    void add(const EventFact& event, const EventOrigin& origin);

    /// Keeps the facts of a payload and returns where.
    template <class Fact>
    std::uint32_t put(Fact fact, Timestamp occurred_at) {
        FactWriter writer(occurred_at, decimals_);
        fact.transfer(writer);
        return static_cast<std::uint32_t>(words_.append(writer.words()));
    }

    /// The same for facts of a piece, at such a place there. `numbers` are those of its ids here.
    template <class Fact>
    std::uint32_t put(const PieceFacts& piece, const EventFact& event, const std::vector<Id>& numbers) {
        const std::uint32_t* const packed = &piece.words[event.payload];
        // What does not fit into the words has numbers of its own in each piece.
        if (piece.decimals.large_count() != 0) {
            Fact fact;
            FactReader reader(packed, event.occurred_at, piece.decimals);
            fact.transfer(reader);
            for (const auto id : Fact::ids) fact.*id = numbers[fact.*id];
            return put(fact, event.occurred_at);
        }
        const std::size_t first = words_.append({packed, word_count(*packed)});
        std::uint32_t* word = &words_[first];
        std::uint32_t follows = *word++;
        for (unsigned id = 0; id < Fact::ids_in_words; ++id, follows >>= 1U) {
            if ((follows & 1U) == 0) continue;
            *word = numbers[*word];
            ++word;
        }
        return static_cast<std::uint32_t>(first);
    }

    /// Brings an event into the processor's cache.
    void prefetch(EventIndex index) const { tks::prefetch(&packed(index)); }

    /// Brings the facts of an event's payload there; the event itself should be there.
    void prefetch_payload(EventIndex index) const {
        if (words_.size() == 0) return;
        const std::uint32_t* const payload = &words_[packed(index).payload];
        tks::prefetch(payload);
        // They may go on in the next line of the cache.
        tks::prefetch(payload + cache_line_words - 1);
    }

    /// Puts all events in another order, so that those that are looked at together lie side by side. Between begin and end,
    /// arrange() is called for all of the new indexes, some at a time and from any thread: those from `first` on become
    /// what the given ones were. An event may be asked for by its old index until it has been arranged, and by the new one
    /// after the end. Takes little memory where events that become neighbours were not far apart.
    void begin_arranging();
    void arrange(EventIndex first, std::span<const EventIndex> arrivals);
    void end_arranging();

    // What is not asked of an event is not unpacked, as all of this becomes part of the code that asks.
    [[nodiscard, gnu::always_inline]] EventFact event(EventIndex index) const {
        const PackedEvent& packed = this->packed(index);
        EventFact event;
        event.occurred_at = packed.occurred_at;
        event.event_id = packed.event_id;
        event.subject_id = packed.subject_id;
        event.aggregate_id = packed.has_other_aggregate ? other_aggregate(index) : packed.subject_id;
        event.causation_id = packed.causation_id;
        event.correlation_id = packed.correlation_id;
        event.payload = packed.payload;
        event.type = packed.type;
        event.payload_version = packed.payload_version;
        return event;
    }

    /// Lies apart from the event itself.
    [[nodiscard]] EventOrigin origin(EventIndex index) const;

    [[nodiscard]] EventType type(EventIndex index) const { return packed(index).type; }
    [[nodiscard]] Timestamp occurred_at(EventIndex index) const { return packed(index).occurred_at; }

    [[nodiscard, gnu::always_inline]] SignalFact signal(const EventFact& event) const { return get<SignalFact>(event); }
    [[nodiscard, gnu::always_inline]] OrderFact order(const EventFact& event) const {
        auto fact = get<OrderFact>(event);
        fact.order_id = event.subject_id;
        return fact;
    }
    [[nodiscard, gnu::always_inline]] FillFact fill(const EventFact& event) const {
        auto fact = get<FillFact>(event);
        fact.order_id = event.subject_id;
        return fact;
    }
    [[nodiscard, gnu::always_inline]] TradeFact trade(const EventFact& event) const {
        auto fact = get<TradeFact>(event);
        fact.trade_id = event.subject_id;
        return fact;
    }

private:
    /// Two of them share a line of the processor's cache.
    struct PackedEvent {
        Timestamp occurred_at;
        Id event_id;
        Id subject_id;
        Id causation_id;
        Id correlation_id;
        std::uint32_t payload;
        std::uint16_t payload_version;
        EventType type;
        bool has_other_aggregate;  // Than subject_id.
    };
    static_assert(sizeof(PackedEvent) == 32);

    struct OtherAggregate {
        EventIndex event;
        Id aggregate_id;
    };

    /// Events that stand in one input, each a line behind the one before it.
    struct PlaceRun {
        EventIndex first;
        Place place;  // Of the first.

        [[nodiscard]] Place place_of(EventIndex event) const { return {place.input, place.line + (event - first)}; }
    };

    template <class Fact>
    [[nodiscard, gnu::always_inline]] Fact get(const EventFact& event) const {
        Fact fact;
        FactReader reader(&words_[event.payload], event.occurred_at, decimals_);
        fact.transfer(reader);
        return fact;
    }

    [[nodiscard, gnu::pure]] Id other_aggregate(EventIndex index) const;
    [[nodiscard]] EventIndex arrival_of(EventIndex index) const { return is_arranged_ ? arrivals_[index] : index; }

    static constexpr std::size_t block_size = BlockArray<PackedEvent>::block_size;
    static constexpr std::size_t cache_line_words = 64 / sizeof(std::uint32_t);

    [[nodiscard]] const PackedEvent& packed(EventIndex index) const {
        return blocks_[index / block_size][index % block_size];
    }

    /// While events are arranged.
    struct Arrangement {
        std::mutex mutex;                  // Guards what follows.
        std::vector<PackedEvent*> blocks;  // Of events in their new order; null where there are none yet.
        std::vector<std::size_t> left;     // So many events in each of the old blocks are still to be arranged.
        std::vector<PackedEvent*> free;    // Blocks without any.
    };
    [[nodiscard]] PackedEvent* take_free_block();

    BlockArray<PackedEvent> events_;    // The memory of the blocks.
    std::vector<PackedEvent*> blocks_;  // Those that the events are in, in order.
    std::unique_ptr<Arrangement> arrangement_;
    BlockArray<EventIndex> arrivals_;  // What the indexes were when the events were added, once they are arranged.
    bool is_arranged_ = false;
    BlockArray<std::uint32_t> content_hashes_;  // By arrival.
    BlockArray<std::uint32_t> words_;           // Of the facts of payloads.
    PackedDecimals decimals_;
    std::vector<OtherAggregate> other_aggregates_;  // By arrival; few, as they are findings.
    std::vector<PlaceRun> places_;                  // By arrival; few where each line is an event.
};

}  // namespace tks::check
