#include "source/kafka_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "source/kafka_handles.hpp"

namespace tks::source {

namespace {

using Clock = std::chrono::steady_clock;

/// For questions beside the reading, which must not hold it up.
constexpr int question_patience_ms = 500;
constexpr auto time_between_tries = std::chrono::milliseconds(50);

using Config = Owned<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using Metadata = Owned<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;

std::string linked_version() {
    return fmt::format("librdkafka {}", rd_kafka_version_str());
}

/// Names the property that was most likely meant.
std::string explain_unknown_property(const KafkaSetting& setting) {
    std::vector<std::string_view> names;
    const Config config(rd_kafka_conf_new());
    std::size_t count = 0;
    const char** const pairs = rd_kafka_conf_dump(config.get(), &count);
    for (std::size_t index = 0; index < count; index += 2) names.emplace_back(pairs[index]);
    std::string message = fmt::format("{}: {} has no property {}{}", setting.origin, linked_version(),
                                      quoted_for_people(setting.name), did_you_mean(setting.name, names));
    rd_kafka_conf_dump_free(pairs, count);
    return message;
}

void apply(rd_kafka_conf_t* config, const KafkaSetting& setting) {
    char reason[512] = "";
    switch (rd_kafka_conf_set(config, setting.name.c_str(), setting.value.c_str(), reason, sizeof reason)) {
        case RD_KAFKA_CONF_OK:
            return;
        case RD_KAFKA_CONF_UNKNOWN:
            throw UsageError(explain_unknown_property(setting));
        case RD_KAFKA_CONF_INVALID:
            break;
    }
    // The reason repeats the value.
    throw UsageError(fmt::format(
        "{}: {}", setting.origin,
        setting.is_secret ? fmt::format("the value of {} is not usable", setting.name) : std::string(reason)));
}

/// "… failed: Connection refused (after 0ms in state CONNECT)": the end is about the client's own states.
std::string_view without_state(std::string_view reason) {
    const std::size_t state = reason.find(" (after ");
    return state == std::string_view::npos ? reason : reason.substr(0, state);
}

/// How long a broker may take for any answer before its connection counts as broken, and the next leader is looked for. An answer
/// may be held back where there is nothing to fetch, and librdkafka wants a second to spare then.
std::int64_t answer_patience_ms(const KafkaSettings& settings) {
    constexpr std::int64_t least_ms = 2'000;
    constexpr std::int64_t most_ms = 60'000;
    constexpr std::int64_t spare_ms = 1'000;
    const KafkaSetting* const held_back = settings.find("fetch.wait.max.ms");
    const std::int64_t held_back_ms = held_back == nullptr ? 0 : std::strtoll(held_back->value.c_str(), nullptr, 10);
    return std::max(std::clamp(settings.timeout_ms, least_ms, most_ms),
                    std::min(held_back_ms, std::int64_t{240'000}) + spare_ms);
}

/// Errors that do not go away by waiting.
bool is_hopeless(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR__AUTHENTICATION || error == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED ||
           error == RD_KAFKA_RESP_ERR__SSL || error == RD_KAFKA_RESP_ERR__FATAL;
}

/// Errors of a topic that has just come into being, or whose leader has just changed or come back.
bool is_passing(rd_kafka_resp_err_t error) {
    constexpr rd_kafka_resp_err_t passing[] = {
        RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
        RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
        RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH,
        RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
        RD_KAFKA_RESP_ERR__TRANSPORT,
        RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
        RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE,
    };
    return std::ranges::find(passing, error) != std::ranges::end(passing);
}

/// What made a client give up.
std::string fatal_reason_of(rd_kafka_t* handle) {
    char reason[512] = "";
    rd_kafka_fatal_error(handle, reason, sizeof reason);
    return reason;
}

KafkaPartition describe(const rd_kafka_metadata_partition& given) {
    KafkaPartition partition{given.id, given.leader, {}, {}};
    partition.replicas.assign(given.replicas, given.replicas + given.replica_cnt);
    partition.in_sync.assign(given.isrs, given.isrs + given.isr_cnt);
    return partition;
}

KafkaCluster describe(const rd_kafka_metadata_t& metadata) {
    KafkaCluster cluster;
    for (const auto& broker : std::span(metadata.brokers, static_cast<std::size_t>(metadata.broker_cnt)))
        cluster.brokers.push_back({broker.id, fmt::format("{}:{}", broker.host, broker.port)});
    for (const auto& given : std::span(metadata.topics, static_cast<std::size_t>(metadata.topic_cnt))) {
        KafkaTopic topic{given.topic, {}, {}};
        // A leader is elected soon, and the client waits for it.
        if (given.err != RD_KAFKA_RESP_ERR_NO_ERROR && given.err != RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
            topic.error = rd_kafka_err2str(given.err);
        for (const auto& partition : std::span(given.partitions, static_cast<std::size_t>(given.partition_cnt)))
            topic.partitions.push_back(describe(partition));
        std::ranges::sort(topic.partitions, {}, &KafkaPartition::number);
        cluster.topics.push_back(std::move(topic));
    }
    std::ranges::sort(cluster.brokers, {}, &KafkaBroker::id);
    std::ranges::sort(cluster.topics, {}, &KafkaTopic::name);
    return cluster;
}

}  // namespace

KafkaClient::KafkaClient(KafkaSettings settings, KafkaRole role, std::span<const Property> defaults,
                         std::span<const Property> requirements, OnMessage on_message)
    : settings_(std::move(settings)), on_message_(std::move(on_message)) {
    Config config(rd_kafka_conf_new());
    rd_kafka_conf_set_opaque(config.get(), this);
    rd_kafka_conf_set_error_cb(config.get(), on_error);
    rd_kafka_conf_set_log_cb(config.get(), on_log);
    const bool is_consumer = role == KafkaRole::consumer;
    if (is_consumer)
        rd_kafka_conf_set_rebalance_cb(config.get(), pass_on_rebalance);
    else
        rd_kafka_conf_set_dr_msg_cb(config.get(), pass_on_delivery);
    // A broker that is back is noticed soon, and so is one that says nothing any more.
    apply(config.get(), {"reconnect.backoff.max.ms", "1000", "default"});
    apply(config.get(), {"socket.timeout.ms", std::to_string(answer_patience_ms(settings_)), "default"});
    for (const auto& [name, value] : defaults) apply(config.get(), {name, value, "default"});
    for (const KafkaSetting& setting : settings_.settings) apply(config.get(), setting);
    for (const auto& [name, value] : requirements) apply(config.get(), {name, value, "the command"});
    char reason[512] = "";
    handle_ = rd_kafka_new(is_consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, config.get(), reason, sizeof reason);
    if (handle_ == nullptr) throw KafkaError(fmt::format("the Kafka client cannot be set up: {}", reason));
    static_cast<void>(config.release());  // It belongs to the handle now.
}

KafkaClient::~KafkaClient() {
    rd_kafka_destroy(handle_);
}

std::uint64_t KafkaClient::number_property(const char* name) const {
    char text[64] = "";
    std::size_t size = sizeof text;
    if (rd_kafka_conf_get(rd_kafka_conf(handle_), name, text, &size) != RD_KAFKA_CONF_OK) return 0;
    return std::strtoull(text, nullptr, 10);
}

KafkaCluster KafkaClient::describe_cluster(std::int64_t timeout_ms) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
    // A failed login is only heard of in between.
    for (std::int64_t patience_ms = 100;; patience_ms *= 2) {
        const auto left_ms = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        const rd_kafka_metadata_t* given = nullptr;
        const int wait_ms = static_cast<int>(std::clamp<std::int64_t>(std::min(left_ms, patience_ms), 1, 60'000));
        const rd_kafka_resp_err_t error = rd_kafka_metadata(handle_, 1, nullptr, &given, wait_ms);
        const Metadata metadata(given);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            down_since_.reset();
            return describe(*metadata);
        }
        serve();
        if (error != RD_KAFKA_RESP_ERR__TRANSPORT && error != RD_KAFKA_RESP_ERR__TIMED_OUT)
            fail("the cluster does not describe itself", error);
        if (Clock::now() >= deadline) fail_unreachable(timeout_ms);
    }
}

std::string KafkaClient::cluster_id() const {
    char* const given = rd_kafka_clusterid(handle_, static_cast<int>(settings_.timeout_ms));
    if (given == nullptr) return {};
    std::string id(given);
    rd_kafka_mem_free(handle_, given);
    return id;
}

bool KafkaClient::is_back() {
    const rd_kafka_metadata_t* given = nullptr;
    if (rd_kafka_metadata(handle_, 0, nullptr, &given, question_patience_ms) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return false;
    rd_kafka_metadata_destroy(given);
    down_since_.reset();
    return true;
}

std::optional<std::string> KafkaClient::find_lost_topic() {
    const rd_kafka_metadata_t* given = nullptr;
    if (rd_kafka_metadata(handle_, 0, nullptr, &given, question_patience_ms) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return std::nullopt;
    const Metadata metadata(given);
    for (const auto& topic : std::span(given->topics, static_cast<std::size_t>(given->topic_cnt)))
        if (topic.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return topic.topic;
    return std::nullopt;
}

std::vector<std::int64_t> KafkaClient::list_offsets(std::span<const TopicPartition> partitions,
                                                    std::span<const std::int64_t> times) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(settings_.timeout_ms);
    for (;;) {
        const PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
        for (std::size_t index = 0; index < partitions.size(); ++index)
            rd_kafka_topic_partition_list_add(list.get(), partitions[index].topic.c_str(), partitions[index].partition)
                ->offset = times[index];
        const rd_kafka_resp_err_t error =
            rd_kafka_offsets_for_times(handle_, list.get(), static_cast<int>(settings_.timeout_ms));
        serve();
        const auto elements = std::span(list->elems, static_cast<std::size_t>(list->cnt));
        const auto failed = std::ranges::find_if(
            elements, [](const auto& element) { return element.err != RD_KAFKA_RESP_ERR_NO_ERROR; });
        const bool is_one = error == RD_KAFKA_RESP_ERR_NO_ERROR && failed != elements.end();
        const rd_kafka_resp_err_t failure = is_one ? failed->err : error;
        if (failure == RD_KAFKA_RESP_ERR_NO_ERROR) {
            std::vector<std::int64_t> offsets;
            for (const auto& element : elements) offsets.push_back(element.offset);
            return offsets;
        }
        if (!is_passing(failure) || Clock::now() >= deadline)
            fail(is_one ? fmt::format("{}/{}: the offsets cannot be found out", failed->topic, failed->partition)
                        : std::string("the offsets of the partitions cannot be found out"),
                 failure);
        std::this_thread::sleep_for(time_between_tries);
    }
}

std::vector<OffsetBounds> KafkaClient::bounds_of(std::span<const TopicPartition> partitions) {
    const auto ask = [&](std::int64_t time) {
        return list_offsets(partitions, std::vector<std::int64_t>(partitions.size(), time));
    };
    const std::vector<std::int64_t> lows = ask(time_of_start);
    const std::vector<std::int64_t> highs = ask(time_of_end);
    std::vector<OffsetBounds> bounds;
    for (std::size_t index = 0; index < partitions.size(); ++index)
        bounds.push_back({lows[index], std::max(lows[index], highs[index])});
    return bounds;
}

void KafkaClient::serve(int wait_ms) {
    rd_kafka_poll(handle_, wait_ms);
    if (!fatal_reason_.empty()) throw KafkaError(fmt::format("{}{}", fatal_reason_, advice_on(fatal_reason_)));
}

void KafkaClient::fail(std::string_view what, rd_kafka_resp_err_t error) const {
    throw KafkaError(fmt::format("{}: {}", what, rd_kafka_err2str(error)));
}

void KafkaClient::fail_for_good() const {
    const std::string reason = fatal_reason_of(handle_);
    throw KafkaError(fmt::format("{}{}", reason, advice_on(reason)));
}

void KafkaClient::fail_unreachable(std::int64_t timeout_ms) const {
    throw KafkaError(fmt::format(
        "no broker answered within {} s{}{}; --brokers or KAFKA_BROKER_STRING names others, --timeout waits longer",
        static_cast<double>(timeout_ms) / 1000.0, last_reason_.empty() ? " at " : ": ",
        last_reason_.empty() ? settings_.find("bootstrap.servers")->value : last_reason_));
}

/// SCRAM of librdkafka before 2.6.1 sends a nonce that brokers of Kafka 4 refuse, with the same words as for a wrong password.
std::string_view KafkaClient::advice_on(std::string_view reason) const {
    constexpr int first_mended_version = 0x020601ff;
    const KafkaSetting* mechanism = settings_.find("sasl.mechanism");
    if (mechanism == nullptr || !mechanism->value.starts_with("SCRAM") || rd_kafka_version() >= first_mended_version)
        return {};
    if (reason.find("invalid credentials") == std::string_view::npos) return {};
    static const std::string advice = fmt::format(
        ". User name or password are wrong, or the brokers are of Kafka 4, where the linked {} cannot log in with "
        "SCRAM: then "
        "install librdkafka 2.6.1 or newer",
        linked_version());
    return advice;
}

void KafkaClient::on_error(rd_kafka_t* handle, int code, const char* reason, void* opaque) {
    auto& client = *static_cast<KafkaClient*>(opaque);
    const auto error = static_cast<rd_kafka_resp_err_t>(code);
    if (error == RD_KAFKA_RESP_ERR__FATAL) {
        client.fatal_reason_ = fatal_reason_of(handle);
    } else if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        if (!client.down_since_) client.down_since_ = Clock::now();
    } else if (is_hopeless(error)) {
        client.fatal_reason_ = without_state(reason);
    } else {
        client.last_reason_ = without_state(reason);
    }
}

void KafkaClient::pass_on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error,
                                    rd_kafka_topic_partition_list_t* list, void* opaque) {
    const auto& client = *static_cast<const KafkaClient*>(opaque);
    if (client.on_rebalance_ != nullptr)
        client.on_rebalance_(handle, error, list, client.rebalance_opaque_);
    else
        rd_kafka_assign(handle, error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS ? list : nullptr);
}

void KafkaClient::pass_on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    const auto& client = *static_cast<const KafkaClient*>(opaque);
    if (client.on_delivery_ != nullptr) client.on_delivery_(*message, client.delivery_opaque_);
}

void KafkaClient::on_log(const rd_kafka_t* handle, int level, const char* facility, const char* text) {
    const auto* client = static_cast<const KafkaClient*>(rd_kafka_opaque(handle));
    if (!client->settings_.shows_log || !client->on_message_) return;
    client->on_message_(fmt::format("librdkafka: {} {}: {}", level, facility, text));
}

}  // namespace tks::source
