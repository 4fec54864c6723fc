#include "projection/ledger.hpp"

#include <algorithm>

namespace tks::projection {

namespace {

/// The trade that comes from the signal that was granted to an intent.
Id trade_of_intent(const State& state, Id intent) {
    return first_of({state.signals[state.intents[intent].granted.id()].trade.id(),
                     state.signals[state.intents[intent].signal.id()].trade.id()});
}

Id trade_of_fill(const State& state, Id id) {
    const FillRecord fill = state.fill(id);
    const OrderRecord& order = state.orders[fill.order];
    return first_of({fill.trade, order.trade.id(), state.signals[order.signal.id()].trade.id(),
                     state.signals[fill.signal].trade.id(), trade_of_intent(state, order.intent.id()),
                     state.causes[fill.event].trade.id(), state.correlations[fill.correlation].trade.id()});
}

Id trade_of_order(const State& state, Id id) {
    const OrderRecord& order = state.orders[id];
    return first_of(
        {order.trade.id(), state.signals[order.signal.id()].trade.id(), trade_of_intent(state, order.intent.id())});
}

}  // namespace

Ledger::Ledger(const State& state)
    : fills_(state.fills.size(), state.trades.size(),
             [&](Id id) {
                 const Id trade = trade_of_fill(state, id);
                 if (trade == no_id) unattributed_.push_back(id);
                 return trade;
             }),
      orders_(state.detail() == Detail::snapshots ? state.orders.size() : 1, state.trades.size(),
              [&](Id id) { return trade_of_order(state, id); }),
      profits_(state.profits.size(), state.trades.size(), [&](Id id) { return state.profits[id].trade; }) {
    const auto comes_before = [&](Id left, Id right) { return state.precedes(left, right); };
    for (Id trade = 1; trade < state.trades.size(); ++trade) std::ranges::sort(fills_.of(trade), comes_before);
    std::ranges::sort(unattributed_, comes_before);
}

}  // namespace tks::projection
