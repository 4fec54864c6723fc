#include "projection/moment.hpp"

#include <array>
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
    std::array<std::byte, std::size_t{2} * uuid_text_size> buffer;
    std::pmr::monotonic_buffer_resource arena(buffer.data(), buffer.size());
    return text(one, arena).compare(text(other, arena));
}

}  // namespace

NewMoment make_moment(const Event& event, std::uint64_t content_hash, bool is_terminal, std::string& bytes) {
    NewMoment result;
    Moment& moment = result.moment;
    moment.occurred_at = event.occurred_at;
    if (!moment.is_set()) ++moment.occurred_at.ms;
    moment.is_terminal = is_terminal ? 1 : 0;
    moment.type_index = static_cast<std::uint32_t>(event.event_type) & 0x1FU;
    moment.hash = static_cast<std::uint32_t>(content_hash) & 0x3FFFFFFU;
    if (event.event_id.empty()) return result;
    const std::size_t begin = bytes.size();
    Packer(bytes).pack(event.event_id);
    result.event_id = std::string_view(bytes).substr(begin);
    return result;
}

bool comes_after(const NewMoment& one, const NewMoment& other) {
    if (!one.moment.is_set() || !other.moment.is_set()) return one.moment.is_set();
    const auto first = [](const Moment& moment) {
        return std::tuple(moment.is_terminal != 0, moment.occurred_at, model::lifecycle_rank(moment.type()));
    };
    if (const auto order = first(one.moment) <=> first(other.moment); order != 0) return order > 0;
    if (const int order = compare_packed(one.event_id, other.event_id); order != 0) return order > 0;
    return std::tuple(one.moment.type(), one.moment.hash) > std::tuple(other.moment.type(), other.moment.hash);
}

}  // namespace tks::projection
