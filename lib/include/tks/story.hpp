#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks {

/// The steps from an intent to a closed trade, each of which follows the one before it.
enum class StoryStep : std::uint8_t { intent, granted, created, hot, requested, placed, filled, opened, closed };
template <>
struct EnumDescription<StoryStep> {
    static constexpr std::string_view name = "StoryStep";
    static constexpr std::string_view words[] = {"intent", "granted", "created", "hot",   "requested",
                                                 "placed", "filled",  "opened",  "closed"};
};
inline constexpr std::size_t story_step_count = std::size(EnumDescription<StoryStep>::words);

/// How an intent fared.
enum class StoryOutcome : std::uint8_t {
    in_flight,  ///< Nothing says that it goes no further.
    stopped,    ///< It goes no further.
    completed,  ///< The trade is closed.
};

/// An intent, and what became of it.
struct Story {
    std::string intent_id;
    std::string market;
    std::string strategy_id;
    std::string provider_id;  ///< signal_provider_id
    std::optional<Direction> direction;
    StoryStep step{};  ///< The last one that it took; whatever it took, it took those before.
    StoryOutcome outcome{};
    std::string reason;  ///< Why it stopped: the state in which it did, and the reasons that are given. Else empty.

    /// When it took each step, as far as events say. intent, granted, created, hot, requested and placed: the first event that says
    /// so. filled: filled_at of the first fill. opened and closed: as the trade says, if the intent is the one that opened it.
    std::array<std::optional<Timestamp>, story_step_count> taken_at{};

    // Of the intent itself, as its snapshot has them.

    IntentStatus status{};
    Timestamp created_at{};
    Timestamp last_event_at{};
};

}  // namespace tks
