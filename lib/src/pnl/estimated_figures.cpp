#include "pnl/estimated_figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tks::pnl {

namespace {

/// The largest error of one operation, as a share of its result.
constexpr double rounding = std::numeric_limits<double>::epsilon() / 2;

/// The tolerance of the exact comparisons, from either side.
constexpr double less_tolerance = 1e-9 * (1 - 1e-6);
constexpr double more_tolerance = 1e-9 * (1 + 1e-6);

/// Whether products and quotients of a few such numbers are ordinary doubles. Zero is exact.
bool is_ordinary(double value) {
    constexpr double least = 1e-60;
    constexpr double most = 1e60;
    const double size = std::abs(value);
    return value == 0 || (size > least && size < most);
}

}  // namespace

void EstimatedFigures::Sum::add(const Decimal& value) {
    const double estimate = value.to_double();
    is_usable_ = is_usable_ && is_ordinary(estimate) && (estimate != 0 || value.is_zero());
    value_ += estimate;
    size_ += std::abs(estimate);
    ++count_;
}

void EstimatedFigures::add(Timestamp filled_at, const FillFigures& fill) {
    const double quantity = fill.quantity.to_double();
    const double price = fill.price.to_double();
    const double fee = fill.fee.to_double();
    is_usable_ = is_usable_ && fills_ < most_fills && is_ordinary(quantity) && quantity > 0 && is_ordinary(price) &&
                 price > 0 && is_ordinary(fee) && fee >= 0;
    if (!is_usable_) return;
    quantity_ += quantity;
    most_price_ = std::max(most_price_, price);
    fees_ += fee;
    Step& step = steps_[fills_ + 1];
    step = steps_[fills_];
    step.filled_at = filled_at;
    if ((fill.side == Side::buy) == (direction_ == Direction::long_)) {
        step.entered += quantity;
        enter(quantity, price, fee);
    } else {
        step.left += quantity;
        exit(quantity, price);
    }
    const double gain = exit_value_ - (entry_value_ - open_cost_);
    step.entry_value = entry_value_;
    step.gross = direction_ == Direction::long_ ? gain : -gain;
    step.net = step.gross - fees_;
    step.matched = step.net + open_fee_;
    ++fills_;
}

void EstimatedFigures::enter(double quantity, double price, double fee) {
    open_qty_ += quantity;
    open_cost_ += quantity * price;
    entry_value_ += quantity * price;
    open_fee_ += fee;
}

void EstimatedFigures::exit(double quantity, double price) {
    const double matched = std::min(quantity, open_qty_);
    if (matched <= 0) return;
    const double share = matched / open_qty_;
    exit_value_ += matched * price;
    open_cost_ -= open_cost_ * share;
    open_fee_ -= open_fee_ * share;
    open_qty_ -= matched;
}

std::size_t EstimatedFigures::count_until(Timestamp moment) const {
    const auto* const begin = steps_.data() + 1;
    const auto* const after = std::upper_bound(begin, begin + fills_, moment,
                                               [](Timestamp at, const Step& step) { return at < step.filled_at; });
    return static_cast<std::size_t>(after - begin);
}

/// Each of the sums has one rounding a fill, and so has each number that goes into them.
double EstimatedFigures::error_of_quantity(double wanted) const {
    return 4 * static_cast<double>(fills_ + 4) * rounding * (quantity_ + wanted);
}

EstimatedFigures::Answer EstimatedFigures::is_about(double quantity, double wanted) const {
    // Neither is ever zero by rounding.
    if (quantity == 0 && wanted == 0) return Answer::yes;
    const double error = error_of_quantity(wanted);
    const double difference = std::abs(quantity - wanted);
    const double size = std::max(quantity, wanted);
    if (difference + error <= (size - error) * less_tolerance) return Answer::yes;
    return difference - error > (size + error) * more_tolerance ? Answer::no : Answer::unknown;
}

EstimatedFigures::Answer EstimatedFigures::reaches(double quantity, double wanted) const {
    const Answer is_same = is_about(quantity, wanted);
    if (is_same == Answer::yes) return Answer::yes;
    const double error = error_of_quantity(wanted);
    if (quantity - error >= wanted) return Answer::yes;
    return is_same == Answer::no && quantity + error < wanted ? Answer::no : Answer::unknown;
}

EstimatedFigures::Answer EstimatedFigures::both(Answer first, Answer second) {
    if (first == Answer::no || second == Answer::no) return Answer::no;
    return first == Answer::yes && second == Answer::yes ? Answer::yes : Answer::unknown;
}

EstimatedFigures::Answer EstimatedFigures::are_about(const Step& step, double entered, double left) const {
    return both(is_about(step.entered, entered), is_about(step.left, left));
}

EstimatedFigures::Answer EstimatedFigures::reach(const Step& step, double entered, double left) const {
    return both(reaches(step.entered, entered), reaches(step.left, left));
}

std::optional<FiguresInTime::Found> EstimatedFigures::find_quantities(const Decimal& entered, const Decimal& left,
                                                                      std::size_t likely) const {
    const Sum wanted_entered(entered);
    const Sum wanted_left(left);
    if (!is_usable_ || !wanted_entered.is_usable_ || !wanted_left.is_usable_) return std::nullopt;
    const Answer is_likely = are_about(steps_[likely], wanted_entered.value_, wanted_left.value_);
    if (is_likely == Answer::unknown) return std::nullopt;
    if (is_likely == Answer::yes) return FiguresInTime::Found{likely, true};
    for (std::size_t fills = 0; fills <= fills_; ++fills) {
        const Answer answer = reach(steps_[fills], wanted_entered.value_, wanted_left.value_);
        if (answer == Answer::unknown) return std::nullopt;
        if (answer == Answer::no) continue;
        const Answer is_it = are_about(steps_[fills], wanted_entered.value_, wanted_left.value_);
        if (is_it == Answer::unknown) return std::nullopt;
        return FiguresInTime::Found{fills, is_it == Answer::yes};
    }
    return FiguresInTime::Found{fills_, false};
}

bool EstimatedFigures::surely_reconciles(const Sum& reported, std::size_t fills) const {
    if (!is_usable_ || !reported.is_usable_) return false;
    if (fills == 0) return reported.size_ == 0;
    // A fill adds a few roundings of numbers that are at most this size, and an exit that leaves a share of a position hands on
    // the error of the position's quantity at the price of each fill before.
    const double size = quantity_ * most_price_ + fees_;
    const auto count = static_cast<double>(fills_ + 4);
    const double error =
        8 * count * count * rounding * size + 4 * static_cast<double>(reported.count_ + 1) * rounding * reported.size_;
    const Step& step = steps_[fills];
    const auto is_reported = [&](double figure) {
        const double largest = std::max({std::abs(reported.value_), std::abs(figure), step.entry_value});
        return std::abs(reported.value_ - figure) + error <= (largest - error) * less_tolerance;
    };
    return is_reported(step.gross) || is_reported(step.net) || is_reported(step.matched);
}

}  // namespace tks::pnl
