#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipeline/batch_reader.hpp"
#include "tks/record.hpp"

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
            texts_.push_back(text + std::string(Record::padding, '\0'));
        }
        for (std::size_t index = 0; index < count; ++index) {
            KafkaMessage message;
            message.topic = "day";
            message.partition = 0;
            message.offset = static_cast<std::int64_t>(index);
            const std::string_view text = texts_[index];
            if (index % 13 != 5) message.payload = text.substr(0, text.size() - Record::padding);
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
std::string told(std::span<const pipeline::BatchReader::Verdict> verdicts) {
    std::string text;
    for (const auto& verdict : verdicts) {
        text += verdict.is_wanted ? 'w' : '-';
        text += verdict.is_bad ? 'b' : '-';
        text += verdict.is_json ? 'j' : '-';
        for (const Diagnostic& finding : verdict.findings)
            text +=
                " " + std::string(finding.rule) + " " + std::to_string(finding.origin.offset) + " " + finding.message;
        text += '\n';
    }
    return text;
}

}  // namespace

TEST_CASE("many threads say of each message what one says, batch after batch") {
    const TailOptions options = options_for_orders();
    const Messages messages(2000);
    pipeline::BatchReader alone(options, 1);
    const std::string expected = told(alone.read(messages.all()));
    CHECK(expected.find("wb-") != std::string::npos);
    CHECK(expected.find("w-j\n") != std::string::npos);
    CHECK(expected.find("--j\n") != std::string::npos);
    pipeline::BatchReader shared(options, 4);
    for (int round = 0; round < 20; ++round) {
        // A smaller batch in between, which is not shared out, leaves nothing behind.
        CHECK(told(shared.read(messages.all().first(10))) == told(alone.read(messages.all().first(10))));
        CHECK(told(shared.read(messages.all())) == expected);
    }
    CHECK(shared.read({}).empty());
}

TEST_CASE("what a thread throws is thrown on, and the next batch is read") {
    TailOptions options = options_for_orders();
    std::atomic<int> calls = 0;
    std::atomic<bool> fails = false;
    options.clock = [&] {
        ++calls;
        if (fails) throw std::runtime_error("the clock has stopped");
        return Timestamp{1'800'000'000'000};
    };
    const Messages messages(2000);
    pipeline::BatchReader reader(options, 3);
    fails = true;
    CHECK_THROWS_WITH_AS(reader.read(messages.all()), "the clock has stopped", std::runtime_error);
    fails = false;
    CHECK(reader.read(messages.all()).size() == 2000);
    CHECK(calls > 0);
}
