#include "projection/state.hpp"

#include <type_traits>

#include "projection/packed_records.hpp"

namespace tks::projection {

FillRecord State::fill(Id id) const {
    const Blob bytes = fills[id].bytes;
    return bytes == no_blob ? FillRecord() : unpack_fill(blobs.view(bytes));
}

Timestamp State::filled_at(Id fill) const {
    const Blob bytes = fills[fill].bytes;
    return bytes == no_blob ? FillRecord().filled_at : unpack_filled_at(blobs.view(bytes));
}

void State::put(Id id, const FillRecord& fill) {
    NumberPacker packer;
    blobs.replace(fills[id].bytes, pack(fill, packer));
}

TradeReport State::report(Id trade) const {
    const Blob bytes = trades[trade].report;
    return bytes == no_blob ? TradeReport() : unpack_report(blobs.view(bytes));
}

void State::put(Id trade, const TradeReport& report) {
    NumberPacker packer;
    blobs.replace(trades[trade].report, pack(report, packer));
}

void State::join_origin(Id intent, const Origin& offered) {
    Id& number = intents[intent].origin;
    Origin joined = origins[number];
    joined.join(offered);
    if (joined != origins[number]) number = number_of(joined);
}

Id State::number_of(const Origin& origin) {
    static_assert(std::has_unique_object_representations_v<Origin>);
    const Id number = origins.intern({reinterpret_cast<const char*>(&origin), sizeof origin});
    origins[number] = origin;
    return number;
}

bool State::precedes(Id left, Id right) const {
    const Timestamp one = filled_at(left);
    const Timestamp other = filled_at(right);
    return one != other ? one < other : fills.precedes(left, right);
}

template <class Visit>
void State::for_each_table(Visit visit) {
    visit(words), visit(origins), visit(intents), visit(signals), visit(orders), visit(fills);
    visit(profits), visit(causes), visit(correlations), visit(accounts);
}

void State::forget_places_of_ids() {
    for_each_table([](auto& table) { table.forget_places(); });
}

void State::restore_places_of_ids() {
    for_each_table([](auto& table) { table.restore_places(); });
}

std::size_t State::bytes() const {
    // What a map takes for an entry beside it.
    constexpr std::size_t node_bytes = 48;
    return words.bytes() + origins.bytes() + intents.bytes() + signals.bytes() + orders.bytes() + fills.bytes() +
           trades.bytes() + profits.bytes() + causes.bytes() + correlations.bytes() + accounts.bytes() +
           intent_slots.size() * sizeof(Slot) + signal_slots.size() * sizeof(Slot) +
           order_slots.size() * sizeof(OrderSlots) +
           (intent_steps.size() + signal_steps.size() + order_steps.size()) * sizeof(FirstSteps) +
           trade_slots.size() * sizeof(Blob) + profit_deltas.size() * sizeof(PackedDecimal) +
           apart.size() * (sizeof(decltype(apart)::value_type) + node_bytes) +
           decimals.large_count() * sizeof(Decimal) + blobs.bytes();
}

}  // namespace tks::projection
