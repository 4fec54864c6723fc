#include "report/short_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace tks::report {

namespace {

constexpr double too_large = 1e15;  // To be written in full.

/// To so many digits, but to hundredths at least and to ten decimals at most; without zeros at the end.
std::string rounded_to(int digits, const Amount& amount) {
    const double value = amount.to_double();
    if (amount.is_zero()) return "0";
    if (!(std::abs(value) < too_large)) return amount.rounded().to_string();
    constexpr int least_places = 2;
    constexpr int most_places = 10;
    const int first_place = -static_cast<int>(std::floor(std::log10(std::abs(value))));
    std::string text = fmt::format("{:.{}f}", value, std::clamp(first_place + digits - 1, least_places, most_places));
    if (text.find_first_of("123456789") == std::string::npos) return fmt::format("{:.3g}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return with_commas(text);
}

}  // namespace

std::string with_commas(std::string digits) {
    const std::size_t begin = digits.starts_with('-') ? 1 : 0;
    const std::size_t end = std::min(digits.find_first_not_of("0123456789", begin), digits.size());
    for (std::size_t at = end; at > begin + 3;) digits.insert(at -= 3, 1, ',');
    return digits;
}

std::string signed_for_people(std::string number) {
    if (number.starts_with('-')) number.replace(0, 1, "−");
    return number;
}

std::string short_number(double value, double step) {
    struct Unit {
        double size;
        std::string_view sign;
    };
    constexpr Unit units[] = {{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}};
    constexpr double with_sign_from = 100'000;
    constexpr double least = 1e-8;
    if (value == 0 || std::abs(value) < step / 1e6) return "0";
    if (!(std::abs(value) < too_large) || step < least) return fmt::format("{:.3g}", value);
    Unit unit{1, ""};
    if (std::abs(value) >= with_sign_from || step >= with_sign_from / 10)
        for (const Unit& each : units)
            if (unit.sign.empty() && (std::abs(value) >= each.size || step >= each.size)) unit = each;
    const double places = std::ceil(-std::log10(step / unit.size) - 1e-9);
    return with_commas(fmt::format("{:.{}f}", value / unit.size, static_cast<int>(std::clamp(places, 0., 9.)))) +
           std::string(unit.sign);
}

std::string short_amount(const Amount& amount) {
    constexpr int digits = 4;
    const double value = amount.to_double();
    if (std::abs(value) >= 1 && std::abs(value) < too_large) return with_commas(fmt::format("{:.2f}", value));
    return rounded_to(digits, amount);
}

std::string short_quantity(const Amount& quantity) {
    constexpr int digits = 6;
    return rounded_to(digits, quantity);
}

std::string short_duration(double ms) {
    struct Unit {
        double ms;
        std::string_view name;
    };
    constexpr Unit units[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1'000, "s"}};
    constexpr double most_ms = 1e17;
    if (!(std::abs(ms) < most_ms)) return fmt::format("{:.3g} ms", ms);
    if (ms < 0) return "-" + short_duration(-ms);
    const auto whole_ms = static_cast<std::int64_t>(std::llround(ms));
    for (const Unit& unit : units) {
        const auto size = static_cast<std::int64_t>(unit.ms);
        if (whole_ms < size) continue;
        const std::int64_t rest_ms = whole_ms % size;
        std::string text = with_commas(std::to_string(whole_ms / size)) + " " + std::string(unit.name);
        const Unit* const next = &unit + 1;
        if (next == std::end(units)) return text;
        const std::int64_t of_next = rest_ms / static_cast<std::int64_t>(next->ms);
        return of_next == 0 ? text : fmt::format("{} {} {}", text, of_next, next->name);
    }
    return fmt::format("{} ms", whole_ms);
}

}  // namespace tks::report
