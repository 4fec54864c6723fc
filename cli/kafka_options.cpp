#include "kafka_options.hpp"

#include <string_view>
#include <utility>

#include "config.hpp"
#include "moments.hpp"
#include "shared_options.hpp"

namespace tksctl {

tks::KafkaSettings KafkaOptions::settings(const Io& io) const {
    tks::KafkaConnectionOptions complete = connection;
    // What the environment beats goes to where it does.
    const auto is_configured = [&](std::string_view option) {
        return io.config != nullptr && io.config->is_beaten_by_environment(option);
    };
    if (is_configured("--brokers")) std::swap(complete.configured_brokers, complete.brokers);
    if (is_configured("--property")) std::swap(complete.configured_properties, complete.properties);
    if (is_configured("--kafka-config")) std::swap(complete.configured_config_file, complete.config_file);
    if (timeout_ms) complete.timeout_ms = *timeout_ms;
    tks::KafkaSettings settings = tks::read_kafka_settings(complete);
    if (log_options().level == LogLevel::debug) settings.shows_log = true;
    return settings;
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
