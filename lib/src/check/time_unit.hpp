#pragma once

#include <optional>
#include <string_view>

#include "tks/time.hpp"

namespace tks::check {

/// What a number of milliseconds since the epoch looks like where it is none.
struct OtherTimeUnit {
    std::string_view name;  ///< "seconds", "microseconds" or "nanoseconds".
    Timestamp meant;        ///< The moment that it is, read in that unit.
};

/// Nothing where the time may well be milliseconds. Only the first days of 1970 and the years after 5138 look like
/// another unit.
constexpr std::optional<OtherTimeUnit> other_unit_of(Timestamp time) {
    constexpr std::int64_t least_seconds = 100'000'000;    // 1973 in seconds, 2 January 1970 in milliseconds.
    constexpr std::int64_t most_seconds = 10'000'000'000;  // 2286 in seconds, 26 April 1970 in milliseconds.
    constexpr std::int64_t least_microseconds = 100'000'000'000'000;     // 1973 in microseconds, 5138 in milliseconds.
    constexpr std::int64_t least_nanoseconds = 100'000'000'000'000'000;  // 1973 in nanoseconds.
    // Nearly all times are such, and no other bound need be asked.
    if (time.ms > most_seconds && time.ms <= least_microseconds) return std::nullopt;
    const auto beyond = [time](std::int64_t bound) { return time.ms >= bound || time.ms <= -bound; };
    if (!beyond(least_seconds)) return std::nullopt;
    if (!beyond(most_seconds + 1)) return OtherTimeUnit{"seconds", {time.ms * 1000}};
    if (!beyond(least_microseconds + 1)) return std::nullopt;
    if (!beyond(least_nanoseconds)) return OtherTimeUnit{"microseconds", {time.ms / 1000}};
    return OtherTimeUnit{"nanoseconds", {time.ms / 1'000'000}};
}

}  // namespace tks::check
