#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "check/stream.hpp"

namespace tks::check {

/// How an event can be at odds with the life of its aggregate.
enum class Misstep : std::uint8_t {
    missing,   ///< What must come before it is not here.
    illegal,   ///< The aggregate was in no state in which it may happen.
    repeated,  ///< It has happened already, as another event.
    after_end  ///< The life of the aggregate was over.
};

/// The name of the rule that tells of it.
std::string_view rule_of_misstep(Misstep misstep);

struct Contradiction {
    Misstep misstep{};
    EventIndex at = no_event;
    EventIndex other = no_event;  ///< What `at` contradicts; no_event where the beginning of the aggregate is missing.
    EventType expected{};         ///< Of a missing step: which one.
};

/// Whether a story goes from its beginning from step to step; quick, as most do.
bool is_sound_life(const Stream& stream, Story story);

/// All that is wrong with the order of a story's events, in the order in which they happened. What another rule tells is
/// left out: causes after their effects, fills after the end of their order, times in another unit.
std::vector<Contradiction> contradictions_in(const Stream& stream, Story story);

}  // namespace tks::check
