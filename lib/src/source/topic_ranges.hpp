#pragma once

#include <string>
#include <vector>

#include "source/kafka_client.hpp"
#include "source/kafka_consumer.hpp"
#include "tks/input.hpp"

namespace tks::source {

/// The names of the topics that are meant, in order, each once. Throws UsageError for what is no regular expression, KafkaError
/// for a topic that there is not.
std::vector<std::string> choose_topics(const KafkaCluster& cluster, const TopicSelection& selection);

/// What to read of each partition, with all places looked up in the cluster; of `topics`, which choose_topics() gave. Ranges without
/// an end get the one that the partition has now if they are to stop there. Throws KafkaError for a partition that there is not.
std::vector<PartitionRange> choose_ranges(KafkaClient& client, const KafkaCluster& cluster,
                                          const std::vector<std::string>& topics, const TopicSelection& selection,
                                          bool stops_at_end);

}  // namespace tks::source
