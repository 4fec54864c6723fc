#include "check/stream.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

#include "model/lifecycle.hpp"

namespace tks::check {

template <class Fact>
std::uint32_t Stream::add_facts(const std::vector<Fact>& from, std::deque<Fact>& to, const std::vector<Id>& numbers) {
    const auto first = static_cast<std::uint32_t>(to.size());
    for (Fact fact : from) {
        for (const auto id : Fact::ids) fact.*id = numbers[fact.*id];
        to.push_back(fact);
    }
    return first;
}

void Stream::add(const PieceFacts& piece, std::uint32_t input, std::uint64_t lines_before) {
    constexpr std::size_t ahead = 16;
    std::vector<Id> numbers(piece.keys.size(), no_id);
    for (std::size_t index = 1; index < piece.keys.size(); ++index) {
        if (index + ahead < piece.keys.size()) ids_.prefetch(piece.keys[index + ahead]);
        numbers[index] = ids_.intern(piece.keys[index], piece.kept);
    }
    const std::uint32_t first_signal = add_facts(piece.signals, signals_, numbers);
    const std::uint32_t first_order = add_facts(piece.orders, orders_, numbers);
    const std::uint32_t first_fill = add_facts(piece.fills, fills_, numbers);
    const std::uint32_t first_trade = add_facts(piece.trades, trades_, numbers);
    const std::array<std::uint32_t, std::variant_size_v<EventPayload>> first_payload = {
        0, first_signal, first_signal, first_order, first_fill, first_trade};
    const std::size_t first_event = events_.size();
    add_facts(piece.events, events_, numbers);
    for (std::size_t index = first_event; index < events_.size(); ++index) {
        EventFact& event = events_[index];
        event.payload += first_payload[describe(event.type).payload];
        event.place.input = input;
        event.place.line += static_cast<std::uint32_t>(lines_before);
    }
}

bool Stream::precedes(EventIndex left, EventIndex right) const {
    const EventFact& one = events_[left];
    const EventFact& other = events_[right];
    const auto rank = [](const EventFact& event) { return std::tuple(event.occurred_at, model::lifecycle_rank(event.type)); };
    if (rank(one) != rank(other)) return rank(one) < rank(other);
    if (one.event_id != other.event_id) return ids_.precedes(one.event_id, other.event_id);
    return std::tie(one.content_hash, one.place) < std::tie(other.content_hash, other.place);
}

void Stream::finish() {
    index_event_ids();
    index_stories();
    attribution_ = Attribution(*this);
}

void Stream::index_event_ids() {
    event_of_id_.assign(ids_.size(), no_event);
    is_repetition_.assign(events_.size(), false);
    std::vector<Id> doubled;
    for (EventIndex index = 0; index < events_.size(); ++index) {
        const Id id = events_[index].event_id;
        if (id == no_id) continue;
        EventIndex& known = event_of_id_[id];
        if (known == no_event) {
            known = index;
            continue;
        }
        doubled.push_back(id);
        const EventIndex later = precedes(index, known) ? std::exchange(known, index) : index;
        is_repetition_[later] = true;
    }
    if (!doubled.empty()) group_repetitions(std::move(doubled));
}

void Stream::group_repetitions(std::vector<Id> doubled) {
    std::ranges::sort(doubled);
    doubled.erase(std::unique(doubled.begin(), doubled.end()), doubled.end());
    repeated_.resize(doubled.size());
    for (EventIndex index = 0; index < events_.size(); ++index) {
        const auto found = std::ranges::lower_bound(doubled, events_[index].event_id);
        if (found != doubled.end() && *found == events_[index].event_id)
            repeated_[static_cast<std::size_t>(found - doubled.begin())].push_back(index);
    }
    const auto by_place = [this](EventIndex left, EventIndex right) { return events_[left].place < events_[right].place; };
    for (auto& group : repeated_) std::ranges::sort(group, by_place);
}

void Stream::index_stories() {
    // A counting sort by subject, as ids are small numbers; each subject's few events are then sorted among themselves.
    subject_begin_.assign(ids_.size() + 1, 0);
    const auto is_told = [this](EventIndex index) { return !is_repetition_[index]; };
    for (EventIndex index = 0; index < events_.size(); ++index)
        if (is_told(index)) ++subject_begin_[events_[index].subject_id + 1];
    std::partial_sum(subject_begin_.begin(), subject_begin_.end(), subject_begin_.begin());
    in_order_.resize(subject_begin_.back());
    std::vector<std::uint32_t> next(subject_begin_.begin(), subject_begin_.end() - 1);
    for (EventIndex index = 0; index < events_.size(); ++index)
        if (is_told(index)) in_order_[next[events_[index].subject_id]++] = index;

    const auto family = [this](EventIndex index) { return describe(events_[index].type).aggregate_type; };
    const auto comes_before = [&](EventIndex left, EventIndex right) {
        return family(left) != family(right) ? family(left) < family(right) : precedes(left, right);
    };
    for (Id subject = 0; subject + 1 < subject_begin_.size(); ++subject) {
        const std::span<EventIndex> events(in_order_.data() + subject_begin_[subject],
                                           in_order_.data() + subject_begin_[subject + 1]);
        std::ranges::sort(events, comes_before);
        for (auto first = events.begin(); first != events.end();) {
            const auto last = std::find_if(first, events.end(), [&](EventIndex index) { return family(index) != family(*first); });
            stories_[static_cast<std::size_t>(family(*first))].emplace_back(first, last);
            first = last;
        }
    }
}

Story Stream::story(AggregateType family, Id subject) const {
    if (subject == no_id || subject + 1 >= subject_begin_.size()) return {};
    const std::span<const EventIndex> events(in_order_.data() + subject_begin_[subject],
                                             in_order_.data() + subject_begin_[subject + 1]);
    const auto belongs = [&](EventIndex index) { return describe(events_[index].type).aggregate_type == family; };
    const auto first = std::ranges::find_if(events, belongs);
    const auto last = std::find_if_not(first, events.end(), belongs);
    return {first, last};
}

std::span<const Story> Stream::stories(AggregateType family) const {
    return stories_[static_cast<std::size_t>(family)];
}

EventIndex Stream::find_event(Id event_id) const {
    return event_id < event_of_id_.size() ? event_of_id_[event_id] : no_event;
}

}  // namespace tks::check
