#include "projection/valuation.hpp"

#include <algorithm>
#include <memory_resource>
#include <tuple>
#include <utility>

#include "pnl/figures_in_time.hpp"
#include "projection/packed.hpp"

namespace tks::projection {

void offer(Mark& mark, const Mark& offered) {
    // Between the marks of one moment all that is told of them decides.
    const auto order = [](const Mark& told) { return std::tie(told.as_of, told.price, told.confirmed_at); };
    if (order(mark) < order(offered)) mark = offered;
}

void tell_mark(TradePnl& pnl, const Mark& mark, Timestamp latest_at, const ValuationOptions& options) {
    if (!pnl.figures.open_qty.is_positive()) return;
    if (const auto by_hand = options.marks.find(pnl.market); by_hand != options.marks.end()) {
        pnl.mark = by_hand->second;
    } else if (!mark.price.is_zero()) {
        pnl.mark = mark.price;
        pnl.mark_is_stale = difference_ms(latest_at, mark.confirmed_at) > options.stale_after_ms;
    } else {
        return;
    }
    pnl.unrealized_pnl = unrealized_pnl(pnl.direction, pnl.figures, *pnl.mark);
}

Valuation::Valuation(const State& state, const Ledger& ledger, ValuationOptions options)
    : state_(state), ledger_(ledger), options_(std::move(options)) {
    index_marks();
}

TradePnl Valuation::value(Id trade) const {
    TradePnl pnl;
    pnl.trade_id = state_.trades.text(trade);
    tell_origin(trade, pnl);
    tell_figures(trade, pnl);
    tell_mark(pnl, trade < marks_.size() ? marks_[trade] : Mark{}, state_.latest_at, options_);
    return pnl;
}

bool Valuation::is_told(Id trade) const {
    return state_.trades[trade].latest.is_set() || !ledger_.fills_of(trade).empty();
}

Timestamp Valuation::sorted_at(Id trade) const {
    return opened_at(trade).value_or(state_.trades[trade].latest.occurred_at);
}

std::vector<Id> Valuation::trades() const {
    std::vector<std::pair<Timestamp, Id>> opened;
    for (Id trade = 1; trade < state_.trades.size(); ++trade)
        if (is_told(trade)) opened.emplace_back(sorted_at(trade), trade);
    std::ranges::sort(opened, [this](const auto& left, const auto& right) {
        return left.first != right.first ? left.first < right.first : state_.trades.precedes(left.second, right.second);
    });
    std::vector<Id> trades;
    trades.reserve(opened.size());
    for (const auto& [at, trade] : opened) trades.push_back(trade);
    return trades;
}

UnattributedFill Valuation::describe(Id id) const {
    const FillRecord fill = state_.fill(id);
    return {.fill_id = state_.fills.text(id),
            .order_id = state_.orders.text(fill.order),
            .market = state_.words.text(fill.market),
            .side = fill.side,
            .quantity = state_.decimals.unpack(fill.quantity),
            .price = state_.decimals.unpack(fill.price),
            .fee = state_.decimals.unpack(fill.fee),
            .filled_at = fill.filled_at};
}

void Valuation::index_marks() {
    for (Id id = 1; id < state_.accounts.size(); ++id) {
        const AccountRecord& account = state_.accounts[id];
        if (account.positions == no_blob) continue;
        std::pmr::monotonic_buffer_resource arena;
        std::span<const PositionMarkV1> positions;
        Unpacker(state_.blobs.view(account.positions), arena).unpack(positions);
        for (const PositionMarkV1& position : positions) {
            const Id trade = state_.trades.find(position.position_id);
            if (trade == no_id) continue;
            if (marks_.size() <= trade) marks_.resize(trade + 1);
            offer(marks_[trade], {account.as_of, account.confirmed_at, position.mark_price.reduced()});
        }
    }
}

/// Where a trade comes from: as its latest event says, else as its signal, its orders and their intents do.
void Valuation::tell_origin(Id trade, TradePnl& pnl) const {
    const TradeReport record = state_.report(trade);
    const auto fills = ledger_.fills_of(trade);
    const FillRecord first_fill = fills.empty() ? FillRecord() : state_.fill(fills.front());
    const OrderRecord& order = state_.orders[first_fill.order];
    const Id named_signal = first_of({record.signal, order.signal.id(), first_fill.signal});
    const Id intent = first_of({state_.signals[named_signal].intent.id(), order.intent.id()});
    const Id signal = first_of({named_signal, state_.intents[intent].granted.id(), state_.intents[intent].signal.id()});
    const Origin& origin = state_.origin(intent);
    const auto word = [this](Id first, Id second) { return state_.words.text(first != no_id ? first : second); };

    pnl.signal_id = state_.signals.text(signal);
    pnl.market = word(record.market, first_fill.market);
    pnl.strategy_id = word(record.strategy != no_id ? record.strategy : order.strategy.id(), origin.strategy.id());
    pnl.provider_id = state_.words.text(origin.provider.id());
    if (state_.trades[trade].latest.is_set()) {
        pnl.direction = record.direction;
        pnl.status = record.status;
    } else if (const Id direction = origin.direction.id(); direction != no_id) {
        pnl.direction =
            state_.words.text(direction) == to_string(Direction::long_) ? Direction::long_ : Direction::short_;
    } else if (!fills.empty()) {
        pnl.direction_is_assumed = true;
        pnl.direction = first_fill.side == Side::buy ? Direction::long_ : Direction::short_;
    }
}

void Valuation::tell_figures(Id trade, TradePnl& pnl) const {
    const TradeRecord& record = state_.trades[trade];
    const auto fills = ledger_.fills_of(trade);
    pnl.fills = fills.size();
    pnl::FiguresInTime in_time(pnl.direction, options_.cost_basis, fills.size());
    Amount held;  // Quantity × time of exits less that of entries.
    const Side entry = pnl.direction == Direction::long_ ? Side::buy : Side::sell;
    for (const Id id : fills) {
        const FillRecord fill = state_.fill(id);
        const Amount weight = Amount(state_.decimals.unpack(fill.quantity)) * Amount(fill.filled_at.ms);
        held += fill.side == entry ? -weight : weight;
        in_time.add(fill.filled_at, {fill.side, state_.decimals.unpack(fill.quantity),
                                     state_.decimals.unpack(fill.price), state_.decimals.unpack(fill.fee)});
    }
    pnl.figures = in_time.figures();
    if (pnl.is_closed() && pnl.figures.unmatched_exit_qty.is_zero())
        pnl.held_ms = quotient(held, pnl.figures.entry_qty);

    const TradeReport report = state_.report(trade);
    pnl.opened_at = opened_at(trade);
    if (report.closed_at != TradeRecord::no_moment)
        pnl.closed_at = report.closed_at;
    else if (!fills.empty() && pnl.figures.open_qty.is_zero())
        pnl.closed_at = state_.filled_at(fills.back());
    if (record.latest.is_set()) pnl.reported_pnl = state_.decimals.unpack(report.realized_pnl);
    for (const Id profit : ledger_.profits_of(trade))
        pnl.reported_delta_sum =
            pnl.reported_delta_sum.value_or(Amount{}) + state_.decimals.unpack(state_.profits[profit].delta);
    // What the platform says is compared with the fills up to the moment at which it said so: it may not know of later ones.
    const auto as_of = [&](const Moment& moment) { return in_time.after(in_time.count_until(moment.occurred_at)); };
    tell_reconciliation(pnl, as_of(record.latest), as_of(record.latest_profit));
}

void Valuation::tell_reconciliation(TradePnl& pnl, const RealizedFigures& as_reported,
                                    const RealizedFigures& as_realized) const {
    if (!pnl.reported_pnl) {
        pnl.reconciliation = Reconciliation::not_reported;
        return;
    }
    if (pnl.fills == 0) {
        pnl.reconciliation = Reconciliation::no_fills;
        if (!pnl.reported_pnl->is_zero()) pnl.difference = pnl.reported_pnl;
        return;
    }
    // A venue's clock may be ahead of the platform's, which then knew of fills that are said to be later.
    const auto judge = [&](const Amount& reported, const RealizedFigures& as_of_then) {
        const Reconciliation verdict = reconcile(as_of_then, reported, options_.tolerance);
        return verdict != Reconciliation::differs ? verdict : reconcile(pnl.figures, reported, options_.tolerance);
    };
    pnl.reconciliation = judge(*pnl.reported_pnl, as_reported);
    if (pnl.reconciliation == Reconciliation::differs) {
        pnl.difference = *pnl.reported_pnl - as_reported.realized_pnl;
        return;
    }
    if (!pnl.reported_delta_sum || judge(*pnl.reported_delta_sum, as_realized) != Reconciliation::differs) return;
    pnl.reconciliation = Reconciliation::differs;
    pnl.difference = *pnl.reported_delta_sum - as_realized.realized_pnl;
}

std::optional<Timestamp> Valuation::opened_at(Id trade) const {
    if (const Timestamp opened = state_.report(trade).opened_at; opened != TradeRecord::no_moment) return opened;
    const auto fills = ledger_.fills_of(trade);
    if (fills.empty()) return std::nullopt;
    return state_.filled_at(fills.front());
}

}  // namespace tks::projection
