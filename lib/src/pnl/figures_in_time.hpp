#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tks/pnl.hpp"
#include "tks/time.hpp"

namespace tks::pnl {

/// What the fills of one trade had realized as of each of them, so that a reported figure can be compared with what was
/// known when it was reported.
class FiguresInTime {
public:
    /// `fills` is how many of them are expected.
    FiguresInTime(Direction direction, CostBasis basis, std::size_t fills)
        : direction_(direction), fold_(direction, basis) {
        steps_.reserve(fills + 1);
        steps_.emplace_back();
    }

    /// The next fill, in the order in which fills happened.
    void add(Timestamp filled_at, const FillFigures& fill);

    [[nodiscard]] std::size_t fills() const { return steps_.size() - 1; }

    /// How many of the fills had happened at a moment.
    [[nodiscard]] std::size_t count_until(Timestamp moment) const;

    /// What the first so many fills realized; nothing at all before the first.
    [[nodiscard]] const RealizedFigures& after(std::size_t fills) const { return steps_[fills].figures; }

    /// After how many fills these quantities had been entered and left in all, and whether there is such a moment, but
    /// for what rounding doubles explains.
    struct Found {
        std::size_t fills = 0;
        bool is_exact = false;  ///< Else that is the first moment at which neither quantity was less.
    };
    /// `likely` is looked at first. Exits count whether there was something open to close or not.
    [[nodiscard]] Found find_quantities(const Amount& entered, const Amount& left, std::size_t likely) const;

    /// All figures, of all fills.
    [[nodiscard]] PnlFigures figures() const { return fold_.figures(); }

private:
    struct Step {
        Timestamp filled_at{};
        Amount entered;
        Amount left;
        RealizedFigures figures;
    };

    Direction direction_;
    PnlFold fold_;
    std::vector<Step> steps_;  // The first one is before all fills.
};

/// What a reported figure could have been, for messages.
std::string describe(const Amount& gross, const Amount& net, const Amount& matched);

}  // namespace tks::pnl
