#pragma once

#include <cstdint>

#include "tks/events.hpp"

namespace tks::model {

/// What a type of event does to its aggregate.
struct LifecycleStep {
    std::uint8_t rank = 0;     ///< Where it belongs among events that carry the same time: the lower comes first.
    bool is_end = false;       ///< Whether the aggregate's life ends with it; a trade's status says that, not the type.
    std::uint8_t status = 0;   ///< The IntentStatus, SignalStatus or OrderStatus that follows; a trade carries its own.
};

LifecycleStep lifecycle_step(EventType type);

inline std::uint8_t lifecycle_rank(EventType type) { return lifecycle_step(type).rank; }

/// Whether a trade's life ends with this status.
constexpr bool is_end(TradeStatus status) { return status == TradeStatus::closed || status == TradeStatus::canceled; }

}  // namespace tks::model
