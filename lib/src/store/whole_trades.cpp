#include "store/whole_trades.hpp"

#include <algorithm>
#include <cstdint>

namespace tks::store {

using projection::State;

WholeTrades::WholeTrades(const NumberedDelta& delta, const std::vector<Attribution::Found>& found,
                         const std::vector<Id>& mixed)
    : delta_(delta), ledger_(delta.state), is_whole_(delta.state.trades.size()) {
    // How many fills the tables give to each trade.
    std::vector<std::uint32_t> fills(is_whole_.size());
    for (const Attribution::Found& each : found)
        if (const Id trade = delta.trades.new_id(each.trade); trade != no_id) ++fills[trade];
    for (Id trade = 1; trade < is_whole_.size(); ++trade) {
        const auto is_found = [&](Id fill) {
            return found[fill].trade == delta.trades[trade] && found[fill].by < Attribution::FoundBy::cause;
        };
        const auto of_delta = ledger_.fills_of(trade);
        is_whole_[trade] = fills[trade] == of_delta.size() && std::ranges::all_of(of_delta, is_found) && is_told(trade);
    }
    for (const Id trade : mixed) is_whole_[delta.trades.new_id(trade)] = false;
}

/// Whether the store has known nothing of a trade, nor of what it is told and its fills are found by.
bool WholeTrades::is_told(Id trade) const {
    const State& state = delta_.state;
    return delta_.trades.is_new(trade) && is_new_signal(state.report(trade).signal) &&
           std::ranges::all_of(ledger_.fills_of(trade), [&](Id id) {
               const projection::FillRecord fill = state.fill(id);
               return is_new_order(fill.order) && is_new_signal(fill.signal);
           });
}

bool WholeTrades::is_new_order(Id order) const {
    const projection::OrderRecord& record = delta_.state.orders[order];
    return delta_.orders.is_new(order) && is_new_signal(record.signal.id()) && is_new_intent(record.intent.id());
}

bool WholeTrades::is_new_signal(Id signal) const {
    return delta_.signals.is_new(signal) && is_new_intent(delta_.state.signals[signal].intent.id());
}

bool WholeTrades::is_new_intent(Id intent) const {
    const projection::IntentRecord& record = delta_.state.intents[intent];
    return delta_.intents.is_new(intent) && delta_.signals.is_new(record.granted.id()) &&
           delta_.signals.is_new(record.signal.id());
}

}  // namespace tks::store
