#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "tks/export.hpp"
#include "tks/kafka_cluster.hpp"
#include "tks/time.hpp"

namespace tks {

/// A place in a partition, before it is known where that begins and ends.
struct OffsetPosition {
    enum class Kind : std::uint8_t {
        start,        ///< The first message that is still there.
        end,          ///< Behind the last message.
        absolute,     ///< The offset `value`.
        before_end,   ///< `value` messages before the end.
        after_start,  ///< `value` messages after the start.
        time,         ///< The first message whose timestamp is `value` (epoch ms) or later; the end if there is none.
    };
    Kind kind = Kind::start;
    std::int64_t value = 0;

    friend bool operator==(const OffsetPosition&, const OffsetPosition&) = default;
};

/// From one place up to, and without, another.
struct OffsetRange {
    OffsetPosition from;
    std::optional<OffsetPosition> to;  ///< Nothing: on and on.

    friend bool operator==(const OffsetRange&, const OffsetRange&) = default;
};

/// What to read of each partition of a topic.
struct OffsetSelection {
    std::optional<OffsetRange> others;  ///< Of all that are not named; nothing: nothing.
    std::map<std::int32_t, OffsetRange> by_partition;

    /// Null where nothing of a partition is wanted.
    [[nodiscard]] TKS_API const OffsetRange* range_of(std::int32_t partition) const;

    friend bool operator==(const OffsetSelection&, const OffsetSelection&) = default;
};

/// Reads comma-separated ranges. Each is PLACE, PLACE:PLACE, PLACE: or :PLACE, and PARTITION= may stand in front of it. A
/// place is one of
///
///     start, end    N      the offset itself
///     -N            N messages before the end
///     +N            N messages after the start
///     @TIME         epoch milliseconds, ISO 8601, a date, or an age before `now`: -90s, -30m, -48h, -7d, -2w
///
/// Throws UsageError, which says what is wrong with which part.
TKS_API OffsetSelection parse_offset_selection(std::string_view text, Timestamp now);

/// The offset that is meant, within the bounds. Of a time, the caller must have found the offset by asking a broker.
TKS_API std::int64_t resolve_offset(const OffsetPosition& position, const OffsetBounds& bounds);

}  // namespace tks
