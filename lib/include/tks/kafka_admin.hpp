#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"
#include "tks/kafka_cluster.hpp"
#include "tks/kafka_offsets.hpp"
#include "tks/kafka_settings.hpp"

namespace tks {

/// A topic that is wanted, as the platform has its topics.
struct NewKafkaTopic {
    std::string name;
    std::int32_t partitions = 6;
    std::int32_t replication = 2;
    KafkaTopicConfiguration configuration{};
};

/// What can be asked of a cluster, and be changed in it, beside messages. All functions throw KafkaError where the cluster
/// cannot be reached in the time that the settings give, or refuses.
class TKS_API KafkaAdmin {
public:
    /// Connects to nothing yet. `on_note` receives the client's log where the settings ask for it. Throws UsageError for
    /// settings that the client does not take.
    explicit KafkaAdmin(const KafkaSettings& settings, std::function<void(std::string_view)> on_note = {});
    ~KafkaAdmin();
    KafkaAdmin(const KafkaAdmin&) = delete;
    KafkaAdmin& operator=(const KafkaAdmin&) = delete;

    KafkaCluster describe();

    /// The same, but waits until a broker answers, all of these topics are there, and each of their partitions has a leader.
    /// Throws KafkaError, with what is missing, where that takes longer than `wait_ms`; 0 asks once.
    KafkaCluster wait_for(std::span<const std::string> topics, std::int64_t wait_ms);

    /// Where each partition begins and ends, in the order of the topic's partitions.
    std::vector<OffsetBounds> bounds_of(const KafkaTopic& topic);

    KafkaTopicConfiguration configuration_of(const std::string& topic);

    /// Creates the topic, and waits until all of its partitions have leaders that answer. False where it is there already, just as it is
    /// wanted; where it is there otherwise, a KafkaError says in what it differs, and nothing is changed.
    bool create(const NewKafkaTopic& topic);

    /// Deletes the topic and all of its messages, and waits until it is gone. False where it was not there.
    bool remove(const std::string& topic);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
