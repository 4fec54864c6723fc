#pragma once

#include <cstdint>
#include <optional>

#include "simulate/world.hpp"
#include "tks/value_objects.hpp"

namespace tks::simulation {

/// How many parts the open quantity after the last entry has, of which exits take some.
inline constexpr std::int64_t parts_of_base = 20;

/// What the fills of one trade add up to, exactly, at average cost.
///
/// Prices are integers in units of the market's last price decimal, quantities in units of its last quantity decimal,
/// and values (price × quantity) in the product of both.
class Position {
public:
    Position() = default;
    Position(const Market& market, Direction direction) : market_(&market), direction_(direction) {}

    void enter(std::int64_t quantity, std::int64_t price);

    /// The quantity must be a whole number of twentieths of the open quantity after the last entry, and no more than
    /// what is open: then the cost of what leaves is exact.
    void exit(std::int64_t quantity, std::int64_t price);

    /// What was realized since the last call.
    Decimal take_realized_delta();

    [[nodiscard]] bool is_open() const { return open_quantity_ != 0; }
    [[nodiscard]] bool has_exits() const { return exit_quantity_ != 0; }
    [[nodiscard]] Decimal entry_quantity() const { return market_->quantity(entry_quantity_); }
    [[nodiscard]] Decimal exit_quantity() const { return market_->quantity(exit_quantity_); }
    [[nodiscard]] Decimal realized() const { return market_->value(realized_); }

    /// Of all entries, to ten decimals more than prices have; nothing before the first.
    [[nodiscard]] const std::optional<Decimal>& average_entry_price() const { return average_entry_price_; }
    [[nodiscard]] const std::optional<Decimal>& average_exit_price() const { return average_exit_price_; }

private:
    const Market* market_ = nullptr;
    Direction direction_{};
    std::int64_t entry_quantity_ = 0;
    std::int64_t entry_value_ = 0;
    std::int64_t exit_quantity_ = 0;
    std::int64_t exit_value_ = 0;
    std::int64_t open_quantity_ = 0;
    std::int64_t open_cost_ = 0;
    std::int64_t base_quantity_ = 0;  // What was open after the last entry, and what it had cost.
    std::int64_t base_cost_ = 0;
    std::int64_t realized_ = 0;
    std::int64_t realized_told_ = 0;
    std::optional<Decimal> average_entry_price_;
    std::optional<Decimal> average_exit_price_;
};

}  // namespace tks::simulation
