#include "kafka_options.hpp"

#include <charconv>
#include <utility>

#include "shared_options.hpp"

namespace tksctl {

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
    constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"", 1000}};
    constexpr std::int64_t longest = 1'000'000'000;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > longest) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    for (const auto& [unit, unit_ms] : units)
        if (text == unit) return number * unit_ms;
    return std::nullopt;
}

CLI::Option* add_duration_option(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value_ms,
                                 const std::string& description) {
    return app
        .add_option_function<std::string>(
            name, [&value_ms](const std::string& text) { value_ms = parse_duration_ms(text); }, description)
        ->check([](const std::string& text) -> std::string {
            if (parse_duration_ms(text)) return {};
            return fmt::format("{} is no duration; 500ms, 10s, 2m, 1h or a whole number of seconds are", text);
        })
        ->option_text("DURATION");
}

tks::KafkaSettings KafkaOptions::settings() const {
    tks::KafkaConnectionOptions complete = connection;
    if (timeout_ms) complete.timeout_ms = *timeout_ms;
    return tks::read_kafka_settings(complete);
}

void add_kafka_options(CLI::App& app, KafkaOptions& options) {
    app.add_option("-b,--brokers", options.connection.brokers,
                   "Brokers to begin with (default: KAFKA_BROKER_STRING, else localhost:9092)")
        ->option_text("HOST:PORT,...");
    add_file_option(app, "--kafka-config", options.connection.config_file,
                    "Read lines NAME=VALUE from this file, with the names of librdkafka's properties");
    app.add_option("-X,--property", options.connection.properties,
                   "Set a property of librdkafka; may be given several times, but not for secrets")
        ->allow_extra_args(false)
        ->option_text("NAME=VALUE");
    add_duration_option(app, "--timeout", options.timeout_ms, "How long a broker may take to answer (default: 10s)");
}

}  // namespace tksctl
