#pragma once

#include <vector>

#include "projection/ledger.hpp"
#include "projection/state.hpp"
#include "projection/valuation.hpp"
#include "tks/diagnostic.hpp"

namespace tks::projection {

/// A finding whose origin is still to be named.
struct PlacedFinding {
    Diagnostic finding;  ///< Without severity and origin.
    Place place;
};

/// What does not fit together in a state, by the rules of the family pnl.
std::vector<PlacedFinding> find_contradictions(const State& state, const Ledger& ledger, const Valuation& valuation);

}  // namespace tks::projection
