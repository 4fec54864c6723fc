#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "tks/time.hpp"

using tks::parse_time;
using tks::Timestamp;
using tks::to_iso8601;

TEST_CASE("a moment is written in UTC with milliseconds and read back") {
    const struct {
        std::int64_t ms;
        std::string_view text;
    } table[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {1, "1970-01-01T00:00:00.001Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {-86'400'000, "1969-12-31T00:00:00.000Z"},
        {951'782'400'000, "2000-02-29T00:00:00.000Z"},
        {1'772'366'400'000, "2026-03-01T12:00:00.000Z"},
        {1'772'366'399'999, "2026-03-01T11:59:59.999Z"},
        {-2'203'891'200'000, "1900-03-01T00:00:00.000Z"},
        {-62'167'219'200'000, "0000-01-01T00:00:00.000Z"},
        {253'402'300'799'999, "9999-12-31T23:59:59.999Z"},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(to_iso8601(Timestamp{row.ms}) == row.text);
        CHECK(parse_time(row.text) == Timestamp{row.ms});
    }
}

TEST_CASE("a moment outside the years of four digits is written as its milliseconds") {
    const std::int64_t table[] = {-62'167'219'200'001, 253'402'300'800'000, std::numeric_limits<std::int64_t>::min(),
                                  std::numeric_limits<std::int64_t>::max()};
    for (const std::int64_t ms : table) {
        CHECK(to_iso8601(Timestamp{ms}) == std::to_string(ms));
        CHECK(parse_time(to_iso8601(Timestamp{ms})) == Timestamp{ms});
    }
}

TEST_CASE("a time is read from milliseconds, a date or ISO 8601 with any zone") {
    const struct {
        std::string_view text;
        std::int64_t ms;
    } table[] = {
        {"1772366400000", 1'772'366'400'000},
        {"-5", -5},
        {"2026", 2026},
        {"2026-03-01", 1'772'323'200'000},
        {"2024-02-29", 1'709'164'800'000},
        {"2026-03-01T12:00", 1'772'366'400'000},
        {"2026-03-01T12:00Z", 1'772'366'400'000},
        {"2026-03-01T12:00:00", 1'772'366'400'000},
        {"2026-03-01T12:00:00.5", 1'772'366'400'500},
        {"2026-03-01T12:00:00,25Z", 1'772'366'400'250},
        {"2026-03-01T12:00:00.1239999999999999Z", 1'772'366'400'123},
        {"2026-03-01T12:00:00.5+01:00", 1'772'362'800'500},
        {"2026-03-01T12:00:00+0100", 1'772'362'800'000},
        {"2026-03-01T12:00:00-01", 1'772'370'000'000},
        {"2026-03-01T12:00-00:30", 1'772'368'200'000},
        {"2026-03-01T00:30:00+01:00", 1'772'321'400'000},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(parse_time(row.text) == Timestamp{row.ms});
    }
}

TEST_CASE("what names no moment is refused") {
    const std::string_view table[] = {
        "",
        "-",
        "+5",
        " 5",
        "5 ",
        "1.5",
        "1e3",
        "9223372036854775808",
        "yesterday",
        "2026-02-30",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-00-01",
        "2026-13-01",
        "2026-01-00",
        "2026-1-1",
        "26-01-01",
        "12026-01-01",
        "2026-03",
        "2026/03/01",
        "2026-03-01 12:00:00",
        "2026-03-01T",
        "2026-03-01T12",
        "2026-03-01T12:0",
        "2026-03-01T24:00:00",
        "2026-03-01T12:60:00",
        "2026-03-01T23:59:60Z",
        "2026-03-01T12:00:00.",
        "2026-03-01T12:00:00.Z",
        "2026-03-01T12:00:00ZZ",
        "2026-03-01T12:00:00+1",
        "2026-03-01T12:00:00+01:",
        "2026-03-01T12:00:00+01:0",
        "2026-03-01T12:00:00+01:60",
        "2026-03-01T12:00:00+24:00",
        "2026-03-01Z",
    };
    for (const std::string_view text : table) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text).has_value());
    }
}

TEST_CASE("a duration is a whole number and a unit") {
    constexpr std::int64_t day_ms = 86'400'000;
    const struct {
        std::string_view text;
        std::optional<std::int64_t> ms;
    } table[] = {
        {"0s", 0},
        {"500ms", 500},
        {"30s", 30'000},
        {"5m", 300'000},
        {"48h", 2 * day_ms},
        {"7d", 7 * day_ms},
        {"2w", 14 * day_ms},
        {"5", {}},
        {"", {}},
        {"s", {}},
        {"-5s", {}},
        {"+5s", {}},
        {"1.5h", {}},
        {"5 s", {}},
        {"5min", {}},
        {"9223372036854775807ms", std::numeric_limits<std::int64_t>::max()},
        {"9223372036854775807s", {}},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(tks::parse_duration_ms(row.text) == row.ms);
    }
}

TEST_CASE("a moment is a time or an age") {
    constexpr Timestamp now{1'772'366'400'000};
    CHECK(tks::parse_moment("-90s", now) == Timestamp{now.ms - 90'000});
    CHECK(tks::parse_moment("-2w", now) == Timestamp{now.ms - 14 * std::int64_t{86'400'000}});
    CHECK(tks::parse_moment("2026-03-01", now) == parse_time("2026-03-01"));
    CHECK(tks::parse_moment("-5", now) == Timestamp{-5});
    CHECK_FALSE(tks::parse_moment("90s", now).has_value());
    CHECK_FALSE(tks::parse_moment("--90s", now).has_value());
    CHECK_FALSE(tks::parse_moment("-9223372036854775807ms", Timestamp{-2}).has_value());
}
