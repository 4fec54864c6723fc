#include "model/lifecycle.hpp"

#include <iterator>

namespace tks::model {

namespace {

template <class Status>
constexpr LifecycleStep step(std::uint8_t rank, bool is_end, Status status) {
    return {rank, is_end, static_cast<std::uint8_t>(status)};
}

/// In the order of EventType.
constexpr LifecycleStep steps[] = {
    step(0, false, IntentStatus::created),
    step(1, true, IntentStatus::granted),
    step(4, true, IntentStatus::rejected),
    step(4, true, IntentStatus::canceled),
    step(4, true, IntentStatus::expired),
    step(0, false, SignalStatus::created),
    step(4, true, SignalStatus::rejected),
    step(1, true, SignalStatus::qualified_cold),
    step(1, true, SignalStatus::qualified_hot),
    step(4, true, SignalStatus::invalidated),
    step(0, false, OrderStatus::requested),
    step(1, false, OrderStatus::placed),
    step(4, true, OrderStatus::rejected),
    step(2, false, OrderStatus::partially_filled),
    step(4, true, OrderStatus::filled),
    step(4, true, OrderStatus::canceled),
    {.rank = 0},  // trade_opened
    {.rank = 1},  // trade_increased
    {.rank = 2},  // trade_reduced
    {.rank = 4},  // trade_closed
    {.rank = 4},  // trade_canceled
    {.rank = 3},  // profit_realized
};
static_assert(std::size(steps) == event_type_count);

}  // namespace

LifecycleStep lifecycle_step(EventType type) { return steps[static_cast<std::size_t>(type)]; }

}  // namespace tks::model
