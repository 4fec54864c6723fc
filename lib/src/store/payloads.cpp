#include "store/payloads.hpp"

#include <span>
#include <string_view>

#include "projection/slots.hpp"
#include "store/json_list.hpp"
#include "store/unpacked.hpp"
#include "tks/codec.hpp"

namespace tks::store {

using projection::slots_of;

namespace {

/// In the memory of the text before.
template <class Model>
void write_json(std::string& json, const Model& model) {
    json.clear();
    append_json(json, model);
}

}  // namespace

void read_payload(const projection::State& state, Id intent, IntentPayload& payload) {
    const projection::Slot& slot = slots_of(state.intent_slots, intent);
    if (!slot.moment.is_set()) return;
    const Unpacked<TradingSignalIntent> unpacked(state, slot.bytes);
    const auto& model = unpacked.get<TradingSignalIntent>();
    write_json(payload.json, model);
    payload.market = model.market;
    payload.target_price = model.target_price;
}

void read_payload(const projection::State& state, Id signal, SignalPayload& payload) {
    using Reasons = std::span<const std::string_view>;
    const projection::Slot& slot = slots_of(state.signal_slots, signal);
    if (!slot.moment.is_set()) return;
    const Unpacked<TradingSignal, Reasons> unpacked(state, slot.bytes);
    const auto& model = unpacked.get<TradingSignal>();
    write_json(payload.json, model);
    payload.target_price = model.target_price;
    payload.reasons = json_list(unpacked.get<Reasons>());
}

void read_payload(const projection::State& state, Id order, OrderPayload& payload) {
    const projection::Slot& slot = slots_of(state.order_slots, order).request;
    if (!slot.moment.is_set()) return;
    const Unpacked<OrderRequest> unpacked(state, slot.bytes);
    const auto& model = unpacked.get<OrderRequest>();
    write_json(payload.json, model);
    payload.venue = model.venue.value_or(std::string_view());
    payload.type = model.order_type;
    payload.limit_price = model.limit_price;
}

void read_payload(const projection::State& state, Id trade, TradePayload& payload) {
    const projection::Blob bytes = slots_of(state.trade_slots, trade);
    if (bytes != projection::no_blob) write_json(payload.json, Unpacked<Trade>(state, bytes).get<Trade>());
}

}  // namespace tks::store
