#pragma once

#include <optional>
#include <string_view>

#include "simulate/faulty_line.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks::simulation {

/// The story of an order of its own, from its intent to the fill of all of its quantity, an event each second. All of it is as
/// it should be, but for what its one fill means: the means of faults that take an order to be found. Its market is that of
/// the event at hand, and nothing but trade_id leads from it to a trade.
struct StrayOrder {
    Timestamp begins_at;
    Side side{};
    Direction direction{};
    std::optional<std::string_view> trade_id;  ///< Of the fill.

    /// So many events.
    static constexpr std::size_t lines = 7;

    /// Puts the events over a line, each in a line of its own; the last one, that of the fill, is at fault.
    bool write(FaultyLine& line) const;
};

}  // namespace tks::simulation
