#include "tks/time.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/time_text.hpp"

namespace tks {
namespace {

using Milliseconds = std::chrono::milliseconds;
using Moment = std::chrono::sys_time<Milliseconds>;

/// Reads a text from its front. Whatever does not match is left where it is.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

    bool take(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// The value of the next digit, or -1.
    int take_digit() {
        if (!at_digit()) return -1;
        const int digit = rest_.front() - '0';
        rest_.remove_prefix(1);
        return digit;
    }

    /// A number of exactly so many digits and no greater than the limit, or -1.
    int take_number(int digits, int limit) {
        int number = 0;
        for (; digits > 0; --digits) {
            const int digit = take_digit();
            if (digit < 0) return -1;
            number = number * 10 + digit;
        }
        return number <= limit ? number : -1;
    }

private:
    std::string_view rest_;
};

std::optional<Moment> read_date(Reader& reader) {
    const int year = reader.take_number(4, 9999);
    if (year < 0 || !reader.take('-')) return std::nullopt;
    const int month = reader.take_number(2, 12);
    if (month < 0 || !reader.take('-')) return std::nullopt;
    const int day = reader.take_number(2, 31);
    if (day < 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

/// Digits behind the milliseconds are read and dropped: a moment belongs to the millisecond in which it lies.
std::optional<Milliseconds> read_fraction(Reader& reader) {
    if (!reader.at_digit()) return std::nullopt;
    int fraction = 0;
    for (int unit = 100; reader.at_digit(); unit /= 10) fraction += reader.take_digit() * unit;
    return Milliseconds{fraction};
}

/// "12:00", "12:00:00" or "12:00:00.5". A leap second has no number of its own in Unix time and is refused.
std::optional<Milliseconds> read_time_of_day(Reader& reader) {
    const int hour = reader.take_number(2, 23);
    if (hour < 0 || !reader.take(':')) return std::nullopt;
    const int minute = reader.take_number(2, 59);
    if (minute < 0) return std::nullopt;
    const Milliseconds time = std::chrono::hours{hour} + std::chrono::minutes{minute};
    if (!reader.take(':')) return time;
    const int second = reader.take_number(2, 59);
    if (second < 0) return std::nullopt;
    if (!reader.take('.') && !reader.take(',')) return time + std::chrono::seconds{second};
    const std::optional<Milliseconds> fraction = read_fraction(reader);
    if (!fraction) return std::nullopt;
    return time + std::chrono::seconds{second} + *fraction;
}

/// How far a zone is ahead of UTC: "Z", "+01:00", "+0100", "+01"; no zone at all is UTC.
std::optional<Milliseconds> read_zone(Reader& reader) {
    if (reader.at_end() || reader.take('Z')) return Milliseconds{0};
    const bool behind = reader.take('-');
    if (!behind && !reader.take('+')) return std::nullopt;
    const int hours = reader.take_number(2, 23);
    if (hours < 0) return std::nullopt;
    int minutes = 0;
    if (reader.take(':') || !reader.at_end()) minutes = reader.take_number(2, 59);
    if (minutes < 0) return std::nullopt;
    const Milliseconds ahead = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return behind ? -ahead : ahead;
}

std::optional<Timestamp> parse_milliseconds(std::string_view text) {
    Timestamp time;
    const char* const end = text.data() + text.size();
    const auto [position, error] = std::from_chars(text.data(), end, time.ms);
    if (text.empty() || error != std::errc{} || position != end) return std::nullopt;
    return time;
}

std::optional<Timestamp> parse_iso8601(std::string_view text) {
    Reader reader(text);
    std::optional<Moment> moment = read_date(reader);
    if (!moment) return std::nullopt;
    if (!reader.at_end()) {
        if (!reader.take('T')) return std::nullopt;
        const std::optional<Milliseconds> time_of_day = read_time_of_day(reader);
        if (!time_of_day) return std::nullopt;
        const std::optional<Milliseconds> zone = read_zone(reader);
        if (!zone || !reader.at_end()) return std::nullopt;
        *moment += *time_of_day - *zone;
    }
    return Timestamp{moment->time_since_epoch().count()};
}

}  // namespace

char* write_iso8601(Timestamp time, char* out) {
    constexpr std::int64_t first_ms = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
    constexpr std::int64_t last_ms = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z
    if (time.ms < first_ms || time.ms > last_ms) return std::to_chars(out, out + longest_time_text, time.ms).ptr;
    const Moment moment{Milliseconds{time.ms}};
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time_of_day{moment - midnight};
    const auto write = [&out](std::int64_t value, int digits, char behind) {
        for (int at = digits; at-- > 0; value /= 10) out[at] = static_cast<char>('0' + value % 10);
        out[digits] = behind;
        out += digits + 1;
    };
    write(static_cast<int>(date.year()), 4, '-');
    write(static_cast<unsigned>(date.month()), 2, '-');
    write(static_cast<unsigned>(date.day()), 2, 'T');
    write(time_of_day.hours().count(), 2, ':');
    write(time_of_day.minutes().count(), 2, ':');
    write(time_of_day.seconds().count(), 2, '.');
    write(time_of_day.subseconds().count(), 3, 'Z');
    return out;
}

std::string to_iso8601(Timestamp time) {
    char text[longest_time_text];
    return {text, write_iso8601(time, text)};
}

std::optional<Timestamp> parse_time(std::string_view text) {
    if (const std::optional<Timestamp> time = parse_milliseconds(text)) return time;
    return parse_iso8601(text);
}

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units = {
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}}};
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || count < 0) return std::nullopt;
    const std::string_view word = text.substr(static_cast<std::size_t>(end - text.data()));
    for (const auto& [unit, ms] : units) {
        std::int64_t duration_ms = 0;
        if (word == unit && !__builtin_mul_overflow(count, ms, &duration_ms)) return duration_ms;
    }
    return std::nullopt;
}

std::optional<Timestamp> parse_moment(std::string_view text, Timestamp now) {
    Timestamp moment;
    if (text.starts_with('-'))
        if (const auto age_ms = parse_duration_ms(text.substr(1));
            age_ms && !__builtin_sub_overflow(now.ms, *age_ms, &moment.ms))
            return moment;
    return parse_time(text);
}

}  // namespace tks
