#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipeline/batch_reader.hpp"

namespace {

using namespace tks;

/// The events of the sample day, over and over, with messages in between that are bad, empty or tombstones.
class Messages {
public:
    explicit Messages(std::size_t count) {
        std::ifstream file(TKS_SOURCE_DIR "/samples/day.ndjson");
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        REQUIRE(lines.size() > 10);
        for (std::size_t index = 0; index < count; ++index) {
            std::string text = lines[index % lines.size()];
            if (index % 7 == 3) text = "{";
            if (index % 11 == 4) text.clear();
            texts_.push_back(text);
        }
        for (std::size_t index = 0; index < count; ++index) {
            KafkaMessage message;
            message.topic = "day";
            message.partition = 0;
            message.offset = static_cast<std::int64_t>(index);
            if (index % 13 != 5) message.payload = texts_[index];
            messages_.push_back(message);
        }
    }

    [[nodiscard]] std::span<const KafkaMessage> all() const { return messages_; }

private:
    std::vector<std::string> texts_;
    std::vector<KafkaMessage> messages_;
};

TailOptions options_for_orders() {
    TailOptions options;
    options.clock = [] { return Timestamp{1'800'000'000'000}; };
    options.filter.types = {"order_filled", "order_placed"};
    return options;
}

/// What is told of each message, a line each.
std::string told(const pipeline::BatchReader::Batch& batch) {
    std::string text;
    for (std::size_t index = 0; index < batch.given.messages().size(); ++index) {
        const auto& verdict = batch.verdicts[index];
        text += verdict.is_wanted ? 'w' : '-';
        if (verdict.is_wanted) {
            text += verdict.is_bad ? 'b' : '-';
            text += verdict.is_json ? 'j' : '-';
            for (const Diagnostic& finding : verdict.findings)
                text += " " + std::string(finding.rule) + " " + std::to_string(finding.origin.offset) + " " +
                        finding.message;
        }
        text += '\n';
    }
    return text + batch.lines;
}

/// The events that are wanted, as they are written one by one.
std::string lines_of(const TailOptions& options, std::span<const KafkaMessage> messages) {
    pipeline::MessageReader reader(options);
    pipeline::MessageMatcher matcher(options.filter);
    std::string lines;
    for (const KafkaMessage& message : messages) {
        const ReadMessage read = reader.read(message, options.clock());
        if (matcher.matches(read, reader.type())) append_ndjson(lines, read);
    }
    return lines;
}

/// Reads messages in batches of several sizes, and tells what is told of all.
std::string read_all(pipeline::BatchReader& reader, std::span<const KafkaMessage> messages) {
    std::string text;
    const auto deliver = [&] {
        text += told(reader.finish_oldest());
        reader.release_oldest();
    };
    for (std::size_t size = 1; !messages.empty(); size = size % 97 + 8) {
        if (!reader.has_room()) deliver();
        const std::size_t count = std::min(size, messages.size());
        for (const KafkaMessage& message : messages.first(count)) reader.vacant().add() = message;
        messages = messages.subspan(count);
        reader.submit();
    }
    while (!reader.is_empty()) deliver();
    return text;
}

}  // namespace

TEST_CASE("many threads say of each message what one says, in the order of the messages") {
    const TailOptions options = options_for_orders();
    const Messages messages(2000);
    pipeline::BatchReader alone(options, 1, true);
    const std::string expected = read_all(alone, messages.all());
    CHECK(expected.find("wb-") != std::string::npos);
    CHECK(expected.find("w-j\n") != std::string::npos);
    CHECK(expected.find("-\n-\n") != std::string::npos);
    pipeline::BatchReader shared(options, 4, true);
    for (int round = 0; round < 20; ++round) CHECK(read_all(shared, messages.all()) == expected);
    CHECK(shared.is_empty());
}

TEST_CASE("the lines of a batch are those of its messages, with breaks in JSON as spaces") {
    const TailOptions options = options_for_orders();
    const Messages messages(300);
    pipeline::BatchReader reader(options, 1, true);
    std::vector<KafkaMessage> given(messages.all().begin(), messages.all().end());
    given[7].payload = "{\"a\":\r\n1}";
    for (const KafkaMessage& message : given) reader.vacant().add() = message;
    reader.submit();
    const std::string lines = reader.finish_oldest().lines;
    CHECK(lines.find("{\"a\":  1}\n") != std::string::npos);
    CHECK(lines == lines_of(options, given));
    reader.release_oldest();
}

TEST_CASE("only so many batches are on their way, so that memory is bounded") {
    const TailOptions options = options_for_orders();
    const Messages messages(10);
    pipeline::BatchReader reader(options, 2, false);
    std::size_t batches = 0;
    for (; reader.has_room(); ++batches) {
        for (const KafkaMessage& message : messages.all()) reader.vacant().add() = message;
        reader.submit();
        REQUIRE(batches < 1000);
    }
    CHECK(reader.messages_on_their_way() == 10 * batches);
    reader.finish_oldest();
    CHECK(!reader.has_room());
    reader.release_oldest();
    CHECK(reader.has_room());
    CHECK(reader.messages_on_their_way() == 10 * (batches - 1));
}

TEST_CASE("what a thread throws is thrown on in its turn, and the next batch is read") {
    TailOptions options = options_for_orders();
    std::atomic<bool> fails = false;
    options.clock = [&] {
        if (fails) throw std::runtime_error("the clock has stopped");
        return Timestamp{1'800'000'000'000};
    };
    const Messages messages(100);
    pipeline::BatchReader reader(options, 3, false);
    for (const bool is_failing : {false, true, false}) {
        fails = is_failing;
        for (const KafkaMessage& message : messages.all()) reader.vacant().add() = message;
        reader.submit();
        if (is_failing)
            CHECK_THROWS_WITH_AS(reader.finish_oldest(), "the clock has stopped", std::runtime_error);
        else
            CHECK(reader.finish_oldest().verdicts.size() >= 100);
        reader.release_oldest();
    }
    CHECK(reader.is_empty());
}
