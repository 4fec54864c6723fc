#include "kafka_options.hpp"

#include "moments.hpp"
#include "shared_options.hpp"

namespace tksctl {

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
