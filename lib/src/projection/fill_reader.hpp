#pragma once

#include <memory_resource>
#include <vector>

#include "projection/ledger.hpp"
#include "projection/state.hpp"
#include "projection/valuation.hpp"
#include "tks/trade_fill.hpp"

namespace tks::projection {

/// Tells the fills of a state with Detail::snapshots. The state, the ledger and the valuation must not change while it is in use.
class FillReader {
public:
    FillReader(const State& state, const Ledger& ledger, const Valuation& valuation);

    /// All fills, in order of (filled_at, fill_id).
    [[nodiscard]] const std::vector<Id>& fills() const { return fills_; }

    [[nodiscard]] TradeFill fill(Id id);

private:
    void tell_order(Id order, TradeFill& fill);
    void tell_trade(Id trade, Id order, TradeFill& fill) const;

    const State& state_;
    const Valuation& valuation_;
    std::vector<Id> fills_;
    std::vector<Id> trade_of_fill_;
    std::pmr::monotonic_buffer_resource arena_;
};

}  // namespace tks::projection
