#include "check/life_walk.hpp"

#include <algorithm>
#include <array>

#include "check/event_kinds.hpp"
#include "check/time_unit.hpp"
#include "model/lifecycle.hpp"

namespace tks::check {

namespace {

using model::lifecycle_step;
using model::LifecycleStep;

/// Goes through a story that is not sound, from its first event to its last.
class LifeWalk {
public:
    LifeWalk(const Stream& stream, Story story)
        : stream_(stream),
          story_(story),
          beginning_type_(model::beginning_of(describe(stream.event(story.front()).type).aggregate_type)),
          beginning_(first_of_type(stream, story, beginning_type_)) {
        first_of_type_.fill(no_event);
    }

    std::vector<Contradiction> walk() {
        for (const EventIndex index : story_) {
            const EventType type = stream_.event(index).type;
            const LifecycleStep& step = lifecycle_step(type);
            if (has_begun_ ? step.follows.contains(state_) : step.is_beginning)
                go_on(index);
            else if (has_begun_)
                stumble(index);
            else
                stumble_at_beginning(index);
        }
        return std::move(contradictions_);
    }

private:
    [[nodiscard]] EventType type_of(EventIndex index) const { return stream_.event(index).type; }
    EventIndex& first_of(EventType type) { return first_of_type_[static_cast<std::size_t>(type)]; }

    void go_on(EventIndex index) {
        const EventType type = type_of(index);
        if (lifecycle_step(type).changes_state || !has_begun_) {
            state_ = lifecycle_step(type).changes_state ? type : beginning_type_;
            last_ = index;
        }
        has_begun_ = true;
        if (first_of(type) == no_event) first_of(type) = index;
    }

    void stumble_at_beginning(EventIndex index) {
        if (beginning_ == no_event) {
            // The story begins in the middle: from here on it is judged by what is known.
            contradictions_.push_back({Misstep::missing, index, no_event, beginning_type_});
            go_on(index);
        } else if (!follows_its_effect(index)) {
            // It counts for nothing, since what it was about began later.
            contradictions_.push_back({Misstep::illegal, index, beginning_, {}});
        }
    }

    void stumble(EventIndex index) {
        const EventType type = type_of(index);
        const bool has_ended = model::is_end(state_);
        // Whatever is wrong with fills of an order that is over, other rules tell it.
        if (has_ended && carries<OrderFill>(type)) return;
        if (!model::may_repeat(type) && first_of(type) != no_event)
            return add(Misstep::repeated, index, first_of(type));
        if (has_ended) return add(Misstep::after_end, index, last_);
        if (const auto skipped = model::skipped_step(state_, type)) {
            // If it happens later, that is where the contradiction is.
            if (first_of_type(stream_, story_, *skipped) == no_event)
                contradictions_.push_back({Misstep::missing, index, last_, *skipped});
            return go_on(index);
        }
        add(Misstep::illegal, index, last_);
    }

    void add(Misstep misstep, EventIndex index, EventIndex earlier) {
        if (first_of(type_of(index)) == no_event) first_of(type_of(index)) = index;
        if (!is_cause_of_earlier(index, earlier)) contradictions_.push_back({misstep, index, earlier, {}});
    }

    // Of causes after their effects, reference/causation-time speaks.

    [[nodiscard]] bool follows_its_effect(EventIndex effect) const {
        const EventIndex cause = stream_.find_event(stream_.event(effect).causation_id);
        return cause != no_event && stream_.event(effect).occurred_at < stream_.event(cause).occurred_at;
    }

    [[nodiscard]] bool is_cause_of_earlier(EventIndex index, EventIndex earlier) const {
        return stream_.find_event(stream_.event(earlier).causation_id) == index && follows_its_effect(earlier);
    }

    const Stream& stream_;
    Story story_;
    EventType beginning_type_;
    EventIndex beginning_;
    bool has_begun_ = false;
    EventType state_{};
    EventIndex last_ = no_event;  // That brought the state about.
    std::array<EventIndex, event_type_count> first_of_type_{};
    std::vector<Contradiction> contradictions_;
};

}  // namespace

std::string_view rule_of_misstep(Misstep misstep) {
    switch (misstep) {
        case Misstep::missing:
            return "lifecycle/missing-step";
        case Misstep::illegal:
            return "lifecycle/illegal-step";
        case Misstep::repeated:
            return "lifecycle/repeated-step";
        case Misstep::after_end:
            break;
    }
    return "lifecycle/after-end";
}

bool is_sound_life(const Stream& stream, Story story) {
    EventType state = stream.event(story.front()).type;
    if (!lifecycle_step(state).is_beginning) return false;
    for (const EventIndex index : story.behind(1)) {
        const EventType type = stream.event(index).type;
        if (!lifecycle_step(type).follows.contains(state)) return false;
        if (lifecycle_step(type).changes_state) state = type;
    }
    return true;
}

std::vector<Contradiction> contradictions_in(const Stream& stream, Story story) {
    const auto has_other_unit = [&](EventIndex index) {
        return other_unit_of(stream.event(index).occurred_at).has_value();
    };
    if (std::ranges::any_of(story, has_other_unit)) return {};
    return LifeWalk(stream, story).walk();
}

}  // namespace tks::check
