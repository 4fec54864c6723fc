#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "tks/export.hpp"

namespace tks {

/// A moment as the events carry it: integer milliseconds since the Unix epoch, UTC. May be negative.
struct Timestamp {
    std::int64_t ms = 0;

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
};

/// later − earlier in milliseconds. Events may carry any 64-bit time, so a difference beyond that range is cut to its end
/// (but never to the lowest value, so that it can be negated).
constexpr std::int64_t difference_ms(Timestamp later, Timestamp earlier) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(later.ms, earlier.ms, &difference)) return later.ms < earlier.ms ? -most : most;
    return difference < -most ? -most : difference;
}

/// ISO 8601 in UTC with milliseconds, for people: "2026-03-01T12:00:00.000Z".
/// Moments outside the years 0000 to 9999 are written as their milliseconds.
TKS_API std::string to_iso8601(Timestamp time);

/// Reads epoch milliseconds ("1772366400000"), a UTC date ("2026-03-01") or ISO 8601 with an optional
/// fraction and zone ("2026-03-01T12:00:00.5+01:00"; without a zone it is UTC). Nothing if it is none of these.
TKS_API std::optional<Timestamp> parse_time(std::string_view text);

/// Reads a duration as users write it, "500ms", "30s", "5m", "48h", "7d" or "2w", in milliseconds; nothing if it is none, or
/// too long.
TKS_API std::optional<std::int64_t> parse_duration_ms(std::string_view text);

/// Reads a moment as users write it: as parse_time() takes it, or as an age, "-90m", "-48h", "-7d", before the present one.
TKS_API std::optional<Timestamp> parse_moment(std::string_view text, Timestamp now);

}  // namespace tks
