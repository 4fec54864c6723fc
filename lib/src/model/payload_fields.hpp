#pragma once

#include "model/field.hpp"
#include "tks/payloads.hpp"

/// The payloads, field by field, as tks-essentials' data_models/payloads.py has them.
namespace tks::model {

template <>
struct ModelDescription<SignalProvider> : ModelDefaults {
    static constexpr std::string_view name = "SignalProvider";
    static constexpr std::string_view meaning = "The identity of whoever owns or emits a signal.";
    static constexpr std::tuple fields{
        field("signal_provider_id", &SignalProvider::signal_provider_id, "Stable id of the provider.").defaulted(),
        field("signal_provider_name", &SignalProvider::signal_provider_name, "Name of the provider.").defaulted(),
    };
};

namespace intent_table {

using Intent = TradingSignalIntent;

/// The spot variants differ from the others in one place: their direction has a default.
constexpr auto fields(bool direction_has_default) {
    auto direction = field("direction", &Intent::direction, "Which way the position profits.");
    direction.has_default = direction_has_default;
    return std::tuple{
        field("intent_id", &Intent::intent_id, "Id of the intent.").generated(),
        field("signal_provider", &Intent::signal_provider, "Who owns or emits the signal.").defaulted(),
        field("signal_provider_signal_id", &Intent::signal_provider_signal_id, "The provider's own id of the signal."),
        field("signal_provider_trade_id", &Intent::signal_provider_trade_id, "The provider's own id of the trade."),
        field("strategy_id", &Intent::strategy_id, "Id of the strategy."),
        field("market", &Intent::market, "Market pair, as in BTC/USDT or BTC-USDT."),
        field("side", &Intent::side, "Whether to buy or sell the base asset."),
        direction,
        field("order_type", &Intent::order_type, "Style of the order to place.").defaulted(),
        field("target_price", &Intent::target_price, "Wanted price, in the quote asset.").bounded(Bound::above_zero),
        field("take_profit", &Intent::take_profit, "Price to take profit at, in the quote asset.")
            .bounded(Bound::above_zero),
        field("stop_loss", &Intent::stop_loss, "Price to stop the loss at, in the quote asset.")
            .bounded(Bound::above_zero),
        field("size_pct", &Intent::size_pct, "Size, in percent of the capital.").bounded(Bound::above_zero),
        field("is_hot", &Intent::is_hot, "Whether the strategy means it for live execution.").defaulted(),
        field("created_at", &Intent::created_at, "When the strategy formed the intent, in ms since the epoch.")
            .generated(),
        field("valid_until", &Intent::valid_until, "When it expires, in ms since the epoch."),
        field("rationale", &Intent::rationale, "Why, in words."),
        field("metadata", &Intent::metadata, "Anything else.").defaulted(),
    };
}

constexpr Invariant<Intent> valid_until_after_creation{
    "schema/valid-until",
    [](const Intent& intent) { return !intent.valid_until || *intent.valid_until >= intent.created_at; },
    "valid_until",
    {"created_at", "valid_until"},
    "valid_until lies before created_at; an intent cannot expire before it was formed"};

constexpr Invariant<Intent> spot_is_long =
    Invariant<Intent>{"schema/spot-direction",
                      [](const Intent& intent) { return intent.direction == Direction::long_; },
                      "direction",
                      {"direction"},
                      "a spot intent or signal can only be long; use the future variant for shorts"}
        .as_schema(R"({"properties": {"direction": {"const": "long"}}})");

}  // namespace intent_table

template <>
struct ModelDescription<TradingSignalIntent> : ModelDefaults {
    static constexpr std::string_view name = "TradingSignalIntent";
    static constexpr std::string_view meaning = "A strategy's wish to emit a signal, before the PRM has granted it.";
    static constexpr auto fields = intent_table::fields(false);
    static constexpr std::tuple invariants{intent_table::valid_until_after_creation};
};

template <>
struct ModelDescription<TradingSignalIntentSpot> : ModelDescription<TradingSignalIntent> {
    static constexpr std::string_view name = "TradingSignalIntentSpot";
    static constexpr std::string_view meaning = "An intent for a spot market: long, and only long.";
    static constexpr auto fields = intent_table::fields(true);
    static constexpr std::tuple invariants{intent_table::valid_until_after_creation, intent_table::spot_is_long};
};

template <>
struct ModelDescription<TradingSignalIntentFuture> : ModelDescription<TradingSignalIntent> {
    static constexpr std::string_view name = "TradingSignalIntentFuture";
    static constexpr std::string_view meaning = "An intent for a futures market: long or short.";
};

namespace signal_table {

constexpr std::tuple own_fields{
    field("signal_id", &TradingSignal::signal_id, "Id of the signal."),
    field("prm_granted_at", &TradingSignal::prm_granted_at, "When the PRM granted it, in ms since the epoch."),
};

constexpr Invariant<TradingSignal> granted_after_creation{
    "schema/prm-granted-at",
    [](const TradingSignal& signal) { return signal.prm_granted_at >= signal.created_at; },
    "prm_granted_at",
    {"created_at", "prm_granted_at"},
    "prm_granted_at lies before created_at; the PRM cannot grant an intent before it was formed"};

}  // namespace signal_table

template <>
struct ModelDescription<TradingSignal> : ModelDefaults {
    static constexpr std::string_view name = "TradingSignal";
    static constexpr std::string_view meaning = "A granted intent on its way to the bridges.";
    static constexpr auto fields = std::tuple_cat(intent_table::fields(false), signal_table::own_fields);
    static constexpr std::tuple invariants{intent_table::valid_until_after_creation,
                                           signal_table::granted_after_creation};
};

template <>
struct ModelDescription<TradingSignalSpot> : ModelDescription<TradingSignal> {
    static constexpr std::string_view name = "TradingSignalSpot";
    static constexpr std::string_view meaning = "A signal for a spot market: long, and only long.";
    static constexpr auto fields = std::tuple_cat(intent_table::fields(true), signal_table::own_fields);
    static constexpr std::tuple invariants{intent_table::valid_until_after_creation,
                                           signal_table::granted_after_creation, intent_table::spot_is_long};
};

template <>
struct ModelDescription<TradingSignalFuture> : ModelDescription<TradingSignal> {
    static constexpr std::string_view name = "TradingSignalFuture";
    static constexpr std::string_view meaning = "A signal for a futures market: long or short.";
};

namespace origin_table {

/// Orders, fills and trades say since 0.1.47 who wanted them.
template <class Owner>
constexpr auto order_origin =
    field("order_origin", &Owner::order_origin, "Who wanted the order.").defaulted().from(Revision::v0_1_47);

template <class Owner>
constexpr Invariant<Owner> strategy_has_id =
    Invariant<Owner>{
        "schema/strategy-origin",
        [](const Owner& owner) { return owner.order_origin != OrderOrigin::strategy || owner.strategy_id.has_value(); },
        "strategy_id",
        {"order_origin", "strategy_id"},
        "strategy_id is required when order_origin is \"strategy\"",
        Revision::v0_1_47}
        .as_schema(R"({"if": {"properties": {"order_origin": {"const": "strategy"}}, "required": ["order_origin"]},
                "then": {"properties": {"strategy_id": {"type": "string"}}, "required": ["strategy_id"]}})");

}  // namespace origin_table

template <>
struct ModelDescription<OrderRequest> : ModelDefaults {
    static constexpr std::string_view name = "OrderRequest";
    static constexpr std::string_view meaning = "One concrete instruction for a venue.";
    static constexpr std::tuple fields{
        field("order_id", &OrderRequest::order_id, "Id of the order."),
        field("intent_id", &OrderRequest::intent_id, "The intent that it comes from."),
        field("trade_id", &OrderRequest::trade_id, "The trade that it belongs to."),
        field("strategy_id", &OrderRequest::strategy_id, "Id of the strategy.").from(Revision::v0_1_47),
        field("signal_id", &OrderRequest::signal_id, "The signal that it comes from.").from(Revision::v0_1_47),
        field("signal_provider_signal_id", &OrderRequest::signal_provider_signal_id,
              "The provider's own id of the signal.")
            .from(Revision::v0_1_47),
        field("signal_provider_trade_id", &OrderRequest::signal_provider_trade_id,
              "The provider's own id of the trade.")
            .from(Revision::v0_1_47),
        origin_table::order_origin<OrderRequest>,
        field("market", &OrderRequest::market, "Market pair, as in BTC/USDT or BTC-USDT."),
        field("side", &OrderRequest::side, "Whether to buy or sell the base asset."),
        field("order_type", &OrderRequest::order_type, "Style of the order."),
        field("quantity", &OrderRequest::quantity, "Quantity of the base asset.").bounded(Bound::above_zero),
        field("limit_price", &OrderRequest::limit_price, "Limit, in the quote asset; required for limit orders.")
            .bounded(Bound::above_zero),
        field("time_in_force", &OrderRequest::time_in_force, "How long the venue shall keep it, in the venue's words."),
        field("venue", &OrderRequest::venue, "Where it is executed."),
        field("reduce_only", &OrderRequest::reduce_only, "Whether it may only reduce a position.").defaulted(),
        field("created_at", &OrderRequest::created_at, "When it was formed, in ms since the epoch.").generated(),
        field("metadata", &OrderRequest::metadata, "Anything else.").defaulted(),
    };
    static constexpr std::tuple invariants{
        Invariant<OrderRequest>{
            "schema/limit-price",
            [](const OrderRequest& order) { return !order.is_limit_order() || order.limit_price.has_value(); },
            "limit_price",
            {"order_type", "limit_price"},
            "limit_price is required for limit orders; give it, or make order_type \"market\""}
            .as_schema(R"({"if": {"properties": {"order_type": {"const": "limit"}}, "required": ["order_type"]},
                        "then": {"properties": {"limit_price": {"type": "number"}}, "required": ["limit_price"]}})"),
        origin_table::strategy_has_id<OrderRequest>,
    };
};

template <>
struct ModelDescription<OrderFill> : ModelDefaults {
    static constexpr std::string_view name = "OrderFill";
    static constexpr std::string_view meaning = "A quantity that a venue executed at a price.";
    static constexpr std::tuple fields{
        field("fill_id", &OrderFill::fill_id, "Id of the fill."),
        field("order_id", &OrderFill::order_id, "The order that was executed."),
        field("trade_id", &OrderFill::trade_id, "The trade that it belongs to; often not known yet."),
        field("strategy_id", &OrderFill::strategy_id, "Id of the strategy.").from(Revision::v0_1_47),
        field("signal_id", &OrderFill::signal_id, "The signal that it comes from.").from(Revision::v0_1_47),
        field("signal_provider_signal_id", &OrderFill::signal_provider_signal_id,
              "The provider's own id of the signal.")
            .from(Revision::v0_1_47),
        field("signal_provider_trade_id", &OrderFill::signal_provider_trade_id, "The provider's own id of the trade.")
            .from(Revision::v0_1_47),
        origin_table::order_origin<OrderFill>,
        field("market", &OrderFill::market, "Market pair, as in BTC/USDT or BTC-USDT."),
        field("side", &OrderFill::side, "Whether the base asset was bought or sold."),
        field("filled_qty", &OrderFill::filled_qty, "Executed quantity of the base asset.").bounded(Bound::above_zero),
        field("filled_price", &OrderFill::filled_price, "Price, in the quote asset.").bounded(Bound::above_zero),
        field("fee", &OrderFill::fee, "Fee, in the quote asset.").defaulted().bounded(Bound::at_least_zero),
        field("liquidity", &OrderFill::liquidity, "Whether the fill gave liquidity or took it.").defaulted(),
        field("filled_at", &OrderFill::filled_at, "When it was executed, in ms since the epoch.").generated(),
        field("metadata", &OrderFill::metadata, "Anything else.").defaulted(),
    };
    static constexpr std::tuple invariants{origin_table::strategy_has_id<OrderFill>};
};

template <>
struct ModelDescription<Trade> : ModelDefaults {
    static constexpr std::string_view name = "Trade";
    static constexpr std::string_view meaning = "Exposure and what it earned, as the platform sums it up.";
    static constexpr std::tuple fields{
        field("trade_id", &Trade::trade_id, "Id of the trade."),
        field("strategy_id", &Trade::strategy_id, "Id of the strategy.").from(Revision::v0_1_47),
        field("signal_id", &Trade::signal_id, "The signal that it comes from."),
        field("signal_provider_signal_id", &Trade::signal_provider_signal_id, "The provider's own id of the signal.")
            .from(Revision::v0_1_47),
        field("signal_provider_trade_id", &Trade::signal_provider_trade_id, "The provider's own id of the trade."),
        origin_table::order_origin<Trade>,
        field("market", &Trade::market, "Market pair, as in BTC/USDT or BTC-USDT."),
        field("direction", &Trade::direction, "Which way the position profits."),
        field("status", &Trade::status, "State of the trade."),
        field("opened_at", &Trade::opened_at, "When it was opened, in ms since the epoch."),
        field("closed_at", &Trade::closed_at, "When it was closed, in ms since the epoch."),
        field("entry_qty", &Trade::entry_qty, "Quantity entered, in the base asset.")
            .defaulted()
            .bounded(Bound::at_least_zero),
        field("exit_qty", &Trade::exit_qty, "Quantity exited, in the base asset.")
            .defaulted()
            .bounded(Bound::at_least_zero),
        field("avg_entry_price", &Trade::avg_entry_price, "Average price of the entries.").bounded(Bound::above_zero),
        field("avg_exit_price", &Trade::avg_exit_price, "Average price of the exits.").bounded(Bound::above_zero),
        field("realized_pnl", &Trade::realized_pnl, "Realized PnL as reported, in the quote asset.").defaulted(),
        field("metadata", &Trade::metadata, "Anything else.").defaulted(),
    };
    static constexpr std::tuple invariants{origin_table::strategy_has_id<Trade>};
};

template <>
struct ModelDescription<PositionMarkV1> : ModelDefaults {
    static constexpr std::string_view name = "PositionMarkV1";
    static constexpr std::string_view meaning = "The current valuation of one open position.";
    static constexpr Revision since = Revision::v0_1_50;
    static constexpr bool is_strict = true;
    static constexpr std::tuple fields{
        field("position_id", &PositionMarkV1::position_id, "Id of the position: the trade_id."),
        field("mark_price", &PositionMarkV1::mark_price, "Mark price, in the quote asset.").bounded(Bound::above_zero),
        field("position_value_usdt", &PositionMarkV1::position_value_usdt, "Value of the position, in USDT.")
            .bounded(Bound::at_least_zero),
        field("unrealized_pnl_usdt", &PositionMarkV1::unrealized_pnl_usdt, "Unrealized PnL, in USDT."),
        field("pnl_percent", &PositionMarkV1::pnl_percent, "Unrealized PnL, in percent."),
    };
};

}  // namespace tks::model
