#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tks/kafka_settings.hpp"

namespace tksctl {

/// "500ms", "10s", "2m", "1h", or a whole number of seconds, in milliseconds; nothing for anything else.
std::optional<std::int64_t> parse_duration_ms(std::string_view text);

/// An option that takes a duration.
CLI::Option* add_duration_option(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value_ms,
                                 const std::string& description);

/// How to reach a cluster: the same options for all commands that do.
struct KafkaOptions {
    tks::KafkaConnectionOptions connection;
    std::optional<std::int64_t> timeout_ms;

    /// As given; see tks::read_kafka_settings for what it throws.
    [[nodiscard]] tks::KafkaSettings settings() const;
};

void add_kafka_options(CLI::App& app, KafkaOptions& options);

}  // namespace tksctl
