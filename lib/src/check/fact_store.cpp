#include "check/fact_store.hpp"

#include <algorithm>
#include <utility>

namespace tks::check {

void FactStore::add(const EventFact& event) {
    const auto index = static_cast<EventIndex>(events_.size());
    if (input_begin_.empty()) first_input_ = event.place.input;
    if (input_begin_.empty() || input_begin_.back().input != event.place.input)
        input_begin_.push_back({index, event.place.input});
    const bool has_other_aggregate = event.aggregate_id != event.subject_id;
    if (has_other_aggregate) other_aggregates_.push_back({index, event.aggregate_id});
    rest_.push_back({.content_hash = event.content_hash, .line = event.place.line});
    events_.push_back({.occurred_at = event.occurred_at,
                       .event_id = event.event_id,
                       .subject_id = event.subject_id,
                       .causation_id = event.causation_id,
                       .correlation_id = event.correlation_id,
                       .payload = event.payload,
                       .payload_version = event.payload_version,
                       .type = event.type,
                       .has_other_aggregate = has_other_aggregate});
}

void FactStore::begin_arranging() {
    arranged_.grow_by(size());
    arrivals_.grow_by(size());
}

void FactStore::end_arranging() {
    events_ = std::move(arranged_);
    arranged_ = {};
    is_arranged_ = true;
}

Id FactStore::other_aggregate(EventIndex index) const {
    return std::ranges::lower_bound(other_aggregates_, arrival_of(index), {}, &OtherAggregate::event)->aggregate_id;
}

std::uint32_t FactStore::input_of(EventIndex index) const {
    return std::prev(std::ranges::upper_bound(input_begin_, arrival_of(index), {}, &InputBegin::event))->input;
}

}  // namespace tks::check
