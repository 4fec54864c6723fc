#include "check/fact_store.hpp"

#include <algorithm>
#include <utility>

namespace tks::check {

void FactStore::add(const EventFact& event, const EventOrigin& origin) {
    const auto index = static_cast<EventIndex>(size());
    if (places_.empty() || places_.back().place_of(index) != origin.place) places_.push_back({index, origin.place});
    const bool has_other_aggregate = event.aggregate_id != event.subject_id;
    if (has_other_aggregate) other_aggregates_.push_back({index, event.aggregate_id});
    content_hashes_.push_back(origin.content_hash);
    events_.push_back({.occurred_at = event.occurred_at,
                       .event_id = event.event_id,
                       .subject_id = event.subject_id,
                       .causation_id = event.causation_id,
                       .correlation_id = event.correlation_id,
                       .payload = event.payload,
                       .payload_version = event.payload_version,
                       .type = event.type,
                       .has_other_aggregate = has_other_aggregate});
    if (index % block_size == 0) blocks_.push_back(nullptr);
    blocks_.back() = &events_[index - index % block_size];  // The first one moves while it grows.
}

void FactStore::begin_arranging() {
    arrivals_.grow_by(size());
    // No block moves once the first one is whole.
    events_.grow_by((block_size - size() % block_size) % block_size);
    if (!blocks_.empty()) blocks_.front() = &events_[0];
    arrangement_ = std::make_unique<Arrangement>();
    arrangement_->blocks.resize(blocks_.size(), nullptr);
    arrangement_->left.resize(blocks_.size(), block_size);
    if (const std::size_t rest = size() % block_size; rest != 0) arrangement_->left.back() = rest;
}

void FactStore::arrange(EventIndex first, std::span<const EventIndex> arrivals) {
    if (arrivals.empty()) return;
    Arrangement& arrangement = *arrangement_;
    {
        const std::scoped_lock lock(arrangement.mutex);
        const std::size_t last = first + arrivals.size() - 1;
        for (std::size_t block = first / block_size; block <= last / block_size; ++block)
            if (arrangement.blocks[block] == nullptr) arrangement.blocks[block] = take_free_block();
    }
    EventIndex index = first;
    for (const EventIndex arrival : arrivals) {
        arrangement.blocks[index / block_size][index % block_size] = packed(arrival);
        arrivals_[index++] = arrival;
    }
    const std::scoped_lock lock(arrangement.mutex);
    for (const EventIndex arrival : arrivals)
        if (--arrangement.left[arrival / block_size] == 0) arrangement.free.push_back(blocks_[arrival / block_size]);
}

FactStore::PackedEvent* FactStore::take_free_block() {
    std::vector<PackedEvent*>& free = arrangement_->free;
    if (free.empty()) {
        const std::size_t begin = events_.size();
        events_.grow_by(block_size);
        return &events_[begin];
    }
    PackedEvent* const block = free.back();
    free.pop_back();
    return block;
}

void FactStore::end_arranging() {
    blocks_ = std::move(arrangement_->blocks);
    arrangement_.reset();
    is_arranged_ = true;
}

EventOrigin FactStore::origin(EventIndex index) const {
    const EventIndex arrival = arrival_of(index);
    const PlaceRun& run = *std::prev(std::ranges::upper_bound(places_, arrival, {}, &PlaceRun::first));
    return {.place = run.place_of(arrival), .content_hash = content_hashes_[arrival]};
}

Id FactStore::other_aggregate(EventIndex index) const {
    return std::ranges::lower_bound(other_aggregates_, arrival_of(index), {}, &OtherAggregate::event)->aggregate_id;
}

}  // namespace tks::check
