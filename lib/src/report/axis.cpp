#include "report/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "report/short_number.hpp"

namespace tks::report {

namespace {

using namespace std::chrono;
using Moment = sys_time<milliseconds>;

constexpr std::string_view month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// A distance between round moments: so many milliseconds, or so many months.
struct TimeStep {
    std::int64_t ms = 0;
    int months = 0;
};

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

constexpr TimeStep time_steps[] = {{1, 0},
                                   {10, 0},
                                   {100, 0},
                                   {1'000, 0},
                                   {10'000, 0},
                                   {minute_ms, 0},
                                   {5 * minute_ms, 0},
                                   {15 * minute_ms, 0},
                                   {30 * minute_ms, 0},
                                   {hour_ms, 0},
                                   {2 * hour_ms, 0},
                                   {3 * hour_ms, 0},
                                   {6 * hour_ms, 0},
                                   {12 * hour_ms, 0},
                                   {day_ms, 0},
                                   {2 * day_ms, 0},
                                   {7 * day_ms, 0},
                                   {14 * day_ms, 0},
                                   {0, 1},
                                   {0, 2},
                                   {0, 3},
                                   {0, 6},
                                   {0, 12},
                                   {0, 24},
                                   {0, 60},
                                   {0, 120},
                                   {0, 240},
                                   {0, 600},
                                   {0, 1'200},
                                   {0, 6'000},
                                   {0, 12'000}};

Moment moment_of(Timestamp at) {
    return Moment(milliseconds(at.ms));
}

/// Weeks begin on Monday, which 5 January 1970 was.
std::int64_t origin_of(const TimeStep& step) {
    return step.ms % (7 * day_ms) == 0 ? 4 * day_ms : 0;
}

Moment month_begin(std::int64_t months) {
    const auto in = year(static_cast<int>(months / 12));
    return sys_days(in / month(static_cast<unsigned>(months % 12 + 1)) / 1);
}

/// The round moments from begin to end.
std::vector<Moment> moments_between(Moment begin, Moment end, const TimeStep& step) {
    std::vector<Moment> found;
    if (step.months == 0) {
        const std::int64_t origin = origin_of(step);
        const std::int64_t from = begin.time_since_epoch().count() - origin;
        std::int64_t at = from / step.ms * step.ms;
        if (at < from) at += step.ms;
        for (; origin + at <= end.time_since_epoch().count(); at += step.ms)
            found.emplace_back(milliseconds(origin + at));
        return found;
    }
    const year_month_day first(floor<days>(begin));
    std::int64_t months =
        static_cast<int>(first.year()) * 12 + static_cast<int>(static_cast<unsigned>(first.month())) - 1;
    months -= months % step.months;
    for (; month_begin(months) <= end; months += step.months)
        if (month_begin(months) >= begin) found.push_back(month_begin(months));
    return found;
}

std::string label_of(Moment at, const TimeStep& step, bool is_first) {
    const sys_days day = floor<days>(at);
    const year_month_day date(day);
    const std::string_view name = month_names[static_cast<unsigned>(date.month()) - 1];
    const int in = static_cast<int>(date.year());
    const unsigned of_month = static_cast<unsigned>(date.day());
    if (step.months % 12 == 0 && step.months != 0) return fmt::format("{:04}", in);
    if (step.months != 0)
        return is_first || date.month() == January ? fmt::format("{} {:04}", name, in) : std::string(name);
    if (step.ms >= day_ms) return fmt::format("{} {}", of_month, name);
    const auto clock = hh_mm_ss<milliseconds>(at - day);
    if (step.ms >= minute_ms)
        return is_first || at == Moment(day)
                   ? fmt::format("{} {} {:02}:{:02}", of_month, name, clock.hours().count(), clock.minutes().count())
                   : fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count());
    const std::string until_seconds =
        fmt::format("{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    return step.ms >= 1'000 ? until_seconds : fmt::format("{}.{:03}", until_seconds, clock.subseconds().count());
}

bool has_calendar(Timestamp at) {
    constexpr Moment first = sys_days(year(1) / January / 1);
    constexpr Moment behind_last = sys_days(year(9999) / January / 1);
    return moment_of(at) >= first && moment_of(at) < behind_last;
}

}  // namespace

double round_step(double least) {
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double digit : {1., 2., 5.})
        if (digit * power >= least * (1 - 1e-9)) return digit * power;
    return 10 * power;
}

ValueAxis value_axis(double low, double high, std::size_t steps) {
    if (low == high) {
        // A line in the middle, whatever its value.
        const double room = low == 0 ? 1 : std::abs(low) / 10;
        low -= room;
        high += room;
    }
    const double step = round_step(high / static_cast<double>(steps) - low / static_cast<double>(steps));
    const double first = std::floor(low / step + 1e-9);
    const double last = std::max(std::ceil(high / step - 1e-9), first + 1);
    ValueAxis axis{.low = first * step, .high = last * step, .ticks = {}};
    const auto count = static_cast<int>(last - first);
    for (int at = 0; at <= count; ++at)
        axis.ticks.push_back({static_cast<double>(at) / count, short_number((first + at) * step, step)});
    return axis;
}

std::vector<Tick> time_ticks(Timestamp begin, Timestamp end, std::size_t most) {
    if (!has_calendar(begin) || !has_calendar(end) || end <= begin) return {};
    const auto length_ms = static_cast<double>(difference_ms(end, begin));
    constexpr double month_ms = 30.4 * day_ms;
    for (const TimeStep& step : time_steps) {
        const double step_ms = step.months != 0 ? step.months * month_ms : static_cast<double>(step.ms);
        if (length_ms / step_ms > static_cast<double>(most)) continue;
        std::vector<Tick> ticks;
        for (const Moment at : moments_between(moment_of(begin), moment_of(end), step)) {
            const double share = static_cast<double>(at.time_since_epoch().count() - begin.ms) / length_ms;
            ticks.push_back({share, label_of(at, step, ticks.empty())});
        }
        return ticks;
    }
    return {};
}

}  // namespace tks::report
