#include "pnl/figures_in_time.hpp"

#include <algorithm>

namespace tks::pnl {

namespace {

/// Producers add up quantities in doubles.
bool is_about(const Amount& one, const Amount& other) {
    return one == other || (one - other).abs() <= std::max(one.abs(), other.abs()) * Amount(default_pnl_tolerance);
}

bool reaches(const Amount& quantity, const Amount& wanted) {
    return quantity >= wanted || is_about(quantity, wanted);
}

}  // namespace

void FiguresInTime::add(Timestamp filled_at, const FillFigures& fill) {
    fold_.add(fill);
    Step step;
    step.filled_at = filled_at;
    step.entered = steps_.back().entered;
    step.left = steps_.back().left;
    const bool enters = (fill.side == Side::buy) == (direction_ == Direction::long_);
    (enters ? step.entered : step.left) += fill.quantity;
    step.figures = fold_.realized();
    steps_.push_back(std::move(step));
}

std::size_t FiguresInTime::count_until(Timestamp moment) const {
    const auto after = std::upper_bound(steps_.begin() + 1, steps_.end(), moment,
                                        [](Timestamp at, const Step& step) { return at < step.filled_at; });
    return static_cast<std::size_t>(after - steps_.begin()) - 1;
}

FiguresInTime::Found FiguresInTime::find_quantities(const Amount& entered, const Amount& left,
                                                    std::size_t likely) const {
    const auto is_it = [&](const Step& step) { return is_about(step.entered, entered) && is_about(step.left, left); };
    if (is_it(steps_[likely])) return {likely, true};
    const auto found = std::partition_point(steps_.begin(), steps_.end(), [&](const Step& step) {
        return !reaches(step.entered, entered) || !reaches(step.left, left);
    });
    if (found == steps_.end()) return {fills(), false};
    return {static_cast<std::size_t>(found - steps_.begin()), is_it(*found)};
}

std::string describe(const Amount& gross, const Amount& net, const Amount& matched) {
    return gross.to_string() + " gross, " + net.to_string() + " net of fees, " + matched.to_string() +
           " net of the fees of what was closed";
}

}  // namespace tks::pnl
