#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "source/kafka_client.hpp"

namespace tks::source {

/// Notices that a topic has been deleted while it is read, for which the client would wait for ever.
class TopicWatch {
public:
    /// The client must outlive the watch.
    explicit TopicWatch(KafkaClient& client) : client_(client) {}

    /// To be called now and then while nothing comes. Throws KafkaError.
    void refuse_lost_topics();

private:
    KafkaClient& client_;
    std::chrono::steady_clock::time_point last_look_ = std::chrono::steady_clock::now();
    std::optional<std::string> lost_topic_;
};

}  // namespace tks::source
