#include "check/stream.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <mutex>
#include <tuple>
#include <utility>

#include "base/share_out.hpp"
#include "model/lifecycle.hpp"

namespace tks::check {

void Stream::add(const PieceFacts& piece, std::uint32_t input, std::uint64_t lines_before) {
    constexpr std::size_t ahead = 32;
    constexpr std::size_t subject_ahead = 8;
    const std::vector<IdKey>& keys = piece.ids.keys();
    std::vector<Id> numbers(keys.size(), no_id);
    for (std::size_t index = 1; index < keys.size(); ++index) {
        if (index + ahead < keys.size()) ids_.prefetch(keys[index + ahead]);
        numbers[index] = ids_.intern(keys[index], piece.ids.kept());
    }
    while (id_use_.size() < ids_.size()) id_use_.push_back(no_use);
    for (std::size_t place = 0; place < piece.events.size(); ++place) {
        const EventFact& of_piece = piece.events[place].event;
        if (place + ahead < piece.events.size())
            tks::prefetch(&id_use_[numbers[piece.events[place + ahead].event.subject_id]]);
        // Where the way leads on is brought once its beginning is there.
        if (place + subject_ahead < piece.events.size())
            prefetch_subject(numbers[piece.events[place + subject_ahead].event.subject_id]);
        EventFact event = of_piece;
        for (const auto id : EventFact::ids) event.*id = numbers[of_piece.*id];
        visit_fact_type(event.type, [&]<class Fact>(std::type_identity<Fact>) {
            event.payload = facts_.put<Fact>(piece, of_piece, numbers);
        });
        EventOrigin origin = piece.events[place].origin;
        origin.place.input = input;
        origin.place.line += static_cast<std::uint32_t>(lines_before);
        const auto index = static_cast<EventIndex>(size());
        facts_.add(event, origin);
        note_subject(event.subject_id, index);
        if (event.event_id != no_id) note_event_id(event.event_id, index);
    }
    assert(size() < subject_mark);
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
    const auto by_content = [this](EventIndex index) {
        const EventOrigin origin = this->origin(index);
        return std::pair(origin.content_hash, origin.place);
    };
    return by_content(left) < by_content(right);
}

void Stream::note_event_id(Id event_id, EventIndex index) {
    std::uint32_t& use = id_use_[event_id];
    if (use == no_use) {
        use = index;
    } else if ((use & subject_mark) != 0) {
        subjects_that_are_events_.at(event_id, use & ~subject_mark);
        use = index;
    } else {
        repetitions_.push_back(precedes(index, use) ? std::exchange(use, index) : index);
    }
}

/// Gives each subject a number.
void Stream::note_subject(Id subject_id, EventIndex index) {
    const auto next = static_cast<std::uint32_t>(subjects_.size());
    std::uint32_t& use = id_use_[subject_id];
    if (use == no_use) use = subject_mark | next;
    const std::uint32_t number =
        (use & subject_mark) != 0 ? use & ~subject_mark : subjects_that_are_events_.at(subject_id, next);
    if (number == next) subjects_.push_back({});
    Subject& subject = subjects_[number];
    event_before_.push_back(std::exchange(subject.last, index));
    ++subject.begin;
}

void Stream::finish(unsigned threads) {
    ids_.forget_places();
    std::ranges::sort(repetitions_);
    count_stories();
    tell_stories(threads);
    group_repetitions();
    event_before_ = {};
    repetitions_ = {};
    attribution_ = Attribution(*this, threads);
}

/// Makes of how many events each subject has where its story begins.
void Stream::count_stories() {
    for (const EventIndex index : repetitions_) --subjects_[subject_number(event(index).subject_id)].begin;
    for (std::size_t number = 0; number < subjects_.size(); ++number)
        end_of_stories_ += std::exchange(subjects_[number].begin, end_of_stories_);
    families_.resize(subjects_.size());
    subjects_.push_back({.last = no_event, .begin = end_of_stories_});
}

/// Puts all events in the order of stories. From here on, that is what they are numbered by.
void Stream::tell_stories(unsigned threads) {
    // So few at a time that their events stay in the processor's cache.
    constexpr std::size_t subjects_at_a_time = 1024;
    facts_.begin_arranging();
    std::mutex mutex;
    const auto tell = [&](std::size_t begin, std::size_t end) {
        SubjectsByFamily told;
        tell_some_stories(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), told);
        const std::scoped_lock lock(mutex);
        for (std::size_t family = 0; family < told.size(); ++family)
            stories_[family].insert(stories_[family].end(), told[family].begin(), told[family].end());
    };
    share_out(threads, families_.size(), tell, subjects_at_a_time);
    facts_.arrange(end_of_stories_, repetitions_);
    facts_.end_arranging();
}

/// Those of the subjects from one number to before another.
void Stream::tell_some_stories(std::uint32_t begin, std::uint32_t end, SubjectsByFamily& told) {
    const auto is_repetition = [this](EventIndex index) {
        return !repetitions_.empty() && std::ranges::binary_search(repetitions_, index);
    };
    const EventIndex first = subjects_[begin].begin;
    std::vector<EventIndex> arrivals(subjects_[end].begin - first);
    for (std::uint32_t number = begin; number < end; ++number) {
        EventIndex place = subjects_[number + 1].begin - first;
        for (EventIndex index = subjects_[number].last; index != no_event; index = event_before_[index]) {
            if (is_repetition(index)) continue;
            facts_.prefetch(index);
            arrivals[--place] = index;
        }
    }
    for (std::uint32_t number = begin; number < end; ++number) {
        const Story story = story_of_subject(number);
        tell_story(number, std::span(arrivals).subspan(story.front() - first, story.size()));
        for (std::size_t family = 0; family < told.size(); ++family)
            if ((families_[number] >> family & 1U) != 0) told[family].push_back(number);
    }
    facts_.arrange(first, arrivals);
}

/// Puts the events of a subject in order, and notes their families.
void Stream::tell_story(std::uint32_t subject, std::span<EventIndex> arrivals) {
    std::ranges::sort(arrivals, [&](EventIndex left, EventIndex right) {
        const AggregateType family = family_of(left);
        const AggregateType other = family_of(right);
        return family != other ? family < other : precedes(left, right);
    });
    EventIndex index = subjects_[subject].begin;
    for (const EventIndex arrival : arrivals) {
        families_[subject] |= bit_of(family_of(arrival));
        if (const Id id = event(arrival).event_id; id != no_id) id_use_[id] = index;
        ++index;
    }
}

void Stream::group_repetitions() {
    std::map<Id, std::vector<EventIndex>> groups;
    for (EventIndex index = end_of_stories_; index < size(); ++index) groups[event(index).event_id].push_back(index);
    const auto by_place = [this](EventIndex left, EventIndex right) {
        return origin(left).place < origin(right).place;
    };
    for (auto& [event_id, group] : groups) {
        group.push_back(find_event(event_id));
        std::ranges::sort(group, by_place);
        repeated_.push_back(std::move(group));
    }
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

}  // namespace tks::check
