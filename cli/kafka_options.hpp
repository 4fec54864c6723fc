#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>

#include "tks/kafka_settings.hpp"

namespace tksctl {

struct Io;

/// How to reach a cluster: the same options for all commands that do.
struct KafkaOptions {
    tks::KafkaConnectionOptions connection;
    std::optional<std::int64_t> timeout_ms;

    /// As given; see tks::read_kafka_settings for what it throws.
    [[nodiscard]] tks::KafkaSettings settings(const Io& io) const;
};

void add_kafka_options(CLI::App& app, KafkaOptions& options);

}  // namespace tksctl
