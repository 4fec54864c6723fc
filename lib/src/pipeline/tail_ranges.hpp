#pragma once

#include <string>
#include <vector>

#include "source/kafka_client.hpp"
#include "source/kafka_consumer.hpp"
#include "tks/tail.hpp"

namespace tks::pipeline {

/// The names of the topics that are meant, in order, each once. Throws UsageError for what is no regular expression, KafkaError
/// for a topic that there is not.
std::vector<std::string> choose_topics(const KafkaCluster& cluster, const TailOptions& options);

/// What to read of each partition, with all places looked up in the cluster. Throws KafkaError for a partition that there is not.
std::vector<source::PartitionRange> choose_ranges(source::KafkaClient& client, const KafkaCluster& cluster,
                                                  const std::vector<std::string>& topics, const TailOptions& options);

}  // namespace tks::pipeline
