#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "check/rule_definition.hpp"
#include "check_stream_support.hpp"
#include "model/content_hash.hpp"
#include "simulate_support.hpp"

using check_test::findings_in;

namespace {

constexpr tks::Timestamp noon{1'772'452'800'000};  // 2026-03-02T12:00:00Z
constexpr std::int64_t minute_ms = 60'000;

/// Keeps what a rule finds in an event: the pointer and the message.
class Listener final : public tks::check::EventReporter {
public:
    explicit Listener(tks::Timestamp now) : now_(now) {}

    void report(std::string message, std::string_view pointer) override {
        found += (found.empty() ? "" : "; ") + std::string(pointer) + ": " + message;
    }
    [[nodiscard]] tks::Timestamp now() const override { return now_; }

    std::string found;

private:
    tks::Timestamp now_;
};

std::string found_by(std::string_view rule, const tks::Event& event, tks::Timestamp now = noon) {
    Listener listener(now);
    for (const tks::check::RuleDefinition& definition : tks::check::rule_definitions())
        if (definition.rule.name == rule) definition.on_event(event, listener);
    return listener.found;
}

tks::Event intent_of(tks::Timestamp at) {
    tks::TradingSignalIntent intent;
    intent.intent_id = "i1";
    intent.market = "BTC/USDT";
    intent.created_at = at;
    tks::Event event;
    event.event_type = tks::EventType::trading_signal_intent_created;
    event.occurred_at = at;
    event.payload = intent;
    return event;
}

tks::TradingSignalIntent& intent(tks::Event& event) {
    return std::get<tks::TradingSignalIntent>(event.payload);
}

std::string found_in_market(std::string_view market) {
    tks::Event event = intent_of(noon);
    intent(event).market = market;
    return found_by("event/market-form", event);
}

std::string found_in_short(std::string_view metadata_of_payload, std::string_view metadata_of_event) {
    tks::Event event = intent_of(noon);
    intent(event).direction = tks::Direction::short_;
    intent(event).metadata = {metadata_of_payload};
    event.metadata = {metadata_of_event};
    const std::string found = found_by("event/spot-short", event);
    intent(event).direction = tks::Direction::long_;
    CHECK(found_by("event/spot-short", event).empty());
    return found;
}

}  // namespace

TEST_CASE("a time that is too small or too large for milliseconds is told with what it would be") {
    const struct {
        std::int64_t time;
        std::string_view found;
    } cases[] = {
        {noon.ms, ""},
        {0, ""},
        {99'999'999, ""},
        {-99'999'999, ""},
        {1'772'452'800,
         "/occurred_at: occurred_at is 1772452800, which reads as 1970-01-21T12:20:52.800Z; in seconds it would be "
         "2026-03-02T12:00:00.000Z"},
        {100'000'000,
         "/occurred_at: occurred_at is 100000000, which reads as 1970-01-02T03:46:40.000Z; in seconds it would be "
         "1973-03-03T09:46:40.000Z"},
        {-1'000'000'000,
         "/occurred_at: occurred_at is -1000000000, which reads as 1969-12-20T10:13:20.000Z; in seconds it would be "
         "1938-04-24T22:13:20.000Z"},
        {10'000'000'001, ""},
        {100'000'000'000'000, ""},
        {1'772'452'800'000'000,
         "/occurred_at: occurred_at is 1772452800000000, which reads as 1772452800000000; in microseconds it "
         "would be 2026-03-02T12:00:00.000Z"},
        {1'772'452'800'000'000'000,
         "/occurred_at: occurred_at is 1772452800000000000, which reads as 1772452800000000000; in "
         "nanoseconds it would be 2026-03-02T12:00:00.000Z"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.time);
        tks::Event event = intent_of(noon);
        event.occurred_at.ms = row.time;
        CHECK(found_by("event/time-unit", event) == row.found);
    }
}

TEST_CASE("every time of an event is looked at") {
    const tks::Timestamp seconds{noon.ms / 1000};
    const auto pointers = [](const tks::Event& event) {
        std::string found = found_by("event/time-unit", event);
        std::string only_pointers;
        for (std::size_t begin = 0; begin < found.size();) {
            only_pointers += (only_pointers.empty() ? "" : " ") + found.substr(begin, found.find(':', begin) - begin);
            const std::size_t end = found.find("; /", begin);
            begin = end == std::string::npos ? found.size() : end + 2;
        }
        return only_pointers;
    };
    tks::Event event = intent_of(seconds);
    intent(event).valid_until = seconds;
    event.details = tks::GrantDetails{"s1", seconds};
    CHECK(pointers(event) == "/occurred_at /prm_granted_at /payload/created_at /payload/valid_until");
    event.details = tks::NoDetails{};
    event.payload = intent(event).grant("s1", seconds);
    CHECK(pointers(event) == "/occurred_at /payload/created_at /payload/valid_until /payload/prm_granted_at");
    event.occurred_at = noon;
    tks::OrderRequest order;
    order.created_at = seconds;
    event.payload = order;
    CHECK(pointers(event) == "/payload/created_at");
    tks::OrderFill fill;
    fill.filled_at = seconds;
    event.payload = fill;
    CHECK(pointers(event) == "/payload/filled_at");
    tks::Trade trade;
    trade.opened_at = seconds;
    trade.closed_at = seconds;
    event.payload = trade;
    CHECK(pointers(event) == "/payload/opened_at /payload/closed_at");
    event.payload = tks::RawJson{R"({"created_at":1772452800})"};
    CHECK(pointers(event).empty());
}

TEST_CASE("an event may be five minutes ahead, since clocks differ") {
    const struct {
        std::int64_t ahead_ms;
        std::string_view found;
    } cases[] = {
        {-minute_ms, ""},
        {5 * minute_ms, ""},
        {5 * minute_ms + 1,
         "/occurred_at: occurred_at is 2026-03-02T12:05:00.001Z, 5 minutes ahead of the present moment"},
        {180 * minute_ms, "/occurred_at: occurred_at is 2026-03-02T15:00:00.000Z, 3 hours ahead of the present moment"},
        {72 * (60 * minute_ms),
         "/occurred_at: occurred_at is 2026-03-05T12:00:00.000Z, 3 days ahead of the present moment"},
    };
    for (const auto& row : cases)
        CHECK(found_by("event/time-future", intent_of({noon.ms + row.ahead_ms})) == row.found);
    CHECK_MESSAGE(found_by("event/time-future", intent_of(noon), {}).empty(), "nobody said what time it is");
    CHECK_MESSAGE(found_by("event/time-future", intent_of({noon.ms * 1000})).empty(), "event/time-unit tells of it");
}

TEST_CASE("a market is a clean pair") {
    for (const std::string_view clean : {"BTC/USDT", "BTC-USDT", "btc/usdt", "1INCH/USDT", "SHIB/USDT-12"})
        CHECK(found_in_market(clean).empty());
    CHECK(found_in_market("BTC_USDT") ==
          "/payload/market: market \"BTC_USDT\" has other characters than A-Z, a-z, 0-9, \"/\" and \"-\"; "
          "write it as BASE/QUOTE or BASE-QUOTE");
    CHECK(found_in_market("BTCUSDT") ==
          "/payload/market: market \"BTCUSDT\" has no \"/\" or \"-\" between the assets; write it as "
          "BASE/QUOTE or BASE-QUOTE");
    CHECK(found_in_market("1000SHIB/USDT") ==
          "/payload/market: market \"1000SHIB/USDT\" has 13 characters, more than 12; write it as "
          "BASE/QUOTE or BASE-QUOTE");
    tks::Event event;
    event.payload = tks::RawJson{R"({"market":"BTC_USDT"})"};
    CHECK(found_by("event/market-form", event).empty());
}

TEST_CASE("metadata may say that a market is a spot market, where nothing can be short") {
    const std::string message = " says that this is a spot market, where nothing can be sold short";
    CHECK(found_in_short(R"({"market_type":"spot"})", "{}") ==
          "/payload/direction: direction is short, but market_type of the payload's metadata" + message);
    CHECK(found_in_short("{}", R"({"a":1,"instrument_type" : "SPOT"})") ==
          "/payload/direction: direction is short, but instrument_type of the event's metadata" + message);
    CHECK(found_in_short(R"({"instrument":"Spot"})", "{}") ==
          "/payload/direction: direction is short, but instrument of the payload's metadata" + message);
    for (const std::string_view other :
         {R"({"market_type":"perpetual"})", R"({"note":"not spot"})", R"({"market_type":"spot-like"})",
          R"({"market_type":["spot"]})", R"({"venue":{"market_type":"spot"}})", R"({"spot":true})"})
        CHECK(found_in_short(other, other).empty());
}

TEST_CASE("an event that stands again is a duplicate, and one with another content a conflict") {
    CHECK(findings_in("1 trading_signal_intent_created i1 event=a\n"
                      "2 trading_signal_intent_created i2 event=b\n"
                      "1 trading_signal_intent_created i1 event=a\n"
                      "1 trading_signal_intent_created i1 event=a",
                      "event") == "duplicate@3(1) duplicate@4(1)");
    CHECK(findings_in("2 trading_signal_intent_created i1 event=a\n"
                      "1 trading_signal_intent_created i2 event=a\n"
                      "3 trading_signal_intent_created i2 event=a",
                      "event") == "id-conflict@1(2) id-conflict@3(2)");
    // The content that does not count is told once, and each of its copies is a duplicate of it.
    CHECK(findings_in("1 trading_signal_intent_created i1 event=a\n"
                      "2 trading_signal_intent_created i1 event=a\n"
                      "2 trading_signal_intent_created i1 event=a\n"
                      "1 trading_signal_intent_created i1 event=a",
                      "event") == "id-conflict@2(1) duplicate@3(2) duplicate@4(1)");
}

TEST_CASE("contents are equal if all values are, however they are written") {
    constexpr std::string_view original =
        R"({"event_id":"e1","event_type":"order_filled","occurred_at":1772452800000,"aggregate_type":"order",)"
        R"("aggregate_id":"o1",)"
        R"("correlation_id":null,"metadata":{"note":"a b","n":[1,2]},)"
        R"("payload":{"fill_id":"f1","order_id":"o1","market":"BTC/USDT",)"
        R"("side":"buy","filled_qty":0.5,"filled_price":50000,"filled_at":1772452800000}})";
    const auto hash_of = [](std::string_view line) {
        simulate_test::LineReader reader;
        CAPTURE(line);
        REQUIRE(reader.read(line));
        return tks::model::content_hash(reader.event());
    };
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string line(original);
        const std::size_t at = line.find(from);
        REQUIRE(at != std::string::npos);
        return hash_of(line.replace(at, from.size(), to));
    };
    const std::uint64_t hash = hash_of(original);
    CHECK(changed("0.5,", "5.0e-1,") == hash);
    CHECK(changed("50000,", "50000.00,") == hash);
    CHECK(changed("{\"event_id\"", " { \"event_id\"") == hash);
    CHECK(changed("[1,2]", "[ 1,\t2 ]") == hash);
    CHECK(changed("\"correlation_id\":null,", "") == hash);
    CHECK(changed("\"side\":\"buy\"", "\"order_origin\":\"unassigned\",\"side\":\"buy\",\"fee\":0.0") == hash);
    CHECK(changed("0.5,", "0.50000001,") != hash);
    CHECK(changed("\"a b\"", "\"ab\"") != hash);
    CHECK(changed("null", "\"c1\"") != hash);
    CHECK(changed("\"buy\"", "\"sell\"") != hash);
    CHECK(changed("\"f1\",\"order_id\":\"o1\"", "\"f\",\"order_id\":\"1o1\"") != hash);
}

TEST_CASE("payload versions are mixed within a type of event") {
    CHECK(findings_in("1 trading_signal_intent_created i1 version=2\n"
                      "2 trading_signal_intent_created i2\n"
                      "3 trading_signal_intent_created i3\n"
                      "4 trading_signal_intent_created i4 version=3\n"
                      "5 trading_signal_intent_created i5 version=3\n"
                      "6 trading_signal_intent_created i6\n"
                      "7 trading_signal_intent_rejected i1 version=2",
                      "event") == "payload-version@1(2) payload-version@4(2)");
    CHECK_MESSAGE(findings_in("9 trading_signal_intent_created i1\n"
                              "8 trading_signal_intent_created i2 version=2",
                              "event") == "payload-version@2(1)",
                  "of two that are equally frequent, the older version is the usual one");
    CHECK_MESSAGE(findings_in("1 trading_signal_intent_created i1\n"
                              "2 trading_signal_intent_created i2 event=b version=2\n"
                              "2 trading_signal_intent_created i2 event=b version=2",
                              "event") == "payload-version@2(1) duplicate@3(2)",
                  "repetitions do not count");
}

TEST_CASE("a pair that is written in several ways is told once") {
    CHECK(findings_in("1 trading_signal_intent_created i1 market=BTC-USDT\n"
                      "2 order_requested o1 market=BTC/USDT\n"
                      "3 order_partially_filled o1 market=BTC/USDT\n"
                      "4 trade_opened t1 market=btc/usdt\n"
                      "5 trading_signal_intent_created i2 market=ETH-USDT\n"
                      "6 trading_signal_intent_created i3 market=BTCUSDT\n"
                      "7 trading_signal_invalidated s1",
                      "event") == "mixed-market-forms@1(2)");
    CHECK_MESSAGE(findings_in("1 trading_signal_intent_created i1 market=BTCB/USD\n"
                              "2 trading_signal_intent_created i2 market=BTC/BUSD",
                              "event")
                      .empty(),
                  "these are two pairs");
}
TEST_CASE("the forms of a pair may stand in two pieces of the input") {
    tks::check::Stream stream;
    stream.add(check_test::facts_of("1 order_requested o1 market=ETH-USDT\n"
                                    "2 order_requested o2 market=BTC-USDT\n"
                                    "3 order_requested o3 market=ETH-USDT"),
               0, 0);
    stream.add(check_test::facts_of("4 order_requested o4 market=BTC/USDT event=d\n"
                                    "5 order_requested o5 market=BTC-USDT event=e"),
               0, 3);
    stream.finish();
    CHECK(check_test::findings_of(check_test::rules_named({"event/mixed-market-forms"}), stream) ==
          "mixed-market-forms@4(2)");
}
