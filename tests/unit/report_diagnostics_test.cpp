#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "tks/report.hpp"

namespace {

using namespace std::string_literals;
using tks::Diagnostic;
using tks::Severity;

Diagnostic full_finding() {
    Diagnostic finding;
    finding.severity = Severity::error;
    finding.rule = "schema/range";
    finding.message = "quantity must be greater than 0";
    finding.origin = {.file = "day.ndjson", .line = 12, .column = 34, .topic = "orders", .partition = 3, .offset = 77};
    finding.pointer = "/payload/quantity";
    finding.event_id = "e-1";
    finding.excerpt = R"("quantity":-1,"fee":0)";
    finding.caret = 11;
    return finding;
}

std::string as_text(const Diagnostic& finding, tks::TextStyle style = {}) {
    std::string text;
    tks::append_text(text, finding, style);
    return text;
}

std::string as_json(const Diagnostic& finding) {
    std::string text;
    tks::append_json(text, finding);
    return text;
}

std::string without_colors(std::string text) {
    for (std::size_t begin = text.find('\x1b'); begin != std::string::npos; begin = text.find('\x1b', begin))
        text.erase(begin, text.find('m', begin) + 1 - begin);
    return text;
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x20; });
}

}  // namespace

TEST_CASE("a finding reads as people know it from compilers, with what applies to it") {
    struct Row {
        std::string_view what;
        Diagnostic finding;
        std::string_view text;
    };
    const auto changed = [](auto change) {
        Diagnostic finding = full_finding();
        change(finding);
        return finding;
    };
    const Row rows[] = {
        {"all of it", full_finding(),
         "day.ndjson:12:34: orders/3/77: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
        {"no message of Kafka's", changed([](Diagnostic& finding) { finding.origin.topic.clear(); }),
         "day.ndjson:12:34: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
        {"the record as a whole",
         changed([](Diagnostic& finding) { finding.origin.topic.clear(), finding.pointer.clear(); }),
         "day.ndjson:12:34: error: quantity must be greater than 0 [schema/range]\n"},
        {"standard input",
         changed([](Diagnostic& finding) { finding.origin.topic.clear(), finding.origin.file = "-"; }),
         "<stdin>:12:34: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
        {"no place in the file", changed([](Diagnostic& finding) { finding.origin.line = 0; }),
         "day.ndjson: orders/3/77: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
        {"a warning", changed([](Diagnostic& finding) { finding.severity = Severity::warning; }),
         "day.ndjson:12:34: orders/3/77: warning: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
        {"an unknown offset", changed([](Diagnostic& finding) { finding.origin.offset = -1; }),
         "day.ndjson:12:34: orders/3: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
        {"an unknown partition",
         changed([](Diagnostic& finding) { finding.origin.offset = finding.origin.partition = -1; }),
         "day.ndjson:12:34: orders: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(as_text(row.finding) == row.text);
    }
}

TEST_CASE("the excerpt stands below the finding, with a caret below the place") {
    CHECK(as_text(full_finding(), {.color = false, .excerpt = true}) ==
          "day.ndjson:12:34: orders/3/77: error: /payload/quantity: quantity must be greater than 0 [schema/range]\n"
          "    \"quantity\":-1,\"fee\":0\n"
          "               ^\n");
    Diagnostic without = full_finding();
    without.excerpt.clear();
    CHECK(as_text(without, {.color = false, .excerpt = true}) == as_text(without));
}

TEST_CASE("colour adds escapes and nothing else") {
    for (const Severity severity : {Severity::info, Severity::warning, Severity::error}) {
        for (const bool excerpt : {false, true}) {
            Diagnostic finding = full_finding();
            finding.severity = severity;
            const std::string colored = as_text(finding, {.color = true, .excerpt = excerpt});
            const std::string plain = as_text(finding, {.color = false, .excerpt = excerpt});
            CHECK(colored != plain);
            CHECK(without_colors(colored) == plain);
            CHECK(colored.ends_with('\n'));
        }
    }
}

TEST_CASE("what comes from outside cannot steer a terminal") {
    struct Row {
        std::string_view hostile;
        std::string_view shown;
    };
    const Row rows[] = {
        {"\x1b[2J", "?[2J"},        // Clears the screen.
        {"a\rb\nc\td", "a?b?c?d"},  // Writes over what stands there.
        {"a\x7f", "a?"},
        {"\xc2\x9b"
         "2J",
         "?2J"},             // The one-character form of ESC [.
        {"\xff\xfe", "??"},  // No UTF-8.
        // NOLINTNEXTLINE(misc-misleading-bidirectional): what misleads is what is tested.
        {"\xe2\x80\xae"
         "gpj",
         "?gpj"},                 // Turns the direction of what follows.
        {"\xef\xbb\xbf{", "?{"},  // Takes no room, so that a caret would stand beside the place.
        {"北斎 é", "北斎 é"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.shown);
        Diagnostic finding;
        finding.rule = "json/utf8";
        finding.message = finding.excerpt = finding.pointer = finding.origin.file = finding.origin.topic = row.hostile;
        finding.origin.line = finding.origin.column = 1;
        const std::string shown(row.shown);
        CHECK(as_text(finding, {.color = false, .excerpt = true}) == shown + ":1:1: " + shown + ": error: " + shown +
                                                                         ": " + shown + " [json/utf8]\n    " + shown +
                                                                         "\n    ^\n");
    }
}

TEST_CASE("a finding as JSON has the keys that apply, in a fixed order") {
    CHECK(
        as_json(full_finding()) ==
        R"({"severity":"error","rule":"schema/range","message":"quantity must be greater than 0","file":"day.ndjson",)"
        R"("line":12,"column":34,"pointer":"/payload/quantity","event_id":"e-1","topic":"orders","partition":3,"offset":77})");
    Diagnostic bare;
    bare.rule = "json/array";
    bare.message = "no";
    CHECK(as_json(bare) == R"({"severity":"error","rule":"json/array","message":"no"})");
    bare.origin.partition = 0;
    bare.origin.offset = 0;
    CHECK(as_json(bare) == R"({"severity":"error","rule":"json/array","message":"no","partition":0,"offset":0})");
}

TEST_CASE("a finding as JSON is valid JSON of one line, whatever bytes it was made of") {
    std::mt19937 random(7);
    const std::vector<std::string> pieces = {
        "a",   "é",    "北",   "\U0001F680", "\"",   "\\",       "\n",           "\r",       "\t",
        "\0"s, "\x1b", "\x7f", "\xff",       "\xc3", "\xe5\x8c", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80"};
    const auto draw = [&] {
        std::string text;
        for (std::size_t length = random() % 12; length > 0; --length) text += pieces[random() % pieces.size()];
        return text;
    };
    for (int round = 0; round < 2000; ++round) {
        Diagnostic finding = full_finding();
        finding.message = draw();
        finding.origin.file = draw() + "f";
        finding.pointer = draw() + "p";
        finding.event_id = draw() + "e";
        const std::string json = as_json(finding);
        CAPTURE(json);
        CHECK(!has_control_character(json));
        const auto document = nlohmann::json::parse(json, nullptr, false);
        REQUIRE(document.is_object());
        const auto keeps = [&](const char* key, const std::string& text) {
            return tks::find_invalid_utf8(text)
                       ? document[key].get<std::string>().find("\xEF\xBF\xBD") != std::string::npos
                       : document[key] == text;
        };
        CHECK(keeps("message", finding.message));
        CHECK(keeps("file", finding.origin.file));
        CHECK(keeps("pointer", finding.pointer));
        CHECK(keeps("event_id", finding.event_id));
        const std::string text = as_text(finding);
        CHECK(text.find_first_of("\x1b\x7f") == std::string::npos);
        CHECK(!has_control_character(text.substr(0, text.size() - 1)));
    }
}

TEST_CASE("an event that a finding speaks of besides is named by its place, in a file or in a topic") {
    Diagnostic finding;
    finding.rule = "lifecycle/illegal-step";
    finding.message = "late";
    finding.origin.topic = "orders";
    tks::Origin in_file;
    in_file.file = "-";
    in_file.line = 3;
    tks::Origin in_topic;
    in_topic.topic = "orders";
    in_topic.partition = 2;
    in_topic.offset = 7;
    finding.related = {{"the other", in_file, "e-1"}, {"one more", in_topic, ""}};
    CHECK(as_text(finding) ==
          "orders: error: late [lifecycle/illegal-step]\n<stdin>:3: note: the other, event_id e-1\n"
          "orders/2/7: note: one more\n");
    std::string text;
    tks::append_json(text, finding);
    const auto related = nlohmann::json::parse(text)["related"];
    CHECK(related[0] == nlohmann::json({{"message", "the other"}, {"file", "-"}, {"line", 3}, {"event_id", "e-1"}}));
    CHECK(related[1] ==
          nlohmann::json({{"message", "one more"}, {"topic", "orders"}, {"partition", 2}, {"offset", 7}}));
}
