#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "projection/blob_pool.hpp"
#include "tks/events.hpp"

namespace tks::projection {

/// An event's place among those of its aggregate. What happened at the end of an aggregate's life comes after all else:
/// no later event opens again what has ended. Then go occurred_at, the rank in the lifecycle, event_id, and what the event says.
struct Moment {
    Timestamp occurred_at{std::numeric_limits<std::int64_t>::min()};
    Blob event_id = no_blob;  ///< Packed text, in a pool; none where nothing has happened yet or the event has no id.
    std::uint32_t is_terminal : 1 = 0;
    std::uint32_t type_index : 5 = 0;
    std::uint32_t hash : 26 = 0;  ///< Of what the event says.

    [[nodiscard]] EventType type() const { return static_cast<EventType>(type_index); }
    [[nodiscard]] bool is_set() const { return occurred_at.ms != std::numeric_limits<std::int64_t>::min(); }
};
static_assert(event_type_count <= 32);

/// A moment that is not in a pool of moments yet.
struct NewMoment {
    Moment moment;
    std::string_view event_id;  ///< Packed.
};

/// The moment of an event with that content_hash; its id is packed to the end of `bytes`, which must live as long.
NewMoment make_moment(const Event& event, std::uint64_t content_hash, bool is_terminal, std::string& bytes);

/// Whether a moment comes after another one.
bool comes_after(const NewMoment& one, const NewMoment& other);

/// The same where the other one is in a pool.
inline bool comes_after(const NewMoment& one, const Moment& other, const BlobPool& pool) {
    return comes_after(one, NewMoment{other, pool.view(other.event_id)});
}

}  // namespace tks::projection
