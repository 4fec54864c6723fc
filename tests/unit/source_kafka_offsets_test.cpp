#include <doctest/doctest.h>

#include <limits>

#include "tks/error.hpp"
#include "tks/kafka_offsets.hpp"

namespace {

using Kind = tks::OffsetPosition::Kind;
using tks::OffsetPosition;
using tks::OffsetRange;

constexpr tks::Timestamp now{1'772'366'400'000};  // 2026-03-01T12:00:00Z
constexpr std::int64_t hour_ms = 3'600'000;

OffsetRange range_for_all(std::string_view text) {
    const tks::OffsetSelection selection = tks::parse_offset_selection(text, now);
    REQUIRE(selection.by_partition.empty());
    REQUIRE(selection.others);
    return *selection.others;
}

std::string refusal_of(std::string_view text) {
    try {
        tks::parse_offset_selection(text, now);
    } catch (const tks::UsageError& error) {
        return error.what();
    }
    return "it is accepted";
}

}  // namespace

TEST_CASE("a place is a word, a number, a distance or a time") {
    const std::pair<const char*, OffsetPosition> table[] = {
        {"start", {Kind::start, 0}},
        {"end", {Kind::end, 0}},
        {"0", {Kind::absolute, 0}},
        {"9223372036854775807", {Kind::absolute, std::numeric_limits<std::int64_t>::max()}},
        {"-10", {Kind::before_end, 10}},
        {"+10", {Kind::after_start, 10}},
        {"@1772366400000", {Kind::time, now.ms}},
        {"@2026-03-01", {Kind::time, now.ms - 12 * hour_ms}},
        {"@2026-03-01T12:00", {Kind::time, now.ms}},
        {"@2026-03-01T12:00:00.250Z", {Kind::time, now.ms + 250}},
        {"@2026-03-01T13:00:00+01:00", {Kind::time, now.ms}},
        {"@now", {Kind::time, now.ms}},
        {"@-250ms", {Kind::time, now.ms - 250}},
        {"@-90s", {Kind::time, now.ms - 90'000}},
        {"@-30m", {Kind::time, now.ms - hour_ms / 2}},
        {"@-48h", {Kind::time, now.ms - 48 * hour_ms}},
        {"@-7d", {Kind::time, now.ms - 7 * (24 * hour_ms)}},
        {"@-2w", {Kind::time, now.ms - 14 * (24 * hour_ms)}},
    };
    for (const auto& row : table) {
        const auto& text = row.first;
        const auto& position = row.second;
        CAPTURE(text);
        const OffsetRange range = range_for_all(text);
        CHECK(range.from == position);
        CHECK(!range.to);
    }
}

TEST_CASE("a range has a place on each side of its colon, and either may be left out") {
    const std::pair<const char*, OffsetRange> table[] = {
        {"12:40", {{Kind::absolute, 12}, OffsetPosition{Kind::absolute, 40}}},
        {"12:", {{Kind::absolute, 12}, std::nullopt}},
        {":40", {{Kind::start, 0}, OffsetPosition{Kind::absolute, 40}}},
        {"-10:end", {{Kind::before_end, 10}, OffsetPosition{Kind::end, 0}}},
        {"start:+5", {{Kind::start, 0}, OffsetPosition{Kind::after_start, 5}}},
        {"-10:-5", {{Kind::before_end, 10}, OffsetPosition{Kind::before_end, 5}}},
        {"@-2h:@-1h", {{Kind::time, now.ms - 2 * hour_ms}, OffsetPosition{Kind::time, now.ms - hour_ms}}},
        {"@2026-03-01T12:00:@2026-03-01T13:00:00",
         {{Kind::time, now.ms}, OffsetPosition{Kind::time, now.ms + hour_ms}}},
        {"@2026-03-01T12:00:00:40", {{Kind::time, now.ms}, OffsetPosition{Kind::absolute, 40}}},
        {"@2026-03-01T12:00:00+00:00:end", {{Kind::time, now.ms}, OffsetPosition{Kind::end, 0}}},
    };
    for (const auto& row : table) {
        const auto& text = row.first;
        const auto& range = row.second;
        CAPTURE(text);
        CHECK(range_for_all(text) == range);
    }
}

TEST_CASE("partitions may have ranges of their own; then the others are read only if a range is for them") {
    const tks::OffsetSelection named = tks::parse_offset_selection("0=12:40,1=end", now);
    REQUIRE(named.range_of(0) != nullptr);
    CHECK(*named.range_of(0) == OffsetRange{{Kind::absolute, 12}, OffsetPosition{Kind::absolute, 40}});
    REQUIRE(named.range_of(1) != nullptr);
    CHECK(*named.range_of(1) == OffsetRange{{Kind::end, 0}, std::nullopt});
    CHECK(named.range_of(2) == nullptr);

    const tks::OffsetSelection with_others = tks::parse_offset_selection("2=@2026-03-01T12:00:,start", now);
    REQUIRE(with_others.range_of(7) != nullptr);
    CHECK(*with_others.range_of(7) == OffsetRange{{Kind::start, 0}, std::nullopt});
    CHECK(*with_others.range_of(2) == OffsetRange{{Kind::time, now.ms}, std::nullopt});
}

TEST_CASE("what is no offset is refused by name") {
    for (const char* text : {"",          "begin",      "1.5",   "--1",  "+",     "-",
                             "+-1",       "@",          "@noon", "@-48", "@-48x", "@-99999999999999999999d",
                             "@-100000d", "12:40:50",   ":",     "0=",   "12,",   "99999999999999999999",
                             " 1",        "@2026-02-30"}) {
        CAPTURE(text);
        CHECK(refusal_of(text).find("is no place and no range") != std::string::npos);
    }
    CHECK(refusal_of("x=1") == "--offset: \"x\" is no number of a partition");
    CHECK(refusal_of("-1=1") == "--offset: \"-1\" is no number of a partition");
    CHECK(refusal_of("0=1,0=2") == "--offset: \"0=2\" is the second range for its partition");
    CHECK(refusal_of("1,2") == "--offset: \"2\" is the second range without a partition; PARTITION= names one");
    for (const char* text : {"5:2", "-2:-5", "+5:+2", "@-1h:@-2h"}) {
        CAPTURE(text);
        CHECK(refusal_of(text) == "--offset: \"" + std::string(text) + "\" is a range that ends before it begins");
    }
}

TEST_CASE("a place is looked up within what a partition holds") {
    const tks::OffsetBounds bounds{100, 150};
    const std::pair<OffsetPosition, std::int64_t> table[] = {
        {{Kind::start, 0}, 100},          {{Kind::end, 0}, 150},
        {{Kind::absolute, 120}, 120},     {{Kind::absolute, 3}, 100},
        {{Kind::absolute, 900}, 150},     {{Kind::before_end, 10}, 140},
        {{Kind::before_end, 1000}, 100},  {{Kind::after_start, 10}, 110},
        {{Kind::after_start, 1000}, 150}, {{Kind::after_start, std::numeric_limits<std::int64_t>::max()}, 150},
    };
    for (const auto& row : table) {
        const auto& position = row.first;
        const auto& offset = row.second;
        CAPTURE(position.value);
        CHECK(tks::resolve_offset(position, bounds) == offset);
    }
}
