#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"

namespace tks {

/// How a user names a cluster. What a configuration holds beats the defaults, the environment beats both, the file beats
/// the environment, `properties` beat the file, and `brokers` beat them all.
struct KafkaConnectionOptions {
    std::string brokers{};                  ///< Comma-separated HOST:PORT; empty to leave them to the others.
    std::vector<std::string> properties{};  ///< NAME=VALUE each, with librdkafka's own names.
    std::string config_file{};              ///< Lines NAME=VALUE likewise; empty for none.
    std::int64_t timeout_ms = 10'000;       ///< How long a broker may take to answer.

    /// The same three from a configuration.
    std::string configured_brokers{};
    std::vector<std::string> configured_properties{};
    std::string configured_config_file{};
};

/// One property of a connection, and who said so.
struct TKS_API KafkaSetting {
    std::string name;  ///< librdkafka's.
    std::string value;
    std::string origin;  ///< For people: "default", "KAFKA_BROKER_STRING", "-X", "kafka.conf:3".
    bool is_secret = false;

    /// The value, or asterisks in its place where it is a secret: the only form that may be shown.
    [[nodiscard]] std::string shown() const;
};

/// A connection as it will be made.
struct TKS_API KafkaSettings {
    std::vector<KafkaSetting> settings;  ///< Each name once, in the order in which they were first set.
    std::int64_t timeout_ms = 10'000;
    bool is_protected = false;  ///< Whether ENV asks for an authenticated and encrypted connection.
    bool shows_log = false;     ///< Whether the log of the client is wanted.

    /// Null where nothing is said of that property.
    [[nodiscard]] const KafkaSetting* find(std::string_view name) const;
};

/// A variable of the environment; nothing where it is not set.
using EnvironmentVariables = std::function<std::optional<std::string>(const char* name)>;

/// The process's own.
TKS_API std::optional<std::string> environment_variable(const char* name);

/// Puts together what is said of a connection. The environment is that of the platform's services:
///
/// - KAFKA_BROKER_STRING (default localhost:9092), KAFKA_SECURITY_PROTOCOL (default PLAINTEXT), KAFKA_SASL_MECHANISM,
///   KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD_FILE, KAFKA_SSL_CA_FILE, POD_NAME (the client id; default: the host's name),
///   LOGGING_LEVEL (DEBUG and INFO show the client's log). A variable that is empty counts as not set.
/// - Where ENV is UAT, PROD or PRODUCTION, in any case, brokers, security protocol, mechanism, user name, password and CA
///   file must all be given, and the connection must be SASL_SSL with SCRAM-SHA-512 and verify certificates.
///
/// Throws UsageError for what contradicts this, what is incomplete, a file that cannot be read, and secrets among
/// `properties`, which stand on command lines. Connects to nothing.
TKS_API KafkaSettings read_kafka_settings(const KafkaConnectionOptions& options,
                                          const EnvironmentVariables& environment = environment_variable);

}  // namespace tks
