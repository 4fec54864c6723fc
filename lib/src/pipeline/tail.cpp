#include "tks/tail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "pipeline/kept_message.hpp"
#include "pipeline/message_filter.hpp"
#include "pipeline/record_judge.hpp"
#include "source/kafka_consumer.hpp"
#include "source/topic_ranges.hpp"
#include "source/topic_watch.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

using pipeline::KeptMessage;
using source::KafkaConsumer;
using Clock = std::chrono::steady_clock;

/// How long it may take until a stop is noticed.
constexpr int wait_ms = 100;
constexpr auto time_between_commits = std::chrono::seconds(1);
constexpr std::uint64_t messages_between_looks = 1024;

std::vector<source::Property> requirements_of(const TailOptions& options) {
    std::vector<source::Property> properties = source::consumer_requirements(options.topics.reads_uncommitted);
    if (options.group.empty()) {
        // Where an offset is gone, that is told instead of reading elsewhere.
        properties.emplace_back("auto.offset.reset", "error");
    } else {
        const auto& range = options.topics.offsets.others;
        const bool from_start = range && range->from.kind == OffsetPosition::Kind::start;
        properties.emplace_back("group.id", options.group);
        properties.emplace_back("auto.offset.reset", from_start ? "earliest" : "latest");
    }
    return properties;
}

/// Decodes and checks messages, one after another.
class MessageReader {
public:
    explicit MessageReader(const TailOptions& options) : judge_(options.contract, options.levels, options.clock) {}

    /// The result borrows from the message and from the reader, until its next call.
    ReadMessage read(const KafkaMessage& message) {
        ReadMessage result;
        result.message = &message;
        type_.reset();
        if (!message.payload) return result;
        const pipeline::JudgedRecord judged = judge_.judge(record_of(message));
        type_ = judged.type;
        result.event = judged.event;
        result.marks = judged.marks;
        result.is_bad = !judged.is_good;
        result.is_json = judged.is_json;
        result.findings = judged.findings;
        return result;
    }

    /// Of what was read last, where at least that could be read.
    [[nodiscard]] std::optional<EventType> type() const { return type_; }

private:
    static Record record_of(const KafkaMessage& message) {
        Record record;
        record.bytes = *message.payload;
        record.key = message.key.value_or("");
        record.topic = message.topic;
        record.partition = message.partition;
        record.offset = message.offset;
        return record;
    }

    pipeline::RecordJudge judge_;
    std::optional<EventType> type_;
};

/// The latest message of each key.
class LatestMessages {
public:
    void take(const KafkaMessage& message) {
        if (!message.key) {
            ++without_key_;
            return;
        }
        auto& kept = by_key_[{std::string(message.topic), std::string(*message.key)}];
        // A key changes its partition only where their number has changed; then the clocks must tell.
        const bool is_later = kept.partition() == message.partition || message.timestamp >= kept.timestamp();
        if (is_later) kept = KeptMessage(message);
    }

    [[nodiscard]] std::uint64_t without_key() const { return without_key_; }

    template <class Visitor>
    void for_each(Visitor&& visitor) const {
        std::vector<const KeptMessage*> messages;
        for (const auto& [key, message] : by_key_) messages.push_back(&message);
        const auto place = [](const KeptMessage* message) {
            return std::tuple(std::string_view(message->topic()), message->partition(), message->offset());
        };
        std::ranges::sort(messages, {}, place);
        for (const KeptMessage* message : messages) message->visit(visitor);
    }

private:
    std::map<std::pair<std::string, std::string>, KeptMessage> by_key_;
    std::uint64_t without_key_ = 0;
};

/// One run.
class Tail {
public:
    Tail(const TailOptions& options, const TailListener& listener)
        : options_(options),
          listener_(listener),
          matcher_(options.filter),
          with_headers_(options.with_headers || matcher_.needs_headers()),
          client_(options.topics.connection, source::KafkaRole::consumer, source::consumer_defaults(),
                  requirements_of(options), listener.on_note),
          reader_(options) {}

    TailProgress run() {
        const KafkaCluster cluster = client_.describe_cluster();
        const std::vector<std::string> topics = source::choose_topics(cluster, options_.topics);
        const std::vector<source::PartitionRange> ranges =
            source::choose_ranges(client_, cluster, topics, options_.topics, options_.stops_at_end);
        if (options_.group.empty())
            consumer_.emplace(client_, ranges, listener_.on_note);
        else
            consumer_.emplace(client_, group_options(topics, ranges), listener_.on_note);
        follow();
        if (options_.keeps_latest) tell_latest();
        rest();
        commit();
        return progress_;
    }

private:
    source::GroupOptions group_options(const std::vector<std::string>& topics,
                                       const std::vector<source::PartitionRange>& ranges) {
        source::GroupOptions group{.topics = topics};
        if (options_.stops_at_end)
            for (const source::PartitionRange& range : ranges)
                group.ends[{range.place.topic, range.place.partition}] = *range.to;
        group.before_revocation = [this] {
            rest();
            commit();
        };
        return group;
    }

    void follow() {
        auto last_arrival = Clock::now();
        while (!is_done()) {
            KafkaMessage message;
            KafkaConsumer::Next next = consumer_->next(message, 0, with_headers_);
            if (next == KafkaConsumer::Next::nothing) {
                rest();
                if (Clock::now() - last_commit_ >= time_between_commits) commit();
                report_progress();
                watch_.refuse_lost_topics();
                next = consumer_->next(message, wait_ms, with_headers_);
            }
            if (next == KafkaConsumer::Next::finished) return;
            if (next == KafkaConsumer::Next::nothing) {
                if (options_.idle_timeout_ms &&
                    Clock::now() - last_arrival >= std::chrono::milliseconds(*options_.idle_timeout_ms))
                    return;
                continue;
            }
            take(message);
            if (options_.idle_timeout_ms) last_arrival = Clock::now();
        }
    }

    bool is_done() const {
        if (listener_.is_stopped && listener_.is_stopped()) return true;
        return options_.max_messages != 0 && progress_.messages >= options_.max_messages;
    }

    void take(const KafkaMessage& message) {
        if (++progress_.read % messages_between_looks == 0) report_progress();
        if (!matcher_.matches(message)) return;
        if (options_.keeps_latest)
            latest_.take(message);
        else
            tell(message);
    }

    void tell(const KafkaMessage& message) {
        const ReadMessage read = reader_.read(message);
        if (!matcher_.matches(read, reader_.type())) return;
        ++progress_.messages;
        progress_.bad += read.is_bad ? 1U : 0U;
        progress_.tombstones += read.is_tombstone() ? 1U : 0U;
        listener_.on_message(read);
    }

    void tell_latest() {
        latest_.for_each([this](const KafkaMessage& message) {
            if (message.payload && !is_done()) tell(message);
        });
        if (latest_.without_key() != 0 && listener_.on_note)
            listener_.on_note(fmt::format("{} messages have no key, so that none of them is the latest of one",
                                          latest_.without_key()));
    }

    void rest() const {
        if (listener_.on_rest) listener_.on_rest();
    }

    void commit() {
        if (!options_.commits) return;
        consumer_->commit();
        last_commit_ = Clock::now();
    }

    void report_progress() {
        if (!listener_.on_progress) return;
        const auto now = Clock::now();
        if (now - last_report_ < std::chrono::milliseconds(200)) return;
        last_report_ = now;
        progress_.ahead = consumer_->messages_ahead();
        listener_.on_progress(progress_);
    }

    const TailOptions& options_;
    const TailListener& listener_;
    pipeline::MessageMatcher matcher_;
    bool with_headers_;
    source::KafkaClient client_;
    source::TopicWatch watch_{client_};
    MessageReader reader_;
    std::optional<KafkaConsumer> consumer_;
    LatestMessages latest_;
    TailProgress progress_;
    Clock::time_point last_commit_ = Clock::now();
    Clock::time_point last_report_{};
};

void check_options(const TailOptions& options) {
    if (options.topics.names.empty()) throw UsageError("no topic is named");
    if (options.commits && options.group.empty()) throw UsageError("--commit needs a --group to commit for");
    if (options.group.empty()) return;
    const auto& range = options.topics.offsets.others;
    const bool is_plain =
        options.topics.offsets.by_partition.empty() && range && !range->to &&
        (range->from.kind == OffsetPosition::Kind::start || range->from.kind == OffsetPosition::Kind::end);
    if (!is_plain)
        throw UsageError(
            "in a group, --offset can only be start or end, and counts where the group has committed nothing yet");
    if (!options.topics.partitions.empty())
        throw UsageError("in a group, the group says who reads which partition: leave out --partition");
    if (options.keeps_latest)
        throw UsageError("--latest reads all of a topic, and a member of a group only a part: leave out --group");
}

}  // namespace

TailProgress tail(const TailOptions& options, const TailListener& listener) {
    check_options(options);
    return Tail(options, listener).run();
}

}  // namespace tks
