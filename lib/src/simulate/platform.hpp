#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <vector>

#include "simulate/story.hpp"

namespace tks::simulation {

/// A platform at work: stories that begin one after another, overlap, and tell their events in the order of time.
/// Memory grows with the number of stories that run at the same time, not with the number of all.
class Platform {
public:
    /// The trades are opened within about that span; 0 for the usual pace.
    Platform(std::uint64_t seed, std::uint64_t trades, std::int64_t span_ms = 0);

    /// The next event, or null if all is told. The event lives until the next call.
    const Event* next();

private:
    struct Turn {
        std::int64_t ms = 0;       ///< Of the story's next event.
        std::uint64_t number = 0;  ///< Of the story; it decides where two events happen at the same time.
        std::uint32_t slot = 0;    ///< Where the story is kept.

        friend auto operator<=>(const Turn&, const Turn&) = default;
    };

    void begin_story();
    Plot choose_plot();
    void sink_first_turn();

    std::uint64_t seed_;
    std::uint64_t trades_left_;
    std::int64_t longest_gap_ms_;
    Random random_;
    std::uint64_t stories_begun_ = 0;
    std::int64_t next_begin_ms_;
    std::vector<std::unique_ptr<Story>> stories_;  // Pointers, since events view their stories.
    std::vector<std::uint32_t> free_slots_;
    std::vector<Turn> turns_;  // A heap whose first turn is the next one.
    bool first_turn_is_taken_ = false;
    Event event_;
};

}  // namespace tks::simulation
