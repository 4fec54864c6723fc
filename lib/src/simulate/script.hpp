#pragma once

#include <cstdint>
#include <vector>

#include "simulate/random.hpp"
#include "simulate/world.hpp"
#include "tks/events.hpp"

namespace tks::simulation {

/// How a story ends, and what is special about it.
enum class Plot : std::uint8_t {
    // Stories without an open trade.
    intent_rejected,
    intent_canceled,
    intent_expired,
    signal_invalidated,
    signal_rejected,
    signal_cold,
    order_rejected,
    order_canceled,
    trade_never_opened,
    // Stories with one.
    round_trip,
    entry_scaled,
    exit_in_parts,
    scaled_between_exits,
    entry_retried,
    entry_cut_short,
    exit_replaced,
    left_open,
    left_partly_open,
    abandoned,
};
inline constexpr std::size_t plot_count = 19;

constexpr bool opens_trade(Plot plot) {
    return plot >= Plot::round_trip;
}

/// One event of a story before it has a date and ids.
struct Step {
    static constexpr std::uint8_t no_cause = 0xff;

    EventType type{};
    std::uint8_t cause = no_cause;   ///< Index of the step that brings it about.
    bool is_exit = false;            ///< Whether it is on the way out of the trade.
    std::uint32_t delay_ms = 1;      ///< After the step before; at least 1.
    std::uint32_t valid_for_ms = 0;  ///< Of a new intent; 0: for ever.
    std::int64_t price = 0;          ///< Of an intent its target, of an order its limit (0: none), or that of a fill.
    std::int64_t quantity = 0;       ///< Of an order or a fill.
};

/// A story's events in the order in which they happen.
using Script = std::vector<Step>;

/// Writes the script of a story over an earlier one.
void write_script(Script& script, Plot plot, const Market& market, Direction direction, Random& random);

}  // namespace tks::simulation
