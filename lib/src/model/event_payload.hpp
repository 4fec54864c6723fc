#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>

#include "tks/events.hpp"

/// What an event is about, whatever its payload is.
namespace tks::model {

/// Nothing where the payload is any object.
inline std::optional<std::string_view> market_of(const Event& event) {
    return std::visit(
        [](const auto& payload) -> std::optional<std::string_view> {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(payload)>, RawJson>)
                return std::nullopt;
            else
                return payload.market;
        },
        event.payload);
}

/// Nothing where the payload is any object, or names no strategy.
inline std::optional<std::string_view> strategy_of(const Event& event) {
    return std::visit(
        [](const auto& payload) -> std::optional<std::string_view> {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(payload)>, RawJson>)
                return std::nullopt;
            else
                return payload.strategy_id;
        },
        event.payload);
}

/// Between the assets of a market that users ask for, "/", "-" and "_" are the same.
inline char with_one_divider(char character) {
    return character == '/' || character == '_' ? '-' : character;
}

}  // namespace tks::model
