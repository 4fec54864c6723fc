#include "tks/kafka_offsets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

using Kind = OffsetPosition::Kind;

/// A number without a sign, and nothing else.
template <class Integer>
std::optional<Integer> parse_digits(std::string_view text) {
    Integer number{};
    const char* const end = text.data() + text.size();
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [position, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || position != end) return std::nullopt;
    return number;
}

std::optional<OffsetPosition> parse_time_position(std::string_view text, Timestamp now) {
    const std::optional<Timestamp> time = text == "now" ? now : parse_moment(text, now);
    // Kafka keeps negative times for meanings of its own.
    if (!time || time->ms < 0) return std::nullopt;
    return OffsetPosition{Kind::time, time->ms};
}

std::optional<OffsetPosition> parse_position(std::string_view text, Timestamp now) {
    if (text == "start") return OffsetPosition{Kind::start, 0};
    if (text == "end") return OffsetPosition{Kind::end, 0};
    if (text.starts_with('@')) return parse_time_position(text.substr(1), now);
    const Kind kind = text.starts_with('-')   ? Kind::before_end
                      : text.starts_with('+') ? Kind::after_start
                                              : Kind::absolute;
    const auto number = parse_digits<std::int64_t>(text.substr(kind == Kind::absolute ? 0 : 1));
    if (!number) return std::nullopt;
    return OffsetPosition{kind, *number};
}

std::optional<OffsetRange> parse_range(std::string_view text, Timestamp now) {
    if (const auto from = parse_position(text, now)) return OffsetRange{*from, std::nullopt};
    if (text.size() < 2) return std::nullopt;
    // Times have colons of their own, so the one in the middle is the one with a place on each side.
    for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
        const std::string_view left = text.substr(0, colon);
        const std::string_view right = text.substr(colon + 1);
        const auto from = left.empty() ? OffsetPosition{} : parse_position(left, now);
        const auto to = right.empty() ? std::nullopt : parse_position(right, now);
        if (from && (to || right.empty())) return OffsetRange{*from, to};
    }
    return std::nullopt;
}

/// Whether a range ends before it begins, wherever its partition begins and ends.
bool is_backwards(const OffsetRange& range) {
    if (!range.to || range.from.kind != range.to->kind) return false;
    return range.from.kind == Kind::before_end ? range.from.value < range.to->value
                                               : range.from.value > range.to->value;
}

[[noreturn]] void refuse(std::string_view text, std::string_view expected) {
    throw UsageError(fmt::format("--offset: {} is {}", quoted_for_people(text), expected));
}

}  // namespace

const OffsetRange* OffsetSelection::range_of(std::int32_t partition) const {
    const auto place = by_partition.find(partition);
    if (place != by_partition.end()) return &place->second;
    return others ? &*others : nullptr;
}

OffsetSelection parse_offset_selection(std::string_view text, Timestamp now) {
    OffsetSelection selection;
    for (bool is_last = false; !is_last;) {
        const std::size_t comma = text.find(',');
        is_last = comma == std::string_view::npos;
        const std::string_view item = text.substr(0, comma);
        if (!is_last) text.remove_prefix(comma + 1);
        const std::size_t equals = item.find('=');
        const std::string_view range_text = equals == std::string_view::npos ? item : item.substr(equals + 1);
        const std::optional<OffsetRange> range = parse_range(range_text, now);
        if (!range)
            refuse(
                range_text,
                "no place and no range; a place is start, end, N, -N (before the end), +N (after the start) or @TIME "
                "(epoch milliseconds, ISO 8601, a date, or an age as -48h), and a range is FROM:TO");
        if (is_backwards(*range)) refuse(range_text, "a range that ends before it begins");
        if (equals == std::string_view::npos) {
            if (std::exchange(selection.others, range))
                refuse(item, "the second range without a partition; PARTITION= names one");
            continue;
        }
        const auto partition = parse_digits<std::int32_t>(item.substr(0, equals));
        if (!partition) refuse(item.substr(0, equals), "no number of a partition");
        if (!selection.by_partition.emplace(*partition, *range).second)
            refuse(item, "the second range for its partition");
    }
    return selection;
}

std::int64_t resolve_offset(const OffsetPosition& position, const OffsetBounds& bounds) {
    // Without overflow, whatever was asked for.
    const std::int64_t room = bounds.high - bounds.low;
    const std::int64_t step = std::min(position.value, room);
    switch (position.kind) {
        case Kind::start:
            return bounds.low;
        case Kind::end:
            return bounds.high;
        case Kind::before_end:
            return bounds.high - step;
        case Kind::after_start:
            return bounds.low + step;
        case Kind::absolute:
        case Kind::time:
            break;
    }
    return std::clamp(position.value, bounds.low, bounds.high);
}

}  // namespace tks
