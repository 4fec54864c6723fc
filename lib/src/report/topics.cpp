#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "report/json_object.hpp"
#include "report/text_table.hpp"
#include "tks/topic_report.hpp"

namespace tks {

namespace {

using report::JsonObject;
using report::TextTable;

std::int64_t count_leaderless(const KafkaTopic& topic) {
    return std::ranges::count_if(topic.partitions,
                                 [](const KafkaPartition& partition) { return partition.leader < 0; });
}

std::int64_t count_under_replicated(const KafkaTopic& topic) {
    return std::ranges::count_if(topic.partitions, [](const KafkaPartition& partition) {
        return partition.in_sync.size() < partition.replicas.size();
    });
}

/// What is wrong with a topic, in a few words.
std::string state_of(const KafkaTopic& topic) {
    if (!topic.error.empty()) return topic.error;
    if (const auto count = count_leaderless(topic); count != 0) return fmt::format("{} without a leader", count);
    if (const auto count = count_under_replicated(topic); count != 0) return fmt::format("{} under-replicated", count);
    return "good";
}

std::string_view policy_of(const KafkaTopicConfiguration& configuration) {
    return configuration.is_compacted ? "compact" : "delete";
}

std::string retention_of(const KafkaTopicConfiguration& configuration) {
    std::string text;
    if (configuration.retention_ms >= 0) text = fmt::format("{} ms", configuration.retention_ms);
    if (configuration.retention_bytes >= 0)
        text += fmt::format("{}{} bytes a partition", text.empty() ? "" : ", ", configuration.retention_bytes);
    return text.empty() ? "unlimited" : text;
}

std::string list_of(const std::vector<std::int32_t>& numbers) {
    return numbers.empty() ? "-" : fmt::format("{}", fmt::join(numbers, ","));
}

}  // namespace

void append_text(std::string& out, std::span<const KafkaTopic* const> topics, std::size_t width,
                 const TextStyle& style) {
    TextTable table({{"topic"}, {"partitions", true}, {"replication", true}, {"state"}});
    for (const KafkaTopic* topic : topics)
        table.add({topic->name, fmt::format("{}", topic->partitions.size()), fmt::format("{}", topic->replication()),
                   state_of(*topic)});
    if (!table.is_empty()) table.append_text(out, width, style.color);
}

void append_json(std::string& out, const KafkaTopic& topic) {
    JsonObject object(out);
    object.add("name", topic.name);
    object.add("partitions", static_cast<std::int64_t>(topic.partitions.size()));
    object.add("replication", static_cast<std::int64_t>(topic.replication()));
    object.add("leaderless", count_leaderless(topic));
    object.add("under_replicated", count_under_replicated(topic));
    if (!topic.error.empty()) object.add("error", topic.error);
    object.end();
}

void append_text(std::string& out, const KafkaTopicDescription& description, std::size_t width,
                 const TextStyle& style) {
    const KafkaTopicConfiguration& configuration = description.configuration;
    std::uint64_t span = 0;
    for (const OffsetBounds& bounds : description.bounds) span += static_cast<std::uint64_t>(bounds.high - bounds.low);
    fmt::format_to(std::back_inserter(out), "{}: cleanup {}, retention {}, {} offsets in use\n", description.topic.name,
                   policy_of(configuration), retention_of(configuration), span);
    TextTable table({{"partition", true}, {"leader", true}, {"replicas"}, {"in sync"}, {"low", true}, {"high", true}});
    for (std::size_t index = 0; index < description.topic.partitions.size(); ++index) {
        const KafkaPartition& partition = description.topic.partitions[index];
        const OffsetBounds& bounds = description.bounds[index];
        table.add({fmt::format("{}", partition.number),
                   partition.leader < 0 ? "-" : fmt::format("{}", partition.leader), list_of(partition.replicas),
                   list_of(partition.in_sync), fmt::format("{}", bounds.low), fmt::format("{}", bounds.high)});
    }
    table.append_text(out, width, style.color);
}

void append_json(std::string& out, const KafkaTopicDescription& description) {
    JsonObject object(out);
    object.add("name", description.topic.name);
    object.add("cleanup_policy", policy_of(description.configuration));
    object.add("retention_ms", description.configuration.retention_ms);
    object.add("retention_bytes", description.configuration.retention_bytes);
    object.begin("partitions");
    out += '[';
    for (std::size_t index = 0; index < description.topic.partitions.size(); ++index) {
        const KafkaPartition& partition = description.topic.partitions[index];
        if (index != 0) out += ',';
        JsonObject member(out);
        member.add("partition", partition.number);
        member.add("leader", partition.leader);
        member.begin("replicas");
        fmt::format_to(std::back_inserter(out), "[{}]", fmt::join(partition.replicas, ","));
        member.begin("in_sync");
        fmt::format_to(std::back_inserter(out), "[{}]", fmt::join(partition.in_sync, ","));
        member.add("low", description.bounds[index].low);
        member.add("high", description.bounds[index].high);
        member.end();
    }
    out += ']';
    object.end();
}

}  // namespace tks
