#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tks/kafka_message.hpp"

namespace tks::pipeline {

/// A message that owns what it is made of.
class KeptMessage {
public:
    KeptMessage() = default;

    explicit KeptMessage(const KafkaMessage& message) : message_(message), topic_(message.topic) {
        if (message.key) key_ = *message.key;
        if (message.payload) payload_ = *message.payload;
        for (const KafkaHeader& header : message.headers) {
            std::optional<std::string> value;
            if (header.value) value = *header.value;
            headers_.emplace_back(header.name, std::move(value));
        }
    }

    /// Calls visit with the message as it was. It borrows from this one for the time of the call.
    template <class Visitor>
    void visit(Visitor&& visitor) const {
        KafkaMessage message = message_;
        message.topic = topic_;
        if (message.key) message.key = key_;
        if (message.payload) message.payload = payload_;
        std::vector<KafkaHeader> headers;
        for (const auto& [name, value] : headers_) {
            headers.push_back({name, std::nullopt});
            if (value) headers.back().value = *value;
        }
        message.headers = headers;
        visitor(message);
    }

    [[nodiscard]] const std::string& topic() const { return topic_; }
    [[nodiscard]] std::int32_t partition() const { return message_.partition; }
    [[nodiscard]] std::int64_t offset() const { return message_.offset; }
    [[nodiscard]] Timestamp timestamp() const { return message_.timestamp; }

private:
    KafkaMessage message_;  // What it views may be gone; only its numbers count, and what is null.
    std::string topic_;
    std::string key_;
    std::string payload_;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers_;
};

}  // namespace tks::pipeline
