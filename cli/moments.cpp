#include "moments.hpp"

#include <cstdint>

namespace tksctl {

namespace {

/// How long to wait, which nobody means to be longer than this. Milliseconds of it fit in 32 bits.
std::optional<std::int64_t> parse_wait_ms(const std::string& text) {
    constexpr std::int64_t longest_ms = 24 * std::int64_t{86'400'000};
    std::optional<std::int64_t> wait_ms = tks::parse_duration_ms(text);
    if (!wait_ms) wait_ms = tks::parse_duration_ms(text + "s");
    return wait_ms && *wait_ms <= longest_ms ? wait_ms : std::nullopt;
}

}  // namespace

CLI::Option* add_duration_option(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value_ms,
                                 const std::string& description) {
    return app
        .add_option_function<std::string>(
            name, [&value_ms](const std::string& text) { value_ms = parse_wait_ms(text); }, description)
        ->check([](const std::string& text) {
            return parse_wait_ms(text) ? ""
                                       : "must be a duration, as in 500ms, 10s, 2m or 1h, or a whole number of seconds";
        })
        ->option_text("DURATION");
}

CLI::Option* add_moment_option(CLI::App& app, const std::string& name, std::string& text,
                               const std::string& description) {
    return app.add_option(name, text, description)
        ->check([](const std::string& given) {
            return tks::parse_moment(given, {})
                       ? ""
                       : "must be epoch milliseconds, a date, a moment in ISO 8601, or an age as in -48h";
        })
        ->option_text("TIME");
}

void add_now_option(CLI::App& app, std::string& text) {
    app.add_option("--now", text, "The present moment, as epoch milliseconds or in ISO 8601 (default: by the clock)")
        ->check([](const std::string& given) {
            return tks::parse_time(given) ? "" : "must be epoch milliseconds or a moment in ISO 8601";
        })
        ->option_text("TIME");
}

std::optional<tks::Timestamp> moment_of(const std::string& text, tks::Timestamp now) {
    return text.empty() ? std::nullopt : tks::parse_moment(text, now);
}

}  // namespace tksctl
