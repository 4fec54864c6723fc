#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tks/time.hpp"

/// Axes of charts: round numbers and round moments, and how they are written. Doubles, since nothing is added up here.
namespace tks::report {

/// A place on an axis, and what stands there.
struct Tick {
    double share = 0;  ///< Of the way from the low end to the high one, 0 to 1.
    std::string label;
};

struct ValueAxis {
    double low = 0;
    double high = 1;
    std::vector<Tick> ticks;  ///< From the lowest; the ends are ticks as well.

    [[nodiscard]] double share_of(double value) const { return (value - low) / (high - low); }
};

/// 1, 2 or 5 times a power of ten: the smallest one that is not below a finite number above 0.
double round_step(double least);

/// An axis from a round number to a round number that holds all values from low to high, which must be finite, with about so many
/// steps.
ValueAxis value_axis(double low, double high, std::size_t steps);

/// The round moments of UTC between two, at most so many, the labels of which tell each from its neighbours. None where a moment lies
/// outside of the years 0001 to 9998.
std::vector<Tick> time_ticks(Timestamp begin, Timestamp end, std::size_t most);

}  // namespace tks::report
