#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tks::projection {

static_assert(std::endian::native == std::endian::little, "the first bytes of a number are its lowest");

/// Numbers in as many bytes as each needs, and behind them one word with their lengths, which has room for short values as
/// well. Unlike those of a Packer they are written and read without looking at single bytes.
class NumberPacker {
public:
    void add(std::uint32_t number) { add(number, id_length_bits); }
    void add(std::uint64_t number) { add(number, length_bits); }

    /// A value of so many bits. All of them and the lengths, 3 bits for 32 and 4 for 64, must fit into 64 bits.
    void add_bits(std::uint64_t value, unsigned count) {
        word_ |= value << used_;
        used_ += count;
    }

    /// Valid as long as this lives.
    [[nodiscard]] std::string_view finish() {
        std::memcpy(&bytes_[size_], &word_, sizeof word_);
        return {bytes_.data(), size_ + sizeof word_};
    }

private:
    friend class NumberUnpacker;
    static constexpr unsigned id_length_bits = 3;
    static constexpr unsigned length_bits = 4;
    static constexpr std::size_t most_numbers = 64 / id_length_bits;

    void add(std::uint64_t number, unsigned bits) {
        const auto length = static_cast<unsigned>(std::bit_width(number) + 7) / 8;
        std::memcpy(&bytes_[size_], &number, sizeof number);
        size_ += length;
        add_bits(length, bits);
    }

    std::array<char, (most_numbers + 1) * sizeof(std::uint64_t)> bytes_;  // No value: what is not written is not read.
    std::size_t size_ = 0;
    std::uint64_t word_ = 0;
    unsigned used_ = 0;
};

/// Reads back what a NumberPacker was given, in the same order.
class NumberUnpacker {
public:
    explicit NumberUnpacker(std::string_view bytes) : next_(bytes.data()) {
        std::memcpy(&word_, bytes.data() + bytes.size() - sizeof word_, sizeof word_);
    }

    std::uint32_t take_32() { return static_cast<std::uint32_t>(take(NumberPacker::id_length_bits)); }
    std::uint64_t take_64() { return take(NumberPacker::length_bits); }

    std::uint64_t take_bits(unsigned count) {
        const std::uint64_t value = word_ & ((std::uint64_t{1} << count) - 1);
        word_ >>= count;
        return value;
    }

private:
    std::uint64_t take(unsigned bits) {
        static constexpr std::array<std::uint64_t, 9> masks = {
            0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, ~std::uint64_t{0}};
        const std::uint64_t length = take_bits(bits);
        // There is at least the word behind a number, so that eight bytes may always be read.
        std::uint64_t number = 0;
        std::memcpy(&number, next_, sizeof number);
        next_ += length;
        return number & masks[length];
    }

    const char* next_;
    std::uint64_t word_ = 0;
};

}  // namespace tks::projection
