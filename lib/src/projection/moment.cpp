#include "projection/moment.hpp"

#include <tuple>

#include "model/lifecycle.hpp"
#include "projection/packed.hpp"

namespace tks::projection {

namespace {

/// As their texts compare.
int compare_packed(std::string_view one, std::string_view other) {
    if (one == other) return 0;
    const auto text = [](std::string_view packed, std::pmr::memory_resource& arena) {
        std::string_view unpacked;
        if (!packed.empty()) Unpacker(packed, arena).unpack(unpacked);
        return unpacked;
    };
    std::pmr::monotonic_buffer_resource arena;
    return text(one, arena).compare(text(other, arena));
}

}  // namespace

NewMoment make_moment(const Event& event, std::uint64_t content_hash, bool is_terminal, std::string& bytes) {
    constexpr std::uint8_t terminal_bit = 0x80;
    NewMoment result;
    Moment& moment = result.moment;
    moment.occurred_at = event.occurred_at;
    if (!moment.is_set()) ++moment.occurred_at.ms;
    moment.order = static_cast<std::uint8_t>(model::lifecycle_rank(event.event_type) | (is_terminal ? terminal_bit : 0));
    moment.type = event.event_type;
    moment.hash = static_cast<std::uint16_t>(content_hash);
    if (event.event_id.empty()) return result;
    const std::size_t begin = bytes.size();
    Packer(bytes).pack(event.event_id);
    result.event_id = std::string_view(bytes).substr(begin);
    return result;
}

bool comes_after(const NewMoment& one, const Moment& other, const BlobPool& pool) {
    const auto first = [](const Moment& moment) { return std::tuple(moment.order & 0x80U, moment.occurred_at, moment.order); };
    if (!other.is_set()) return true;
    if (first(one.moment) != first(other)) return first(one.moment) > first(other);
    if (const int order = compare_packed(one.event_id, pool.view(other.event_id)); order != 0) return order > 0;
    return std::tie(one.moment.type, one.moment.hash) > std::tie(other.type, other.hash);
}

}  // namespace tks::projection
