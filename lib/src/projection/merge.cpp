#include "projection/slots.hpp"
#include "projection/state.hpp"

namespace tks::projection {

namespace {

/// Adds one state to another, table by table.
class Merger {
public:
    Merger(State& to, const State& from, std::uint32_t input, std::uint32_t lines_before)
        : to_(to),
          from_(from),
          input_(input),
          lines_before_(lines_before),
          words_(to.words.intern_all(from.words)),
          intents_(to.intents.intern_all(from.intents)),
          signals_(to.signals.intern_all(from.signals)),
          orders_(to.orders.intern_all(from.orders)),
          fills_(to.fills.intern_all(from.fills)),
          trades_(to.trades.intern_all(from.trades)),
          profits_(to.profits.intern_all(from.profits)),
          causes_(to.causes.intern_all(from.causes)),
          correlations_(to.correlations.intern_all(from.correlations)),
          accounts_(to.accounts.intern_all(from.accounts)) {}

    void merge() {
        merge_links();
        merge_fills();
        merge_trades();
        merge_accounts();
        for (Id id = 1; id < from_.intent_slots.size(); ++id)
            offer_payload(slots_at(to_.intent_slots, intents_[id]), intents_[id], from_.intent_slots[id]);
        for (Id id = 1; id < from_.signal_slots.size(); ++id)
            offer_slot(slots_at(to_.signal_slots, signals_[id]), from_.signal_slots[id]);
        for (Id id = 1; id < from_.order_slots.size(); ++id) {
            OrderSlots& to = slots_at(to_.order_slots, orders_[id]);
            offer_payload(to.request, orders_[id], from_.order_slots[id].request);
            offer_moment(to.fill, from_.order_slots[id].fill);
        }
        merge_steps(to_.intent_steps, from_.intent_steps, intents_);
        merge_steps(to_.signal_steps, from_.signal_steps, signals_);
        merge_steps(to_.order_steps, from_.order_steps, orders_);
        merge_apart();
        to_.latest_at = std::max(to_.latest_at, from_.latest_at);
    }

private:
    /// The numbers in to_ of the origins of from_.
    std::vector<Id> number_origins() {
        std::vector<Id> numbers(from_.origins.size(), no_id);
        for (Id number = 1; number < from_.origins.size(); ++number) {
            const Origin& from = from_.origins[number];
            Origin origin;
            origin.strategy.join(from.strategy, words_);
            origin.provider.join(from.provider, words_);
            origin.direction.join(from.direction, words_);
            numbers[number] = to_.number_of(origin);
        }
        return numbers;
    }

    void merge_links() {
        const std::vector<Id> origins = number_origins();
        for (Id id = 1; id < from_.intents.size(); ++id) {
            IntentRecord& to = to_.intents[intents_[id]];
            const IntentRecord& from = from_.intents[id];
            to.granted.join(from.granted, signals_);
            to.signal.join(from.signal, signals_);
            if (to.origin == no_id)
                to.origin = origins[from.origin];
            else if (to.origin != origins[from.origin])
                to_.join_origin(intents_[id], to_.origins[origins[from.origin]]);
        }
        for (Id id = 1; id < from_.signals.size(); ++id) {
            SignalRecord& to = to_.signals[signals_[id]];
            to.trade.join(from_.signals[id].trade, trades_);
            to.intent.join(from_.signals[id].intent, intents_);
        }
        for (Id id = 1; id < from_.orders.size(); ++id) {
            OrderRecord& to = to_.orders[orders_[id]];
            const OrderRecord& from = from_.orders[id];
            to.trade.join(from.trade, trades_);
            to.signal.join(from.signal, signals_);
            to.intent.join(from.intent, intents_);
            to.strategy.join(from.strategy, words_);
        }
        for (Id id = 1; id < from_.causes.size(); ++id)
            to_.causes[causes_[id]].trade.join(from_.causes[id].trade, trades_);
        for (Id id = 1; id < from_.correlations.size(); ++id)
            to_.correlations[correlations_[id]].trade.join(from_.correlations[id].trade, trades_);
    }

    static void merge_steps(RecordList<FirstSteps>& to, const RecordList<FirstSteps>& from,
                            const std::vector<Id>& numbers) {
        for (Id id = 1; id < from.size(); ++id) slots_at(to, numbers[id]).join(from[id]);
    }

    void merge_fills() {
        for (Id id = 1; id < from_.fills.size(); ++id) {
            if (!from_.has_fill(id)) continue;
            FillRecord fill = from_.fill(id);
            fill.order = orders_[fill.order];
            fill.trade = trades_[fill.trade];
            fill.signal = signals_[fill.signal];
            fill.event = causes_[fill.event];
            fill.correlation = correlations_[fill.correlation];
            fill.market = words_[fill.market];
            fill.place = place(fill.place);
            if (to_.has_fill(fills_[id]) && !is_preferred(fill, to_.fill(fills_[id]))) continue;
            fill.quantity = repacked(fill.quantity);
            fill.price = repacked(fill.price);
            fill.fee = repacked(fill.fee);
            to_.put(fills_[id], fill);
        }
    }

    void merge_trades() {
        for (Id id = 1; id < from_.trades.size(); ++id) {
            const TradeRecord& from = from_.trades[id];
            TradeRecord& to = to_.trades[trades_[id]];
            if (from.latest.is_set() && offer(to.latest, unpooled(from.latest), to_.blobs)) {
                put_report(trades_[id], from_.report(id));
                if (id < from_.trade_slots.size())
                    to_.blobs.replace(slots_at(to_.trade_slots, trades_[id]), from_.blobs.view(from_.trade_slots[id]));
            }
            if (from.latest_profit.is_set() && offer(to.latest_profit, unpooled(from.latest_profit), to_.blobs) &&
                id < from_.profit_deltas.size())
                slots_at(to_.profit_deltas, trades_[id]) = repacked(from_.profit_deltas[id]);
        }
        for (Id id = 1; id < from_.profits.size(); ++id) {
            ProfitRecord profit = from_.profits[id];
            profit.trade = trades_[profit.trade];
            ProfitRecord& to = to_.profits[profits_[id]];
            if (!is_preferred(profit, to)) continue;
            profit.delta = repacked(profit.delta);
            to = profit;
        }
    }

    void put_report(Id trade, TradeReport report) {
        report.realized_pnl = repacked(report.realized_pnl);
        report.place = place(report.place);
        report.market = words_[report.market];
        report.strategy = words_[report.strategy];
        report.signal = signals_[report.signal];
        to_.put(trade, report);
    }

    void merge_accounts() {
        for (Id id = 1; id < from_.accounts.size(); ++id) {
            const AccountRecord& from = from_.accounts[id];
            offer(to_.accounts[accounts_[id]], {from.as_of, from.confirmed_at, from_.blobs.view(from.positions)},
                  to_.blobs);
        }
    }

    void merge_apart() {
        for (const auto& [key, slot] : from_.apart) {
            const auto& [type, id] = key;
            const AggregateType family = describe(type).aggregate_type;
            const Id number = family == AggregateType::intent   ? intents_[id]
                              : family == AggregateType::signal ? signals_[id]
                                                                : orders_[id];
            // What is the latest of all there need not be kept apart again.
            if (family != AggregateType::signal) {
                Slot& latest = family == AggregateType::intent ? slots_at(to_.intent_slots, number)
                                                               : slots_at(to_.order_slots, number).request;
                offer_payload(latest, number, slot);
            } else {
                offer_slot(to_.apart[{type, number}], slot);
            }
        }
    }

    void offer_payload(Slot& to, Id id, const Slot& from) {
        if (from.moment.is_set())
            projection::offer_payload(to_, to, id, unpooled(from.moment), [&] { return from_.blobs.view(from.bytes); });
    }

    void offer_moment(Moment& to, const Moment& from) {
        if (from.is_set()) offer(to, unpooled(from), to_.blobs);
    }

    void offer_slot(Slot& to, const Slot& from) {
        if (from.moment.is_set())
            offer(to, unpooled(from.moment), to_.blobs, [&] { return from_.blobs.view(from.bytes); });
    }

    [[nodiscard]] NewMoment unpooled(const Moment& moment) const { return {moment, from_.blobs.view(moment.event_id)}; }

    [[nodiscard]] PackedDecimal repacked(PackedDecimal value) const {
        return to_.decimals.pack(from_.decimals.unpack(value));
    }

    [[nodiscard]] Place place(Place from) const { return {from.input + input_, from.line + lines_before_}; }

    State& to_;
    const State& from_;
    std::uint32_t input_;
    std::uint32_t lines_before_;
    // The numbers in to_ of the ids of from_.
    std::vector<Id> words_, intents_, signals_, orders_, fills_, trades_, profits_, causes_, correlations_, accounts_;
};

}  // namespace

void State::merge(const State& other, std::uint32_t input, std::uint32_t lines_before) {
    Merger(*this, other, input, lines_before).merge();
}

}  // namespace tks::projection
