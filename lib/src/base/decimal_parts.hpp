#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "tks/decimal.hpp"

/// A Decimal as its parts: the binary-integer encoding of decimal128 (IEEE 754-2008, 3.5.2).
namespace tks::decimal128 {

static_assert(std::endian::native == std::endian::little, "the words of a decimal128 are laid out low word first");

__extension__ typedef unsigned __int128 Coefficient;  // NOLINT(modernize-use-using): __extension__ needs the typedef

constexpr int precision = 34;
constexpr int smallest_exponent = -6176;
constexpr int largest_exponent = 6111;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;
constexpr std::uint64_t infinity_bits = std::uint64_t{0x78} << 56U;  // An infinity or a NaN has all four of them.
constexpr std::uint64_t nan_bits = std::uint64_t{0x7c} << 56U;

/// 10^0, 10^1 … as so many integers, which must hold them.
template <class Integer, std::size_t count>
constexpr std::array<Integer, count> make_powers_of_ten() {
    std::array<Integer, count> powers{1};
    for (std::size_t places = 1; places < count; ++places) powers[places] = powers[places - 1] * 10;
    return powers;
}

struct Words {
    std::uint64_t low;
    std::uint64_t high;
};

inline Words words_of(const Decimal& value) {
    return std::bit_cast<Words>(value);
}

inline bool is_nan(Words words) {
    return (words.high & nan_bits) == nan_bits;
}

inline bool is_special(Words words) {
    return (words.high & infinity_bits) == infinity_bits;
}

inline bool has_sign(Words words) {
    return (words.high & sign_bit) != 0;
}

/// Only for finite values. The large form of the encoding never occurs: its coefficients lie beyond 34 digits.
inline int exponent_of(Words words) {
    return static_cast<int>((words.high >> 49U) & 0x3fffU) + smallest_exponent;
}

inline Coefficient coefficient_of(Words words) {
    constexpr std::uint64_t high_part = (std::uint64_t{1} << 49U) - 1;
    return (static_cast<Coefficient>(words.high & high_part) << 64U) | words.low;
}

/// Whether the value is finite, and its coefficient the low word alone.
inline bool is_short(Words words) {
    constexpr std::uint64_t high_part = (std::uint64_t{1} << 49U) - 1;
    return (words.high & high_part) == 0 && !is_special(words);
}

/// The coefficient must have at most 34 digits, and the exponent must be in its range.
inline Decimal make_decimal(bool negative, Coefficient coefficient, int exponent) {
    const auto biased_exponent = static_cast<std::uint64_t>(exponent - smallest_exponent);
    return std::bit_cast<Decimal>(
        Words{static_cast<std::uint64_t>(coefficient),
              (negative ? sign_bit : 0) | (biased_exponent << 49U) | static_cast<std::uint64_t>(coefficient >> 64U)});
}

}  // namespace tks::decimal128
