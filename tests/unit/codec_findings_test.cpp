#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "codec_support.hpp"

namespace {

using namespace std::string_literals;
using codec_test::decode;
using codec_test::listed;
using codec_test::with;
using tks::Diagnostic;

/// A small event on several lines, with text of more than one byte a character before the places meant.
constexpr std::string_view order = R"({
  "event_id": "é-1",
  "event_type": "order_rejected",
  "occurred_at": 1772438400000,
  "aggregate_id": "o-1",
  "payload": {
    "order_id": "o-1", "intent_id": "北斎", "market": "BTC/USDT", "side": "buy",
    "order_type": "market", "quantity": 1.5, "created_at": 1772438400000
  },
  "reason": "no"
})";

Diagnostic only_finding(std::string_view text) {
    const auto outcome = decode(text);
    REQUIRE(outcome.findings.size() == 1);
    return outcome.findings.front();
}

}  // namespace

TEST_CASE("a finding names line and column in characters, the pointer and the event") {
    struct Row {
        std::string_view what;
        std::string text;
        std::string_view rule;
        std::uint64_t line;
        std::uint64_t column;
        std::string_view pointer;
        std::string_view event_id;
    };
    const Row rows[] = {
        {"a value: where it begins", with(order, "\"buy\"", "\"bye\""), "schema/enum", 7, 73, "/payload/side", "é-1"},
        {"after wide characters on the line", with(order, "\"BTC/USDT\"", "\" \""), "schema/blank", 7, 53,
         "/payload/market", "é-1"},
        {"an unknown key: where it stands", with(order, "\"quantity\": 1.5,", "\"quantity\": 1.5, \"kwantity\": 1,"),
         "schema/unknown-key", 8, 46, "/payload/kwantity", "é-1"},
        {"a missing field: the object that lacks it", with(order, " \"quantity\": 1.5,", ""), "schema/missing", 6, 14,
         "/payload", "é-1"},
        {"a missing field of the event", with(order, ",\n  \"reason\": \"no\"", ""), "schema/missing", 1, 1, "", "é-1"},
        {"a doubled key: its second place",
         with(order, "\"reason\": \"no\"", "\"reason\": \"no\", \"reason\": \"yes\""), "json/duplicate-key", 10, 19, "",
         "é-1"},
        {"a pointer with a slash and a tilde", with(order, "\"reason\": \"no\"", "\"reason\": \"no\", \"a/b~c\": 1"),
         "schema/unknown-key", 10, 19, "/a~1b~0c", "é-1"},
        {"an event id that comes after",
         with(with(order, "  \"event_id\": \"é-1\",\n", ""), "\"reason\": \"no\"",
              "\"reason\": 1, \"event_id\": \"late\""),
         "schema/type", 9, 13, "/reason", "late"},
        {"an event without an id", with(with(order, "  \"event_id\": \"é-1\",\n", ""), "\"buy\"", "1"), "schema/type",
         6, 73, "/payload/side", ""},
        {"syntax", with(order, "1.5", "1.5.5"), "json/syntax", 8, 44, "", ""},
        {"a defect that leaves the rest readable", with(order, "\"no\"", "\"n\\x\""), "json/escape", 10, 15, "", "é-1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Diagnostic finding = only_finding(row.text);
        CHECK(finding.rule == row.rule);
        CHECK(finding.origin.line == row.line);
        CHECK(finding.origin.column == row.column);
        CHECK(finding.pointer == row.pointer);
        CHECK(finding.event_id == row.event_id);
        const auto count = [&] { return tks::count_characters(finding.excerpt); };
        CHECK(finding.caret <= count());
    }
}

TEST_CASE("places are counted from where the record stands, with Kafka's coordinates") {
    const codec_test::PaddedText padded(with(order, "\"buy\"", "7"));
    tks::Record record = padded.record();
    record.line = 100;
    record.column = 5;
    record.topic = "events";
    record.partition = 2;
    record.offset = 9;
    tks::codec::Decoder decoder(tks::newest_revision, codec_test::now);
    tks::Event event;
    std::vector<Diagnostic> findings;
    decoder.decode(record, event, findings);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].origin.line == 106);
    CHECK(findings[0].origin.column == 73);
    CHECK(findings[0].origin.topic == "events");
    CHECK(findings[0].origin.partition == 2);
    CHECK(findings[0].origin.offset == 9);

    // On the record's first line its own column counts.
    const codec_test::PaddedText one_line(R"({"event_type":7})");
    record.bytes = one_line.record().bytes;
    findings.clear();
    decoder.decode(record, event, findings);
    REQUIRE(!findings.empty());
    const auto of_type = std::find_if(findings.begin(), findings.end(),
                                      [](const Diagnostic& finding) { return finding.rule == "schema/type"; });
    REQUIRE(of_type != findings.end());
    CHECK(of_type->origin.line == 100);
    CHECK(of_type->origin.column == 19);

    // Text that stood escaped in an envelope has no places of its own.
    record.unescaped = true;
    findings.clear();
    decoder.decode(record, event, findings);
    for (const Diagnostic& finding : findings) {
        CHECK(finding.origin.line == 100);
        CHECK(finding.origin.column == 5);
    }
}

TEST_CASE(
    "the excerpt is the part of the line around the place, cut between characters, and the caret stands below it") {
    const std::string long_text(200, 'x');
    const std::string wide_text = [] {
        std::string text;
        for (int index = 0; index < 100; ++index) text += "北";
        return text;
    }();
    for (const std::string& filler : {""s, "x"s, long_text, wide_text}) {
        const std::string text = with(with(order, "北斎", filler + "y"), "\"buy\"", "\"b\tye\"");
        const auto outcome = decode(text);
        REQUIRE(listed(outcome.findings) == "schema/enum /payload/side\njson/control-character");
        const Diagnostic& finding = outcome.findings[0];
        CAPTURE(finding.excerpt);
        CHECK(tks::find_invalid_utf8(finding.excerpt) == std::nullopt);
        CHECK(finding.excerpt.find_first_of("\n\t") == std::string::npos);
        CHECK(finding.excerpt.size() <= 130);
        // The character that the caret points to is the first one of the value.
        std::string_view rest = finding.excerpt;
        for (std::size_t character = 0; character < finding.caret; ++character)
            rest.remove_prefix(tks::utf8_sequence_length(rest));
        CHECK(rest.starts_with("\"b ye\""));
    }
}

TEST_CASE("all problems of a record are found, in the order of their places, and a doubtful value is no second one") {
    const auto outcome = decode(
        R"({"event_id":"e","event_type":"order_requested","occurred_at":"1772438400000","aggregate_id":"","payload_version":0,)"
        R"("metadata":[],"payload":{"order_id":7,"intent_id":"i","market":"m","side":"Buy","order_type":"limit","quantity":-1,)"
        R"("limit_price":null,"reduce_only":"yes","size":1,"metadata":{"a":1,"a":2}},"surplus":NaN})");
    CHECK(listed(outcome.findings) ==
          "schema/coercion /occurred_at\n"
          "schema/blank /aggregate_id\n"
          "schema/range /payload_version\n"
          "schema/type /metadata\n"
          "schema/type /payload/order_id\n"
          "schema/enum /payload/side\n"
          "schema/range /payload/quantity\n"
          "schema/limit-price /payload/limit_price\n"
          "schema/coercion /payload/reduce_only\n"
          "schema/unknown-key /payload/size\n"
          "json/duplicate-key /payload/metadata\n"
          "schema/unknown-key /surplus\n"
          "json/number");
    CHECK_FALSE(outcome.is_good);
    CHECK(outcome.type == tks::EventType::order_requested);
    for (const Diagnostic& finding : outcome.findings) CHECK(finding.event_id == "e");
}

TEST_CASE("of a record that is all defects only so many findings are told, but never warnings instead of its errors") {
    std::string metadata = "{\"a\":1";
    for (int index = 0; index < 5000; ++index) metadata += ",\"a\":1";
    const std::string warned = with(codec_test::sample_event(tks::EventType::order_placed), "\"metadata\":{}",
                                    "\"metadata\":" + metadata + "}");
    const auto warnings = decode(warned);
    CHECK(warnings.is_good);
    CHECK(warnings.findings.size() > 500);
    CHECK(warnings.findings.size() < 3000);
    CHECK(warnings.findings.back().message.find("left out") != std::string::npos);

    // The error comes last, long after the bound on warnings.
    const auto refused = decode(with(warned, "\"venue_order_id\":\"", "\"venue_order_id\":7,\"x\":\""));
    CHECK_FALSE(refused.is_good);
    CHECK(std::count_if(refused.findings.begin(), refused.findings.end(),
                        [](const Diagnostic& finding) { return finding.severity == tks::Severity::error; }) == 2);

    std::string reasons = "1";
    for (int index = 0; index < 5000; ++index) reasons += ",1";
    const std::string& rejected = codec_test::sample_event(tks::EventType::trading_signal_rejected);
    const auto many_errors = decode(with(rejected, "\"banned_signal_provider\"", reasons));
    CHECK_FALSE(many_errors.is_good);
    CHECK(many_errors.findings.size() > 500);
    CHECK(many_errors.findings.size() < 3000);
}

TEST_CASE("a record of nothing but defects is refused with an error, whatever becomes of its warnings") {
    std::string keys = "{\"\":0";
    for (int index = 0; index < 5000; ++index) keys += ",\"\":0";
    const auto outcome = decode(keys + "}");
    CHECK_FALSE(outcome.is_good);
    CHECK(std::any_of(outcome.findings.begin(), outcome.findings.end(),
                      [](const Diagnostic& finding) { return finding.severity == tks::Severity::error; }));
}

TEST_CASE("a message says what was found, what is allowed, and what to do") {
    struct Row {
        std::string text;
        std::string_view message;
    };
    const Row rows[] = {
        {with(order, "\"buy\"", "\"Buy\""), "\"Buy\" is no Side; it must be one of buy, sell; did you mean \"buy\"?"},
        {with(order, "\"buy\"", "\"hodl\""), "\"hodl\" is no Side; it must be one of buy, sell"},
        {with(order, "\"buy\"", "1"), "side must be one of buy, sell; found the number 1"},
        {with(order, "\"quantity\": 1.5", "\"quantity\": 0"), "quantity must be greater than 0; found the number 0"},
        {with(order, "\"quantity\": 1.5", "\"quantity\": null"), "quantity must be a number; found null"},
        {with(order, "\"quantity\": 1.5", "\"quantity\": \"much\""),
         "quantity must be a number; found the text \"much\""},
        {with(order, "\"quantity\": 1.5", "\"quantity\": \"1_0\""),
         "the text \"1_0\" is read as 10; its producer should write 10"},
        {with(order, "1772438400000", "1772438400.5"),
         "occurred_at must be an integer, and the number 1772438400.5 has a fraction"},
        {with(order, "\"quantity\":", "\"quantitiy\": 1, \"quantity\":"),
         "OrderRequest has no key \"quantitiy\"; remove it, or put it into metadata; did you mean \"quantity\"?"},
        {with(order, "\"quantity\":", "\"zzz\": 1, \"quantity\":"),
         "OrderRequest has no key \"zzz\"; remove it, or put it into metadata"},
        {with(order, "order_rejected", "order_reject"),
         "\"order_reject\" is no EventType; it must be one of trading_signal_intent_created, "},
    };
    for (const Row& row : rows) {
        const Diagnostic finding = only_finding(row.text);
        CAPTURE(finding.message);
        CHECK(finding.message.starts_with(row.message));
    }
}

TEST_CASE("values are shown shortened and harmless") {
    const std::string text = with(order, "\"buy\"", "\"" + std::string(5000, 'x') + "\\u001b[2J\"");
    const Diagnostic finding = only_finding(text);
    CHECK(finding.message.size() < 200);
    CHECK(only_finding(with(order, "\"buy\"", "\"\\u001b[2J\"")).message.find('\x1b') == std::string::npos);
}
