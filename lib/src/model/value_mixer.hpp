#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tks::model {

/// Mixes words and texts into one number. Each is hashed with its place and the hashes are added up, so that the processor
/// works on several at a time.
class ValueMixer {
public:
    void add(std::string_view text) { state_ = with_text(state_, text.data(), text.size()); }
    void add(std::uint64_t word) { add(word, 0); }
    void add(std::uint64_t first, std::uint64_t second) { state_ = with_pair(state_, first, second); }

    /// Takes a JSON text without the white space between its tokens.
    void add_json(std::string_view json);

    /// Moves what follows to another place, by a number that should have many bits.
    void skip(std::uint64_t distance) { state_.place += distance; }

    [[nodiscard]] std::uint64_t hash() const { return state_.hash; }

private:
    __extension__ typedef unsigned __int128 Product;  // NOLINT(modernize-use-using): __extension__ needs the typedef

    /// Handed from function to function in registers.
    struct State {
        std::uint64_t place = 0;
        std::uint64_t hash = 0;
    };

    static State with_long_text(State state, const char* bytes, std::size_t size);
    static State with_text(State state, const char* bytes, std::size_t size);

    static State with_pair(State state, std::uint64_t first, std::uint64_t second) {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
        state.place += odd;
        // The halves of a product depend on all bits of its factors, together.
        const Product product = static_cast<Product>(first ^ state.place) * (second ^ (state.place >> 32U) ^ odd);
        state.hash += static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
        return state;
    }

    State state_;
};

}  // namespace tks::model
