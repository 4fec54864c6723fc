#pragma once

#include <librdkafka/rdkafka.h>

#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <utility>
#include <vector>

#include "source/kafka_handles.hpp"
#include "tks/kafka_message.hpp"

namespace tks::source {

/// Messages that were taken from a client at once, in their order. What they view stays where it is until the batch is cleared,
/// which must happen before the client ends.
class MessageBatch {
public:
    MessageBatch() = default;
    MessageBatch(const MessageBatch&) = delete;
    MessageBatch& operator=(const MessageBatch&) = delete;

    [[nodiscard]] std::span<const KafkaMessage> messages() const { return messages_; }

    void clear() {
        messages_.clear();
        given_.clear();
        arena_.release();
    }

    /// Adds a message whose views something else keeps valid.
    KafkaMessage& add() { return messages_.emplace_back(); }

    /// Adds one that views what the client has given, which the batch owns from now on.
    KafkaMessage& add(Owned<rd_kafka_message_t, rd_kafka_message_destroy> given) {
        given_.push_back(std::move(given));
        return add();
    }

    /// Keeps a copy of headers for a message of the batch; their names and values are those of the given ones.
    std::span<const KafkaHeader> keep(std::span<const KafkaHeader> headers) {
        auto* const copies =
            static_cast<KafkaHeader*>(arena_.allocate(headers.size() * sizeof(KafkaHeader), alignof(KafkaHeader)));
        std::uninitialized_copy(headers.begin(), headers.end(), copies);
        return {copies, headers.size()};
    }

private:
    std::vector<Owned<rd_kafka_message_t, rd_kafka_message_destroy>> given_;
    std::vector<KafkaMessage> messages_;
    std::array<std::byte, std::size_t{16} << 10U> arena_buffer_;
    std::pmr::monotonic_buffer_resource arena_{arena_buffer_.data(), arena_buffer_.size()};  // For headers.
};

}  // namespace tks::source
