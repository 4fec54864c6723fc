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
    std::uint8_t order = 0;   ///< Whether it is terminal, in the highest bit, and the rank.
    EventType type{};
    std::uint16_t hash = 0;   ///< Of what the event says.

    [[nodiscard]] bool is_set() const { return occurred_at.ms != std::numeric_limits<std::int64_t>::min(); }
};

/// A moment that is not in a pool of moments yet.
struct NewMoment {
    Moment moment;
    std::string_view event_id;  ///< Packed.
};

/// The moment of an event that says what has this hash; its id is packed to the end of `bytes`, which must live as long.
NewMoment make_moment(const Event& event, std::uint64_t content_hash, bool is_terminal, std::string& bytes);

/// Whether a moment comes after one whose event_id is in a pool.
bool comes_after(const NewMoment& one, const Moment& other, const BlobPool& pool);

}  // namespace tks::projection
