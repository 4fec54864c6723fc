#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tks/amount.hpp"
#include "tks/decimal.hpp"
#include "tks/export.hpp"
#include "tks/value_objects.hpp"

namespace tks {

/// What the base asset that leaves a position is taken to have cost: the average of all that is open, or what the
/// oldest of it cost.
enum class CostBasis : std::uint8_t { average, fifo };
template <>
struct EnumDescription<CostBasis> {
    static constexpr std::string_view name = "CostBasis";
    static constexpr std::string_view words[] = {"average", "fifo"};
};

/// How the PnL that a producer reported compares with the one that its fills add up to: it is the gross one, the one
/// net of all fees, the one net of the fees of what was closed, or none of them. The last two say that there was
/// nothing to compare: no reported PnL, or no fills.
enum class Reconciliation : std::uint8_t { matches, matches_net, matches_matched, differs, not_reported, no_fills };
template <>
struct EnumDescription<Reconciliation> {
    static constexpr std::string_view name = "Reconciliation";
    static constexpr std::string_view words[] = {"matches", "matches_net",  "matches_matched",
                                                 "differs", "not_reported", "no_fills"};
};

/// What a fill means for money. The quantity must be above zero, and all three must be finite.
struct FillFigures {
    Side side{};
    Decimal quantity;  ///< Base asset.
    Decimal price;     ///< Quote currency for one unit of the base asset.
    Decimal fee;       ///< Quote currency.
};

/// What the fills of one trade add up to. Quantities are in units of the base asset, all else is in quote currency.
/// Everything is exact but the two averages, and what depends on the cost and the fees that left the position by a
/// quotient: those quotients have 34 significant digits, round half to even. A position that was closed has none of
/// them left in it, so that its figures are exact.
struct PnlFigures {
    Amount entry_qty;
    Amount exit_qty;            ///< Of exits, as far as there was something open to close.
    Amount open_qty;            ///< entry_qty - exit_qty.
    Amount unmatched_exit_qty;  ///< Of exits, beyond what was open. It realizes nothing.

    Amount entry_value;  ///< Sum of quantity × price over the entries.
    Amount exit_value;   ///< The same over exit_qty.
    Amount open_cost;    ///< The part of entry_value that is still in the position.

    std::optional<Amount> avg_entry_price;  ///< entry_value ÷ entry_qty; nothing without entries.
    std::optional<Amount> avg_exit_price;   ///< exit_value ÷ exit_qty; nothing without exits that closed something.

    Amount realized_pnl;          ///< Gross: ±(exit_value - the cost of what was closed).
    Amount fees;                  ///< Of all fills, unmatched exits among them.
    Amount realized_pnl_net;      ///< realized_pnl - fees.
    Amount realized_pnl_matched;  ///< realized_pnl - all exit fees - the entry fees of the quantity that was closed.
};

/// The part of the figures that producers report as a trade goes on.
struct RealizedFigures {
    Amount entry_value;   ///< See PnlFigures, as of the others.
    Amount realized_pnl;  ///< Gross.
    Amount realized_pnl_net;
    Amount realized_pnl_matched;
};

/// Adds up the fills of one trade, one after the other, so that the figures can be had as of each of them.
///
/// A trade has one direction: a long one is entered by buying and left by selling, a short one the other way round.
/// An exit of more than what is open closes what is open and leaves the rest unmatched; a later entry does not meet it.
class TKS_API PnlFold {
public:
    PnlFold(Direction direction, CostBasis basis) : direction_(direction), basis_(basis) {}

    /// The next fill, in the order in which fills happened.
    void add(const FillFigures& fill);

    /// As of the last fill that was added.
    [[nodiscard]] PnlFigures figures() const;

    /// Those of the figures that take no division: far cheaper than all of them.
    [[nodiscard]] RealizedFigures realized() const;

private:
    /// Base asset that was bought at one price, as far as it is open, and what is left of the fee for it.
    struct Lot {
        Amount quantity;
        Amount price;
        Amount fee;
    };
    /// What leaves the position with a quantity.
    struct Leaving {
        Amount cost;
        Amount fee;
    };

    void enter(const FillFigures& fill);
    void exit(const FillFigures& fill);
    [[nodiscard]] Leaving leaving_at_average(const Amount& quantity) const;
    Leaving take_oldest(const Amount& quantity);

    Direction direction_;
    CostBasis basis_;
    Amount entry_qty_;
    Amount entry_value_;
    Amount exit_qty_;
    Amount exit_value_;
    Amount unmatched_exit_qty_;
    Amount open_qty_;
    Amount open_cost_;
    Amount open_fee_;  // The part of the entry fees that is still in the position.
    Amount fees_;
    std::vector<Lot> lots_;  // Only for fifo; those before oldest_lot_ are closed.
    std::size_t oldest_lot_ = 0;
};

/// The figures of a trade's fills, which must be in the order in which they happened, each of them once.
TKS_API PnlFigures compute_pnl(Direction direction, std::span<const FillFigures> in_order, CostBasis basis);

/// What closing all that is open at the mark price would realize before fees: ±(open_qty × mark - open_cost). The mark
/// must be finite.
TKS_API Amount unrealized_pnl(Direction direction, const PnlFigures& figures, const Decimal& mark);

/// The relative tolerance of reconcile() where none is given.
inline constexpr Decimal default_pnl_tolerance = Decimal::from_parts(false, 1, -9);

/// Which of the figures the reported PnL is: the gross one, else the net one, else the matched one, else none
/// (`differs`). That there is no reported PnL, or that there are no fills, only the caller can tell: this never answers
/// `not_reported` or `no_fills`.
///
/// The reported PnL is a figure if |reported - figure| <= tolerance × max(|reported|, |figure|, entry_value).
/// The entry value counts because PnL is the small difference of two large sums: producers compute in doubles, whose
/// rounding errors grow with the money that moved and not with what was left of it. The exit value need not count: it
/// is at most |realized_pnl| + entry_value.
TKS_API Reconciliation reconcile(const RealizedFigures& figures, const Amount& reported,
                                 const Decimal& relative_tolerance = default_pnl_tolerance);
TKS_API Reconciliation reconcile(const PnlFigures& figures, const Amount& reported,
                                 const Decimal& relative_tolerance = default_pnl_tolerance);

}  // namespace tks
