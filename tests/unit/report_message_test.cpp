#include <doctest/doctest.h>

#include <string>

#include "tks/error.hpp"
#include "tks/message_format.hpp"

namespace {

/// A message with a payload; the padding that views need stands behind it.
struct Message {
    explicit Message(std::string_view text) : payload(std::string(text) + std::string(64, '\0')) {
        message.topic = "orders";
        message.partition = 2;
        message.offset = 40;
        message.payload = std::string_view(payload).substr(0, text.size());
        read.message = &message;
    }
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;

    std::string payload;
    tks::KafkaMessage message;
    tks::ReadMessage read;
};

std::string line_of(std::string_view text, const Message& message) {
    std::string out;
    tks::MessageTemplate(text).append(out, message.read);
    return out;
}

std::string refusal_of(std::string_view text) {
    try {
        const tks::MessageTemplate refused(text);
    } catch (const tks::UsageError& error) {
        return error.what();
    }
    return "it is accepted";
}

}  // namespace

TEST_CASE("a template shows values of the payload by their path, and what is known of the message") {
    const Message message(R"( {"a":{"b":"x\ny","n":null,"list":[1, 2]},"time":1772366400000,"d":1,"d":2} )");
    const std::pair<const char*, const char*> table[] = {
        {"", "\n"},
        {"{a.b}", "x\ny\n"},
        {"{a.n}|{a.nothing}|{time.below}", "||\n"},
        {"{a.list}", "[1, 2]\n"},
        {"{d}", "2\n"},
        {"{time}", "1772366400000\n"},
        {"{time:time}", "2026-03-01T12:00:00.000Z\n"},
        {"%t/%p/%o", "orders/2/40\n"},
        {"[%k][%T][%h]", "[][][]\n"},
        {"100%% {{x}}", "100% {x}\n"},
        {R"(a\tb\nc\\)", "a\tb\nc\\\n"},
    };
    for (const auto& row : table) {
        const auto& text = row.first;
        const auto& line = row.second;
        CAPTURE(text);
        CHECK(line_of(text, message) == line);
    }
}

TEST_CASE("a template that is none is refused") {
    for (const char* text : {"{", "{a", "}", "{}", "{a..b}", "{.a}", "{a:date}", "%", "%x", "\\", "\\x"}) {
        CAPTURE(text);
        CHECK(refusal_of(text).starts_with("--template: "));
    }
}

TEST_CASE("an event of several lines becomes one, and what is no event none") {
    std::string out;
    Message several("{\"a\":\n1}\r\n");
    tks::append_ndjson(out, several.read);
    CHECK(out == "{\"a\": 1}  \n");
    out.clear();
    several.read.is_json = false;
    tks::append_ndjson(out, several.read);
    several.message.payload.reset();
    tks::append_ndjson(out, several.read);
    CHECK(out.empty());
}

TEST_CASE("bytes that are no text are base64, of every length") {
    const std::pair<const char*, const char*> table[] = {{"\xff", "/w=="},
                                                         {"\xff\xfe", "//4="},
                                                         {"\xff\xfe\xfd", "//79"},
                                                         {"a\xff"
                                                          "bc",
                                                          "Yf9iYw=="}};
    for (const auto& [bytes, text] : table) {
        const Message message(bytes);
        std::string out;
        tks::append_envelope(out, message.message);
        CHECK(out ==
              std::string(
                  R"({"topic":"orders","partition":2,"offset":40,"key":null,"payload_encoding":"base64","payload":")") +
                  text + "\"}\n");
    }
}
