#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"

namespace tks {

struct KafkaBroker {
    std::int32_t id = -1;
    std::string address;  ///< HOST:PORT, as clients are told to connect.
};

struct KafkaPartition {
    std::int32_t number = 0;
    std::int32_t leader = -1;  ///< Who answers for it; -1 while nobody does.
    std::vector<std::int32_t> replicas;
    std::vector<std::int32_t> in_sync;  ///< Those of the replicas that hold all of it.
};

struct TKS_API KafkaTopic {
    std::string name;
    std::string error;                       ///< Why nothing can be done with it; empty where there is no reason.
    std::vector<KafkaPartition> partitions;  ///< In ascending order.

    /// Kafka's own, of which users mostly want to hear nothing.
    [[nodiscard]] bool is_internal() const { return name.starts_with("__"); }

    /// Of the partition that has the fewest; 0 where there is no partition.
    [[nodiscard]] std::size_t replication() const;
};

/// What a cluster says of itself.
struct TKS_API KafkaCluster {
    std::vector<KafkaBroker> brokers;
    std::vector<KafkaTopic> topics;  ///< By name; only what one is allowed to see.

    /// Null where there is none of that name, or none that may be seen.
    [[nodiscard]] const KafkaTopic* find(std::string_view name) const;

    /// The same, but throws a KafkaError that says so, and which name may be meant; and one where the topic has an error.
    [[nodiscard]] const KafkaTopic& topic(std::string_view name) const;
};

/// How a topic keeps its messages.
struct KafkaTopicConfiguration {
    bool is_compacted = false;          ///< Keeps the latest message of each key.
    std::int64_t retention_ms = -1;     ///< How long messages are kept; -1: for ever.
    std::int64_t retention_bytes = -1;  ///< How much of each partition is kept; -1: all.

    friend bool operator==(const KafkaTopicConfiguration&, const KafkaTopicConfiguration&) = default;
};

/// Where a partition begins and ends: the offset of the first message that is still there, and the one that the next message
/// will have.
struct OffsetBounds {
    std::int64_t low = 0;
    std::int64_t high = 0;
};

/// All that is told of one topic.
struct KafkaTopicDescription {
    KafkaTopic topic;
    KafkaTopicConfiguration configuration;
    std::vector<OffsetBounds> bounds;  ///< In the order of the topic's partitions.
};

}  // namespace tks
