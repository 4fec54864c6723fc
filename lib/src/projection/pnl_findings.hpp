#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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

/// What is wrong with a fill that belongs to no trade; it was told by an event at a place.
PlacedFinding tell_unattributed(const UnattributedFill& fill, std::string event_id, Place place);

/// Appends what is wrong with what a trade earned; the trade stands at a place.
void tell_contradictions(const TradePnl& pnl, Place place, std::vector<PlacedFinding>& findings);

/// Aggregates of which nothing says what they are.
struct UndefinedAggregates {
    std::string_view family;  ///< "signal" or "order".
    std::uint64_t count = 0;
    std::string first_id;  ///< The first by id.
};

/// Appends a finding if there are any: one for a family, since there are many where a dump begins later.
void tell_undefined(const UndefinedAggregates& undefined, std::vector<PlacedFinding>& findings);

/// What does not fit together in a state, by the rules of the family pnl.
std::vector<PlacedFinding> find_contradictions(const State& state, const Ledger& ledger, const Valuation& valuation);

}  // namespace tks::projection
