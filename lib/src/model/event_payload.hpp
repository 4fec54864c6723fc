#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>

#include "tks/events.hpp"

/// What an event is about, whatever its payload is.
namespace tks::model {

/// What `value_of` finds in a payload that has such a value; nothing where it has not, or is any object.
template <class Value, class Find>
std::optional<Value> find_in_payload(const Event& event, Find&& value_of) {
    return std::visit(
        [&](const auto& payload) -> std::optional<Value> {
            if constexpr (std::is_invocable_v<Find&, decltype(payload)>)
                return value_of(payload);
            else
                return std::nullopt;
        },
        event.payload);
}

/// Nothing where the payload is any object.
inline std::optional<std::string_view> market_of(const Event& event) {
    return find_in_payload<std::string_view>(
        event, [](const auto& payload) -> decltype(payload.market) { return payload.market; });
}

/// Nothing where the payload is any object, or names no strategy.
inline std::optional<std::string_view> strategy_of(const Event& event) {
    return find_in_payload<std::string_view>(
        event, [](const auto& payload) -> decltype(payload.strategy_id) { return payload.strategy_id; });
}

/// The id of the signal provider, of intents and signals.
inline std::optional<std::string_view> provider_of(const Event& event) {
    return find_in_payload<std::string_view>(
        event, [](const auto& payload) -> decltype(payload.signal_provider.signal_provider_id) {
            return payload.signal_provider.signal_provider_id;
        });
}

/// Of trades, and of orders and fills that name one.
inline std::optional<std::string_view> trade_of(const Event& event) {
    return find_in_payload<std::string_view>(
        event, [](const auto& payload) -> decltype(payload.trade_id) { return payload.trade_id; });
}

/// Of intents, signals and trades.
inline std::optional<std::string_view> direction_of(const Event& event) {
    const auto direction = find_in_payload<Direction>(
        event, [](const auto& payload) -> decltype(payload.direction) { return payload.direction; });
    return direction ? std::optional(to_string(*direction)) : std::nullopt;
}

/// The payload's own id, by which stories are told; the aggregate_id where it is any object.
inline std::string_view subject_of(const Event& event) {
    struct Finder {
        std::string_view aggregate_id;

        std::string_view operator()(const RawJson&) const { return aggregate_id; }
        std::string_view operator()(const TradingSignalIntent& intent) const {
            return intent.intent_id.empty() ? aggregate_id : intent.intent_id;
        }
        std::string_view operator()(const TradingSignal& signal) const { return signal.signal_id; }
        std::string_view operator()(const OrderRequest& order) const { return order.order_id; }
        std::string_view operator()(const OrderFill& fill) const { return fill.order_id; }
        std::string_view operator()(const Trade& trade) const { return trade.trade_id; }
    };
    return std::visit(Finder{event.aggregate_id}, event.payload);
}

/// Between the assets of a market that users ask for, "/", "-" and "_" are the same.
inline char with_one_divider(char character) {
    return character == '/' || character == '_' ? '-' : character;
}

}  // namespace tks::model
