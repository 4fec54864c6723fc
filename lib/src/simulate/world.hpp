#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "tks/payloads.hpp"

/// Where the simulated platform works: markets, strategies and the words that people and services leave in events.
namespace tks::simulation {

/// units × 10^-decimals, without trailing zeros behind the point.
Decimal to_decimal(std::int64_t units, int decimals);

/// A pair that is traded. Inside the simulation, prices and quantities are integers in units of the market's last
/// decimal, so that every sum is exact.
struct Market {
    std::string_view name;
    int price_decimals;      ///< 2 to 8.
    int quantity_decimals;   ///< 0 to 8.
    std::int64_t price;      ///< Around which the market moves; in units.
    std::int64_t most_lots;  ///< The largest entry.

    /// Entries come in whole lots, so that exits can come in twentieths, and twentieths of those.
    static constexpr std::int64_t lot = 10'000;

    // What integers mean as decimals, without trailing zeros.
    [[nodiscard]] Decimal price_of(std::int64_t units) const;
    [[nodiscard]] Decimal quantity(std::int64_t units) const;
    [[nodiscard]] Decimal value(std::int64_t units) const;

    /// The share of a value in millionths, rounded to eight decimals.
    [[nodiscard]] Decimal fee(std::int64_t value, std::int64_t millionths) const;

    /// value ÷ quantity, to ten decimals more than prices have, half to even.
    [[nodiscard]] Decimal average_price(std::int64_t value, std::int64_t quantity) const;
};

/// Somebody who trades.
struct Strategy {
    std::string_view id;
    SignalProvider provider;
    std::string_view source;  ///< The service that it runs in.
    std::string_view venue;
    std::string_view execution_source;  ///< The service that trades at the venue.
    bool is_external;                   ///< Its provider has ids of its own.
    bool may_short;                     ///< It trades futures.
    OrderOrigin origin;                 ///< What its orders say about where they come from.
    std::span<const Market* const> markets;
};

std::span<const Strategy> strategies();

/// What people and services write into events.
enum class Topic : std::uint8_t {
    rationale,
    rejection_detail,
    withdrawal,
    order_rejection,
    order_cancellation,
    trade_cancellation,
    invalidation,
    invalid_payload,  ///< JSON of an object.
    metadata,         ///< JSON of an object that is not empty.
};

/// One of several texts on a topic, by a random number.
std::string_view words_on(Topic topic, std::uint32_t choice);

}  // namespace tks::simulation
