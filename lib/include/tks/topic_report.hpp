#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "tks/export.hpp"
#include "tks/kafka_cluster.hpp"
#include "tks/report.hpp"

/// The topics of a cluster for people and for programs. All functions append to a string.
namespace tks {

/// A table with a line for each topic: name, partitions, replication, and what is wrong with it. `width` is that of a line
/// in characters; 0 is no limit.
TKS_API void append_text(std::string& out, std::span<const KafkaTopic* const> topics, std::size_t width,
                         const TextStyle& style = {});

/// One JSON object without a line break: name, partitions (their number), replication, leaderless and under_replicated
/// (numbers of partitions), and error where there is one.
TKS_API void append_json(std::string& out, const KafkaTopic& topic);

/// A topic, its configuration, and a table of its partitions.
TKS_API void append_text(std::string& out, const KafkaTopicDescription& description, std::size_t width,
                         const TextStyle& style = {});

/// One JSON object without a line break: name, cleanup_policy, retention_ms and retention_bytes (-1: unlimited), and partitions,
/// of each partition, leader (-1: none), replicas, in_sync, low and high (where its offsets begin and end).
TKS_API void append_json(std::string& out, const KafkaTopicDescription& description);

}  // namespace tks
