#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/stream.hpp"

namespace tks::check {

/// How a fill can be at odds with its order.
enum class FillFault : std::uint8_t {
    mismatch,   ///< Its market or side is not the order's.
    after_end,  ///< The order had been canceled or rejected.
    overfill,   ///< It takes the order beyond its quantity.
    underfill,  ///< It says that the order is filled, and something is left.
    time,       ///< It was executed before the order was requested, or after it was told of.
};

struct FillContradiction {
    FillFault fault{};
    EventIndex at = no_event;
    std::vector<EventIndex> others;  ///< What `at` contradicts.
    std::string_view pointer;
    std::string message;
};

/// All that is wrong with the fills of one order, by the events of its story. Nothing where no event says what the order
/// was. A fill that is not the order's (mismatch, after_end) does not count towards its quantity, nor does one whose
/// fill_id has been told before. Allocates nothing where all is well.
std::vector<FillContradiction> contradictions_of_fills(const Stream& stream, Story order);

}  // namespace tks::check
