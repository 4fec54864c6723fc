#pragma once

#include <compare>
#include <cstdint>

namespace tks {

/// Where an event stands, for findings: an Origin in few bytes.
struct Place {
    std::uint32_t input = 0;  ///< Index of the input.
    std::uint32_t line = 0;   ///< From 1.

    friend constexpr auto operator<=>(const Place&, const Place&) = default;
};

}  // namespace tks
