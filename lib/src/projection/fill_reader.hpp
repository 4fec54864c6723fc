#pragma once

#include <memory_resource>
#include <string>
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

    /// Its texts last until the next one is asked for.
    [[nodiscard]] TradeFill fill(Id id);

private:
    void tell_order(Id order, TradeFill& fill);
    void tell_trade(Id trade, Id order, TradeFill& fill);

    const State& state_;
    const Valuation& valuation_;
    std::vector<Id> fills_;
    std::vector<Id> trade_of_fill_;
    std::pmr::monotonic_buffer_resource arena_;
    struct Texts {
        std::string fill_id, order_id, trade_id, market, strategy_id, provider_id;
    };
    Texts texts_;  // Of the fill at hand.
};

}  // namespace tks::projection
