#include "source/topic_source.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/input_name.hpp"
#include "source/topic_ranges.hpp"
#include "source/topic_watch.hpp"

namespace tks::source {

namespace {

/// How long to wait for more once there is something.
constexpr int patience_ms = 20;
/// How long to wait for the first message before looking whether the topic is still there.
constexpr int longest_wait_ms = 200;

std::vector<Property> requirements_of(const TopicSelection& selection) {
    std::vector<Property> properties = consumer_requirements(selection.reads_uncommitted);
    // Where an offset is gone, that is told instead of reading elsewhere.
    properties.emplace_back("auto.offset.reset", "error");
    return properties;
}

/// The messages of one partition.
class PartitionSource final : public ChunkSource {
public:
    PartitionSource(KafkaClient& client, const PartitionRange& range, std::size_t max_record_bytes,
                    KafkaConsumer::OnNote on_note)
        : range_(range),
          max_record_bytes_(max_record_bytes),
          consumer_(client, {range}, std::move(on_note)),
          watch_(client) {}

    bool next(Chunk& chunk) override {
        prepare(chunk);
        KafkaMessage message;
        while (chunk.size < default_chunk_bytes) {
            const int wait_ms = chunk.messages.empty() ? longest_wait_ms : patience_ms;
            const KafkaConsumer::Next next = consumer_.next(message, wait_ms, false);
            if (next == KafkaConsumer::Next::message) {
                append(chunk, message);
                continue;
            }
            if (next == KafkaConsumer::Next::finished || !chunk.messages.empty()) break;
            watch_.refuse_lost_topics();
        }
        if (chunk.messages.empty()) return false;
        chunk.buffer.pad(chunk.size);
        chunk.end_offset = static_cast<std::uint64_t>(chunk.messages.back().offset + 1);
        bytes_read_ += chunk.size;
        return true;
    }

    [[nodiscard]] InputFormat format() const override { return InputFormat::ndjson; }
    [[nodiscard]] bool can_resume() const override { return true; }
    [[nodiscard]] std::uint64_t bytes_read() const override { return bytes_read_; }

private:
    void prepare(Chunk& chunk) const {
        if (chunk.buffer.capacity() < default_chunk_bytes || chunk.buffer.capacity() > 2 * default_chunk_bytes)
            chunk.buffer.resize(default_chunk_bytes, 0);
        chunk.size = 0;
        chunk.format = format();
        chunk.max_record_bytes = max_record_bytes_;
        chunk.has_spans = false;
        chunk.topic = range_.place.topic;
        chunk.partition = range_.place.partition;
        chunk.messages.clear();
        chunk.end_offset = 0;
    }

    static void append(Chunk& chunk, const KafkaMessage& message) {
        const std::string_view key = message.key.value_or("");
        const std::string_view value = message.payload.value_or("");
        const std::size_t wanted = chunk.size + key.size() + value.size();
        if (wanted > chunk.buffer.capacity()) chunk.buffer.resize(wanted + default_chunk_bytes / 8, chunk.size);
        chunk.messages.push_back({.key = chunk.size,
                                  .key_size = key.size(),
                                  .size = value.size(),
                                  .offset = message.offset,
                                  .is_tombstone = !message.payload.has_value()});
        key.copy(chunk.buffer.data() + chunk.size, key.size());
        value.copy(chunk.buffer.data() + chunk.size + key.size(), value.size());
        chunk.size = wanted;
    }

    PartitionRange range_;
    std::size_t max_record_bytes_;
    KafkaConsumer consumer_;
    TopicWatch watch_;
    std::uint64_t bytes_read_ = 0;
};

}  // namespace

TopicSource::TopicSource(const TopicSelection& selection, std::function<void(std::string_view)> on_note)
    : on_note_(on_note),
      client_(selection.connection, KafkaRole::consumer, consumer_defaults(), requirements_of(selection),
              std::move(on_note)) {
    const KafkaCluster cluster = client_.describe_cluster();
    const std::vector<std::string> topics = choose_topics(cluster, selection);
    for (const PartitionRange& range : choose_ranges(client_, cluster, topics, selection, true)) {
        names_.push_back(name_of_partition(range.place.topic, range.place.partition));
        ranges_.emplace(names_.back(), range);
    }
    cluster_id_ = client_.cluster_id();
}

std::unique_ptr<ChunkSource> TopicSource::open(const std::string& name, const InputOptions& options,
                                               std::int64_t from) {
    PartitionRange range = ranges_.at(name);
    if (from <= *range.to) range.from = std::max(range.from, from);
    return std::make_unique<PartitionSource>(client_, range, options.max_record_bytes, on_note_);
}

}  // namespace tks::source
