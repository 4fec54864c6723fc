#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>

#include "projection/keyed.hpp"
#include "projection/moment.hpp"
#include "projection/packed.hpp"

/// What a row keeps so that later events can be joined to it: the moments of what it says, and which of its links are contradicted.
namespace tks::store {

/// A moment, and its event_id: packed, in the state or in the merge key that it comes from, which must live as long.
struct KeptMoment {
    projection::Moment moment;
    std::string_view event_id;

    /// Takes a moment of a state if it comes after this one; whether it did.
    bool offer(const projection::Moment& offered, const projection::BlobPool& blobs) {
        if (!offered.is_set()) return false;
        const std::string_view offered_id = blobs.view(offered.event_id);
        if (!comes_after(projection::NewMoment{offered, offered_id}, projection::NewMoment{moment, event_id}))
            return false;
        moment = offered;
        event_id = offered_id;
        return true;
    }

    /// Appends the event_id as a text.
    void append_event_text(std::string& out) const {
        std::array<std::byte, uuid_text_size> memory;  // Of a text that is no UUID, the bytes are viewed.
        std::pmr::monotonic_buffer_resource arena(memory.data(), memory.size());
        std::string_view text;
        if (!event_id.empty()) projection::Unpacker(event_id, arena).unpack(text);
        out += text;
    }
};

class MergeKeyWriter {
public:
    void add(const KeptMoment& kept) {
        packer_.pack(kept.moment.is_set());
        if (!kept.moment.is_set()) return;
        packer_.pack(kept.moment.occurred_at);
        packer_.pack(std::int64_t{kept.moment.is_terminal} << 31 | std::int64_t{kept.moment.type_index} << 26 |
                     std::int64_t{kept.moment.hash});
        packer_.pack(kept.event_id);
    }
    void add(projection::Link link) { packer_.pack(link.is_contradicted()); }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
    projection::Packer packer_{bytes_};
};

/// Reads back what a MergeKeyWriter was given, in the same order, from bytes that moments view.
class MergeKeyReader {
public:
    explicit MergeKeyReader(const std::string& bytes) : unpacker_(bytes, arena_) {}

    void read(KeptMoment& kept) {
        kept = {};
        bool is_set = false;
        unpacker_.unpack(is_set);
        if (!is_set) return;
        std::int64_t rank = 0;
        std::string_view event_id;
        unpacker_.unpack(kept.moment.occurred_at);
        unpacker_.unpack(rank);
        unpacker_.unpack(event_id);
        kept.moment.hash = static_cast<std::uint32_t>(rank) & 0x3FFFFFFU;
        kept.moment.type_index = static_cast<std::uint32_t>(rank >> 26) & 0x1FU;
        kept.moment.is_terminal = static_cast<std::uint32_t>(rank >> 31) & 1U;
        kept.event_id = event_id;
    }

    /// A link whose number, if it leads to one, stands elsewhere.
    void read(projection::Link& link, Id number) {
        bool is_contradicted = false;
        unpacker_.unpack(is_contradicted);
        link = projection::Link::restore(number, is_contradicted);
    }

private:
    std::pmr::monotonic_buffer_resource arena_;
    projection::Unpacker unpacker_;
};

}  // namespace tks::store
