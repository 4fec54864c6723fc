#include "source/topic_ranges.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/expression.hpp"

namespace tks::source {

namespace {

std::string name_of_cluster(const TopicSelection& selection) {
    return selection.connection.find("bootstrap.servers")->value;
}

std::vector<std::string> match_topics(const KafkaCluster& cluster, const TopicSelection& selection) {
    std::vector<std::string> names;
    for (const std::string& text : selection.names) {
        const Expression expression(text, "--regex");
        for (const KafkaTopic& topic : cluster.topics) {
            // Kafka's own topics are meant only by those who name them.
            if ((!topic.is_internal() || text.find("__") != std::string::npos) &&
                expression.matches_part_of(topic.name))
                names.push_back(topic.name);
        }
    }
    if (names.empty())
        throw KafkaError(
            fmt::format("no topic at {} matches {}", name_of_cluster(selection), fmt::join(selection.names, ", ")));
    return names;
}

/// Finds out what the partitions hold, and then where each place is.
class RangeFinder {
public:
    RangeFinder(KafkaClient& client, const std::vector<TopicPartition>& places)
        : client_(client), places_(places), bounds_(client.bounds_of(places)) {}

    [[nodiscard]] std::int64_t high(std::size_t index) const { return bounds_[index].high; }

    /// The offset of each place that is there.
    std::vector<std::optional<std::int64_t>> find(const std::vector<std::optional<OffsetPosition>>& positions) {
        std::vector<std::optional<std::int64_t>> offsets(positions.size());
        std::vector<TopicPartition> timed;
        std::vector<std::int64_t> times;
        std::vector<std::size_t> indices;
        for (std::size_t index = 0; index < positions.size(); ++index) {
            if (!positions[index]) continue;
            if (positions[index]->kind != OffsetPosition::Kind::time) {
                offsets[index] = resolve_offset(*positions[index], bounds_[index]);
                continue;
            }
            timed.push_back(places_[index]);
            times.push_back(positions[index]->value);
            indices.push_back(index);
        }
        if (timed.empty()) return offsets;
        const std::vector<std::int64_t> found = client_.list_offsets(timed, times);
        for (std::size_t at = 0; at < found.size(); ++at) {
            const OffsetBounds& bounds = bounds_[indices[at]];
            // Nothing is that late.
            offsets[indices[at]] = found[at] < 0 ? bounds.high : std::clamp(found[at], bounds.low, bounds.high);
        }
        return offsets;
    }

private:
    KafkaClient& client_;
    const std::vector<TopicPartition>& places_;
    std::vector<OffsetBounds> bounds_;
};

void refuse_unless_there(const KafkaTopic& topic, std::int32_t partition) {
    if (std::ranges::find(topic.partitions, partition, &KafkaPartition::number) != topic.partitions.end()) return;
    throw KafkaError(
        fmt::format("the topic {} has no partition {}; it has {}", topic.name, partition, topic.partitions.size()));
}

}  // namespace

std::vector<std::string> choose_topics(const KafkaCluster& cluster, const TopicSelection& selection) {
    std::vector<std::string> names = selection.is_regex ? match_topics(cluster, selection) : selection.names;
    for (const std::string& name : names) static_cast<void>(cluster.topic(name));
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<PartitionRange> choose_ranges(KafkaClient& client, const KafkaCluster& cluster,
                                          const std::vector<std::string>& topics, const TopicSelection& selection,
                                          bool stops_at_end) {
    std::vector<TopicPartition> places;
    std::vector<std::optional<OffsetPosition>> begins;
    std::vector<std::optional<OffsetPosition>> ends;
    for (const std::string& name : topics) {
        const KafkaTopic& topic = cluster.topic(name);
        for (const std::int32_t partition : selection.partitions) refuse_unless_there(topic, partition);
        for (const auto& [partition, range] : selection.offsets.by_partition) refuse_unless_there(topic, partition);
        for (const KafkaPartition& described : topic.partitions) {
            const std::int32_t partition = described.number;
            const OffsetRange* range = selection.offsets.range_of(partition);
            const bool is_wanted = selection.partitions.empty() ||
                                   std::ranges::find(selection.partitions, partition) != selection.partitions.end();
            if (range == nullptr || !is_wanted) continue;
            places.push_back({name, partition});
            begins.emplace_back(range->from);
            ends.push_back(range->to);
        }
    }
    RangeFinder finder(client, places);
    const auto froms = finder.find(begins);
    const auto tos = finder.find(ends);
    std::vector<PartitionRange> ranges;
    for (std::size_t index = 0; index < places.size(); ++index) {
        std::optional<std::int64_t> to = tos[index];
        if (stops_at_end && !to) to = finder.high(index);
        ranges.push_back({places[index], *froms[index], to});
    }
    return ranges;
}

}  // namespace tks::source
