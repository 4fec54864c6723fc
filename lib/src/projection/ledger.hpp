#pragma once

#include <span>
#include <vector>

#include "projection/grouping.hpp"
#include "projection/state.hpp"

namespace tks::projection {

/// Which trade each fill, each order and each realized profit belongs to, as far as a state tells. A fill often does not name
/// its trade, since that does not exist yet when the order fills. Its trade is then, in this order,
///   1. the one that the fill itself names;
///   2. the one that its order names;
///   3. the one that comes from the order's signal, or the fill's, or the signal granted to the order's intent;
///   4. the one with an event that names the fill's event as its cause;
///   5. the only one in the fill's correlation.
/// Where several answer to one of them, it decides nothing and the next is asked.
class Ledger {
public:
    explicit Ledger(const State& state);

    /// In order of (filled_at, fill_id).
    [[nodiscard]] std::span<const Id> fills_of(Id trade) const { return fills_.of(trade); }

    /// None with Detail::pnl.
    [[nodiscard]] std::span<const Id> orders_of(Id trade) const { return orders_.of(trade); }
    [[nodiscard]] std::span<const Id> profits_of(Id trade) const { return profits_.of(trade); }

    /// Fills without a trade, in order of (filled_at, fill_id).
    [[nodiscard]] std::span<const Id> unattributed() const { return unattributed_; }

private:
    std::vector<Id> unattributed_;  // Before the next one, which finds them.
    Grouping fills_;
    Grouping orders_;
    Grouping profits_;
};

}  // namespace tks::projection
