#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "simulate_support.hpp"

using simulate_test::bytes_of;
using simulate_test::for_each_event;
using tks::EventType;
using tks::SimulateOptions;

namespace {

/// FNV-1a, to name a stream by a number.
std::uint64_t hash_of(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
}

std::string text_of(const std::optional<std::string_view>& text) {
    return std::string(text.value_or(""));
}

}  // namespace

TEST_CASE("a seed always gives the same bytes, and another seed gives others") {
    const std::string stream = bytes_of({.trades = 50, .seed = 7});
    CHECK(stream == bytes_of({.trades = 50, .seed = 7}));
    CHECK(stream != bytes_of({.trades = 50, .seed = 8}));
    CHECK(bytes_of({.trades = 50, .seed = 7, .fault_rate = 0.1}) ==
          bytes_of({.trades = 50, .seed = 7, .fault_rate = 0.1}));
}

TEST_CASE("all compilers and machines give the same bytes") {
    // When the simulation is changed on purpose, so are these numbers.
    CHECK(hash_of(bytes_of({.trades = 200, .seed = 1})) == 9409608518990606698U);
    CHECK(hash_of(bytes_of({.trades = 200, .seed = 2, .fault_rate = 0.3})) == 3746029003515554794U);
}

TEST_CASE("pieces hold whole lines, each of them one JSON object") {
    std::size_t pieces = 0;
    tks::simulate({.trades = 100}, [&](std::string_view piece) {
        ++pieces;
        REQUIRE(piece.ends_with('\n'));
        for (; !piece.empty(); piece.remove_prefix(piece.find('\n') + 1)) {
            const auto json = nlohmann::json::parse(piece.substr(0, piece.find('\n')), nullptr, false);
            REQUIRE(json.is_object());
        }
    });
    CHECK(pieces > 1);
}

TEST_CASE("no trades are no events") {
    CHECK(bytes_of({.trades = 0}).empty());
}

TEST_CASE("a small stream has events of all types and opens the trades that were asked for") {
    for (const std::uint64_t trades : {10U, 11U, 60U}) {
        std::map<EventType, std::uint64_t> counts;
        for_each_event({.trades = trades, .seed = trades},
                       [&](const tks::Event& event) { ++counts[event.event_type]; });
        CHECK(counts.size() == tks::event_type_count);
        CHECK(counts[EventType::trade_opened] == trades);
    }
}

TEST_CASE("a consumer of any revision reads the stream for it without a finding") {
    for (const tks::Revision contract : {tks::Revision::v0_1_42, tks::Revision::v0_1_47, tks::Revision::v0_1_50}) {
        const SimulateOptions options{.trades = 100, .contract = contract};
        for_each_event(options, [](const tks::Event&) {});
        const bool has_origin = bytes_of(options).find("\"order_origin\":") != std::string::npos;
        CHECK(has_origin == (contract >= tks::Revision::v0_1_47));
    }
}

TEST_CASE("events are in the order of time, in the year 2026, and no two of a story happen at once") {
    tks::Timestamp last = *tks::parse_time("2026-01-01");
    std::map<std::string, tks::Timestamp> last_of_story;
    for_each_event({.trades = 300}, [&](const tks::Event& event) {
        CHECK(event.occurred_at >= last);
        last = event.occurred_at;
        tks::Timestamp& last_of_this = last_of_story[text_of(event.correlation_id)];
        CHECK(event.occurred_at > last_of_this);
        last_of_this = event.occurred_at;
    });
    CHECK(last < *tks::parse_time("2027-01-01"));
}

TEST_CASE("stories overlap in time") {
    std::map<std::string, std::pair<tks::Timestamp, tks::Timestamp>> spans;
    for_each_event({.trades = 100}, [&](const tks::Event& event) {
        const auto [span, is_new] =
            spans.try_emplace(text_of(event.correlation_id), event.occurred_at, event.occurred_at);
        span->second.second = event.occurred_at;
    });
    const tks::Timestamp moment = *tks::parse_time("2026-01-01T00:20:00");
    const auto running = std::count_if(spans.begin(), spans.end(), [&](const auto& story) {
        return story.second.first < moment && moment < story.second.second;
    });
    CHECK(running > 20);
}

TEST_CASE("every event but the first of a story names an earlier event of it as its cause") {
    std::map<std::string, std::string> story_of_event;
    std::set<std::string> stories;
    for_each_event({.trades = 300}, [&](const tks::Event& event) {
        const std::string story = text_of(event.correlation_id);
        CHECK_FALSE(story.empty());
        CHECK(event.causation_id.has_value() != stories.insert(story).second);
        if (event.causation_id) CHECK(story_of_event[text_of(event.causation_id)] == story);
        CHECK(story_of_event.emplace(event.event_id, story).second);
    });
}

TEST_CASE("the aggregate of an event is the one that its payload is about") {
    for_each_event({.trades = 100}, [](const tks::Event& event) {
        const tks::EventTypeDescription& type = tks::describe(event.event_type);
        CHECK(event.aggregate_type == type.aggregate_type);
        CHECK(event.payload.index() == type.payload);
        CHECK(event.source.has_value());
        if (const auto* intent = std::get_if<tks::TradingSignalIntent>(&event.payload))
            CHECK(event.aggregate_id == intent->intent_id);
        if (const auto* signal = std::get_if<tks::TradingSignal>(&event.payload))
            CHECK(event.aggregate_id == signal->signal_id);
        if (const auto* order = std::get_if<tks::OrderRequest>(&event.payload))
            CHECK(event.aggregate_id == order->order_id);
        if (const auto* fill = std::get_if<tks::OrderFill>(&event.payload)) CHECK(event.aggregate_id == fill->order_id);
        if (const auto* trade = std::get_if<tks::Trade>(&event.payload)) CHECK(event.aggregate_id == trade->trade_id);
    });
}

TEST_CASE("a platform at work has variety") {
    std::map<std::string, std::set<std::string>> seen;
    std::uint64_t fills_without_trade = 0;
    for_each_event({.trades = 300}, [&](const tks::Event& event) {
        if (const auto* intent = std::get_if<tks::TradingSignalIntent>(&event.payload)) {
            seen["strategies"].emplace(intent->strategy_id);
            seen["providers"].emplace(intent->signal_provider.signal_provider_id);
            seen["markets"].emplace(intent->market);
            seen["directions"].emplace(to_string(intent->direction));
        }
        if (const auto* order = std::get_if<tks::OrderRequest>(&event.payload)) {
            seen["venues"].insert(text_of(order->venue));
            seen["order types"].emplace(to_string(order->order_type));
            seen["origins"].emplace(to_string(order->order_origin));
        }
        if (const auto* fill = std::get_if<tks::OrderFill>(&event.payload)) {
            seen["liquidity"].emplace(to_string(fill->liquidity));
            if (!fill->trade_id) ++fills_without_trade;
        }
        if (const auto* trade = std::get_if<tks::Trade>(&event.payload))
            seen["states"].emplace(to_string(trade->status));
    });
    const struct {
        std::string what;
        std::size_t at_least;
    } table[] = {{"strategies", 8},  {"providers", 4}, {"markets", 10},  {"directions", 2}, {"venues", 6},
                 {"order types", 2}, {"origins", 3},   {"liquidity", 3}, {"states", 4}};
    for (const auto& row : table) {
        CAPTURE(row.what);
        CHECK(seen[row.what].size() >= row.at_least);
    }
    CHECK(fills_without_trade > 100);
}
