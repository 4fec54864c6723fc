#include "tks/tail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "check/time_unit.hpp"
#include "pipeline/batch_reader.hpp"
#include "pipeline/kept_message.hpp"
#include "pipeline/merge_buffer.hpp"
#include "pipeline/message_filter.hpp"
#include "pipeline/message_reader.hpp"
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
constexpr int message_wait_ms = 100;
constexpr auto time_between_commits = std::chrono::seconds(1);
constexpr std::uint64_t messages_between_looks = 1024;
constexpr std::uint64_t messages_between_releases = 64;

/// What messages are read at a time, so that threads have something to share.
constexpr std::size_t most_messages_at_once = 1000;
constexpr std::size_t most_bytes_at_once = std::size_t{4} << 20U;

/// Beyond these, threads would wait for the client's own.
constexpr unsigned most_threads = 4;

unsigned threads_of(const TailOptions& options) {
    if (options.threads != 0) return options.threads;
    return std::clamp(std::thread::hardware_concurrency(), 1U, most_threads);
}

/// Nothing where a message has no time, or one that cannot be meant.
std::optional<Timestamp> time_of(const ReadMessage& read) {
    std::optional<Timestamp> time;
    if (read.event != nullptr) time = read.event->occurred_at;
    if (read.marks != nullptr) time = read.marks->as_of;
    return time && !check::other_unit_of(*time) ? time : std::nullopt;
}

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
          reader_(options) {
        if (options.merge_window_ms > 0) merge_.emplace(options.merge_window_ms);
        const bool is_in_order = options.with_events || options.follows_lives || merge_ || options.keeps_latest;
        if (!is_in_order) batch_reader_.emplace(options, threads_of(options));
    }

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
        flush_merge();
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
            flush_merge();
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
                release_merged();
                rest();
                if (Clock::now() - last_commit_ >= time_between_commits) commit();
                report_progress();
                watch_.refuse_lost_topics();
                next = consumer_->next(message, message_wait_ms, with_headers_);
            }
            if (next == KafkaConsumer::Next::finished) return;
            if (next == KafkaConsumer::Next::nothing) {
                if (options_.idle_timeout_ms &&
                    Clock::now() - last_arrival >= std::chrono::milliseconds(*options_.idle_timeout_ms))
                    return;
                continue;
            }
            if (batch_reader_)
                take_batch(message);
            else
                take(message);
            if (options_.idle_timeout_ms) last_arrival = Clock::now();
        }
    }

    bool has_enough() const { return options_.max_messages != 0 && progress_.messages >= options_.max_messages; }

    bool is_done() const { return has_enough() || (listener_.is_stopped && listener_.is_stopped()); }

    /// Counts it. False where it is not wanted, whatever its payload.
    bool note(const KafkaMessage& message) {
        progress_.bytes += message.payload.value_or("").size() + message.key.value_or("").size();
        if (++progress_.read % messages_between_looks == 0) report_progress();
        return matcher_.matches(message);
    }

    void take(const KafkaMessage& message) {
        if (!note(message)) return;
        if (options_.keeps_latest)
            latest_.take(message);
        else if (merge_)
            merge(message);
        else
            tell(message);
    }

    /// Takes what is at hand besides, but no more than may be told: what was taken counts as dealt with.
    void take_batch(const KafkaMessage& first) {
        std::size_t most = most_messages_at_once;
        if (options_.max_messages != 0)
            most = static_cast<std::size_t>(std::min<std::uint64_t>(most, options_.max_messages - progress_.messages));
        batch_.clear();
        std::size_t taken = 0;
        std::size_t bytes = 0;
        KafkaMessage message = first;
        do {
            bytes += message.payload.value_or("").size();
            if (note(message)) batch_.push_back(message);
        } while (++taken < most && bytes < most_bytes_at_once && consumer_->next_at_hand(message, with_headers_));
        const std::span<const pipeline::BatchReader::Verdict> verdicts = batch_reader_->read(batch_);
        for (std::size_t index = 0; index < batch_.size(); ++index) {
            const pipeline::BatchReader::Verdict& verdict = verdicts[index];
            if (!verdict.is_wanted) continue;
            ReadMessage read;
            read.message = &batch_[index];
            read.findings = verdict.findings;
            read.is_bad = verdict.is_bad;
            read.is_json = verdict.is_json;
            pass_on(read);
        }
    }

    /// False where it is done.
    bool tell(const KafkaMessage& message) {
        ReadMessage read = reader_.read(message);
        const bool is_misstep = reader_.follow(read);
        if (!matcher_.matches(read, reader_.type())) return true;
        progress_.missteps += is_misstep ? 1U : 0U;
        pass_on(read);
        return !is_done();
    }

    void pass_on(const ReadMessage& read) {
        ++progress_.messages;
        progress_.bad += read.is_bad ? 1U : 0U;
        progress_.tombstones += read.is_tombstone() ? 1U : 0U;
        listener_.on_message(read);
    }

    void merge(const KafkaMessage& message) {
        const auto now = Clock::now();
        const ReadMessage read = reader_.read(message);
        const Timestamp at = merge_->note(message, time_of(read), now);
        // What is not wanted is part of a life nevertheless.
        if (options_.follows_lives || matcher_.matches(read, reader_.type())) merge_->add(message, at, now);
        if (merge_->is_over_limits() || progress_.read % messages_between_releases == 0) release_merged();
    }

    void release_merged() {
        if (!merge_ || merge_->size() == 0 || has_enough()) return;
        std::vector<pipeline::MergeBuffer::Source> sources;
        for (const auto& active : consumer_->active_partitions())
            sources.push_back({active.topic, active.number, active.may_have_more});
        merge_->release(sources, Clock::now(), [this](const KafkaMessage& message) { return tell(message); });
    }

    void flush_merge() {
        if (merge_ && !has_enough())
            merge_->flush([this](const KafkaMessage& message) { return tell(message) || !has_enough(); });
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
    pipeline::MessageReader reader_;
    std::optional<KafkaConsumer> consumer_;
    LatestMessages latest_;
    std::optional<pipeline::MergeBuffer> merge_;
    std::optional<pipeline::BatchReader> batch_reader_;
    std::vector<KafkaMessage> batch_;
    TailProgress progress_;
    Clock::time_point last_commit_ = Clock::now();
    Clock::time_point last_report_{};
};

void check_options(const TailOptions& options) {
    if (options.topics.names.empty()) throw UsageError("no topic is named");
    if (options.commits && options.group.empty()) throw UsageError("--commit needs a --group to commit for");
    if (options.merge_window_ms > 0 && options.commits)
        throw UsageError("--merge-window holds back what --commit would commit: leave out one of them");
    if (options.merge_window_ms > 0 && options.keeps_latest)
        throw UsageError("--latest has an order of its own: leave out --merge-window");
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
