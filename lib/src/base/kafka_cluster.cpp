#include "tks/kafka_cluster.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "tks/error.hpp"

namespace tks {

std::size_t KafkaTopic::replication() const {
    if (partitions.empty()) return 0;
    const auto size = [](const KafkaPartition& partition) { return partition.replicas.size(); };
    return size(*std::ranges::min_element(partitions, {}, size));
}

const KafkaTopic* KafkaCluster::find(std::string_view name) const {
    const auto place = std::ranges::lower_bound(topics, name, {}, &KafkaTopic::name);
    return place != topics.end() && place->name == name ? &*place : nullptr;
}

const KafkaTopic& KafkaCluster::topic(std::string_view name) const {
    const KafkaTopic* const found = find(name);
    if (found == nullptr) {
        std::vector<std::string_view> names;
        for (const KafkaTopic& other : topics) names.push_back(other.name);
        throw KafkaError(fmt::format("there is no topic {} at {}, or none that may be seen{}", quoted_for_people(name),
                                     brokers.empty() ? "the cluster" : brokers.front().address,
                                     did_you_mean(name, names)));
    }
    if (!found->error.empty()) throw KafkaError(fmt::format("{}: {}", name, found->error));
    return *found;
}

}  // namespace tks
