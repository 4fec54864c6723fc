#include "check/stream.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/share_out.hpp"
#include "model/lifecycle.hpp"

namespace tks::check {

void Stream::add(const PieceFacts& piece, std::uint32_t input, std::uint64_t lines_before) {
    constexpr std::size_t ahead = 32;
    constexpr std::size_t entry_ahead = 8;
    const std::vector<IdKey>& keys = piece.ids.keys();
    std::vector<Id> numbers(keys.size(), no_id);
    for (std::size_t index = 1; index < keys.size(); ++index) {
        if (index + ahead < keys.size()) ids_.prefetch(keys[index + ahead]);
        if (index + entry_ahead < keys.size()) ids_.prefetch_entry(keys[index + entry_ahead]);
        numbers[index] = ids_.intern(keys[index], piece.ids.kept());
    }
    for (const EventFact& of_piece : piece.events) {
        EventFact event = of_piece;
        for (const auto id : EventFact::ids) event.*id = numbers[of_piece.*id];
        visit_fact_type(event.type, [&]<class Fact>(std::type_identity<Fact>) {
            event.payload = facts_.put<Fact>(piece, of_piece, numbers);
        });
        event.place.input = input;
        event.place.line += static_cast<std::uint32_t>(lines_before);
        facts_.add(event);
    }
    for (const Id of_piece : piece.markets) {
        const Id market = numbers[of_piece];
        const auto next = static_cast<std::uint32_t>(markets_.size());
        if (market_numbers_.at(market, next) == next) markets_.push_back(market);
    }
}

bool Stream::precedes_at_one_time(EventIndex left, EventIndex right) const {
    const EventFact one = facts_.event(left);
    const EventFact other = facts_.event(right);
    const int rank = model::lifecycle_rank(one.type);
    const int other_rank = model::lifecycle_rank(other.type);
    if (rank != other_rank) return rank < other_rank;
    if (one.event_id != other.event_id) return ids_.precedes(one.event_id, other.event_id);
    return std::tie(one.content_hash, one.place) < std::tie(other.content_hash, other.place);
}

void Stream::finish(unsigned threads) {
    Repetitions repetitions = index_event_ids();
    number_subjects(repetitions);
    tell_stories(repetitions, threads);
    if (!repetitions.event_ids.empty()) group_repetitions(std::move(repetitions.event_ids));
    attribution_ = Attribution(*this, threads);
}

Stream::Repetitions Stream::index_event_ids() {
    assert(size() < subject_mark);
    id_use_.assign(ids_.size(), no_use);
    Repetitions repetitions;
    repetitions.has.assign(size(), false);
    for (EventIndex index = 0; index < size(); ++index) {
        const Id id = event(index).event_id;
        if (id == no_id) continue;
        EventIndex& known = id_use_[id];
        if (known == no_use) {
            known = index;
            continue;
        }
        repetitions.event_ids.push_back(id);
        const EventIndex later = precedes(index, known) ? std::exchange(known, index) : index;
        repetitions.has[later] = true;
    }
    return repetitions;
}

/// Gives each subject a number, and counts its events in story_begin_.
void Stream::number_subjects(const Repetitions& repetitions) {
    for (EventIndex index = 0; index < size(); ++index) {
        if (repetitions.has[index]) continue;
        const Id id = event(index).subject_id;
        const auto next = static_cast<std::uint32_t>(story_begin_.size());
        std::uint32_t& use = id_use_[id];
        if (use == no_use) use = subject_mark | next;
        const std::uint32_t number =
            (use & subject_mark) != 0 ? use & ~subject_mark : subjects_that_are_events_.at(id, next);
        if (number == next) story_begin_.push_back(0);
        ++story_begin_[number];
    }
}

/// Puts all events in the order of stories. From here on, that is what they are numbered by.
void Stream::tell_stories(const Repetitions& repetitions, unsigned threads) {
    // A counting sort by subject, from behind; each subject's few events are then sorted among themselves.
    story_begin_.push_back(0);
    std::partial_sum(story_begin_.begin(), story_begin_.end(), story_begin_.begin());
    std::vector<EventIndex> arrivals(size());
    families_.resize(story_begin_.size());
    auto end_of_repetitions = static_cast<EventIndex>(size());
    facts_.begin_arranging();
    for (auto index = static_cast<EventIndex>(size()); index-- > 0;) {
        const bool is_repetition = repetitions.has[index];
        const EventIndex place =
            is_repetition ? --end_of_repetitions : --story_begin_[subject_number(event(index).subject_id)];
        arrivals[place] = index;
        if (is_repetition) facts_.arrange(place, index);
    }

    const std::size_t subjects = story_begin_.size() - 1;
    share_out(threads, subjects, [&](std::size_t begin, std::size_t end) {
        constexpr std::size_t ahead = 8;
        for (std::size_t subject = begin; subject < end; ++subject) {
            if (subject + ahead < end)
                for (const EventIndex place : story_of_subject(static_cast<std::uint32_t>(subject + ahead)))
                    facts_.prefetch(arrivals[place]);
            tell_story(static_cast<std::uint32_t>(subject), arrivals);
        }
    });
    facts_.end_arranging(std::move(arrivals));
    for (std::uint32_t subject = 0; subject < subjects; ++subject)
        for (std::size_t family = 0; family < std::size(stories_); ++family)
            if ((families_[subject] >> family & 1U) != 0) stories_[family].push_back(subject);
}

/// Puts the events of a subject in order, and notes their families.
void Stream::tell_story(std::uint32_t subject, std::vector<EventIndex>& arrivals) {
    const std::span<EventIndex> events(arrivals.data() + story_begin_[subject],
                                       arrivals.data() + story_begin_[subject + 1]);
    std::ranges::sort(events, [&](EventIndex left, EventIndex right) {
        const AggregateType family = family_of(left);
        const AggregateType other = family_of(right);
        return family != other ? family < other : precedes(left, right);
    });
    EventIndex index = story_begin_[subject];
    for (const EventIndex arrival : events) {
        families_[subject] |= bit_of(family_of(arrival));
        if (const Id id = event(arrival).event_id; id != no_id) id_use_[id] = index;
        facts_.arrange(index++, arrival);
    }
}

void Stream::group_repetitions(std::vector<Id> doubled) {
    std::ranges::sort(doubled);
    doubled.erase(std::unique(doubled.begin(), doubled.end()), doubled.end());
    repeated_.resize(doubled.size());
    for (EventIndex index = 0; index < size(); ++index) {
        const Id id = event(index).event_id;
        const auto found = std::ranges::lower_bound(doubled, id);
        if (found != doubled.end() && *found == id)
            repeated_[static_cast<std::size_t>(found - doubled.begin())].push_back(index);
    }
    const auto by_place = [this](EventIndex left, EventIndex right) { return event(left).place < event(right).place; };
    for (auto& group : repeated_) std::ranges::sort(group, by_place);
}

/// no_use for an id that is no subject's.
std::uint32_t Stream::subject_number(Id id) const {
    if (id >= id_use_.size() || id_use_[id] == no_use) return no_use;
    const std::uint32_t use = id_use_[id];
    return (use & subject_mark) != 0 ? use & ~subject_mark : subjects_that_are_events_.find(id, no_use);
}

Story Stream::story_of(std::uint32_t subject, AggregateType family) const {
    const Story events = story_of_subject(subject);
    if (families_[subject] == bit_of(family)) return events;
    const auto belongs = [&](EventIndex index) { return family_of(index) == family; };
    const auto first = std::ranges::find_if(events, belongs);
    return {*first, *std::find_if_not(first, events.end(), belongs)};
}

Story Stream::story(AggregateType family, Id subject) const {
    const std::uint32_t number = subject == no_id ? no_use : subject_number(subject);
    return number == no_use ? Story{} : story_of(number, family);
}

EventIndex Stream::find_event(Id event_id) const {
    const std::uint32_t use = event_id < id_use_.size() ? id_use_[event_id] : no_use;
    return (use & subject_mark) != 0 ? no_event : use;
}

}  // namespace tks::check
