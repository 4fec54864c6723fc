#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace tks {

/// Where an event stands, for findings: an Origin in few bytes.
struct Place {
    std::uint32_t input = 0;  ///< Index of the input.
    std::uint32_t line = 0;   ///< Number of the record, see origin_in(); 0 where it is not known, or too large.

    friend constexpr auto operator<=>(const Place&, const Place&) = default;
};

/// A number of a record that may be too large for a place.
constexpr std::uint32_t place_number(std::uint64_t number) {
    return number <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(number) : 0;
}

}  // namespace tks
