#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <tuple>

#include "projection/state.hpp"

/// How the parts of a state take what they are offered: whoever ranks highest stays, so that the order of the offers makes no
/// difference and offering again changes nothing.
namespace tks::projection {

template <class Slots>
Slots& slots_at(std::deque<Slots>& slots, Id id) {
    while (slots.size() <= id) slots.emplace_back();
    return slots[id];
}

/// Takes a moment if it comes after the one that is there; whether it did.
inline bool offer(Moment& moment, const NewMoment& offered, BlobPool& blobs) {
    if (!comes_after(offered, moment, blobs)) return false;
    Blob event_id = moment.event_id;
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

/// Of a fill that is told several times, the earliest stays.
inline void offer(FillRecord& fill, const FillRecord& offered) {
    const auto order = [](const FillRecord& record) { return std::tie(record.filled_at, record.hash, record.place); };
    if (!fill.is_seen() || order(offered) < order(fill)) fill = offered;
}

/// Of several events with one event_id, any one stays, but always the same.
inline void offer(ProfitRecord& profit, const ProfitRecord& offered) {
    if (profit.trade == no_id || offered.hash < profit.hash) profit = offered;
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
