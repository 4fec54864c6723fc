#include "tks/pnl.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

namespace tks {
namespace {

/// The share of what belongs to the whole quantity that a part of the quantity has. The whole gets all of it, so that
/// nothing of a quotient that does not end stays behind.
Amount share(const Amount& all, const Amount& part, const Amount& whole) {
    return part == whole ? all : quotient(all * part, whole);
}

std::optional<Amount> average_price(const Amount& value, const Amount& quantity) {
    if (quantity.is_zero()) return std::nullopt;
    return quotient(value, quantity);
}

Amount gain(Direction direction, const Amount& exit_value, const Amount& cost) {
    return direction == Direction::long_ ? exit_value - cost : cost - exit_value;
}

}  // namespace

void PnlFold::add(const FillFigures& fill) {
    assert(fill.quantity.is_positive());
    fees_ += fill.fee;
    if ((fill.side == Side::buy) == (direction_ == Direction::long_))
        enter(fill);
    else
        exit(fill);
}

void PnlFold::enter(const FillFigures& fill) {
    const Amount quantity = fill.quantity;
    const Amount value = quantity * fill.price;
    entry_qty_ += quantity;
    entry_value_ += value;
    open_qty_ += quantity;
    open_cost_ += value;
    open_fee_ += fill.fee;
    if (basis_ == CostBasis::fifo) lots_.push_back({quantity, fill.price, fill.fee});
}

void PnlFold::exit(const FillFigures& fill) {
    const Amount quantity = fill.quantity;
    const Amount matched = std::min(quantity, open_qty_);
    unmatched_exit_qty_ += quantity - matched;
    if (matched.is_zero()) return;
    const Leaving leaving = basis_ == CostBasis::average ? leaving_at_average(matched) : take_oldest(matched);
    exit_qty_ += matched;
    exit_value_ += matched * fill.price;
    open_qty_ -= matched;
    open_cost_ -= leaving.cost;
    open_fee_ -= leaving.fee;
}

// The two cost formulas are those of IAS 2 Inventories, paragraph 27: the weighted average, calculated anew as each
// additional shipment is received, and first-in, first-out. The fee of an entry goes the way of its cost.

PnlFold::Leaving PnlFold::leaving_at_average(const Amount& quantity) const {
    return {share(open_cost_, quantity, open_qty_), share(open_fee_, quantity, open_qty_)};
}

PnlFold::Leaving PnlFold::take_oldest(const Amount& quantity) {
    Leaving leaving;
    for (Amount rest = quantity; !rest.is_zero();) {
        Lot& lot = lots_[oldest_lot_];
        const Amount taken = std::min(rest, lot.quantity);
        const Amount fee = share(lot.fee, taken, lot.quantity);
        leaving.cost += taken * lot.price;
        leaving.fee += fee;
        rest -= taken;
        lot.quantity -= taken;
        lot.fee -= fee;
        if (lot.quantity.is_zero()) ++oldest_lot_;
    }
    return leaving;
}

PnlFigures PnlFold::figures() const {
    PnlFigures figures;
    figures.entry_qty = entry_qty_;
    figures.exit_qty = exit_qty_;
    figures.open_qty = open_qty_;
    figures.unmatched_exit_qty = unmatched_exit_qty_;
    figures.entry_value = entry_value_;
    figures.exit_value = exit_value_;
    figures.open_cost = open_cost_;
    figures.avg_entry_price = average_price(entry_value_, entry_qty_);
    figures.avg_exit_price = average_price(exit_value_, exit_qty_);
    RealizedFigures realized = this->realized();
    figures.realized_pnl = std::move(realized.realized_pnl);
    figures.fees = fees_;
    figures.realized_pnl_net = std::move(realized.realized_pnl_net);
    figures.realized_pnl_matched = std::move(realized.realized_pnl_matched);
    return figures;
}

RealizedFigures PnlFold::realized() const {
    RealizedFigures figures;
    figures.entry_value = entry_value_;
    // What each exit realized adds up to this, since what has left the position is what is no longer in it.
    figures.realized_pnl = gain(direction_, exit_value_, entry_value_ - open_cost_);
    figures.realized_pnl_net = figures.realized_pnl - fees_;
    figures.realized_pnl_matched = figures.realized_pnl_net + open_fee_;
    return figures;
}

PnlFigures compute_pnl(Direction direction, std::span<const FillFigures> in_order, CostBasis basis) {
    PnlFold fold(direction, basis);
    for (const FillFigures& fill : in_order) fold.add(fill);
    return fold.figures();
}

Amount unrealized_pnl(Direction direction, const PnlFigures& figures, const Decimal& mark) {
    return gain(direction, figures.open_qty * mark, figures.open_cost);
}

Reconciliation reconcile(const RealizedFigures& figures, const Amount& reported, const Decimal& relative_tolerance) {
    const auto is_reported = [&](const Amount& figure) {
        if (reported == figure) return true;
        const Amount size = std::max({reported.abs(), figure.abs(), figures.entry_value});
        return (reported - figure).abs() <= size * relative_tolerance;
    };
    if (is_reported(figures.realized_pnl)) return Reconciliation::matches;
    if (is_reported(figures.realized_pnl_net)) return Reconciliation::matches_net;
    if (is_reported(figures.realized_pnl_matched)) return Reconciliation::matches_matched;
    return Reconciliation::differs;
}

Reconciliation reconcile(const PnlFigures& figures, const Amount& reported, const Decimal& relative_tolerance) {
    return reconcile(RealizedFigures{figures.entry_value, figures.realized_pnl, figures.realized_pnl_net,
                                     figures.realized_pnl_matched},
                     reported, relative_tolerance);
}

}  // namespace tks
