#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/envelope_reader.hpp"
#include "source_support.hpp"

namespace {

using source_test::as;
using source_test::Item;
using source_test::read_content;
using tks::InputFormat;
using tks::Record;
using tks::source::EnvelopeReader;
using tks::source::Problem;

/// A line with the readable bytes behind it that a chunk would give it.
class Line {
public:
    explicit Line(std::string_view text) : text_(std::string(text) + std::string(Record::padding, '\0')) {}
    [[nodiscard]] std::string_view view() const { return {text_.data(), text_.size() - Record::padding}; }

private:
    std::string text_;
};

constexpr std::string_view start =
    R"({"topic":"orders","partition":3,"offset":1234567890123,"tstype":"create","ts":17,"broker":0,)";

}  // namespace

TEST_CASE("an envelope tells topic, partition, offset and key of the event in it") {
    EnvelopeReader reader;
    Record record;
    Problem problem;
    const Line line(std::string(start) + R"("headers":["k","v"],"key":"o-\"1\"","payload":"{\"a\":\"\\u00e4\\n\"}"})");
    REQUIRE(reader.read(line.view(), record, problem));
    CHECK(record.topic == "orders");
    CHECK(record.partition == 3);
    CHECK(record.offset == 1234567890123);
    CHECK(record.key == "o-\"1\"");
    CHECK(record.bytes == R"({"a":"\u00e4\n"})");
    CHECK(record.unescaped);
    CHECK_FALSE(record.tombstone);
    CHECK(record.column == line.view().find("\"{") + 1);
}

TEST_CASE("the payload may be any JSON: what stands there is the event") {
    struct Example {
        std::string_view payload;
        std::string_view bytes;
        bool is_unescaped;
        bool is_tombstone;
    };
    const Example examples[] = {
        {R"("{}")", "{}", true, false},           {R"("")", "", true, false},
        {R"("no JSON")", "no JSON", true, false}, {R"({"a":[1,{"b":"}"}]})", R"({"a":[1,{"b":"}"}]})", false, false},
        {"[1,2]", "[1,2]", false, false},         {"12", "12", false, false},
        {"true", "true", false, false},           {"null", "", false, true},
    };
    EnvelopeReader reader;
    for (const Example& example : examples) {
        CAPTURE(example.payload);
        // In front of the column stands a character of two bytes.
        const std::string before = std::string(start) + "\"key\":\"\u00e4\",\"payload\":";
        for (const std::string_view after : {"}", ",\"headers\":[]}"}) {
            const Line line(before + std::string(example.payload) + std::string(after));
            Record record;
            Problem problem;
            REQUIRE(reader.read(line.view(), record, problem));
            CHECK(record.bytes == example.bytes);
            CHECK(record.unescaped == example.is_unescaped);
            CHECK(record.tombstone == example.is_tombstone);
            CHECK(record.column == before.size());
            CHECK(record.key == "\u00e4");
        }
    }
}

TEST_CASE("a key may be a text, nothing, or JSON") {
    struct Example {
        std::string_view key;
        std::string_view expected;
    };
    const Example examples[] = {
        {R"("a\tb")", "a\tb"},   {"null", ""}, {R"("")", ""}, {"12", "12"}, {R"({"id":1})", R"({"id":1})"},
        {"[1, {}] ", "[1, {}]"},
    };
    EnvelopeReader reader;
    for (const Example& example : examples) {
        CAPTURE(example.key);
        const Line line(std::string(start) + "\"key\":" + std::string(example.key) + ",\"payload\":{}}");
        Record record;
        Problem problem;
        REQUIRE(reader.read(line.view(), record, problem));
        CHECK(record.key == example.expected);
    }
}

TEST_CASE("an envelope that is broken is found, with its place and what is known of its origin") {
    struct Example {
        std::string_view what;
        std::string line;
        std::string_view message_part;
        std::uint64_t column;
    };
    const std::string begin(start);
    const Example examples[] = {
        {"no JSON", "garbage", "no JSON object", 1},
        {"no object", "[1]", "no JSON object", 1},
        {"cut off in a text", begin + R"("payload":"{\"a\")", "does not end", 1},
        {"cut off in the payload", begin + R"("payload":{"a":1)", "", 0},
        {"cut off after the payload", begin + R"("payload":{"a":1})", "", 0},
        {"something behind it", begin + R"("payload":{}} x)", "", 0},
        {"another envelope behind it", begin + R"("payload":{}} {})", "follows", begin.size() + 15},
        {"no payload", begin + R"("key":"k"})", "has no \"payload\"", 1},
        {"an event", R"({"event_id":"e","payload":{}})", "has no \"topic\"", 1},
        {"no offset", R"({"topic":"orders","partition":3,"payload":{}})", "has no \"offset\"", 1},
        {"a topic that is no text", R"({"topic":1,"partition":3,"offset":4,"payload":{}})",
         "at \"topic\", a value has the wrong type", 0},
        {"a partition that is none", R"({"topic":"orders","partition":4294967296,"offset":4,"payload":{}})",
         "out of range", 0},
        {"an offset with a fraction", R"({"topic":"orders","partition":3,"offset":1.5,"payload":{}})", "", 0},
        {"a bad escape in a key of the envelope", begin + R"("he\aders":[],"payload":{}})", "escape", 0},
        {"a bad escape in a header", begin + R"("headers":["\x"],"payload":{}})", "escape", 0},
        {"a bad number", begin + R"("more":{"a":[01]},"payload":{}})", "number", 0},
        {"a key that is malformed", begin + R"("key":{"id":1],"payload":{}})", "", 0},
        {"a bad word", begin + R"("more":nul,"payload":{}})", "", 0},
        {"no comma", begin + R"("key":"k" "payload":{}})", "", 0},
        {"a control character", begin + "\"key\":\"\x01\",\"payload\":{}}", "control character", 1},
        {"no UTF-8", begin + "\"key\":\"\xff\",\"payload\":{}}", "UTF-8", begin.size() + 8},
        {"half a surrogate", begin + R"("payload":"\ud800"})", "escape", 0},
        {"headers nested without an end",
         begin + "\"headers\":" + std::string(100, '[') + std::string(100, ']') + ",\"payload\":{}}", "nested", 0},
        {"brackets without an end", std::string(5000, '['), "", 0},
    };
    EnvelopeReader reader;
    for (const Example& example : examples) {
        CAPTURE(example.what);
        const Line line(example.line);
        Record record;
        Problem problem;
        REQUIRE_FALSE(reader.read(line.view(), record, problem));
        CHECK(problem.rule == "json/envelope");
        CHECK(problem.is_record);
        CHECK(problem.message.find(example.message_part) != std::string::npos);
        CHECK(problem.column >= 1);
        CHECK(problem.column <= line.view().size() + 1);
        if (example.column != 0) CHECK(problem.column == example.column);
        CHECK(record.bytes == line.view());
        CHECK_FALSE(record.tombstone);
        CHECK_FALSE(record.unescaped);
    }
}

TEST_CASE("a broken envelope still tells the origin that stands before the damage") {
    EnvelopeReader reader;
    const Line line(std::string(start) + "\"payload\":nul}");
    Record record;
    Problem problem;
    REQUIRE_FALSE(reader.read(line.view(), record, problem));
    CHECK(record.topic == "orders");
    CHECK(record.partition == 3);
    CHECK(record.offset == 1234567890123);
}

TEST_CASE("a broken envelope does not hide the ones around it") {
    const std::string good = std::string(start) + "\"payload\":\"{}\"}";
    const std::string content = good + "\n{\"topic\":\n\n" + good + "\r\n\xef\xbb\xbf" + good + "\n" + good;
    const std::uint64_t column = start.size() + 11;
    const std::vector<Item> expected = {
        {1, column, "{}", "", false}, {2, 1, "{\"topic\":", "json/envelope", false},
        {4, column, "{}", "", false}, {5, 1, "\xef\xbb\xbf" + good, "json/byte-order-mark", false},
        {6, column, "{}", "", false},
    };
    for (std::size_t chunk_bytes = 1; chunk_bytes < content.size(); chunk_bytes += 7) {
        CAPTURE(chunk_bytes);
        auto outcome = read_content(content, as(InputFormat::kcat), chunk_bytes);
        REQUIRE(outcome.items.size() == expected.size());
        outcome.items[1].column = 1;
        CHECK(outcome.items == expected);
        CHECK(outcome.lines == 5);
    }
}

TEST_CASE("an envelope larger than the bound is passed over") {
    const std::string good = std::string(start) + "\"payload\":{}}";
    const std::string large = std::string(start) + "\"payload\":{" + std::string(100, ' ') + "}}";
    const std::string content = good + "\n" + large + "\n" + good;
    for (const std::size_t chunk_bytes : {10U, 100U, 1000U}) {
        CAPTURE(chunk_bytes);
        const auto outcome = read_content(content, as(InputFormat::kcat, 150), chunk_bytes);
        const std::uint64_t column = start.size() + 11;
        CHECK(outcome.items ==
              std::vector<Item>{{1, column, "{}", "", false}, {2, 1, "", "", true}, {3, column, "{}", "", false}});
        CHECK(outcome.largest_oversize_bytes == large.size());
    }
}

TEST_CASE("texts of every size can be unescaped, with readable bytes behind them") {
    EnvelopeReader reader;
    for (std::size_t size = 0; size < 100'000; size = size * 2 + 1) {
        CAPTURE(size);
        const Line line(std::string(start) + "\"payload\":\"" + std::string(size, 'x') + "\\n\"}");
        Record record;
        Problem problem;
        REQUIRE(reader.read(line.view(), record, problem));
        CHECK(record.bytes == std::string(size, 'x') + "\n");
        // Copied byte by byte, so that a sanitizer sees each of them.
        const std::string padded(record.bytes.data(), record.bytes.size() + Record::padding);
        CHECK(padded.size() == size + 1 + Record::padding);
    }
}
