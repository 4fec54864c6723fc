#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/chunk.hpp"
#include "source/kafka_client.hpp"
#include "source/kafka_consumer.hpp"
#include "tks/input.hpp"

namespace tks::source {

/// The partitions of some topics as inputs, each up to where it ends now.
class TopicSource {
public:
    /// Connects, and finds out what there is; tells on_note of what a user should know. Throws KafkaError and UsageError.
    TopicSource(const TopicSelection& selection, std::function<void(std::string_view)> on_note);

    /// See name_of_partition(); in the order of topics and partitions.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

    /// Reads a partition, from an offset on if one is given that it has reached. One after the other; the next ends the one before.
    /// Reading on throws KafkaError.
    std::unique_ptr<ChunkSource> open(const std::string& name, const InputOptions& options, std::int64_t from);

    /// What tells the cluster from others; empty if it does not say.
    [[nodiscard]] const std::string& cluster_id() const { return cluster_id_; }

private:
    std::function<void(std::string_view)> on_note_;
    KafkaClient client_;
    std::vector<std::string> names_;
    std::map<std::string, PartitionRange> ranges_;  // By name.
    std::string cluster_id_;
};

}  // namespace tks::source
