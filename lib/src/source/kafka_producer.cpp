#include "source/kafka_producer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace tks::source {

namespace {

std::vector<Property> defaults_for(const KafkaSettings& settings) {
    // A leader is elected anew within seconds, and messages should outlast that.
    const std::int64_t delivery_ms = std::max<std::int64_t>(settings.timeout_ms, 60'000);
    return {
        {"message.timeout.ms", fmt::format("{}", delivery_ms)},
        // Bounds what is on its way.
        {"queue.buffering.max.kbytes", "65536"},
        // As the clients of the Java world and aiokafka choose partitions.
        {"partitioner", "murmur2_random"},
    };
}

const Property requirements[] = {{"enable.idempotence", "true"}};

void* tag_to_opaque(std::uint64_t tag) {
    static_assert(sizeof(void*) >= sizeof(std::uint64_t));
    void* opaque = nullptr;
    std::memcpy(&opaque, &tag, sizeof tag);
    return opaque;
}

std::uint64_t tag_of_opaque(void* opaque) {
    std::uint64_t tag = 0;
    std::memcpy(&tag, &opaque, sizeof tag);
    return tag;
}

}  // namespace

KafkaProducer::KafkaProducer(const KafkaSettings& settings, KafkaClient::OnMessage on_note, OnDelivery on_delivery)
    : on_delivery_(std::move(on_delivery)),
      client_(settings, KafkaRole::producer, defaults_for(settings), requirements, std::move(on_note)) {
    client_.on_delivery(pass_on, this);
}

KafkaProducer::~KafkaProducer() {
    client_.on_delivery(nullptr, nullptr);
    if (topic_ != nullptr) rd_kafka_topic_destroy(topic_);
}

void KafkaProducer::open(const std::string& topic) {
    static_cast<void>(client_.describe_cluster().topic(topic));
    topic_ = rd_kafka_topic_new(client_.handle(), topic.c_str(), nullptr);
    if (topic_ == nullptr) client_.fail(fmt::format("{} cannot be written to", topic), rd_kafka_last_error());
}

bool KafkaProducer::send(std::optional<std::string_view> key, std::optional<std::string_view> payload,
                         std::uint64_t tag) {
    // An empty text is not the same as none.
    const auto data = [](std::optional<std::string_view> text) {
        return text ? (text->empty() ? "" : text->data()) : nullptr;
    };
    const int result =
        rd_kafka_produce(topic_, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, const_cast<char*>(data(payload)),
                         payload.value_or("").size(), data(key), key.value_or("").size(), tag_to_opaque(tag));
    if (result == 0) return true;
    const rd_kafka_resp_err_t error = rd_kafka_last_error();
    if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
    client_.serve();
    if (error == RD_KAFKA_RESP_ERR__FATAL) client_.fail_for_good();
    on_delivery_(tag, rd_kafka_err2str(error));
    return true;
}

void KafkaProducer::give_up() {
    rd_kafka_purge(client_.handle(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    // Their failures are told here; the client's own has been told already.
    while (rd_kafka_outq_len(client_.handle()) > 0 && rd_kafka_poll(client_.handle(), 1000) > 0) {
    }
}

void KafkaProducer::pass_on(const rd_kafka_message_t& message, void* opaque) {
    const auto& producer = *static_cast<const KafkaProducer*>(opaque);
    const bool is_delivered = message.err == RD_KAFKA_RESP_ERR_NO_ERROR;
    producer.on_delivery_(tag_of_opaque(message._private), is_delivered ? "" : rd_kafka_err2str(message.err));
}

}  // namespace tks::source
