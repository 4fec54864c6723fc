#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pipeline/merge_buffer.hpp"

namespace {

using namespace tks;
using pipeline::MergeBuffer;
using std::chrono::milliseconds;

constexpr std::int64_t window_ms = 100;

/// A buffer on the way from some partitions of one topic, with a clock of its own.
class Merge {
public:
    explicit Merge(std::size_t partitions, MergeBuffer::Limits limits = {}) : buffer_(window_ms, limits) {
        for (std::size_t index = 0; index < partitions; ++index)
            sources_.push_back({"t", static_cast<std::int32_t>(index), true});
    }

    /// A message whose payload is its time; nothing: one that cannot be read.
    void take(std::int32_t partition, std::optional<std::int64_t> occurred_at_ms) {
        const std::string text = occurred_at_ms ? std::to_string(*occurred_at_ms) : "bad";
        KafkaMessage message;
        message.topic = "t";
        message.partition = partition;
        message.offset = ++offset_;
        message.payload = text;
        const auto time = occurred_at_ms ? std::optional(Timestamp{*occurred_at_ms}) : std::nullopt;
        buffer_.add(message, buffer_.note(message, time, now_), now_);
    }

    /// Nothing more is there, for now or for ever.
    void rest(std::size_t partition) { sources_[partition].may_have_more = false; }
    void finish(std::size_t partition) { sources_.erase(sources_.begin() + static_cast<std::ptrdiff_t>(partition)); }
    void wait(std::int64_t ms) { now_ += milliseconds(ms); }

    /// What leaves, with spaces between.
    std::string released() {
        std::string text;
        buffer_.release(sources_, now_, [&](const KafkaMessage& message) {
            text.append(text.empty() ? "" : " ").append(*message.payload);
            return true;
        });
        return text;
    }

    MergeBuffer& buffer() { return buffer_; }

private:
    MergeBuffer buffer_;
    std::vector<MergeBuffer::Source> sources_;
    std::int64_t offset_ = 0;
    MergeBuffer::Clock::time_point now_ = MergeBuffer::Clock::time_point() + milliseconds(1'000'000);
};

}  // namespace

TEST_CASE("messages leave in the order of time, once every partition is a window further") {
    Merge merge(2);
    merge.take(0, 1000);
    merge.take(0, 1150);
    merge.take(0, 1300);
    CHECK(merge.released().empty());
    merge.take(1, 1050);
    CHECK(merge.released().empty());
    merge.take(1, 1250);
    CHECK(merge.released() == "1000 1050 1150");
    CHECK(merge.buffer().size() == 2);
}

TEST_CASE("a partition that is behind is waited for, and one that has nothing more only as long as the window is") {
    Merge merge(2);
    merge.take(0, 1000);
    merge.take(0, 1500);
    merge.wait(window_ms);
    CHECK(merge.released().empty());
    merge.rest(1);
    CHECK(merge.released() == "1000");
    merge.rest(0);
    CHECK(merge.released() == "1500");
}

TEST_CASE("a partition whose broker is silent is not waited for for ever") {
    Merge merge(2);
    merge.take(0, 1000);
    merge.take(0, 1500);
    merge.wait(4000);
    CHECK(merge.released().empty());
    merge.wait(2000);
    merge.take(0, 1550);
    CHECK(merge.released() == "1000");
}

TEST_CASE("partitions that have come to their end do not count, and without any all leaves") {
    Merge merge(2);
    merge.take(0, 1000);
    merge.take(1, 1010);
    merge.finish(0);
    CHECK(merge.released().empty());
    merge.finish(0);
    CHECK(merge.released() == "1000 1010");
}

TEST_CASE("what comes too late leaves as it comes, and what cannot be read stays behind what came before it") {
    Merge merge(2);
    merge.take(0, 1000);
    merge.take(0, std::nullopt);
    merge.take(1, 2000);
    merge.take(0, 2000);
    CHECK(merge.released() == "1000 bad");
    merge.take(1, 500);
    CHECK(merge.released() == "500");
}

TEST_CASE("no more is held than the limits say") {
    Merge by_count(2, {.messages = 3, .bytes = 1 << 20});
    for (const std::int64_t time : {40, 30, 20, 10}) by_count.take(0, time);
    CHECK(by_count.buffer().is_over_limits());
    CHECK(by_count.released() == "10");
    Merge by_bytes(2, {.messages = 1000, .bytes = 1000});
    for (const std::int64_t time : {40, 30, 20, 10}) by_bytes.take(0, time);
    CHECK(by_bytes.released() == "10 20");
}

TEST_CASE("at the end all leaves, in order, for as long as it is wanted") {
    Merge merge(2);
    for (const std::int64_t time : {40, 30, 20, 10}) merge.take(0, time);
    std::string text;
    merge.buffer().flush([&](const KafkaMessage& message) {
        text += std::string(*message.payload) + " ";
        return *message.payload != "30";
    });
    CHECK(text == "10 20 30 ");
    CHECK(merge.buffer().size() == 1);
}
