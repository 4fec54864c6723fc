#pragma once

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tks/error.hpp"
#include "tks/kafka_cluster.hpp"
#include "tks/kafka_offsets.hpp"
#include "tks/kafka_settings.hpp"

/// The connection that everything which speaks to Kafka stands on: consumers, producers, administration.
namespace tks::source {

/// A partition of a topic.
struct TopicPartition {
    std::string topic;
    std::int32_t partition = 0;
};

/// A property that a command needs.
using Property = std::pair<const char*, std::string>;

/// What a client is for.
enum class KafkaRole : std::uint8_t { consumer, producer };

/// Times that stand for the start and the end of a partition; see KafkaClient::list_offsets.
inline constexpr std::int64_t time_of_start = RD_KAFKA_OFFSET_BEGINNING;
inline constexpr std::int64_t time_of_end = RD_KAFKA_OFFSET_END;

/// One handle of librdkafka, with its errors told in words. It connects by itself, and again when connections break.
class KafkaClient {
public:
    /// Receives the client's log where the settings ask for it, and news of the connection; may be called by any thread.
    using OnMessage = std::function<void(std::string_view)>;

    using OnRebalance = void (*)(rd_kafka_t*, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t*, void* opaque);

    using OnDelivery = void (*)(const rd_kafka_message_t& message, void* opaque);

    /// `defaults` are beaten by the settings, which are beaten by `requirements`. Throws UsageError, with who said it, for
    /// properties that librdkafka does not know or whose values it refuses; KafkaError where it cannot be set up.
    KafkaClient(KafkaSettings settings, KafkaRole role, std::span<const Property> defaults,
                std::span<const Property> requirements, OnMessage on_message);
    ~KafkaClient();
    KafkaClient(const KafkaClient&) = delete;
    KafkaClient& operator=(const KafkaClient&) = delete;

    /// Who is told when a group gives or takes partitions.
    void on_rebalance(OnRebalance callback, void* opaque) {
        on_rebalance_ = callback;
        rebalance_opaque_ = opaque;
    }

    /// Who is told what became of each message that a producer was given.
    void on_delivery(OnDelivery callback, void* opaque) {
        on_delivery_ = callback;
        delivery_opaque_ = opaque;
    }

    [[nodiscard]] rd_kafka_t* handle() const { return handle_; }
    /// The value that the client has for a property that is a number; 0 where it has none.
    [[nodiscard]] std::uint64_t number_property(const char* name) const;
    [[nodiscard]] std::int64_t timeout_ms() const { return settings_.timeout_ms; }

    /// Waits for a broker, for as long as the settings say, and asks it for everything. No topic comes into being by it. Throws
    /// KafkaError where none answers in time, or at once where the login fails.
    KafkaCluster describe_cluster() { return describe_cluster(settings_.timeout_ms); }
    KafkaCluster describe_cluster(std::int64_t timeout_ms);

    /// What tells the cluster from others; empty if it does not say.
    [[nodiscard]] std::string cluster_id() const;

    /// Of the topics that are read or written, one that is there no more; nothing where all are, or where no broker says so soon.
    std::optional<std::string> find_lost_topic();

    /// The offset in each partition of the first message at `time` or later (the end where there is none), or of
    /// the start or the end for time_of_start and time_of_end. With read_committed, the end is where the
    /// oldest open transaction begins. Throws KafkaError.
    std::vector<std::int64_t> list_offsets(std::span<const TopicPartition> partitions,
                                           std::span<const std::int64_t> times);

    /// Where each partition begins and ends now. Throws KafkaError.
    std::vector<OffsetBounds> bounds_of(std::span<const TopicPartition> partitions);

    /// Lets callbacks speak, and waits for them at most so long. Throws KafkaError where the login failed or the client has given up.
    void serve(int wait_ms = 0);

    /// When all brokers were gone, as serve() has heard; they may be back since, which is_back() finds out.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> down_since() const { return down_since_; }

    /// Asks whether a broker answers, and takes note of it.
    bool is_back();

    /// Throws a KafkaError: what could not be done, the error's text, and what to do about it where that is known.
    [[noreturn]] void fail(std::string_view what, rd_kafka_resp_err_t error) const;

    /// The same for an error after which the client does nothing any more; serve() may not have been told of it yet.
    [[noreturn]] void fail_for_good() const;

private:
    static void on_error(rd_kafka_t* handle, int error, const char* reason, void* opaque);
    static void pass_on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* list,
                                  void* opaque);
    static void pass_on_delivery(rd_kafka_t* handle, const rd_kafka_message_t* message, void* opaque);
    static void on_log(const rd_kafka_t* handle, int level, const char* facility, const char* text);
    [[noreturn]] void fail_unreachable(std::int64_t timeout_ms) const;
    [[nodiscard]] std::string_view advice_on(std::string_view reason) const;

    KafkaSettings settings_;
    OnMessage on_message_;
    OnRebalance on_rebalance_ = nullptr;
    void* rebalance_opaque_ = nullptr;
    OnDelivery on_delivery_ = nullptr;
    void* delivery_opaque_ = nullptr;
    rd_kafka_t* handle_ = nullptr;
    std::string last_reason_;   // Why a connection failed, without the details of librdkafka's states.
    std::string fatal_reason_;  // Not empty: there is no point in going on.
    std::optional<std::chrono::steady_clock::time_point> down_since_;
};

}  // namespace tks::source
