#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "model/event_payload.hpp"
#include "simulate/faults.hpp"
#include "simulate/stray_event.hpp"
#include "simulate/world.hpp"
#include "tks/codec.hpp"

namespace tks::simulation {
namespace {

using Line = FaultyLine;
using enum Planting;

bool add_intent(Line& line, void (*spoil)(Event& event, TradingSignalIntent& intent, const Line& line)) {
    StrayEvent stray(line, EventType::trading_signal_intent_created);
    spoil(stray.event, stray.payload<TradingSignalIntent>(), line);
    return stray.write(line);
}

/// Changes an event in another place, so that its id stands for two.
bool take_id_again(Line& line) {
    constexpr std::string_view other_source = "replayer";
    Event other = line.event;
    other.source = other_source;
    ++other.occurred_at.ms;
    line.text.clear();
    append_json(line.text, other, line.contract);
    return true;
}

bool name_other_aggregate(Line& line) {
    return !std::holds_alternative<RawJson>(line.event.payload) && line.replace("aggregate_id", R"("somebody-else")");
}

bool name_other_family(Line& line) {
    return line.replace("aggregate_type",
                        line.event.aggregate_type == AggregateType::order ? R"("trade")" : R"("order")");
}

/// The other spelling of a market whose turn it is: each market can be at fault once.
bool write_market_otherwise(Line& line) {
    static const std::vector<std::string_view> markets = [] {
        std::set<std::string_view> all;
        for (const Strategy& strategy : strategies())
            for (const Market* market : strategy.markets) all.insert(market->name);
        return std::vector(all.begin(), all.end());
    }();
    if (line.number >= markets.size() || model::market_of(line.event) != markets[line.number]) return false;
    std::string other(markets[line.number]);
    for (char& character : other)
        if (character == '/' || character == '-') character = character == '/' ? '-' : '/';
    StrayEvent stray(line, EventType::trading_signal_intent_created);
    stray.payload<TradingSignalIntent>().market = other;
    return stray.write(line);
}

bool sell_short_on_spot(Line& line) {
    return line.find("payload/direction") == R"("short")" && line.replace("metadata", R"({"market_type":"spot"})");
}

constexpr Fault event_table[] = {
    {"event/aggregate-id", "aggregate_id is not that of the payload", replaced, name_other_aggregate},
    {"event/aggregate-type", "aggregate_type does not belong to the type of the event", replaced, name_other_family},
    {"event/duplicate", "the event stands here again", added, [](Line&) { return true; }},
    {"event/id-conflict", "another event has the same event_id", added, take_id_again},
    {"event/payload-version", "an intent has a payload_version of its own", added,
     [](Line& line) {
         return add_intent(line, [](Event& event, TradingSignalIntent&, const Line& at) {
             constexpr std::int64_t first_version = 2;
             event.payload_version = first_version + static_cast<std::int64_t>(at.number);
         });
     }},
    {"event/time-unit", "occurred_at of an intent is in seconds", added,
     [](Line& line) {
         return add_intent(line, [](Event& event, TradingSignalIntent&, const Line&) { event.occurred_at.ms /= 1000; });
     }},
    {"event/time-unit", "occurred_at of an intent is in microseconds", added,
     [](Line& line) {
         return add_intent(line, [](Event& event, TradingSignalIntent&, const Line&) { event.occurred_at.ms *= 1000; });
     }},
    {"event/time-unit", "valid_until of an intent is in nanoseconds", added,
     [](Line& line) {
         return add_intent(line, [](Event& event, TradingSignalIntent& intent, const Line&) {
             intent.valid_until = Timestamp{event.occurred_at.ms * 1'000'000};
         });
     }},
    {"event/time-future", "an intent was formed a hundred years later", added,
     [](Line& line) {
         return add_intent(line, [](Event& event, TradingSignalIntent&, const Line&) {
             constexpr std::int64_t century_ms = std::int64_t{36'525} * 24 * 60 * 60 * 1000;
             event.occurred_at.ms += century_ms;
         });
     }},
    {"event/market-form", "the market of an intent has no divider", added,
     [](Line& line) {
         return add_intent(line, [](Event&, TradingSignalIntent& intent, const Line&) { intent.market = "BTCUSDT"; });
     }},
    {"event/market-form", "the market of an intent has another divider", added,
     [](Line& line) {
         return add_intent(line, [](Event&, TradingSignalIntent& intent, const Line&) { intent.market = "BTC_USDT"; });
     }},
    {"event/mixed-market-forms", "the market of an intent has the other divider", added, write_market_otherwise},
    {"event/spot-short", "a short is on a spot market", replaced, sell_short_on_spot},
};

}  // namespace

std::span<const Fault> event_faults() {
    return event_table;
}

}  // namespace tks::simulation
