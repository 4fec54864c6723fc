#include "projection/snapshot_reader.hpp"

#include <algorithm>

#include "model/lifecycle.hpp"
#include "projection/packed.hpp"
#include "projection/slots.hpp"

namespace tks::projection {

namespace {

template <class Status>
Status status_after(const Moment& latest) {
    return static_cast<Status>(model::lifecycle_step(latest.type()).status);
}

}  // namespace

SnapshotReader::SnapshotReader(const State& state, const Ledger& ledger)
    : state_(state),
      ledger_(ledger),
      fills_of_order_(state.fills.size(), state.orders.size(), [&](Id fill) { return state.fill(fill).order; }) {}

std::optional<TradingSignalIntentSnapshot> SnapshotReader::intent(Id id) {
    const Slot& latest = slots_of(state_.intent_slots, id);
    if (latest.bytes == no_blob) return std::nullopt;
    arena_.release();
    TradingSignalIntentSnapshot snapshot;
    unpack(latest.bytes, snapshot.trading_signal_intent);
    snapshot.status = status_after<IntentStatus>(latest.moment);
    TradingSignalIntent intent;
    if (const Slot* slot = lasting_slot(state_, EventType::trading_signal_intent_granted, id, latest)) {
        GrantDetails grant;
        unpack(slot->bytes, intent, grant);
        snapshot.granted_at = grant.prm_granted_at;
        snapshot.granted_signal_id = grant.signal_id;
    }
    if (const Slot* slot = lasting_slot(state_, EventType::trading_signal_intent_rejected, id, latest)) {
        IntentRejectionDetails rejection;
        unpack(slot->bytes, intent, rejection);
        snapshot.rejection_reasons = rejection.reasons;
        snapshot.reason_detail = rejection.reason_detail;
    }
    tell_latest(latest.moment, snapshot);
    return snapshot;
}

std::optional<TradingSignalSnapshot> SnapshotReader::signal(Id id) {
    const Slot& slot = slots_of(state_.signal_slots, id);
    if (slot.bytes == no_blob) return std::nullopt;
    arena_.release();
    TradingSignalSnapshot snapshot;
    unpack(slot.bytes, snapshot.trading_signal, snapshot.reasons);
    const auto invalidation = state_.apart.find({EventType::trading_signal_invalidated, id});
    const bool is_invalidated =
        invalidation != state_.apart.end() && comes_after(invalidation->second.moment, slot.moment);
    if (is_invalidated) unpack(invalidation->second.bytes, snapshot.reasons);
    const Moment& latest = is_invalidated ? invalidation->second.moment : slot.moment;
    snapshot.status = status_after<SignalStatus>(latest);
    tell_latest(latest, snapshot);
    return snapshot;
}

std::optional<OrderSnapshot> SnapshotReader::order(Id id) {
    const OrderSlots& slots = slots_of(state_.order_slots, id);
    if (slots.request.bytes == no_blob) return std::nullopt;
    arena_.release();
    const Moment& latest = latest_of(slots);
    OrderSnapshot snapshot;
    unpack(slots.request.bytes, snapshot.order);
    snapshot.status = status_after<OrderStatus>(latest);
    FilledAmount filled;
    for (const Id fill : fills_of_order_.of(id)) {
        const FillRecord record = state_.fill(fill);
        filled.add(state_.decimals.unpack(record.quantity), state_.decimals.unpack(record.price));
    }
    filled.tell(snapshot);
    if (const Slot* slot = lasting_slot(state_, EventType::order_rejected, id, slots.request)) {
        OrderRequest order;
        ReasonDetails rejection;
        unpack(slot->bytes, order, rejection);
        snapshot.rejection_reason = rejection.reason;
    }
    tell_latest(latest, snapshot);
    return snapshot;
}

std::optional<TradeSnapshot> SnapshotReader::trade(Id id) {
    const Blob payload = id < state_.trade_slots.size() ? state_.trade_slots[id] : no_blob;
    if (payload == no_blob) return std::nullopt;
    arena_.release();
    const TradeRecord& record = state_.trades[id];
    TradeSnapshot snapshot;
    unpack(payload, snapshot.trade);
    snapshot.status = state_.report(id).status;
    open_orders_.clear();
    for (const Id order : ledger_.orders_of(id))
        if (is_open(order)) open_orders_.push_back(state_.orders.text(order));
    std::ranges::sort(open_orders_);
    open_order_ids_.assign(open_orders_.begin(), open_orders_.end());
    snapshot.open_order_ids = open_order_ids_;
    snapshot.last_realized_pnl_delta = state_.decimals.unpack(slots_of(state_.profit_deltas, id));
    tell_latest(record.latest, snapshot);
    return snapshot;
}

template <class... Models>
void SnapshotReader::unpack(Blob bytes, Models&... models) {
    Unpacker unpacker(state_.blobs.view(bytes), arena_);
    (unpacker.unpack(models), ...);
}

template <class Snapshot>
void SnapshotReader::tell_latest(const Moment& moment, Snapshot& snapshot) {
    snapshot.last_event_at = moment.occurred_at;
    if (moment.event_id != no_blob) unpack(moment.event_id, snapshot.last_event_id.emplace());
}

bool SnapshotReader::comes_after(const Moment& one, const Moment& other) const {
    return projection::comes_after({one, state_.blobs.view(one.event_id)}, other, state_.blobs);
}

const Moment& SnapshotReader::latest_of(const OrderSlots& slots) const {
    return comes_after(slots.fill, slots.request.moment) ? slots.fill : slots.request.moment;
}

bool SnapshotReader::is_open(Id order) const {
    const Moment& latest = latest_of(slots_of(state_.order_slots, order));
    return latest.is_set() && !model::is_end(latest.type());
}

}  // namespace tks::projection
