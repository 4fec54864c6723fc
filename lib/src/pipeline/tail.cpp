#include "tks/tail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <span>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "check/time_unit.hpp"
#include "pipeline/batch_reader.hpp"
#include "pipeline/kept_message.hpp"
#include "pipeline/merge_buffer.hpp"
#include "pipeline/message_filter.hpp"
#include "pipeline/message_reader.hpp"
#include "source/kafka_consumer.hpp"
#include "source/message_batch.hpp"
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
constexpr std::uint64_t messages_between_releases = 64;

/// What a thread reads at a time: little enough that it is still at hand when it is written.
constexpr std::size_t most_messages_at_once = 256;

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
        if (!is_in_order) batch_reader_.emplace(options, threads_of(options), with_lines());
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
        try {
            follow();
        } catch (const KafkaError&) {
            tell_what_was_read();
            throw;
        }
        if (options_.keeps_latest) tell_latest();
        tell_what_was_read();
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
            tell_what_was_read();
            commit();
        };
        return group;
    }

    void follow() {
        auto last_arrival = Clock::now();
        while (!is_done()) {
            KafkaConsumer::Next next = take_next(0);
            if (next == KafkaConsumer::Next::nothing) {
                if (deliver_oldest()) continue;
                release_merged();
                rest();
                commit_now_and_then();
                report_progress();
                watch_.refuse_lost_topics();
                next = take_next(message_wait_ms);
            }
            if (next == KafkaConsumer::Next::finished) return;
            if (next == KafkaConsumer::Next::message) {
                commit_now_and_then();
                report_progress();
                if (options_.idle_timeout_ms) last_arrival = Clock::now();
            } else if (options_.idle_timeout_ms &&
                       Clock::now() - last_arrival >= std::chrono::milliseconds(*options_.idle_timeout_ms)) {
                return;
            }
        }
    }

    /// Waits at most so long for something to come, and takes it on.
    KafkaConsumer::Next take_next(int wait_ms) {
        if (batch_reader_) return take_batch(wait_ms);
        KafkaMessage message;
        const KafkaConsumer::Next next = consumer_->next(message, wait_ms, with_headers_);
        if (next == KafkaConsumer::Next::message) take(message);
        return next;
    }

    /// Takes no more than may be told: what was taken counts as dealt with.
    KafkaConsumer::Next take_batch(int wait_ms) {
        std::uint64_t most = most_messages_at_once;
        if (options_.max_messages != 0)
            most = std::min(most, options_.max_messages - progress_.messages - batch_reader_->messages_on_their_way());
        if (most == 0 || !batch_reader_->has_room()) {
            deliver_oldest();
            return KafkaConsumer::Next::message;
        }
        source::MessageBatch& batch = batch_reader_->vacant();
        try {
            const KafkaConsumer::Next next =
                consumer_->next_batch(batch, static_cast<std::size_t>(most), wait_ms, with_headers_);
            if (next == KafkaConsumer::Next::message) batch_reader_->submit();
            return next;
        } catch (const KafkaError&) {
            // What came before the failure has been read.
            if (!batch.messages().empty()) batch_reader_->submit();
            throw;
        }
    }

    /// False where there is nothing that is being read.
    bool deliver_oldest() {
        if (!batch_reader_ || batch_reader_->is_empty()) return false;
        const pipeline::BatchReader::Batch& batch = batch_reader_->finish_oldest();
        const std::span<const KafkaMessage> messages = batch.given.messages();
        if (!batch.lines.empty()) listener_.on_lines(batch.lines);
        for (std::size_t index = 0; index < messages.size(); ++index) {
            count(messages[index]);
            const pipeline::BatchReader::Verdict& verdict = batch.verdicts[index];
            if (!verdict.is_wanted) continue;
            ReadMessage read;
            read.message = &messages[index];
            read.findings = verdict.findings;
            read.is_bad = verdict.is_bad;
            read.is_json = verdict.is_json;
            pass_on(read);
        }
        batch_reader_->release_oldest();
        return true;
    }

    void tell_what_was_read() {
        while (deliver_oldest()) continue;
        flush_merge();
        rest();
    }

    bool has_enough() const { return options_.max_messages != 0 && progress_.messages >= options_.max_messages; }

    bool is_done() const { return has_enough() || (listener_.is_stopped && listener_.is_stopped()); }

    void count(const KafkaMessage& message) {
        ++progress_.read;
        progress_.bytes += message.payload.value_or("").size() + message.key.value_or("").size();
    }

    void take(const KafkaMessage& message) {
        count(message);
        if (!matcher_.matches(message)) return;
        if (options_.keeps_latest)
            latest_.take(message);
        else if (merge_)
            merge(message);
        else
            tell(message);
    }

    /// False where it is done.
    bool tell(const KafkaMessage& message) {
        ReadMessage read = reader_.read(message, options_.clock());
        const bool is_misstep = reader_.follow(read);
        if (!matcher_.matches(read, reader_.type())) return true;
        progress_.missteps += is_misstep ? 1U : 0U;
        tell_line(read);
        pass_on(read);
        return !is_done();
    }

    [[nodiscard]] bool with_lines() const { return static_cast<bool>(listener_.on_lines); }

    void pass_on(const ReadMessage& read) {
        ++progress_.messages;
        progress_.bad += read.is_bad ? 1U : 0U;
        progress_.tombstones += read.is_tombstone() ? 1U : 0U;
        if (!with_lines() || !read.findings.empty()) listener_.on_message(read);
    }

    void tell_line(const ReadMessage& read) {
        if (!with_lines()) return;
        line_.clear();
        append_ndjson(line_, read);
        listener_.on_lines(line_);
    }

    void merge(const KafkaMessage& message) {
        const auto now = Clock::now();
        const ReadMessage read = reader_.read(message, options_.clock());
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

    void commit_now_and_then() {
        if (!options_.commits || Clock::now() - last_commit_ < time_between_commits) return;
        tell_what_was_read();
        commit();
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
    std::string line_;
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
