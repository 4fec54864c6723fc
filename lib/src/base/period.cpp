#include "tks/period.hpp"

#include <fmt/format.h>

#include <chrono>

namespace tks {

std::string name_of_period(Timestamp at, Period period) {
    using namespace std::chrono;
    std::string text = to_iso8601(at);
    constexpr std::size_t day_length = 10;
    constexpr std::size_t month_length = 7;
    if (text.size() < day_length || text.find('T') != day_length) return text;
    if (period == Period::day) return text.substr(0, day_length);
    if (period == Period::month) return text.substr(0, month_length);
    // A week belongs to the year in which its Thursday lies.
    const sys_days day = floor<days>(sys_time<milliseconds>(milliseconds(at.ms)));
    const sys_days thursday = day - (weekday(day) - Monday) + days(3);
    const year in = year_month_day(thursday).year();
    const auto week = (thursday - sys_days(in / January / 1)) / days(7) + 1;
    return fmt::format("{:04}-W{:02}", static_cast<int>(in), week);
}

}  // namespace tks
