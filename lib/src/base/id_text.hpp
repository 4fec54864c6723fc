#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/id_table.hpp"

namespace tks {

/// Whether two ids are the same. Quick for UUIDs, as a call takes longer than to look at all of them.
inline bool is_same_id(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    if (left.size() != uuid_text_size) return left == right;
    std::uint64_t difference = 0;
    const auto compare = [&](std::size_t begin) {
        std::uint64_t one = 0;
        std::uint64_t other = 0;
        std::memcpy(&one, left.data() + begin, sizeof one);
        std::memcpy(&other, right.data() + begin, sizeof other);
        difference |= one ^ other;
    };
    // The last eight begin within those before.
    for (const std::size_t begin :
         {std::size_t{0}, std::size_t{8}, std::size_t{16}, std::size_t{24}, uuid_text_size - 8})
        compare(begin);
    return difference == 0;
}

}  // namespace tks
