#include <doctest/doctest.h>

#include <iterator>
#include <memory_resource>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "codec/fast_reader.hpp"
#include "codec_random.hpp"
#include "codec_support.hpp"

// There are two roads to an event: the fast one, which reads what is as it should be, and the careful one, which knows
// what is wrong. They must never disagree.

namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using codec_test::Outcome;
using codec_test::Road;
using tks::Revision;

/// Reads the text on the fast road alone; nothing if that gives up.
std::optional<std::string> read_fast(std::string_view text, Revision revision) {
    static tks::codec::FastReader reader(std::size_t{256} << 10U);
    const codec_test::PaddedText padded(text);
    std::pmr::monotonic_buffer_resource arena;
    const tks::codec::ReadContext context{.revision = revision, .now = codec_test::now, .arena = &arena};
    tks::Event event;
    if (!reader.read_event(padded.record().bytes, context, event)) return std::nullopt;
    return tks::to_json(event, revision);
}

/// What the fast road reads, the careful one reads alike and without a finding; and the decoder says what the careful one says.
/// Returns whether the fast road was taken.
bool check_roads(std::string_view text, Revision revision) {
    const Outcome careful = codec_test::decode(text, revision, Road::careful);
    const auto fast = read_fast(text, revision);
    if (fast) {
        REQUIRE(codec_test::listed(careful.findings) == "");
        REQUIRE(careful.is_good);
        REQUIRE(careful.canonical == *fast);
    }
    const Outcome any = codec_test::decode(text, revision);
    REQUIRE(any.is_good == careful.is_good);
    REQUIRE(any.type == careful.type);
    REQUIRE(any.canonical == careful.canonical);
    REQUIRE(codec_test::listed(any.findings) == codec_test::listed(careful.findings));
    return fast.has_value();
}

constexpr std::string_view pieces_of_mutation[] = {" ",
                                                   "\n",
                                                   "\t",
                                                   ",",
                                                   ":",
                                                   "{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   "\"",
                                                   "\\",
                                                   "\\\"",
                                                   "\\u0041",
                                                   "\\ud83d",
                                                   "\\q",
                                                   "null",
                                                   "true",
                                                   "0",
                                                   "1",
                                                   "-",
                                                   "-1",
                                                   "1.0",
                                                   "1e5",
                                                   "1e400",
                                                   "00",
                                                   ".5",
                                                   "NaN",
                                                   "\"1\"",
                                                   "\"\"",
                                                   "\" \"",
                                                   "\x01",
                                                   "\0"sv,
                                                   "\xff",
                                                   "é",
                                                   "\xef\xbb\xbf",
                                                   "99999999999999999999",
                                                   "\"long\"",
                                                   "\"Long\"",
                                                   "\"limit\"",
                                                   "\"strategy\"",
                                                   "{}",
                                                   "[]",
                                                   "[1,2]",
                                                   "\"event_type\":\"order_filled\",",
                                                   "\"metadata\":{},",
                                                   "\"order_origin\":\"strategy\",",
                                                   "\"extra\":1,",
                                                   "\"signal_id\":\"s\","};

/// Small changes as they happen to real data, and as attackers make them.
std::string mutated(std::string text, std::mt19937& random) {
    // Half of the edits stand at a token, where they hurt most.
    const auto place = [&] {
        std::size_t at = random() % (text.size() + 1);
        if (random() % 2 == 0) at = std::min(text.find_first_of("\":,{}[]", at), text.size());
        return at;
    };
    for (std::size_t edits = 1 + random() % 3; edits > 0; --edits) {
        const std::size_t at = place();
        const std::string_view piece = pieces_of_mutation[random() % std::size(pieces_of_mutation)];
        switch (random() % 5) {
            case 0:
                text.insert(at, piece);
                break;
            case 1:
                text.erase(at, 1 + random() % 4);
                break;
            case 2:
                text.replace(at, random() % 3, piece);
                break;
            case 3: {  // Exchanges the value of a member.
                const std::size_t begin = std::min(text.find(':', at), text.size());
                const std::size_t end = std::min(text.find_first_of(",}", begin), text.size());
                if (begin < end) text.replace(begin + 1, end - begin - 1, piece);
                break;
            }
            default: {  // Takes a member away, or doubles it.
                const std::size_t begin = std::min(text.find(",\"", at), text.size());
                const std::size_t end = std::min(text.find(",\"", begin + 1), text.size());
                if (random() % 2 == 0)
                    text.erase(begin, end - begin);
                else
                    text.insert(begin, text.substr(begin, end - begin));
                break;
            }
        }
    }
    return text;
}

}  // namespace

TEST_CASE("the two roads agree on the events of the sample day, spoilt in tens of thousands of ways") {
    std::mt19937 random(3);
    int fast = 0;
    int rounds = 0;
    for (const std::string& event : codec_test::sample_events()) {
        for (int round = 0; round < 250; ++round) {
            const auto revision = static_cast<Revision>(random() % 3);
            const std::string text = mutated(event, random);
            CAPTURE(text);
            fast += check_roads(text, revision) ? 1 : 0;
            ++rounds;
        }
    }
    // Both roads must have been travelled, or nothing was compared.
    CHECK(fast > rounds / 50);
    CHECK(fast < rounds / 2);
}

TEST_CASE("the two roads agree on random events with random content, spoilt as well") {
    std::mt19937 random(4);
    int fast = 0;
    for (std::size_t type = 0; type < tks::event_type_count; ++type) {
        codec_test::RandomModels models(static_cast<unsigned>(type), tks::newest_revision);
        for (int round = 0; round < 200; ++round) {
            const std::string event = tks::to_json(models.event(static_cast<tks::EventType>(type)));
            const std::string text = round % 4 == 0 ? event : mutated(event, random);
            CAPTURE(text);
            fast += check_roads(text, static_cast<Revision>(random() % 3)) ? 1 : 0;
        }
    }
    CHECK(fast > 200);
}

TEST_CASE("the fast road does not mind the order of keys, nor white space between records' parts") {
    // Only the type must be known before what depends on it.
    const std::string event =
        R"({ "occurred_at" : 5 ,"event_type":"order_canceled", "reason" : null,)"
        R"("payload":{"quantity":1,"order_type":"market","side":"buy","market":"m","intent_id":"i","order_id":"o","created_at":1},)"
        R"("aggregate_id":"o","event_id":"e"})";
    CHECK(check_roads(event, tks::newest_revision));
}

TEST_CASE("bounds of the fast road's own making are no bounds of what is read") {
    struct Row {
        std::string_view what;
        std::string metadata;
    };
    const auto nested = [](int depth) {
        std::string text = "{\"a\":";
        for (int level = 0; level < depth; ++level) text += "[";
        text += "0";
        for (int level = 0; level < depth; ++level) text += "]";
        return text + "}";
    };
    const auto wide = [](int keys) {
        std::string text = "{";
        for (int key = 0; key < keys; ++key)
            text.append(key == 0 ? "\"k" : ",\"k").append(std::to_string(key)).append("\":0");
        return text + "}";
    };
    const Row rows[] = {
        {"nested 60 deep", nested(60)},
        {"nested 63 deep", nested(63)},
        {"nested 64 deep", nested(64)},
        {"nested 197 deep", nested(197)},
        {"24 keys", wide(24)},
        {"25 keys", wide(25)},
        {"5000 keys", wide(5000)},
        {"a long number", "{\"a\":1234567890123456789012345678901234567890}"},
        {"a key with an escape", R"({"\u0061":0})"},
        {"300 kB of text", "{\"a\":\"" + std::string(300'000, 'x') + "\"}"},
        {"escapes", R"({"a":"\ud83d\ude80\n"})"},
    };
    const std::string& event = codec_test::sample_event(tks::EventType::order_placed);
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const std::string text = codec_test::with(event, "\"metadata\":{}", "\"metadata\":" + row.metadata);
        const Outcome outcome = codec_test::decode(text);
        CHECK(codec_test::listed(outcome.findings) == "");
        CHECK(outcome.canonical == text);
        check_roads(text, tks::newest_revision);
    }
}

TEST_CASE("a decoder can be used again after any record, and what it read before does not shine through") {
    const std::string& order = codec_test::sample_event(tks::EventType::order_requested);
    const std::string& cold = codec_test::sample_event(tks::EventType::trading_signal_qualified_cold);
    tks::codec::Decoder decoder(tks::newest_revision, codec_test::now);
    tks::Event event;
    std::vector<tks::Diagnostic> findings;
    for (const std::string& text :
         {order, "{"s, cold, codec_test::with(order, "\"quantity\"", "\"kwantity\""), order, ""s, cold}) {
        const codec_test::PaddedText padded(text);
        findings.clear();
        const auto decoded = decoder.decode(padded.record(), event, findings);
        CAPTURE(text);
        CHECK(decoded.is_good == findings.empty());
        if (decoded.is_good) CHECK(tks::to_json(event) == text);
    }
}

TEST_CASE("events that are read beside each other all stay what they are, until they are released") {
    // Escapes and lists are what an event borrows from its decoder, on either road.
    const std::string cold = codec_test::with(codec_test::sample_event(tks::EventType::trading_signal_qualified_cold),
                                              "\"event_id\":\"", "\"event_id\":\"\\u00e4");
    const std::string order = codec_test::with(codec_test::sample_event(tks::EventType::order_requested),
                                               "\"event_id\":\"", "\"event_id\":\"\\u00f6");
    const std::string lax = codec_test::with(order, "\"payload_version\":1", "\"payload_version\":1.0");
    const std::vector<std::string> texts = {cold, order, lax, cold};
    tks::codec::Decoder decoder(tks::newest_revision, codec_test::now);
    std::vector<codec_test::PaddedText> padded(texts.begin(), texts.end());
    std::vector<tks::Event> events(texts.size());
    std::vector<tks::Diagnostic> findings;
    for (int round = 0; round < 2; ++round) {
        decoder.release();
        for (std::size_t index = 0; index < texts.size(); ++index)
            REQUIRE(decoder.decode_more(padded[index].record(), events[index], nullptr, findings).is_good);
        for (std::size_t index = 0; index < texts.size(); ++index)
            CHECK(tks::to_json(events[index]) == codec_test::decode(texts[index]).canonical);
    }
}
