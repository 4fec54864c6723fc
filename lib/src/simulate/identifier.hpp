#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "simulate/random.hpp"

namespace tks::simulation {

/// The text of an id, in the form of a random UUID.
class Identifier {
public:
    static constexpr std::size_t length = 36;

    /// The id that belongs to these numbers: always the same one, and another one for any others.
    static Identifier of(std::uint64_t key, std::uint64_t family, std::uint64_t number) {
        constexpr std::uint64_t version_4 = 0x4000;
        constexpr std::uint64_t variant_1 = std::uint64_t{0x8} << 60U;
        const std::uint64_t seed = mix(key + mix((family << 32U) + number + 1));
        const std::uint64_t high = (mix(seed) & ~std::uint64_t{0xf000}) | version_4;
        const std::uint64_t low = (mix(seed + 0x9e3779b97f4a7c15U) & ~(std::uint64_t{0xc} << 60U)) | variant_1;
        Identifier result;
        result.write(0, high >> 32U, 4);
        result.write(9, high >> 16U, 2);
        result.write(14, high, 2);
        result.write(19, low >> 48U, 2);
        result.write(24, low, 6);
        return result;
    }

    [[nodiscard]] std::string_view view() const { return {text_.data(), length}; }

private:
    /// Two digits for every byte value, one after another.
    static constexpr std::array<char, 512> hex_pairs = [] {
        constexpr char digits[] = "0123456789abcdef";
        std::array<char, 512> pairs{};
        for (std::size_t byte = 0; byte < 256; ++byte) {
            pairs[2 * byte] = digits[byte >> 4U];
            pairs[2 * byte + 1] = digits[byte & 0xfU];
        }
        return pairs;
    }();

    static constexpr std::array<char, length> dashes = [] {
        std::array<char, length> text{};
        for (const std::size_t offset : {8U, 13U, 18U, 23U}) text[offset] = '-';
        return text;
    }();

    /// Writes the lowest bytes of a number, the highest of them first.
    void write(std::size_t offset, std::uint64_t number, std::size_t bytes) {
        for (std::size_t index = 0; index < bytes; ++index) {
            const std::size_t byte = (number >> (8 * (bytes - 1 - index))) & 0xffU;
            std::memcpy(text_.data() + offset + 2 * index, hex_pairs.data() + 2 * byte, 2);
        }
    }

    std::array<char, length> text_ = dashes;
};

}  // namespace tks::simulation
