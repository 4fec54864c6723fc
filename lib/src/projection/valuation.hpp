#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projection/ledger.hpp"
#include "projection/state.hpp"
#include "tks/trade_pnl.hpp"

namespace tks::projection {

struct ValuationOptions {
    CostBasis cost_basis = CostBasis::average;
    Decimal tolerance = default_pnl_tolerance;            ///< Relative, see reconcile().
    std::map<std::string, Decimal, std::less<>> marks{};  ///< Prices by market; they beat the marks of accounts.
    std::int64_t stale_after_ms =
        std::int64_t{5} * 60'000;  ///< Marks are stale if their account has been silent for longer.
};

/// What an account says of the price of a position.
struct Mark {
    Timestamp as_of{0};
    Timestamp confirmed_at{0};  ///< By the latest message of the account.
    Decimal price;              ///< Zero for none.
};

/// Takes a mark if it is later than the one that is there: of several accounts the latest counts.
void offer(Mark& mark, const Mark& offered);

/// Says at which price the open quantity of a trade is valued, and what closing it would realize. The latest of all events was at
/// `latest_at`.
void tell_mark(TradePnl& pnl, const Mark& mark, Timestamp latest_at, const ValuationOptions& options);

/// Says what trades earned. The state and the ledger must not change while it is in use.
class Valuation {
public:
    Valuation(const State& state, const Ledger& ledger, ValuationOptions options);

    [[nodiscard]] TradePnl value(Id trade) const;

    /// What is told of where a trade comes from: its signal, market, strategy, provider, direction and status.
    void tell_origin(Id trade, TradePnl& pnl) const;

    /// Whether an event or a fill belongs to a trade.
    [[nodiscard]] bool is_told(Id trade) const;

    /// Its opened_at, or else when its latest event occurred.
    [[nodiscard]] Timestamp sorted_at(Id trade) const;

    /// All trades that an event or a fill belongs to, in order of (sorted_at, trade_id).
    [[nodiscard]] std::vector<Id> trades() const;

    [[nodiscard]] UnattributedFill describe(Id fill) const;

private:
    void index_marks();
    void tell_figures(Id trade, TradePnl& pnl) const;
    void tell_reconciliation(TradePnl& pnl, const RealizedFigures& as_reported,
                             const RealizedFigures& as_realized) const;
    [[nodiscard]] std::optional<Timestamp> opened_at(Id trade) const;

    const State& state_;
    const Ledger& ledger_;
    ValuationOptions options_;
    std::vector<Mark> marks_;  // Indexed by trade; shorter where the last ones have none.
};

}  // namespace tks::projection
