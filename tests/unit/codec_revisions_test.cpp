#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "codec_support.hpp"

// What came with which revision, and what each type of event may hold.

namespace {

using codec_test::decode;
using codec_test::judge;
using codec_test::listed;
using codec_test::sample_event;
using codec_test::with;
using tks::EventType;
using tks::Revision;

constexpr Revision revisions[] = {Revision::v0_1_42, Revision::v0_1_47, Revision::v0_1_50};

/// A sample event without the fields that came with 0.1.47.
std::string as_old(std::string event) {
    for (const std::string_view name :
         {"strategy_id", "signal_id", "signal_provider_signal_id", "signal_provider_trade_id", "order_origin"}) {
        const std::size_t payload = event.find("\"payload\"");
        const std::size_t begin = event.find("\"" + std::string(name) + "\":", payload);
        if (begin == std::string::npos) continue;
        event.erase(begin, event.find(',', begin) + 1 - begin);
    }
    return event;
}

std::string without_strategy(const std::string& event) {
    const std::size_t begin = event.find("\"strategy_id\":\"", event.find("\"payload\""));
    return event.substr(0, begin) + "\"strategy_id\":null" + event.substr(event.find(',', begin));
}

}  // namespace

TEST_CASE("identity fields of orders, fills and trades came with 0.1.47") {
    struct Row {
        EventType type;
        std::string_view fields;  ///< The new ones, one a line in the order of the package.
    };
    constexpr std::string_view of_orders =
        "schema/unknown-key /payload/strategy_id\n"
        "schema/unknown-key /payload/signal_id\n"
        "schema/unknown-key /payload/signal_provider_signal_id\n"
        "schema/unknown-key /payload/signal_provider_trade_id\n"
        "schema/unknown-key /payload/order_origin";
    // A trade had its signal_id and signal_provider_trade_id from the beginning.
    constexpr std::string_view of_trades =
        "schema/unknown-key /payload/strategy_id\n"
        "schema/unknown-key /payload/signal_provider_signal_id\n"
        "schema/unknown-key /payload/order_origin";
    const Row rows[] = {{EventType::order_requested, of_orders},
                        {EventType::order_filled, of_orders},
                        {EventType::trade_opened, of_trades}};
    for (const Row& row : rows) {
        const std::string_view type = to_string(row.type);
        CAPTURE(type);
        const std::string& event = sample_event(row.type);
        CHECK(listed(decode(event, Revision::v0_1_42).findings) == row.fields);
        CHECK(decode(event, Revision::v0_1_42).findings[0].message.find("a later revision has it") !=
              std::string::npos);
        CHECK(listed(decode(event, Revision::v0_1_47).findings) == "");
        CHECK(listed(decode(event, Revision::v0_1_50).findings) == "");
        for (const Revision revision : revisions) CHECK(listed(decode(as_old(event), revision).findings) == "");
    }
}

TEST_CASE("what a strategy orders names the strategy, since there is an order_origin") {
    for (const EventType type :
         {EventType::order_requested, EventType::order_partially_filled, EventType::profit_realized}) {
        const std::string nameless = without_strategy(sample_event(type));
        for (const Revision revision : {Revision::v0_1_47, Revision::v0_1_50}) {
            CHECK(listed(decode(nameless, revision).findings) == "schema/strategy-origin /payload/strategy_id");
            CHECK(listed(decode(with(nameless, "\"strategy\"", "\"manual\""), revision).findings) == "");
            CHECK(listed(decode(with(nameless, "\"order_origin\":\"strategy\",", ""), revision).findings) == "");
        }
    }
}

TEST_CASE("each type of event has keys of its own, and those of other types are unknown to it") {
    struct Row {
        EventType type;
        std::string_view own_keys;  ///< With sound values; a leading '!' marks one that must be there.
    };
    const Row rows[] = {
        {EventType::trading_signal_intent_created, ""},
        {EventType::trading_signal_intent_granted, "!signal_id !prm_granted_at"},
        {EventType::trading_signal_intent_rejected, "reasons reason_detail"},
        {EventType::trading_signal_intent_canceled, "reason"},
        {EventType::trading_signal_intent_expired, "reason"},
        {EventType::trading_signal_created, ""},
        {EventType::trading_signal_rejected, "reasons"},
        {EventType::trading_signal_qualified_cold, "reasons"},
        {EventType::trading_signal_qualified_hot, ""},
        {EventType::trading_signal_invalidated, "!reason"},
        {EventType::order_requested, ""},
        {EventType::order_placed, "venue_order_id"},
        {EventType::order_rejected, "!reason"},
        {EventType::order_partially_filled, ""},
        {EventType::order_filled, ""},
        {EventType::order_canceled, "reason"},
        {EventType::trade_opened, ""},
        {EventType::trade_increased, ""},
        {EventType::trade_reduced, ""},
        {EventType::trade_closed, ""},
        {EventType::trade_canceled, "reason"},
        {EventType::profit_realized, "!realized_pnl_delta"},
    };
    static_assert(std::size(rows) == tks::event_type_count);
    const std::pair<std::string_view, std::string_view> all_keys[] = {
        {"signal_id", "\"s\""},        {"prm_granted_at", "1"}, {"reasons", "[]"},
        {"reason_detail", "\"\""},     {"reason", "\"\""},      {"venue_order_id", "\"\""},
        {"realized_pnl_delta", "-0.5"}};
    for (const Row& row : rows) {
        const std::string_view type = to_string(row.type);
        CAPTURE(type);
        // The event up to the end of its payload, without keys of its own.
        const std::string& sample = sample_event(row.type);
        std::size_t end = sample.find("\"payload\":{") + 10;
        for (int depth = 1; depth > 0;) {
            end = sample.find_first_of("{}", end + 1);
            depth += sample[end] == '{' ? 1 : -1;
        }
        const std::string bare = sample.substr(0, end + 1);
        std::string required;
        for (const auto& [key, value] : all_keys)
            if (row.own_keys.find("!" + std::string(key)) != std::string_view::npos)
                required.append(",\"").append(key).append("\":").append(value);
        CHECK(listed(decode(bare + required + "}").findings) == "");
        for (const auto& entry : all_keys) {
            const auto& key = entry.first;
            const auto& value = entry.second;
            CAPTURE(key);
            const std::string member = ",\"" + std::string(key) + "\":" + std::string(value);
            const bool is_required = row.own_keys.find("!" + std::string(key)) != std::string_view::npos;
            const bool is_own =
                is_required ||
                (" " + std::string(row.own_keys) + " ").find(" " + std::string(key) + " ") != std::string::npos;
            if (is_required) {
                CHECK(listed(decode(with(bare + required + "}", member, "")).findings) == "schema/missing");
            } else {
                const std::string expected = is_own ? "" : "schema/unknown-key /" + std::string(key);
                std::string event = bare;
                event.append(required).append(member).append("}");
                CHECK(listed(decode(event).findings) == expected);
            }
        }
    }
}

TEST_CASE("the aggregate is that of the type where an event leaves it out, and any other is taken where it does not") {
    for (std::size_t index = 0; index < tks::event_type_count; ++index) {
        const auto type = static_cast<EventType>(index);
        const std::string aggregate =
            "\"aggregate_type\":\"" + std::string(to_string(tks::describe(type).aggregate_type)) + "\"";
        const std::string& event = sample_event(type);
        CHECK(decode(with(event, aggregate + ",", "")).canonical == event);
        CHECK(listed(decode(with(event, aggregate, "\"aggregate_type\":\"trade\"")).findings) == "");
    }
}

TEST_CASE("without a known event_type nobody can say more about an event than what all events have") {
    const std::string& event = sample_event(EventType::order_placed);
    CHECK(listed(decode(with(event, "\"event_type\":\"order_placed\",", "")).findings) == "schema/missing");
    CHECK(listed(decode(with(event, "order_placed", "order_plaecd")).findings) == "schema/enum /event_type");
    CHECK(listed(decode(with(event, "\"order_placed\"", "null")).findings) == "schema/type /event_type");
    CHECK(decode(with(event, "order_placed", "order_plaecd")).type == std::nullopt);
    CHECK(listed(decode(with(with(event, "order_placed", "x"), "\"occurred_at\":", "\"occurred_at\":0.")).findings) ==
          "schema/enum /event_type\nschema/type /occurred_at");
}

TEST_CASE("a record that is no object is no event") {
    for (const std::string_view text : {"[]", "1", "\"order_placed\"", "true", "null", "[{}]"})
        CHECK(listed(decode(text).findings) == "schema/type");
    CHECK(listed(decode("{}").findings) == "schema/missing\nschema/missing");  // event_type and aggregate_id
}

TEST_CASE("times that are left out are the present, and what is compared with them is compared with it") {
    const std::string& created = sample_event(EventType::trading_signal_created);
    const std::string timeless = with(created, "\"created_at\":1772438400005,", "");
    // The sample is long past, so that the signal seems to be granted before its intent was formed.
    CHECK(listed(decode(timeless).findings) ==
          "schema/valid-until /payload/valid_until\nschema/prm-granted-at /payload/prm_granted_at");
    const std::string future = with(with(timeless, "\"valid_until\":1772438700000", "\"valid_until\":1800000000000"),
                                    "\"prm_granted_at\":1772438400190", "\"prm_granted_at\":1800000000001");
    CHECK(listed(decode(future).findings) == "");
    // One that cannot be read is compared with nothing.
    CHECK(listed(decode(with(created, "\"created_at\":1772438400005", "\"created_at\":\"then\"")).findings) ==
          "schema/type /payload/created_at");
}

TEST_CASE("the strict models of 0.1.50 read nothing by coercion, but for what Python's == calls equal") {
    constexpr std::string_view marks =
        R"({"schema_version":1,"kind":"snapshot","account_id":"a","as_of":1,"positions":[{"position_id":"p","mark_price":1,)"
        R"("position_value_usdt":0,"unrealized_pnl_usdt":-1.5,"pnl_percent":0}],"last_snapshot_as_of":null})";
    struct Row {
        std::string_view part;
        std::string_view replacement;
        std::string_view findings;
    };
    const Row rows[] = {
        {"\"as_of\":1", "\"as_of\":1", ""},
        {"\"as_of\":1", "\"as_of\":1.0", "schema/type /as_of"},
        {"\"as_of\":1", "\"as_of\":\"1\"", "schema/type /as_of"},
        {"\"as_of\":1", "\"as_of\":true", "schema/type /as_of"},
        {"\"as_of\":1", "\"as_of\":0", "schema/range /as_of"},
        {"\"mark_price\":1", "\"mark_price\":\"1\"", "schema/type /positions/0/mark_price"},
        {"\"mark_price\":1", "\"mark_price\":true", "schema/type /positions/0/mark_price"},
        {"\"mark_price\":1", "\"mark_price\":0", "schema/range /positions/0/mark_price"},
        {"\"schema_version\":1", "\"schema_version\":1.0", "schema/coercion /schema_version"},
        {"\"schema_version\":1", "\"schema_version\":true", "schema/coercion /schema_version"},
        {"\"schema_version\":1", "\"schema_version\":\"1\"", "schema/enum /schema_version"},
        {"\"schema_version\":1", "\"schema_version\":2", "schema/enum /schema_version"},
        {"\"schema_version\":1,", "", ""},
        {"\"account_id\":\"a\"", "\"account_id\":\"\\u001c\"", "schema/blank /account_id"},
        {"\"last_snapshot_as_of\":null", "\"last_snapshot_as_of\":1", "schema/marks /last_snapshot_as_of"},
        {"\"kind\":\"snapshot\"", "\"kind\":\"heartbeat\"",
         "schema/marks /positions\nschema/marks /last_snapshot_as_of"},
        {"}]",
         "},{\"position_id\":\"p\",\"mark_price\":1,\"position_value_usdt\":0,\"unrealized_pnl_usdt\":0,\"pnl_percent\":0}]",
         "schema/marks /positions"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.replacement);
        CHECK(listed(judge("PositionsMarkSnapshotV1", with(marks, row.part, row.replacement))) == row.findings);
    }
}

TEST_CASE("a request for market data is told by the name of its recipe, and its switch has two names") {
    struct Row {
        std::string_view text;
        std::string_view findings;
    };
    const Row rows[] = {
        {R"({"Market data requested":true,"request":{"recipe":{"name":"rsi","length":14},"market":"m"}})", ""},
        {R"({"market_data_requested":false,"request":{"recipe":{"name":"macd"},"market":""}})", ""},
        {R"({"request":{"recipe":{"name":"ohlcv"},"market":"m","timeframe":"4h","exchange":"KUCOIN","request_type":"combined"}})",
         ""},
        {R"({"Market data requested":true,"market_data_requested":true,"request":{"recipe":{"name":"ohlcv"},"market":"m"}})",
         "schema/unknown-key /market_data_requested"},
        {R"({"Market data requested":null,"request":{"recipe":{"name":"ohlcv"},"market":"m"}})",
         "schema/type /Market data requested"},
        {R"({"request":{"recipe":{"length":3},"market":"m"}})", "schema/missing /request/recipe"},
        {R"({"request":{"recipe":{"name":"sma"},"market":"m"}})", "schema/enum /request/recipe/name"},
        {R"({"request":{"recipe":{"name":"rsi","fast":3},"market":"m"}})", "schema/unknown-key /request/recipe/fast"},
        {R"({"request":{"recipe":{"name":"rsi","length":0},"market":"m"}})", "schema/range /request/recipe/length"},
        {R"({"request":{"recipe":{"name":"rsi","name":"ohlcv"},"market":"m"}})", "json/duplicate-key /request/recipe"},
        {R"({"request":{"recipe":[],"market":"m"}})", "schema/type /request/recipe"},
        {R"({"request":{"recipe":{"name":"ohlcv"},"market":"m","timeframe":"2h"}})", "schema/enum /request/timeframe"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(listed(judge("MarketDataAssignment", row.text)) == row.findings);
    }
}

TEST_CASE("spot variants are long and say so by default; future variants may be short") {
    const std::string& event = sample_event(EventType::trading_signal_created);
    const std::size_t begin = event.find("\"payload\":") + 10;
    const std::string signal = event.substr(begin, event.size() - begin - 1);
    const std::string shorted = with(signal, "\"direction\":\"long\"", "\"direction\":\"short\"");
    const std::string silent = with(signal, "\"direction\":\"long\",", "");
    CHECK(listed(judge("TradingSignalSpot", signal)) == "");
    CHECK(listed(judge("TradingSignalSpot", silent)) == "");
    CHECK(listed(judge("TradingSignalSpot", shorted)) == "schema/spot-direction /direction");
    for (const std::string_view model : {"TradingSignalFuture", "TradingSignal"}) {
        CHECK(listed(judge(model, signal)) == "");
        CHECK(listed(judge(model, shorted)) == "");
        CHECK(listed(judge(model, silent)) == "schema/missing");
    }
}
