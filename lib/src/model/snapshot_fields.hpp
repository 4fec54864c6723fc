#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "model/payload_fields.hpp"
#include "tks/market_data.hpp"
#include "tks/snapshots.hpp"

/// Snapshots, marks and market data, as tks-essentials' snapshots.py and market_data/payloads.py have them.
namespace tks::model {

namespace snapshot_table {

template <class Owner>
constexpr std::tuple last_event{
    field("last_event_id", &Owner::last_event_id, "The last event that it takes account of.").maybe_blank(),
    field("last_event_at", &Owner::last_event_at, "When that happened, in ms since the epoch.").generated(),
};

}  // namespace snapshot_table

template <>
struct ModelDescription<TradingSignalSnapshot> : ModelDefaults {
    static constexpr std::string_view name = "TradingSignalSnapshot";
    static constexpr std::string_view meaning = "The current state of a signal.";
    static constexpr auto fields = std::tuple_cat(
        std::tuple{
            field("trading_signal", &TradingSignalSnapshot::trading_signal, "The signal."),
            field("status", &TradingSignalSnapshot::status, "Its state."),
            field("reasons", &TradingSignalSnapshot::reasons, "Why it was rejected or stays cold.")
                .defaulted()
                .maybe_blank(),
        },
        snapshot_table::last_event<TradingSignalSnapshot>);
};

template <>
struct ModelDescription<TradingSignalIntentSnapshot> : ModelDefaults {
    static constexpr std::string_view name = "TradingSignalIntentSnapshot";
    static constexpr std::string_view meaning = "The current state of an intent.";
    static constexpr auto fields = std::tuple_cat(
        std::tuple{
            field("trading_signal_intent", &TradingSignalIntentSnapshot::trading_signal_intent, "The intent."),
            field("status", &TradingSignalIntentSnapshot::status, "Its state."),
            field("granted_at", &TradingSignalIntentSnapshot::granted_at,
                  "When it was granted, in ms since the epoch."),
            field("granted_signal_id", &TradingSignalIntentSnapshot::granted_signal_id, "The signal that it became.")
                .maybe_blank(),
            field("rejection_reasons", &TradingSignalIntentSnapshot::rejection_reasons, "Why it was denied.")
                .defaulted(),
            field("reason_detail", &TradingSignalIntentSnapshot::reason_detail, "Why, in words.").maybe_blank(),
        },
        snapshot_table::last_event<TradingSignalIntentSnapshot>);
};

template <>
struct ModelDescription<OrderSnapshot> : ModelDefaults {
    static constexpr std::string_view name = "OrderSnapshot";
    static constexpr std::string_view meaning = "The current state of an order.";
    static constexpr auto fields = std::tuple_cat(
        std::tuple{
            field("order", &OrderSnapshot::order, "The order."),
            field("status", &OrderSnapshot::status, "Its state."),
            field("filled_qty", &OrderSnapshot::filled_qty, "Executed quantity of the base asset.")
                .defaulted()
                .bounded(Bound::at_least_zero),
            field("avg_fill_price", &OrderSnapshot::avg_fill_price, "Average price of the fills, in the quote asset."),
            field("rejection_reason", &OrderSnapshot::rejection_reason, "Why it was rejected.").maybe_blank(),
        },
        snapshot_table::last_event<OrderSnapshot>);
};

template <>
struct ModelDescription<TradeSnapshot> : ModelDefaults {
    static constexpr std::string_view name = "TradeSnapshot";
    static constexpr std::string_view meaning = "The current state of a trade.";
    static constexpr auto fields = std::tuple_cat(
        std::tuple{
            field("trade", &TradeSnapshot::trade, "The trade."),
            field("status", &TradeSnapshot::status, "Its state."),
            field("open_order_ids", &TradeSnapshot::open_order_ids, "Its orders that are still open.")
                .defaulted()
                .maybe_blank(),
            field("last_realized_pnl_delta", &TradeSnapshot::last_realized_pnl_delta,
                  "PnL of its last step, in the quote asset.")
                .defaulted(),
        },
        snapshot_table::last_event<TradeSnapshot>);
};

template <>
struct ModelDescription<PositionsMarkSnapshotV1> : ModelDefaults {
    using Marks = PositionsMarkSnapshotV1;
    static constexpr std::string_view name = "PositionsMarkSnapshotV1";
    static constexpr std::string_view meaning = "All marks of an account, or a heartbeat that confirms they are fresh.";
    static constexpr Revision since = Revision::v0_1_50;
    static constexpr bool is_strict = true;
    static constexpr std::tuple fields{
        field("schema_version", &Marks::schema_version, "Always 1.").defaulted(),
        field("kind", &Marks::kind, "A snapshot replaces the account's marks, a heartbeat confirms them."),
        field("account_id", &Marks::account_id, "Id of the account."),
        field("as_of", &Marks::as_of, "When it was taken, in ms since the epoch.").bounded(Bound::above_zero),
        field("positions", &Marks::positions, "The marks, one a position.").defaulted(),
        field("last_snapshot_as_of", &Marks::last_snapshot_as_of, "The snapshot that a heartbeat confirms.")
            .bounded(Bound::above_zero),
    };
    static constexpr std::tuple invariants{
        Invariant<Marks>{"schema/marks",
                         [](const Marks& marks) {
                             // Sorted, as comparing each with each takes seconds for a record of a few megabytes.
                             std::vector<std::string_view> ids;
                             ids.reserve(marks.positions.size());
                             for (const PositionMarkV1& mark : marks.positions) ids.push_back(mark.position_id);
                             std::ranges::sort(ids);
                             return std::ranges::adjacent_find(ids) == ids.end();
                         },
                         "positions",
                         {"positions"},
                         "two marks have the same position_id; each position has one"},
        Invariant<Marks>{
            "schema/marks",
            [](const Marks& marks) { return marks.kind == MarkKind::heartbeat || !marks.last_snapshot_as_of; },
            "last_snapshot_as_of",
            {"kind", "last_snapshot_as_of"},
            "a snapshot must not set last_snapshot_as_of; only a heartbeat does"}
            .as_schema(R"({"if": {"properties": {"kind": {"const": "snapshot"}}, "required": ["kind"]},
                           "then": {"properties": {"last_snapshot_as_of": {"type": "null"}}}})"),
        Invariant<Marks>{"schema/marks",
                         [](const Marks& marks) { return marks.kind == MarkKind::snapshot || marks.positions.empty(); },
                         "positions",
                         {"kind", "positions"},
                         "a heartbeat must not contain positions"}
            .as_schema(R"({"if": {"properties": {"kind": {"const": "heartbeat"}}, "required": ["kind"]},
                           "then": {"properties": {"positions": {"maxItems": 0}}}})"),
        Invariant<Marks>{
            "schema/marks",
            [](const Marks& marks) { return marks.kind == MarkKind::snapshot || marks.last_snapshot_as_of; },
            "last_snapshot_as_of",
            {"kind", "last_snapshot_as_of"},
            "a heartbeat must name the snapshot that it confirms in last_snapshot_as_of"}
            .as_schema(R"({"if": {"properties": {"kind": {"const": "heartbeat"}}, "required": ["kind"]},
                           "then": {"properties": {"last_snapshot_as_of": {"type": "integer"}},
                                    "required": ["last_snapshot_as_of"]}})"),
        Invariant<Marks>{"schema/marks",
                         [](const Marks& marks) {
                             return marks.kind == MarkKind::snapshot || !marks.last_snapshot_as_of ||
                                    *marks.last_snapshot_as_of <= marks.as_of;
                         },
                         "last_snapshot_as_of",
                         {"kind", "as_of", "last_snapshot_as_of"},
                         "last_snapshot_as_of lies after as_of"},
    };
};

template <>
struct ModelDescription<Rsi> : ModelDefaults {
    static constexpr std::string_view name = "RSI";
    static constexpr std::string_view meaning = "Relative strength index.";
    static constexpr Revision since = Revision::v0_1_47;
    static constexpr std::tuple fields{
        field("name", &Rsi::name, "Tells the recipe.").defaulted(),
        field("length", &Rsi::length, "Number of candles.").defaulted().bounded(Bound::at_least_one),
    };
};

template <>
struct ModelDescription<Macd> : ModelDefaults {
    static constexpr std::string_view name = "MACD";
    static constexpr std::string_view meaning = "Moving average convergence and divergence.";
    static constexpr Revision since = Revision::v0_1_47;
    static constexpr std::tuple fields{
        field("name", &Macd::name, "Tells the recipe.").defaulted(),
        field("fast", &Macd::fast, "Candles of the fast average.").defaulted().bounded(Bound::at_least_one),
        field("slow", &Macd::slow, "Candles of the slow average.").defaulted().bounded(Bound::at_least_one),
        field("signal", &Macd::signal, "Candles of the signal line.").defaulted().bounded(Bound::at_least_one),
    };
};

template <>
struct ModelDescription<Ohlcv> : ModelDefaults {
    static constexpr std::string_view name = "OHLCV";
    static constexpr std::string_view meaning = "Open, high, low, close and volume of each candle.";
    static constexpr Revision since = Revision::v0_1_47;
    static constexpr std::tuple fields{
        field("name", &Ohlcv::name, "Tells the recipe.").defaulted(),
    };
};

template <>
struct ModelDescription<MarketDataRequest> : ModelDefaults {
    static constexpr std::string_view name = "REQUEST";
    static constexpr std::string_view meaning = "What market data is wanted.";
    static constexpr Revision since = Revision::v0_1_47;
    static constexpr std::tuple fields{
        field("recipe", &MarketDataRequest::recipe, "What to compute; its name tells which recipe it is."),
        field("market", &MarketDataRequest::market, "Market pair.").maybe_blank(),
        field("timeframe", &MarketDataRequest::timeframe, "Length of a candle.").defaulted(),
        field("exchange", &MarketDataRequest::exchange, "Where the data comes from.").defaulted(),
        field("request_type", &MarketDataRequest::request_type, "Past data, live data, or both.").defaulted(),
    };
};

template <>
struct ModelDescription<MarketDataAssignment> : ModelDefaults {
    static constexpr std::string_view name = "MarketDataAssignment";
    static constexpr std::string_view meaning = "A request for market data, switched on or off.";
    static constexpr Revision since = Revision::v0_1_47;
    static constexpr std::tuple fields{
        field("Market data requested", &MarketDataAssignment::market_data_requested, "Whether the data is wanted.")
            .defaulted()
            .also_named("market_data_requested"),
        field("request", &MarketDataAssignment::request, "What is wanted."),
    };
};

}  // namespace tks::model
