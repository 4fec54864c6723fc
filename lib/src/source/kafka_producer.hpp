#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "source/kafka_client.hpp"

namespace tks::source {

/// Sends messages to one topic: each once, and those of a key in their order, however often it takes. Messages with a key go to the
/// partition that the services' own clients choose for it.
class KafkaProducer {
public:
    /// Called by send(), serve() and give_up(): the message with this tag was delivered, where `failure` is empty, or will not
    /// be any more. Must not throw.
    using OnDelivery = std::function<void(std::uint64_t tag, std::string_view failure)>;

    KafkaProducer(const KafkaSettings& settings, KafkaClient::OnMessage on_note, OnDelivery on_delivery);
    ~KafkaProducer();
    KafkaProducer(const KafkaProducer&) = delete;
    KafkaProducer& operator=(const KafkaProducer&) = delete;

    /// Throws KafkaError where the topic is not there, as describe_cluster() does where no broker is. Must be called once, first.
    void open(const std::string& topic);

    /// Copies what it is given. False where so much is on its way that there is no room at the moment: serve() and try again. No
    /// payload is a tombstone. Throws KafkaError where the client has given up.
    bool send(std::optional<std::string_view> key, std::optional<std::string_view> payload, std::uint64_t tag);

    /// Waits at most so long for news of messages. Throws KafkaError where the client has given up.
    void serve(int wait_ms) { client_.serve(wait_ms); }

    /// Messages on their way.
    [[nodiscard]] std::size_t pending() const { return static_cast<std::size_t>(rd_kafka_outq_len(client_.handle())); }

    /// Whatever is on its way has failed.
    void give_up();

private:
    static void pass_on(const rd_kafka_message_t& message, void* opaque);

    OnDelivery on_delivery_;
    KafkaClient client_;
    rd_kafka_topic_t* topic_ = nullptr;
};

}  // namespace tks::source
