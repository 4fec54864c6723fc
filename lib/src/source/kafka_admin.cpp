#include "tks/kafka_admin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "source/kafka_client.hpp"
#include "source/kafka_handles.hpp"

namespace tks {

namespace {

using Clock = std::chrono::steady_clock;

using source::Owned;
using Queue = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Answer = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using AdminOptions = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;
using NewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using DeleteTopic = Owned<rd_kafka_DeleteTopic_t, rd_kafka_DeleteTopic_destroy>;
using ConfigResource = Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;

/// Beyond what the cluster itself takes, its answer travels.
constexpr int travel_ms = 1000;
constexpr auto time_between_looks = std::chrono::milliseconds(100);

/// What keeps a topic from being used; empty where nothing does.
std::string problem_of(const KafkaCluster& cluster, const std::string& name) {
    const KafkaTopic* const topic = cluster.find(name);
    if (topic == nullptr) return fmt::format("there is no topic {}, or none that may be seen", quoted_for_people(name));
    if (!topic->error.empty()) return fmt::format("{}: {}", name, topic->error);
    if (topic->partitions.empty()) return fmt::format("{} has no partitions yet", name);
    for (const KafkaPartition& partition : topic->partitions)
        if (partition.leader < 0) return fmt::format("{}/{} has no leader", name, partition.number);
    return {};
}

/// The answer to one request, as a text that is empty where all is well.
std::string text_of(const rd_kafka_topic_result_t* result, rd_kafka_resp_err_t& error) {
    error = rd_kafka_topic_result_error(result);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    const char* const text = rd_kafka_topic_result_error_string(result);
    return text != nullptr ? text : rd_kafka_err2str(error);
}

std::string differences(const KafkaTopic& found, const KafkaTopicConfiguration& configuration,
                        const NewKafkaTopic& wanted) {
    std::vector<std::string> texts;
    if (const auto count = static_cast<std::int32_t>(found.partitions.size()); count != wanted.partitions)
        texts.push_back(fmt::format("partitions: {} instead of {}", count, wanted.partitions));
    if (const auto count = static_cast<std::int32_t>(found.replication()); count != wanted.replication)
        texts.push_back(fmt::format("replication: {} instead of {}", count, wanted.replication));
    if (configuration.is_compacted != wanted.configuration.is_compacted)
        texts.emplace_back(configuration.is_compacted ? "it is compacted" : "it is not compacted");
    if (configuration.retention_ms != wanted.configuration.retention_ms)
        texts.push_back(fmt::format("retention.ms: {} instead of {}", configuration.retention_ms,
                                    wanted.configuration.retention_ms));
    if (configuration.retention_bytes != wanted.configuration.retention_bytes)
        texts.push_back(fmt::format("retention.bytes: {} instead of {}", configuration.retention_bytes,
                                    wanted.configuration.retention_bytes));
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::int64_t number_of(const char* text, std::int64_t otherwise) {
    return text == nullptr ? otherwise : std::strtoll(text, nullptr, 10);
}

}  // namespace

struct KafkaAdmin::Impl {
    Impl(const KafkaSettings& settings, std::function<void(std::string_view)> on_note)
        : client(settings, source::KafkaRole::consumer, {}, {}, std::move(on_note)),
          queue(rd_kafka_queue_new(client.handle())) {}

    /// For a request of this kind; it ends in the time that the settings give.
    [[nodiscard]] AdminOptions options_for(rd_kafka_admin_op_t kind, bool has_operation) const {
        AdminOptions options(rd_kafka_AdminOptions_new(client.handle(), kind));
        const int timeout_ms = static_cast<int>(client.timeout_ms());
        char reason[256] = "";
        rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout_ms, reason, sizeof reason);
        if (has_operation)
            rd_kafka_AdminOptions_set_operation_timeout(options.get(), timeout_ms, reason, sizeof reason);
        return options;
    }

    /// The answer to the request that has been made.
    Answer answer(std::string_view what) {
        Answer event(rd_kafka_queue_poll(queue.get(), static_cast<int>(client.timeout_ms()) + travel_ms));
        client.serve();
        if (!event) client.fail(what, RD_KAFKA_RESP_ERR__TIMED_OUT);
        if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
            throw KafkaError(fmt::format("{}: {}", what, rd_kafka_event_error_string(event.get())));
        return event;
    }

    source::KafkaClient client;
    Queue queue;
};

KafkaAdmin::KafkaAdmin(const KafkaSettings& settings, std::function<void(std::string_view)> on_note)
    : impl_(std::make_unique<Impl>(settings, std::move(on_note))) {}
KafkaAdmin::~KafkaAdmin() = default;

KafkaCluster KafkaAdmin::describe() {
    return impl_->client.describe_cluster();
}

KafkaCluster KafkaAdmin::wait_for(std::span<const std::string> topics, std::int64_t wait_ms) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(wait_ms);
    KafkaCluster cluster = impl_->client.describe_cluster(std::max(wait_ms, impl_->client.timeout_ms()));
    for (;;) {
        std::string problem;
        for (const std::string& topic : topics)
            if (problem.empty()) problem = problem_of(cluster, topic);
        if (problem.empty()) return cluster;
        if (Clock::now() >= deadline) {
            if (wait_ms > 0) problem += fmt::format(", after {} s", static_cast<double>(wait_ms) / 1000.0);
            throw KafkaError(problem);
        }
        std::this_thread::sleep_for(time_between_looks);
        cluster = impl_->client.describe_cluster();
    }
}

std::vector<OffsetBounds> KafkaAdmin::bounds_of(const KafkaTopic& topic) {
    std::vector<source::TopicPartition> places;
    for (const KafkaPartition& partition : topic.partitions) places.push_back({topic.name, partition.number});
    return impl_->client.bounds_of(places);
}

KafkaTopicConfiguration KafkaAdmin::configuration_of(const std::string& topic) {
    const std::string what = fmt::format("the configuration of {} cannot be read", topic);
    const ConfigResource resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
    rd_kafka_ConfigResource_t* resources[] = {resource.get()};
    const AdminOptions options = impl_->options_for(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, false);
    rd_kafka_DescribeConfigs(impl_->client.handle(), resources, 1, options.get(), impl_->queue.get());
    const Answer answer = impl_->answer(what);
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t** const described =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(answer.get()), &count);
    if (count != 1) throw KafkaError(what + ": the cluster did not say");
    if (const auto error = rd_kafka_ConfigResource_error(described[0]); error != RD_KAFKA_RESP_ERR_NO_ERROR)
        impl_->client.fail(what, error);
    KafkaTopicConfiguration configuration;
    const rd_kafka_ConfigEntry_t** const entries = rd_kafka_ConfigResource_configs(described[0], &count);
    for (const rd_kafka_ConfigEntry_t* entry : std::span(entries, count)) {
        const std::string_view name = rd_kafka_ConfigEntry_name(entry);
        const char* const value = rd_kafka_ConfigEntry_value(entry);
        if (name == "cleanup.policy")
            configuration.is_compacted =
                value != nullptr && std::string_view(value).find("compact") != std::string_view::npos;
        if (name == "retention.ms") configuration.retention_ms = number_of(value, -1);
        if (name == "retention.bytes") configuration.retention_bytes = number_of(value, -1);
    }
    return configuration;
}

bool KafkaAdmin::create(const NewKafkaTopic& wanted) {
    const std::string what = fmt::format("the topic {} cannot be created", quoted_for_people(wanted.name));
    char reason[512] = "";
    const NewTopic topic(
        rd_kafka_NewTopic_new(wanted.name.c_str(), wanted.partitions, wanted.replication, reason, sizeof reason));
    if (!topic) throw KafkaError(fmt::format("{}: {}", what, reason));
    const auto set = [&](const char* name, const std::string& value) {
        rd_kafka_NewTopic_set_config(topic.get(), name, value.c_str());
    };
    set("cleanup.policy", wanted.configuration.is_compacted ? "compact" : "delete");
    set("retention.ms", fmt::format("{}", wanted.configuration.retention_ms));
    set("retention.bytes", fmt::format("{}", wanted.configuration.retention_bytes));
    // Asked first, since a broker that has too few others for the topic says that, though the topic may be there.
    bool is_there = describe().find(wanted.name) != nullptr;
    if (!is_there) {
        rd_kafka_NewTopic_t* topics[] = {topic.get()};
        const AdminOptions options = impl_->options_for(RD_KAFKA_ADMIN_OP_CREATETOPICS, true);
        rd_kafka_CreateTopics(impl_->client.handle(), topics, 1, options.get(), impl_->queue.get());
        const Answer answer = impl_->answer(what);
        std::size_t count = 0;
        const auto* const results =
            rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(answer.get()), &count);
        rd_kafka_resp_err_t error{};
        const std::string text = text_of(results[0], error);
        is_there = error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS;
        if (!text.empty() && !is_there)
            throw KafkaError(
                fmt::format("{}: {}{}", what, text,
                            error == RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR ? " (see --replication)" : ""));
    }
    const KafkaCluster cluster = wait_for(std::span(&wanted.name, 1), impl_->client.timeout_ms());
    // Leaders are named a moment before they know of it.
    static_cast<void>(bounds_of(cluster.topic(wanted.name)));
    if (!is_there) return true;
    const std::string different = differences(cluster.topic(wanted.name), configuration_of(wanted.name), wanted);
    if (!different.empty())
        throw KafkaError(
            fmt::format("the topic {} is there already, but differs from what is wanted: {}", wanted.name, different));
    return false;
}

bool KafkaAdmin::remove(const std::string& name) {
    if (describe().find(name) == nullptr) return false;
    const std::string what = fmt::format("the topic {} cannot be deleted", quoted_for_people(name));
    const DeleteTopic topic(rd_kafka_DeleteTopic_new(name.c_str()));
    rd_kafka_DeleteTopic_t* topics[] = {topic.get()};
    const AdminOptions options = impl_->options_for(RD_KAFKA_ADMIN_OP_DELETETOPICS, true);
    rd_kafka_DeleteTopics(impl_->client.handle(), topics, 1, options.get(), impl_->queue.get());
    const Answer answer = impl_->answer(what);
    std::size_t count = 0;
    const auto* const results =
        rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(answer.get()), &count);
    rd_kafka_resp_err_t error{};
    const std::string text = text_of(results[0], error);
    if (!text.empty() && error != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        throw KafkaError(fmt::format("{}: {}", what, text));
    const auto deadline = Clock::now() + std::chrono::milliseconds(impl_->client.timeout_ms());
    while (describe().find(name) != nullptr) {
        if (Clock::now() >= deadline) throw KafkaError(fmt::format("{}: it is still there", what));
        std::this_thread::sleep_for(time_between_looks);
    }
    return true;
}

}  // namespace tks
