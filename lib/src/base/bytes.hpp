#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Eight bytes at a time, as one number.
namespace tks {

/// A one in each byte: what is multiplied by it stands in all of them.
inline constexpr std::uint64_t each_byte = 0x0101010101010101U;

/// The first bytes of a text, with zeros behind a short one: where those of two texts differ, the smaller number is that of the text that
/// sorts before the other.
inline std::uint64_t first_bytes(std::string_view text) {
    std::uint64_t bytes = 0;
    if (!text.empty()) std::memcpy(&bytes, text.data(), std::min(text.size(), sizeof bytes));
    return std::endian::native == std::endian::little ? __builtin_bswap64(bytes) : bytes;
}

}  // namespace tks
