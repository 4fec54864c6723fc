#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "codec/decoder.hpp"
#include "report/event_filter.hpp"
#include "tks/error.hpp"

namespace {

using namespace tks;

/// An event that was read, with the text that it borrows from.
class ReadEvent {
public:
    explicit ReadEvent(const std::string& text) : text_(text + std::string(Record::padding, '\0')) {
        Record record;
        record.bytes = std::string_view(text_).substr(0, text.size());
        std::vector<Diagnostic> findings;
        REQUIRE(decoder_.decode(record, event_, findings).is_good);
    }
    ReadEvent(const ReadEvent&) = delete;
    ReadEvent& operator=(const ReadEvent&) = delete;

    [[nodiscard]] bool meets(const RowSelection& selection) const {
        return report::EventFilter(selection).matches(event_);
    }

    [[nodiscard]] bool meets(const std::string& where) const {
        RowSelection selection;
        selection.where = where;
        return meets(selection);
    }

private:
    std::string text_;
    codec::Decoder decoder_{newest_revision, Timestamp{0}};
    Event event_;
};

std::string envelope(const std::string& type, const std::string& id, const std::string& rest) {
    return R"({"event_id":"e1","event_type":")" + type + R"(","occurred_at":1772366400000,"aggregate_id":")" + id +
           R"(","source":"venue","metadata":{"shard":7,"tags":["a"]},)" + rest + "}";
}

const std::string intent_text = envelope(
    "trading_signal_intent_granted", "i1",
    R"("signal_id":"s1","prm_granted_at":1772366400000,"payload":{"intent_id":"i1","strategy_id":"trend-4h","market":"BTC-USDT",
"side":"buy","direction":"long","size_pct":2.5,"created_at":1772366300000,"signal_provider":{"signal_provider_id":"acme"}})");
const std::string fill_text = envelope(
    "order_filled", "o1",
    R"("payload":{"fill_id":"f1","order_id":"o1","trade_id":"t1","market":"BTC/USDT","side":"buy","filled_qty":0.30,"filled_price":64000})");
const std::string trade_text = envelope(
    "trade_reduced", "t1",
    R"("payload":{"trade_id":"t1","market":"ETH/USDT","direction":"short","status":"partially_closed","realized_pnl":-1.5})");
const std::string invalidated_text =
    envelope("trading_signal_invalidated", "s9", R"("reason":"no market","payload":{"market":"BTC/USDT"})");

std::string refusal_of(const RowSelection& selection) {
    try {
        const report::EventFilter filter(selection);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("events are chosen by what they say themselves, in the words that choose rows") {
    const ReadEvent intent(intent_text);
    const ReadEvent fill(fill_text);
    const ReadEvent trade(trade_text);
    const ReadEvent invalidated(invalidated_text);
    using Words = std::vector<std::string>;
    struct Example {
        Words RowSelection::*words;
        Words given;
        bool intent;
        bool fill;
        bool trade;
        bool invalidated;
    };
    const Example examples[] = {
        {&RowSelection::markets, {"BTC_USDT"}, true, true, false, false},
        {&RowSelection::markets, {"ETH*", "SOL/USDT"}, false, false, true, false},
        {&RowSelection::strategies, {"trend-?h"}, true, false, false, false},
        {&RowSelection::providers, {"acme"}, true, false, false, false},
        {&RowSelection::providers, {"*"}, true, false, false, false},
        {&RowSelection::trades, {"t1"}, false, true, true, false},
        {&RowSelection::directions, {"long"}, true, false, false, false},
        {&RowSelection::directions, {"long", "short"}, true, false, true, false},
        {&RowSelection::statuses, {"granted"}, true, false, false, false},
        {&RowSelection::statuses, {"filled"}, false, true, false, false},
        {&RowSelection::statuses, {"partially_*"}, false, false, true, false},
        {&RowSelection::statuses, {"invalidated"}, false, false, false, true},
    };
    for (const Example& example : examples) {
        CAPTURE(example.given.front());
        RowSelection selection;
        selection.*example.words = example.given;
        CHECK(intent.meets(selection) == example.intent);
        CHECK(fill.meets(selection) == example.fill);
        CHECK(trade.meets(selection) == example.trade);
        CHECK(invalidated.meets(selection) == example.invalidated);
    }
}

TEST_CASE("a period takes what occurred in it, its ends included") {
    const ReadEvent fill(fill_text);
    const Timestamp moment{1772366400000};
    const auto meets = [&](std::optional<Timestamp> since, std::optional<Timestamp> until) {
        RowSelection selection;
        selection.since = since;
        selection.until = until;
        return fill.meets(selection);
    };
    CHECK(meets(moment, moment));
    CHECK_FALSE(meets(Timestamp{moment.ms + 1}, std::nullopt));
    CHECK_FALSE(meets(std::nullopt, Timestamp{moment.ms - 1}));
}

TEST_CASE("conditions are about the keys of the event and of its payload") {
    const ReadEvent intent(intent_text);
    const ReadEvent fill(fill_text);
    const ReadEvent trade(trade_text);
    const ReadEvent invalidated(invalidated_text);
    struct Example {
        std::string where;
        bool intent;
        bool fill;
        bool trade;
        bool invalidated;
    };
    const Example examples[] = {
        {"payload.market ~ BTC", true, true, false, false},
        {"market !~ BTC", false, false, true, true},
        {"event_type = order_filled", false, true, false, false},
        {"aggregate_type = order", false, true, false, false},
        {"source = venue and metadata.shard >= 7", true, true, true, true},
        {"occurred_at >= 2026-03-01T12:00:00Z", true, true, true, true},
        {"occurred_at > 2026-03-01T12:00:00Z", false, false, false, false},
        {"payload.filled_qty = 0.3", false, true, false, false},
        {"filled_qty < 1", false, true, false, false},
        {"realized_pnl < 0", false, false, true, false},
        {"signal_id = s1", true, false, false, false},
        {"payload.signal_id = null", true, true, true, true},
        {"payload.signal_provider.signal_provider_id = acme", true, false, false, false},
        {"status = partially_closed", false, false, true, false},
        {"reason ~ market", false, false, false, true},
        {"reason = null", true, true, true, false},
    };
    for (const Example& example : examples) {
        CAPTURE(example.where);
        CHECK(intent.meets(example.where) == example.intent);
        CHECK(fill.meets(example.where) == example.fill);
        CHECK(trade.meets(example.where) == example.trade);
        CHECK(invalidated.meets(example.where) == example.invalidated);
    }
}

TEST_CASE("what no event has is refused, with what was most likely meant") {
    RowSelection selection;
    selection.where = "payload.markt ~ BTC";
    CHECK(refusal_of(selection).find(R"(events have no "payload.markt", did you mean "payload.market"?)") !=
          std::string::npos);
    selection.where = "market ~ (";
    CHECK(refusal_of(selection).find("is no regular expression") != std::string::npos);
    selection = {};
    selection.statuses = {"filed"};
    CHECK(refusal_of(selection).find(R"(did you mean "filled"?)") != std::string::npos);
    selection.statuses = {"fil*", "expired", "qualified_hot", "open"};
    CHECK(refusal_of(selection).empty());
    selection = {};
    selection.directions = {"up"};
    CHECK(refusal_of(selection).find("direction: there is no") != std::string::npos);
}
