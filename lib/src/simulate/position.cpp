#include "simulate/position.hpp"

#include <cassert>

namespace tks::simulation {

void Position::enter(std::int64_t quantity, std::int64_t price) {
    assert(quantity > 0 && price > 0);
    entry_quantity_ += quantity;
    entry_value_ += quantity * price;
    open_quantity_ += quantity;
    open_cost_ += quantity * price;
    base_quantity_ = open_quantity_;
    base_cost_ = open_cost_;
    average_entry_price_ = market_->average_price(entry_value_, entry_quantity_);
}

void Position::exit(std::int64_t quantity, std::int64_t price) {
    assert(quantity > 0 && quantity <= open_quantity_ && price > 0);
    // Between two entries the average price stands still, so that each twentieth of the quantity costs the same.
    assert(base_quantity_ % parts_of_base == 0 && quantity % (base_quantity_ / parts_of_base) == 0);
    assert(base_cost_ % parts_of_base == 0);
    const std::int64_t parts = quantity / (base_quantity_ / parts_of_base);
    const std::int64_t cost = base_cost_ / parts_of_base * parts;
    exit_quantity_ += quantity;
    exit_value_ += quantity * price;
    open_quantity_ -= quantity;
    open_cost_ -= cost;
    const std::int64_t gain = quantity * price - cost;
    realized_ += direction_ == Direction::long_ ? gain : -gain;
    average_exit_price_ = market_->average_price(exit_value_, exit_quantity_);
}

Decimal Position::take_realized_delta() {
    const std::int64_t delta = realized_ - realized_told_;
    realized_told_ = realized_;
    return market_->value(delta);
}

}  // namespace tks::simulation
