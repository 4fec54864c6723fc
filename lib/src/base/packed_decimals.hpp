#pragma once

#include <bit>
#include <cstdint>

#include "base/block_array.hpp"
#include "tks/decimal.hpp"

namespace tks {

/// Keeps Decimals in eight bytes each. The number that stands for a value gives back the very same value, with its
/// digits, its exponent and its sign; what does not fit into the number, as 34 digits, is kept here.
///
/// The numbers are made so that usual values have small ones: the default Decimal, zero, is 0, and up to seven digits
/// with a few places behind the point stay below 2^32.
class PackedDecimals {
public:
    /// No value that fits has this number.
    static constexpr std::uint64_t does_not_fit = std::uint64_t{63} << 1U;

    /// The number of a value that fits, which any other PackedDecimals gives back as well; `does_not_fit` for others.
    static std::uint64_t pack_fitting(const Decimal& value) {
        const auto [coefficient, upper] = std::bit_cast<Words>(value);
        const int exponent = static_cast<int>((upper >> exponent_shift) & exponent_mask) - exponent_bias;
        const bool fits = (upper & coefficient_mask) == 0 && coefficient < most_coefficient &&
                          exponent >= least_exponent && exponent <= most_exponent;
        if (!fits) return does_not_fit;
        const auto turned = static_cast<std::uint64_t>(exponent <= 0 ? -exponent : turn - exponent);
        return (coefficient << head_bits) | (turned << 1U) | (upper >> 63U);
    }

    std::uint64_t pack(const Decimal& value) {
        const std::uint64_t packed = pack_fitting(value);
        if (packed != does_not_fit) return packed;
        large_.push_back(value);
        return ((large_.size() - 1) << head_bits) | does_not_fit;
    }

    [[nodiscard]] Decimal unpack(std::uint64_t packed) const {
        const std::uint64_t turned = (packed >> 1U) & large_mark;
        if (turned == large_mark) return large_[packed >> head_bits];
        const int exponent = turned <= -least_exponent ? -static_cast<int>(turned) : turn - static_cast<int>(turned);
        return Decimal::from_parts((packed & 1U) != 0, packed >> head_bits, exponent);
    }

    /// How many values did not fit.
    [[nodiscard]] std::size_t large_count() const { return large_.size(); }

private:
    /// See Decimal::from_parts.
    struct Words {
        std::uint64_t coefficient;
        std::uint64_t upper;
    };
    static_assert(sizeof(Words) == sizeof(Decimal));
    static constexpr unsigned exponent_shift = 49;
    static constexpr std::uint64_t exponent_mask = 0x3FFF;
    static constexpr std::uint64_t coefficient_mask = (std::uint64_t{1} << exponent_shift) - 1;
    static constexpr int exponent_bias = 6176;

    // From the lowest bit: the sign; six bits of exponent, 0 to -40 as 0 to 40 and 22 to 1 as 41 to 62, and 63 for what is
    // kept apart; 57 bits of coefficient, which are 17 digits, as many as a double has.
    static constexpr unsigned head_bits = 7;
    static constexpr std::uint64_t most_coefficient = std::uint64_t{1} << (64 - head_bits);
    static constexpr std::uint64_t large_mark = does_not_fit >> 1U;
    static constexpr int turn = 63;
    static constexpr int least_exponent = -40;
    static constexpr int most_exponent = 22;

    BlockArray<Decimal> large_;
};

}  // namespace tks
