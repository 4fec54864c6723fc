#include "moments.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace tksctl {

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units = {
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
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

std::optional<tks::Timestamp> parse_moment(std::string_view text, tks::Timestamp now) {
    if (text.starts_with('-'))
        if (const auto age_ms = parse_duration_ms(text.substr(1))) return tks::Timestamp{now.ms - *age_ms};
    return tks::parse_time(text);
}

CLI::Option* add_moment_option(CLI::App& app, const std::string& name, std::string& text, const std::string& description) {
    return app.add_option(name, text, description)
        ->check([](const std::string& given) {
            return parse_moment(given, {}) ? "" : "must be epoch milliseconds, a date, a moment in ISO 8601, or an age as in -48h";
        })
        ->option_text("TIME");
}

std::optional<tks::Timestamp> moment_of(const std::string& text, tks::Timestamp now) {
    return text.empty() ? std::nullopt : parse_moment(text, now);
}

}  // namespace tksctl
