#include "source/kafka_consumer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <thread>
#include <utility>

#include "source/kafka_handles.hpp"

namespace tks::source {

namespace {

constexpr std::size_t most_given_at_once = 1000;
/// Where a broker is asked again for what it may have soon.
constexpr auto time_before_asking_again = std::chrono::milliseconds(50);

KafkaTimestampType type_of(rd_kafka_timestamp_type_t type) {
    switch (type) {
        case RD_KAFKA_TIMESTAMP_CREATE_TIME:
            return KafkaTimestampType::create;
        case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME:
            return KafkaTimestampType::log_append;
        case RD_KAFKA_TIMESTAMP_NOT_AVAILABLE:
            break;
    }
    return KafkaTimestampType::none;
}

/// librdkafka before 2.2 stops fetching once its queue is full, and looks again only a second later, or when its connection to
/// the broker has something else to do. So it is given that, often enough that the queue does not run empty.
std::uint64_t wake_distance_of(const KafkaClient& client) {
    constexpr int first_version_without_need = 0x02020000;
    constexpr std::uint64_t least_distance = 64 << 10;
    if (rd_kafka_version() >= first_version_without_need) return 0;
    return std::max(least_distance, client.number_property("queued.max.messages.kbytes") * 1024 / 4);
}

std::string_view view_of(const void* bytes, std::size_t size) {
    return {static_cast<const char*>(bytes), size};
}

}  // namespace

std::vector<Property> consumer_requirements(bool reads_uncommitted) {
    return {
        {"enable.partition.eof", "true"},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"isolation.level", reads_uncommitted ? "read_uncommitted" : "read_committed"},
    };
}

std::span<const Property> consumer_defaults() {
    static const Property defaults[] = {{"fetch.wait.max.ms", "100"}};
    return defaults;
}

KafkaConsumer::KafkaConsumer(KafkaClient& client, const std::vector<PartitionRange>& ranges, OnNote on_note)
    : client_(client),
      on_note_(std::move(on_note)),
      given_(most_given_at_once),
      bytes_between_wakes_(wake_distance_of(client)) {
    queue_ = rd_kafka_queue_new(client_.handle());
    for (const PartitionRange& range : ranges) {
        Topic& topic = topic_named(range.place.topic);
        Partition& partition = topic.partitions[range.place.partition];
        partition.position = range.from;
        partition.to = range.to;
        if (range.to && range.from >= *range.to) continue;
        if (topic.handle == nullptr) {
            topic.handle = rd_kafka_topic_new(client_.handle(), topic.name.c_str(), nullptr);
            topic.is_owned = true;
        }
        if (topic.handle == nullptr ||
            rd_kafka_consume_start_queue(topic.handle, range.place.partition, range.from, queue_) != 0)
            client_.fail(fmt::format("{}/{} cannot be read", topic.name, range.place.partition), rd_kafka_last_error());
        partition.is_active = true;
        ++active_;
        bounded_ += range.to ? 1U : 0U;
    }
}

KafkaConsumer::KafkaConsumer(KafkaClient& client, GroupOptions group, OnNote on_note)
    : client_(client),
      on_note_(std::move(on_note)),
      group_(std::move(group)),
      is_member_(true),
      given_(most_given_at_once),
      bytes_between_wakes_(wake_distance_of(client)) {
    client_.on_rebalance(on_rebalance, this);
    queue_ = rd_kafka_queue_get_consumer(client_.handle());
    const PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(group_.topics.size())));
    for (const std::string& topic : group_.topics)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t error = rd_kafka_subscribe(client_.handle(), list.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) client_.fail("the topics cannot be subscribed to", error);
}

KafkaConsumer::~KafkaConsumer() {
    release_given();
    single_.clear();
    // Whatever comes from now on is not for anybody.
    group_.before_revocation = nullptr;
    if (is_member_) rd_kafka_consumer_close(client_.handle());
    for (const Topic& topic : topics_) {
        if (!topic.is_owned) continue;
        for (const auto& [number, partition] : topic.partitions)
            if (partition.is_active || partition.to) rd_kafka_consume_stop(topic.handle, number);
        rd_kafka_topic_destroy(topic.handle);
    }
    rd_kafka_queue_destroy(queue_);
}

KafkaConsumer::Next KafkaConsumer::next(KafkaMessage& message, int wait_ms, bool with_headers) {
    const Next found = next_batch(single_, 1, wait_ms, with_headers);
    if (found == Next::message) message = single_.messages().front();
    return found;
}

KafkaConsumer::Next KafkaConsumer::next_batch(MessageBatch& batch, std::size_t most, int wait_ms, bool with_headers) {
    batch.clear();
    for (;;) {
        if (active_ == 0 && (!is_member_ || (was_assigned_ && !group_.ends.empty()))) return Next::finished;
        if (given_next_ == given_size_ && !refill(wait_ms)) {
            if (wait_ms > 0 && active_ != 0) refuse_endless_wait();
            return Next::nothing;
        }
        std::size_t taken = 0;
        while (given_next_ < given_size_ && taken < most) taken += take_given(batch, with_headers) ? 1U : 0U;
        if (taken != 0) return Next::message;
    }
}

/// False where what the client gave next is nothing for whoever reads.
bool KafkaConsumer::take_given(MessageBatch& batch, bool with_headers) {
    Owned<rd_kafka_message_t, rd_kafka_message_destroy> owned(given_[given_next_++]);
    const rd_kafka_message_t& given = *owned;
    Partition* const partition = partition_of(given);
    if (given.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        take_error(given, partition);
        return false;
    }
    // What was on its way when the partition was given up.
    if (partition == nullptr || !partition->is_active || given.offset < partition->position) return false;
    if (partition->to && given.offset >= *partition->to) {
        finish(given, *partition);
        return false;
    }
    KafkaMessage& message = batch.add(std::move(owned));
    message.topic = last_topic_->name;
    message.partition = given.partition;
    message.offset = given.offset;
    rd_kafka_timestamp_type_t type{};
    message.timestamp.ms = rd_kafka_message_timestamp(&given, &type);
    message.timestamp_type = type_of(type);
    message.broker = rd_kafka_message_broker_id(&given);
    if (given.key != nullptr) message.key = view_of(given.key, given.key_len);
    if (given.payload != nullptr) message.payload = view_of(given.payload, given.len);
    if (with_headers) add_headers(given, batch, message);
    partition->position = given.offset + 1;
    partition->broker = message.broker;
    bytes_since_wake_ += given.len;
    if (partition->to && partition->position >= *partition->to) finish(given, *partition);
    return true;
}

void KafkaConsumer::add_headers(const rd_kafka_message_t& given, MessageBatch& batch, KafkaMessage& message) {
    rd_kafka_headers_t* list = nullptr;
    if (rd_kafka_message_headers(&given, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
    headers_.clear();
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    while (rd_kafka_header_get_all(list, headers_.size(), &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        KafkaHeader& header = headers_.emplace_back(KafkaHeader{name, std::nullopt});
        if (value != nullptr) header.value = view_of(value, size);
    }
    message.headers = batch.keep(headers_);
}

/// Takes what is there, or else waits for the first message to come: librdkafka waits until a whole batch is there.
bool KafkaConsumer::refill(int wait_ms) {
    release_given();
    client_.serve();
    if (bytes_between_wakes_ != 0 && bytes_since_wake_ >= bytes_between_wakes_) wake_fetchers();
    ssize_t count = rd_kafka_consume_batch_queue(queue_, 0, given_.data(), given_.size());
    if (count == 0 && wait_ms > 0) {
        rd_kafka_message_t* const first = rd_kafka_consume_queue(queue_, wait_ms);
        if (first != nullptr) {
            given_[0] = first;
            count = 1;
        }
    }
    if (callback_failure_) std::rethrow_exception(std::exchange(callback_failure_, nullptr));
    if (count < 0) client_.fail("messages cannot be fetched", rd_kafka_last_error());
    given_size_ = static_cast<std::size_t>(count);
    return count > 0;
}

/// Any request does; the answer does not matter and is not waited for.
void KafkaConsumer::wake_fetchers() {
    bytes_since_wake_ = 0;
    std::set<std::int32_t> brokers;
    const PartitionList list(rd_kafka_topic_partition_list_new(4));
    for (const Topic& topic : topics_)
        for (const auto& [number, partition] : topic.partitions)
            if (partition.is_active && brokers.insert(partition.broker).second)
                rd_kafka_topic_partition_list_add(list.get(), topic.name.c_str(), number)->offset = time_of_end;
    if (list->cnt != 0) rd_kafka_offsets_for_times(client_.handle(), list.get(), 0);
}

void KafkaConsumer::release_given() {
    for (; given_next_ < given_size_; ++given_next_) rd_kafka_message_destroy(given_[given_next_]);
    given_size_ = given_next_ = 0;
}

KafkaConsumer::Topic& KafkaConsumer::topic_named(const std::string& name) {
    const auto place = std::ranges::find(topics_, name, &Topic::name);
    if (place != topics_.end()) return *place;
    return topics_.emplace_back(Topic{name, nullptr, false, {}});
}

/// Most messages are of the same topic as the one before.
KafkaConsumer::Topic& KafkaConsumer::topic_of(const rd_kafka_message_t& message) {
    if (last_topic_ != nullptr && last_topic_->handle == message.rkt) return *last_topic_;
    const auto place = std::ranges::find(topics_, message.rkt, &Topic::handle);
    last_topic_ = place != topics_.end() ? &*place : &topic_named(rd_kafka_topic_name(message.rkt));
    // In a group, the handles are librdkafka's.
    if (!last_topic_->is_owned) last_topic_->handle = message.rkt;
    return *last_topic_;
}

KafkaConsumer::Partition* KafkaConsumer::partition_of(const rd_kafka_message_t& message) {
    if (message.rkt == nullptr) return nullptr;
    Topic& topic = topic_of(message);
    const auto place = topic.partitions.find(message.partition);
    return place == topic.partitions.end() ? nullptr : &place->second;
}

void KafkaConsumer::finish(const rd_kafka_message_t& message, Partition& partition) {
    partition.is_active = false;
    --active_;
    --bounded_;
    // Nothing more needs to be fetched of it.
    const PartitionList list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), last_topic_->name.c_str(), message.partition);
    rd_kafka_pause_partitions(client_.handle(), list.get());
}

void KafkaConsumer::take_error(const rd_kafka_message_t& message, Partition* partition) {
    const auto place = [&] {
        return message.rkt == nullptr ? std::string("the cluster")
                                      : fmt::format("{}/{}", rd_kafka_topic_name(message.rkt), message.partition);
    };
    switch (message.err) {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            if (partition == nullptr || !partition->is_active) return;
            // Offsets may have gaps, also at the end: compaction and transactions leave them.
            partition->high = message.offset;
            partition->position = std::max(partition->position, message.offset);
            if (partition->to && message.offset >= *partition->to) finish(message, *partition);
            return;
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            if (partition == nullptr || !partition->is_active) return;
            if (is_member_)
                client_.fail(fmt::format("{}: the committed offset is no longer there", place()),
                             RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
            restart(*last_topic_, message.partition, *partition);
            return;
        case RD_KAFKA_RESP_ERR__TRANSPORT:
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
        case RD_KAFKA_RESP_ERR__TIMED_OUT:
        case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
        case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
            // The client tries again by itself.
            return;
        default:
            throw KafkaError(fmt::format("{}: {}", place(), rd_kafka_message_errstr(&message)));
    }
}

/// What was to be read next has been deleted by the broker in the meantime, or whoever was asked leads the partition no more
/// without knowing: then it is asked for again.
void KafkaConsumer::restart(Topic& topic, std::int32_t number, Partition& partition) {
    const TopicPartition place{topic.name, number};
    const OffsetBounds bounds = client_.bounds_of({&place, 1}).front();
    const auto now = std::chrono::steady_clock::now();
    if (partition.position <= bounds.high) partition.beyond_since.reset();
    if (partition.position > bounds.high && !partition.beyond_since) partition.beyond_since = now;
    const bool is_beyond_for_good =
        partition.beyond_since && now - *partition.beyond_since >= std::chrono::milliseconds(client_.timeout_ms());
    if (partition.position < bounds.low || is_beyond_for_good) {
        if (on_note_)
            on_note_(fmt::format("{}/{}: the broker no longer has the offsets from {} on; reading goes on at {}",
                                 topic.name, number, partition.position, bounds.low));
        partition.position = bounds.low;
        partition.beyond_since.reset();
    } else {
        std::this_thread::sleep_for(time_before_asking_again);
    }
    rd_kafka_consume_stop(topic.handle, number);
    if (rd_kafka_consume_start_queue(topic.handle, number, partition.position, queue_) != 0)
        client_.fail(fmt::format("{}/{} cannot be read", topic.name, number), rd_kafka_last_error());
}

/// Waiting for the end of a range makes no sense where no broker comes back.
void KafkaConsumer::refuse_endless_wait() {
    if (active_ != bounded_ || !client_.down_since()) return;
    const auto down = std::chrono::steady_clock::now() - *client_.down_since();
    if (down < std::chrono::milliseconds(client_.timeout_ms()) || client_.is_back()) return;
    throw KafkaError(
        fmt::format("all brokers are gone, and none came back within {} s; what was read until then is written",
                    static_cast<double>(client_.timeout_ms()) / 1000.0));
}

void KafkaConsumer::on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* list,
                                 void* opaque) {
    auto& consumer = *static_cast<KafkaConsumer*>(opaque);
    try {
        if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
            consumer.assign(list);
            rd_kafka_assign(handle, list);
            return;
        }
        consumer.revoke();
    } catch (...) {
        consumer.callback_failure_ = std::current_exception();
    }
    rd_kafka_assign(handle, nullptr);
}

void KafkaConsumer::assign(const rd_kafka_topic_partition_list_t* list) {
    was_assigned_ = list->cnt != 0;
    for (const auto& element : std::span(list->elems, static_cast<std::size_t>(list->cnt))) {
        Partition& partition = topic_named(element.topic).partitions[element.partition];
        partition = Partition{};
        if (const auto end = group_.ends.find({element.topic, element.partition}); end != group_.ends.end())
            partition.to = end->second;
        partition.is_active = true;
        ++active_;
        bounded_ += partition.to ? 1U : 0U;
    }
}

void KafkaConsumer::revoke() {
    if (group_.before_revocation) group_.before_revocation();
    for (Topic& topic : topics_) topic.partitions.clear();
    active_ = bounded_ = 0;
    was_assigned_ = false;
}

void KafkaConsumer::commit() {
    const PartitionList list(rd_kafka_topic_partition_list_new(8));
    for (Topic& topic : topics_)
        for (auto& [number, partition] : topic.partitions) {
            if (partition.position <= 0 || partition.position == partition.committed) continue;
            rd_kafka_topic_partition_list_add(list.get(), topic.name.c_str(), number)->offset = partition.position;
            partition.committed = partition.position;
        }
    const rd_kafka_resp_err_t error =
        list->cnt == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_commit(client_.handle(), list.get(), 0);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) client_.fail("the offsets cannot be committed", error);
}

std::optional<std::int64_t> KafkaConsumer::ahead_in(const Topic& topic, std::int32_t number,
                                                    const Partition& partition) const {
    std::int64_t low = 0;
    std::int64_t high = -1;
    rd_kafka_get_watermark_offsets(client_.handle(), topic.name.c_str(), number, &low, &high);
    if (!partition.to && high < 0) return std::nullopt;
    return std::max<std::int64_t>(0, partition.to.value_or(high) - partition.position);
}

std::int64_t KafkaConsumer::messages_ahead() const {
    std::int64_t ahead = 0;
    for (const Topic& topic : topics_)
        for (const auto& [number, partition] : topic.partitions)
            if (partition.is_active) ahead += ahead_in(topic, number, partition).value_or(0);
    return ahead;
}

std::vector<KafkaConsumer::ActivePartition> KafkaConsumer::active_partitions() const {
    std::vector<ActivePartition> active;
    for (const Topic& topic : topics_)
        for (const auto& [number, partition] : topic.partitions) {
            if (!partition.is_active) continue;
            // Behind the last message there may be marks of transactions, which nobody gets to see.
            const bool is_at_end = partition.high >= 0 && partition.position >= partition.high;
            const auto ahead = ahead_in(topic, number, partition);
            active.push_back({topic.name, number, !ahead || (*ahead > 0 && !is_at_end)});
        }
    return active;
}

}  // namespace tks::source
