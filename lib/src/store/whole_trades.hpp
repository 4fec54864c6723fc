#pragma once

#include <vector>

#include "projection/ledger.hpp"
#include "store/attribution.hpp"
#include "store/numbered_delta.hpp"

namespace tks::store {

/// The trades of a delta that it tells all of: the store has known nothing of them, nor of what they are found and told by. What they
/// earned need not be asked of the tables.
class WholeTrades {
public:
    /// `found` says, by the ids of the delta's fills, where the tables say that they belong; `mixed` has the trades that they say more
    /// of. The delta must outlive this.
    WholeTrades(const NumberedDelta& delta, const std::vector<Attribution::Found>& found, const std::vector<Id>& mixed);

    [[nodiscard]] bool has(Id trade) const { return is_whole_[trade]; }

    /// Of the delta.
    [[nodiscard]] const projection::Ledger& ledger() const { return ledger_; }

private:
    [[nodiscard]] bool is_told(Id trade) const;
    [[nodiscard]] bool is_new_order(Id order) const;
    [[nodiscard]] bool is_new_signal(Id signal) const;
    [[nodiscard]] bool is_new_intent(Id intent) const;

    const NumberedDelta& delta_;
    projection::Ledger ledger_;
    std::vector<bool> is_whole_;  // By the ids of trades.
};

}  // namespace tks::store
