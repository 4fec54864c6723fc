#include <doctest/doctest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/facts.hpp"
#include "simulate_support.hpp"

namespace {

using nlohmann::json;

/// What the checks compare of events with one event_id; nothing where a line is no good event.
std::optional<std::uint32_t> content_of(std::string_view line) {
    simulate_test::LineReader reader;
    if (!reader.read(line)) return std::nullopt;
    tks::check::PieceFacts facts;
    tks::check::take_facts({}, reader.event(), facts);
    return facts.events.at(0).origin.content_hash;
}

std::string with_envelope(std::string_view type, std::string_view family, std::string_view id, std::string_view rest) {
    return R"({"event_id":"11111111-2222-4333-8444-555555555555","event_type":")" + std::string(type) +
           R"(","occurred_at":1772452800000,"aggregate_type":")" + std::string(family) + R"(","aggregate_id":")" +
           std::string(id) +
           R"(","correlation_id":"c1","causation_id":"01234567-89ab-4def-8123-456789abcdef","source":"prm",)"
           R"("payload_version":2,"metadata":{"note":"a b","n":[1,2],"host":"pod-1"},)" +
           std::string(rest) + "}";
}

const std::string full_intent =
    R"("intent_id":"i1","signal_provider":{"signal_provider_id":"p1","signal_provider_name":"A provider"},)"
    R"("signal_provider_signal_id":"S1","signal_provider_trade_id":"T1","strategy_id":"momentum","market":"BTC/USDT",)"
    R"("side":"buy","direction":"long","order_type":"market","target_price":50000.5,"take_profit":51000.25,)"
    R"("stop_loss":49000.75,"size_pct":2.5,"is_hot":true,"created_at":1772452799000,"valid_until":1772456400000,)"
    R"("rationale":"It has gone up for a while, and it seems that it will do so for another while.","metadata":{"a":1})";
const std::string full_identity =
    R"("trade_id":"t1","strategy_id":"momentum","signal_id":"s1","signal_provider_signal_id":"S1",)"
    R"("signal_provider_trade_id":"T1","order_origin":"strategy","market":"BTC/USDT","metadata":{"a":1},)";
const std::string full_order =
    R"("order_id":"o1","intent_id":"i1",)" + full_identity +
    R"("side":"buy","order_type":"limit","quantity":0.5,"limit_price":50000.5,)"
    R"("time_in_force":"GTC","venue":"binance","reduce_only":true,"created_at":1772452799000)";
const std::string full_fill = R"("fill_id":"f1","order_id":"o1",)" + full_identity +
                              R"("side":"buy","filled_qty":0.5,"filled_price":50000.5,"fee":0.25,"liquidity":"maker",)"
                              R"("filled_at":1772452799000)";
const std::string full_trade =
    full_identity + R"("direction":"long","status":"open","opened_at":1772452799000,"closed_at":1772452799500,)"
                    R"("entry_qty":1.5,"exit_qty":0.5,"avg_entry_price":50000.5,"avg_exit_price":50001.5,)"
                    R"("realized_pnl":0.75)";

/// One event of each payload and of each kind of details, with a value in every field.
std::vector<std::string> full_events() {
    const auto event = [](std::string_view type, std::string_view family, std::string_view id,
                          const std::string& payload, std::string_view details) {
        return with_envelope(type, family, id, R"("payload":{)" + payload + "}" + std::string(details));
    };
    const std::string signal = full_intent + R"(,"signal_id":"s1","prm_granted_at":1772452799500)";
    return {
        event("trading_signal_intent_granted", "intent", "i1", full_intent,
              R"(,"signal_id":"s1","prm_granted_at":1772452799500)"),
        event("trading_signal_intent_rejected", "intent", "i1", full_intent,
              R"(,"reasons":["scam","incomplete"],"reason_detail":"no")"),
        event("trading_signal_intent_canceled", "intent", "i1", full_intent, R"(,"reason":"no")"),
        event("trading_signal_rejected", "signal", "s1", signal, R"(,"reasons":["scam","incomplete"])"),
        event("trading_signal_qualified_cold", "signal", "s1", signal, R"(,"reasons":["system_is_cold"])"),
        event("trading_signal_invalidated", "signal", "s1", R"("market":"BTC/USDT","n":[1,2])", R"(,"reason":"no")"),
        event("order_placed", "order", "o1", full_order, R"(,"venue_order_id":"v1")"),
        event("order_filled", "order", "o1", full_fill, ""),
        event("profit_realized", "trade", "t1", full_trade, R"(,"realized_pnl_delta":0.75)"),
    };
}

/// Other values in the place of one; some may not be allowed there.
std::vector<json> others_for(const json& value) {
    if (value.is_boolean()) return {!value.get<bool>()};
    if (value.is_number_integer()) return {value.get<std::int64_t>() + 1};
    if (value.is_number()) return {value.get<double>() + 0.125};
    std::vector<json> others = {value.get<std::string>() + "x"};
    for (const std::string_view word : {"sell", "short", "limit", "market", "manual", "pending", "intent", "signal",
                                        "taker", "invalid_data", "signal_marked_cold"})
        others.emplace_back(word);
    return others;
}

}  // namespace

TEST_CASE("contents of events differ by any field, and by whether it is there") {
    for (const std::string& line : full_events()) {
        CAPTURE(line);
        const json event = json::parse(line);
        const json flat = event.flatten();
        const std::optional<std::uint32_t> content = content_of(event.dump());
        REQUIRE(content.has_value());
        std::set<std::uint32_t> others;
        std::size_t changes = 0;
        for (const auto& field : flat.items()) {
            const std::string& place = field.key();
            const json& value = field.value();
            CAPTURE(place);
            const std::size_t changes_before = changes;
            for (const json& other : others_for(value)) {
                json changed = event;
                changed[json::json_pointer(place)] = other;
                const std::optional<std::uint32_t> other_content = content_of(changed.dump());
                if (!other_content || other == value) continue;
                ++changes;
                CHECK(*other_content != *content);
                others.insert(*other_content);
            }
            // The type goes with the payload.
            CHECK((changes > changes_before || place == "/event_type"));
            json rest = flat;
            rest.erase(place);
            // What must be there is not missed, and the family goes without saying.
            const std::optional<std::uint32_t> without = content_of(rest.unflatten().dump());
            CHECK((!without || *without != *content || place == "/aggregate_type"));
        }
        CHECK_MESSAGE(others.size() == changes, "no two of the changes look the same");
    }
}

TEST_CASE("contents are the same however the values are written") {
    for (const std::string& line : full_events()) {
        CAPTURE(line);
        const std::optional<std::uint32_t> content = content_of(line);
        const auto written = [&](std::string_view from, std::string_view to) {
            std::string text = line;
            if (const std::size_t at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
            return content_of(text);
        };
        nlohmann::ordered_json reversed = nlohmann::ordered_json::parse(line);
        nlohmann::ordered_json turned;
        for (auto member = reversed.rbegin(); member != reversed.rend(); ++member)
            turned[member.key()] = member.value();
        CHECK(content_of(turned.dump()) == content);
        CHECK(content_of(nlohmann::ordered_json::parse(line).dump(4)) == content);
        CHECK(written("50000.5", "50000.500") == content);
        CHECK(written(":0.75", ":7.5e-1") == content);
        CHECK(written("1772452799000", "1772452799000.0") == content);
        CHECK(written("0.5,", "0.50,") == content);
        CHECK(written("\"binance\"", R"("b\u0069nance")") == content);
        CHECK(written(R"("note":"a b")", R"( "note" : "a b" )") == content);
        CHECK(written(R"("a b")", R"("a  b")") != content);
    }
}

TEST_CASE("contents tell what is missing from what is zero or empty") {
    const auto changed = [](std::string_view payload, std::string_view from, std::string_view to,
                            std::string_view details = R"(,"reason":"no")") {
        std::string text(payload);
        text.replace(text.find(from), from.size(), to);
        return content_of(
            with_envelope("order_canceled", "order", "o1", R"("payload":{)" + text + "}" + std::string(details)));
    };
    const std::optional<std::uint32_t> content = changed(full_order, "", "");
    CHECK(changed(full_order, R"("time_in_force":"GTC",)", "") != content);
    CHECK(changed(full_order, R"("time_in_force":"GTC",)", "") == changed(full_order, R"("GTC")", "null"));
    CHECK_MESSAGE(changed(full_order, R"("time_in_force":"GTC","venue":"binance")", R"("venue":"GTC")") !=
                      changed(full_order, R"("venue":"binance",)", ""),
                  "the same text stands in the place of another that is missing");
    CHECK(changed(full_order, "", "", R"(,"reason":"")") != changed(full_order, "", "", ""));
    CHECK(changed(full_order, R"("reduce_only":true,)", "") == changed(full_order, "true", "false"));
    CHECK(changed(full_order, R"("metadata":{"a":1},)", "") == changed(full_order, R"({"a":1})", "{}"));
    CHECK(changed(full_order, R"({"a":1})", "{ }") == changed(full_order, R"({"a":1})", "{}"));
}
