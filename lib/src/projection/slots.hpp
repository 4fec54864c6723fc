#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "projection/state.hpp"

/// How the parts of a state take what they are offered: whoever ranks highest stays, so that the order of the offers makes no
/// difference and offering again changes nothing.
namespace tks::projection {

template <class Slots>
Slots& slots_at(RecordList<Slots>& slots, Id id) {
    while (slots.size() <= id) slots.push_back({});
    return slots[id];
}

/// The same for reading: nothing that is kept where the list is shorter.
template <class Slots>
const Slots& slots_of(const RecordList<Slots>& slots, Id id) {
    static const Slots none{};
    return id < slots.size() ? slots[id] : none;
}

/// Takes a moment if it comes after the one that is there; whether it did.
inline bool offer(Moment& moment, const NewMoment& offered, BlobPool& blobs) {
    if (!comes_after(offered, moment, blobs)) return false;
    Blob event_id = moment.event_id;
    if (offered.event_id.empty())
        blobs.remove(event_id);
    else
        blobs.replace(event_id, offered.event_id);
    moment = offered.moment;
    moment.event_id = event_id;
    return true;
}

/// The same for a slot, whose bytes are made only if they are wanted.
template <class MakeBytes>
bool offer(Slot& slot, const NewMoment& offered, BlobPool& blobs, MakeBytes&& make_bytes) {
    if (!offer(slot.moment, offered, blobs)) return false;
    blobs.replace(slot.bytes, make_bytes());
    return true;
}

/// Whether a snapshot shows the details of such an event even after later ones.
inline bool has_lasting_details(EventType type) {
    return type == EventType::trading_signal_intent_granted || type == EventType::trading_signal_intent_rejected ||
           type == EventType::order_rejected;
}

/// The latest event of such a type, of an aggregate with that latest event of all; null where there is none.
inline const Slot* lasting_slot(const State& state, EventType type, Id id, const Slot& latest) {
    if (latest.moment.type() == type) return &latest;
    const auto found = state.apart.find({type, id});
    return found != state.apart.end() ? &found->second : nullptr;
}

/// Takes the latest payload of an aggregate. An event with lasting details that is not the latest is kept apart.
template <class MakeBytes>
void offer_payload(State& state, Slot& latest, Id id, const NewMoment& offered, MakeBytes&& make_bytes) {
    if (comes_after(offered, latest.moment, state.blobs)) {
        const NewMoment before = {latest.moment, state.blobs.view(latest.moment.event_id)};
        if (has_lasting_details(latest.moment.type()))
            offer(state.apart[{latest.moment.type(), id}], before, state.blobs,
                  [&] { return state.blobs.view(latest.bytes); });
        offer(latest, offered, state.blobs, make_bytes);
    } else if (const EventType type = offered.moment.type(); has_lasting_details(type)) {
        const NewMoment kept = {latest.moment, state.blobs.view(latest.moment.event_id)};
        if (comes_after(kept, offered)) offer(state.apart[{type, id}], offered, state.blobs, make_bytes);
    }
}

/// Whether what is told of a fill counts, and not what was told before: of several the earliest.
inline bool is_preferred(const FillRecord& offered, const FillRecord& fill) {
    const auto order = [](const FillRecord& record) { return std::tie(record.filled_at, record.hash, record.place); };
    return !fill.is_seen() || order(offered) < order(fill);
}

/// The same for a profit. Of several events with one event_id, any one counts, but always the same.
inline bool is_preferred(const ProfitRecord& offered, const ProfitRecord& profit) {
    return profit.trade == no_id || offered.hash < profit.hash;
}

/// The marks of an account that are not in a pool yet.
struct AccountMarks {
    Timestamp as_of{0};
    Timestamp confirmed_at{0};
    std::string_view positions;  ///< Packed.
};

inline void offer(AccountRecord& account, const AccountMarks& offered, BlobPool& blobs) {
    account.confirmed_at = std::max(account.confirmed_at, offered.confirmed_at);
    if (std::pair(offered.as_of, offered.positions) <= std::pair(account.as_of, blobs.view(account.positions))) return;
    account.as_of = offered.as_of;
    blobs.replace(account.positions, offered.positions);
}

}  // namespace tks::projection
