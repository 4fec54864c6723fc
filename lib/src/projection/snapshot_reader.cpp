#include "projection/snapshot_reader.hpp"

#include <algorithm>

#include "model/lifecycle.hpp"
#include "projection/packed.hpp"
#include "tks/amount.hpp"

namespace tks::projection {

namespace {

template <class Status>
Status status_after(const Moment& latest) {
    return static_cast<Status>(model::lifecycle_step(latest.type).status);
}

template <class Slots>
const Slots& slots_of(const std::deque<Slots>& slots, Id id) {
    static const Slots none;
    return id < slots.size() ? slots[id] : none;
}

}  // namespace

SnapshotReader::SnapshotReader(const State& state, const Ledger& ledger)
    : state_(state), ledger_(ledger),
      fills_of_order_(state.fills.size(), state.orders.size(), [&](Id fill) { return state.fills[fill].order; }) {}

std::optional<TradingSignalIntentSnapshot> SnapshotReader::intent(Id id) {
    const IntentSlots& slots = slots_of(state_.intent_slots, id);
    if (slots.latest.bytes == no_blob) return std::nullopt;
    arena_.release();
    TradingSignalIntentSnapshot snapshot;
    unpack(slots.latest.bytes, snapshot.trading_signal_intent);
    snapshot.status = status_after<IntentStatus>(slots.latest.moment);
    if (slots.grant.bytes != no_blob) {
        GrantDetails grant;
        unpack(slots.grant.bytes, grant);
        snapshot.granted_at = grant.prm_granted_at;
        snapshot.granted_signal_id = grant.signal_id;
    }
    if (slots.rejection.bytes != no_blob) {
        IntentRejectionDetails rejection;
        unpack(slots.rejection.bytes, rejection);
        snapshot.rejection_reasons = rejection.reasons;
        snapshot.reason_detail = rejection.reason_detail;
    }
    tell_latest(slots.latest.moment, snapshot);
    return snapshot;
}

std::optional<TradingSignalSnapshot> SnapshotReader::signal(Id id) {
    const SignalSlots& slots = slots_of(state_.signal_slots, id);
    if (slots.payload.bytes == no_blob) return std::nullopt;
    arena_.release();
    TradingSignalSnapshot snapshot;
    unpack(slots.payload.bytes, snapshot.trading_signal);
    snapshot.status = status_after<SignalStatus>(slots.latest);
    unpack(slots.reasons.bytes, snapshot.reasons);
    tell_latest(slots.latest, snapshot);
    return snapshot;
}

std::optional<OrderSnapshot> SnapshotReader::order(Id id) {
    const OrderSlots& slots = slots_of(state_.order_slots, id);
    if (slots.request.bytes == no_blob) return std::nullopt;
    arena_.release();
    OrderSnapshot snapshot;
    unpack(slots.request.bytes, snapshot.order);
    snapshot.status = status_after<OrderStatus>(slots.latest);
    Amount quantity;
    Amount value;
    for (const Id fill : fills_of_order_.of(id)) {
        quantity += state_.fills[fill].quantity;
        value += Amount(state_.fills[fill].quantity) * state_.fills[fill].price;
    }
    snapshot.filled_qty = quantity.rounded();
    if (quantity.is_positive()) snapshot.avg_fill_price = quotient(value, quantity).rounded();
    if (slots.rejection.bytes != no_blob) {
        ReasonDetails rejection;
        unpack(slots.rejection.bytes, rejection);
        snapshot.rejection_reason = rejection.reason;
    }
    tell_latest(slots.latest, snapshot);
    return snapshot;
}

std::optional<TradeSnapshot> SnapshotReader::trade(Id id) {
    const TradeSlots& slots = slots_of(state_.trade_slots, id);
    if (slots.payload == no_blob) return std::nullopt;
    arena_.release();
    const TradeRecord& record = state_.trades[id];
    TradeSnapshot snapshot;
    unpack(slots.payload, snapshot.trade);
    snapshot.status = record.status;
    open_orders_.clear();
    for (const Id order : ledger_.orders_of(id))
        if (is_open(order)) open_orders_.push_back(state_.orders.text(order));
    std::ranges::sort(open_orders_);
    open_order_ids_.assign(open_orders_.begin(), open_orders_.end());
    snapshot.open_order_ids = open_order_ids_;
    snapshot.last_realized_pnl_delta = record.profit_delta;
    tell_latest(record.latest, snapshot);
    return snapshot;
}

template <class Model>
void SnapshotReader::unpack(Blob bytes, Model& model) {
    Unpacker(state_.blobs.view(bytes), arena_).unpack(model);
}

template <class Snapshot>
void SnapshotReader::tell_latest(const Moment& moment, Snapshot& snapshot) {
    snapshot.last_event_at = moment.occurred_at;
    if (moment.event_id != no_blob && !state_.blobs.view(moment.event_id).empty()) unpack(moment.event_id, snapshot.last_event_id.emplace());
}

bool SnapshotReader::is_open(Id order) const {
    const Moment& latest = slots_of(state_.order_slots, order).latest;
    return latest.is_set() && !model::is_end(latest.type);
}

}  // namespace tks::projection
