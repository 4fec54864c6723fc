#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "model/event_fields.hpp"
#include "model/snapshot_fields.hpp"

/// All models by the package's names for them, for whatever takes a model's name from a user. Events are not among
/// them: which one is meant follows from event_type (see find_event_type).
namespace tks::model {

template <class... Models>
struct ModelList {
    static constexpr std::size_t size = sizeof...(Models);
};

using AllModels =
    ModelList<SignalProvider, TradingSignalIntent, TradingSignalIntentSpot, TradingSignalIntentFuture, TradingSignal,
              TradingSignalSpot, TradingSignalFuture, OrderRequest, OrderFill, Trade, PositionMarkV1,
              TradingSignalSnapshot, TradingSignalIntentSnapshot, OrderSnapshot, TradeSnapshot, PositionsMarkSnapshotV1,
              Rsi, Macd, Ohlcv, MarketDataRequest, MarketDataAssignment>;

namespace registry {

template <class... Models>
constexpr std::array<std::string_view, sizeof...(Models)> names(ModelList<Models...>) {
    return {ModelDescription<Models>::name...};
}

template <class... Models, class Visitor>
constexpr void for_each(ModelList<Models...>, Visitor& visit) {
    (visit(std::type_identity<Models>{}), ...);
}

template <class... Models, class Visitor>
constexpr bool visit(ModelList<Models...>, std::string_view name, Visitor& visit) {
    return ((ModelDescription<Models>::name == name && (visit(std::type_identity<Models>{}), true)) || ...);
}

}  // namespace registry

/// The names of all models, in the order of AllModels.
inline constexpr auto model_names = registry::names(AllModels{});

/// Calls visit(std::type_identity<Model>{}) for each model, in order.
template <class Visitor>
constexpr void for_each_model(Visitor&& visit) {
    registry::for_each(AllModels{}, visit);
}

/// Calls visit(std::type_identity<Model>{}) for the model of that name, exact in case. False if there is none.
/// It does not ask whether a revision has the model: see ModelDescription<Model>::since.
template <class Visitor>
constexpr bool visit_model(std::string_view name, Visitor&& visit) {
    return registry::visit(AllModels{}, name, visit);
}

/// The type of event of that name: either the value of event_type ("order_filled") or the package's class
/// ("OrderFilled"). Nothing if there is none.
constexpr std::optional<EventType> find_event_type(std::string_view name) {
    for (const EventTypeDescription& description : event_types)
        if (to_string(description.type) == name || description.class_name == name) return description.type;
    return std::nullopt;
}

}  // namespace tks::model
