#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "source/kafka_client.hpp"
#include "source/message_batch.hpp"
#include "tks/kafka_message.hpp"

namespace tks::source {

/// What to read of a partition.
struct PartitionRange {
    TopicPartition place;
    std::int64_t from = 0;
    std::optional<std::int64_t> to;  ///< Without this one; nothing: on and on.
};

/// What membership in a group takes.
struct GroupOptions {
    std::vector<std::string> topics;
    /// Where to end in each partition; empty: nowhere.
    std::map<std::pair<std::string, std::int32_t>, std::int64_t> ends{};
    /// Called before partitions go to another member: what was read of them should be written, and committed.
    std::function<void()> before_revocation{};
};

/// What a client of a KafkaConsumer must be set to, and bounds of what is fetched ahead that a user may change.
std::vector<Property> consumer_requirements(bool reads_uncommitted);
std::span<const Property> consumer_defaults();

/// Reads messages of partitions, in each partition in the order of offsets. Memory is bounded by the client's properties
/// queued.max.messages.kbytes and fetch.message.max.bytes. The client must have been made with consumer_requirements().
class KafkaConsumer {
public:
    /// What next() found.
    enum class Next {
        message,
        nothing,   ///< In the time given.
        finished,  ///< All ranges have been read to their ends.
    };

    using OnNote = std::function<void(std::string_view)>;

    /// Reads these ranges without being a member of any group. The client must outlive the consumer. Throws KafkaError.
    KafkaConsumer(KafkaClient& client, const std::vector<PartitionRange>& ranges, OnNote on_note);

    /// Reads what the group that the client belongs to gives it, from where the group has committed.
    KafkaConsumer(KafkaClient& client, GroupOptions group, OnNote on_note);

    ~KafkaConsumer();
    KafkaConsumer(const KafkaConsumer&) = delete;
    KafkaConsumer& operator=(const KafkaConsumer&) = delete;

    /// Waits for a message. It is valid until the next call. Headers are taken apart only if they are asked for. Throws KafkaError.
    Next next(KafkaMessage& message, int wait_ms, bool with_headers);

    /// The same for those of the messages that need no more waiting, but no more than `most`, which is not 0. They take the place
    /// of what the batch held; what they view is the batch's, but for the names of topics, which are the consumer's.
    Next next_batch(MessageBatch& batch, std::size_t most, int wait_ms, bool with_headers);

    /// Commits, for the group, that everything which next() gave has been dealt with. Throws KafkaError.
    void commit();

    /// How many messages are known to lie ahead, up to the ends or to what the brokers last said.
    [[nodiscard]] std::int64_t messages_ahead() const;

    /// A partition that is read, and whether anything lies ahead in it; unknown as long as no broker has said so.
    struct ActivePartition {
        std::string_view topic;
        std::int32_t number = 0;
        bool may_have_more = false;
    };

    /// Those that have not come to the end of their range.
    [[nodiscard]] std::vector<ActivePartition> active_partitions() const;

private:
    struct Partition {
        std::int64_t position = 0;  ///< Of the next message.
        std::int64_t committed = -1;
        std::int64_t high = -1;  ///< The end of the partition as last seen.
        std::optional<std::int64_t> to;
        std::int32_t broker = -1;  ///< Who delivered the last message.
        bool is_active = false;    ///< Whether it is read now.
        /// Since when the partition is said to end before the position, which it cannot unless all of it was replaced.
        std::optional<std::chrono::steady_clock::time_point> beyond_since;
    };
    struct Topic {
        std::string name;
        rd_kafka_topic_t* handle = nullptr;  ///< As messages carry it.
        bool is_owned = false;
        std::map<std::int32_t, Partition> partitions;
    };

    static void on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* list,
                             void* opaque);
    void assign(const rd_kafka_topic_partition_list_t* list);
    void revoke();
    bool refill(int wait_ms);
    bool take_given(MessageBatch& batch, bool with_headers);
    void release_given();
    Topic& topic_of(const rd_kafka_message_t& message);
    Topic& topic_named(const std::string& name);
    Partition* partition_of(const rd_kafka_message_t& message);
    void take_error(const rd_kafka_message_t& message, Partition* partition);
    void restart(Topic& topic, std::int32_t number, Partition& partition);
    void finish(const rd_kafka_message_t& message, Partition& partition);
    void add_headers(const rd_kafka_message_t& given, MessageBatch& batch, KafkaMessage& message);
    void refuse_endless_wait();
    /// What lies ahead in a partition that is active; nothing as long as that is not known.
    [[nodiscard]] std::optional<std::int64_t> ahead_in(const Topic& topic, std::int32_t number,
                                                       const Partition& partition) const;
    void wake_fetchers();

    KafkaClient& client_;
    OnNote on_note_;
    GroupOptions group_;
    bool is_member_ = false;
    rd_kafka_queue_t* queue_ = nullptr;
    std::deque<Topic> topics_;  ///< They stay where they are.
    Topic* last_topic_ = nullptr;
    std::size_t active_ = 0;   ///< Partitions that are being read.
    std::size_t bounded_ = 0;  ///< Of those, the ones that have an end.
    bool was_assigned_ = false;
    std::vector<rd_kafka_message_t*> given_;  ///< From given_next_ up to given_size_, those that nobody has taken yet.
    std::size_t given_size_ = 0;
    std::size_t given_next_ = 0;
    MessageBatch single_;                    ///< What next() found.
    std::uint64_t bytes_between_wakes_ = 0;  ///< 0: never.
    std::uint64_t bytes_since_wake_ = 0;
    std::vector<KafkaHeader> headers_;
    std::exception_ptr callback_failure_;  ///< What must not be thrown through librdkafka.
};

}  // namespace tks::source
