#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <iterator>
#include <limits>
#include <span>
#include <type_traits>

#include "base/packed_decimals.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

/// The form in which the facts of payloads are kept: a word of four bytes that says which words follow, and those that are
/// not zero. A fact lists its members once, in transfer(), which writes and reads them alike:
///
///     template <class Words> void transfer(Words& words) { words.small(side); words.each(intent_id, quantity); }
///
/// The Ids come first, so that those can be renumbered without reading the rest.
/// A member is a Decimal, a Timestamp or an Id; enums of few values are small and stand in the first word. What is absent, and
/// zero, takes no memory; most Decimals and the times near that of the event take one word.
namespace tks::check {

/// Stands for a moment that an event does not name.
inline constexpr Timestamp no_time{std::numeric_limits<std::int64_t>::min()};

/// A time as its distance from another one, on either side, from 1; no_time as 0. Different times have different distances,
/// in all of their range.
class TimeDistance {
public:
    explicit TimeDistance(Timestamp from) : from_(static_cast<std::uint64_t>(from.ms)) {}

    [[nodiscard]] std::uint64_t to(Timestamp time) const {
        if (time == no_time) return 0;
        // What no_time would be is left out, so that those below it have room to move up.
        const std::uint64_t distance = fold(time);
        return distance < fold(no_time) ? distance + 1 : distance;
    }

    [[nodiscard]] Timestamp at(std::uint64_t distance) const {
        if (distance == 0) return no_time;
        if (distance <= fold(no_time)) --distance;
        const std::uint64_t difference = (distance >> 1U) ^ (0 - (distance & 1U));
        return {static_cast<std::int64_t>(from_ + difference)};
    }

private:
    /// 0, -1, 1, -2 … as 0, 1, 2, 3 …
    [[nodiscard]] std::uint64_t fold(Timestamp time) const {
        const std::uint64_t difference = static_cast<std::uint64_t>(time.ms) - from_;
        return (difference << 1U) ^ (0 - (difference >> 63U));
    }

    std::uint64_t from_;
};

/// In the first word, from the lowest bit: which of so many words follow, and three small members.
inline constexpr unsigned most_fact_words = 20;
inline constexpr unsigned small_bits = 4;
inline constexpr std::uint32_t follows_mask = (std::uint32_t{1} << most_fact_words) - 1;

template <class... Small>
inline constexpr bool fit_into_first_word = most_fact_words + sizeof...(Small) * small_bits <= 32 &&
                                            ((std::size(EnumDescription<Small>::words) <= 1U << small_bits) && ...);

/// Writes one fact.
class FactWriter {
public:
    FactWriter(Timestamp occurred_at, PackedDecimals& decimals) : distance_(occurred_at), decimals_(decimals) {
        words_[0] = 0;
    }

    template <class... Member>
    void each(const Member&... member) {
        (put(member), ...);
    }

    template <class... Small>
    requires fit_into_first_word<Small...>
    void small(Small... small) {
        unsigned shift = most_fact_words;
        ((words_[0] |= static_cast<std::uint32_t>(small) << shift, shift += small_bits), ...);
    }

    /// The words of all that was written.
    [[nodiscard]] std::span<const std::uint32_t> words() const { return {words_.data(), count_}; }

private:
    void put(std::uint32_t word) {
        assert(place_ < most_fact_words);
        // Without a branch, which nobody could foretell.
        const std::uint32_t follows = word != 0 ? 1 : 0;
        words_[count_] = word;
        words_[0] |= follows << place_;
        count_ += follows;
        ++place_;
    }
    void put_two(std::uint64_t words) {
        put(static_cast<std::uint32_t>(words));
        put(static_cast<std::uint32_t>(words >> 32U));
    }
    void put(const Decimal& value) { put_two(decimals_.pack(value)); }
    void put(Timestamp time) { put_two(distance_.to(time)); }

    TimeDistance distance_;
    PackedDecimals& decimals_;
    std::array<std::uint32_t, 1 + most_fact_words + 1> words_;  // The last one is where a word that is left out is put.
    std::size_t count_ = 1;
    unsigned place_ = 0;
};

/// Reads a fact from where its words begin.
class FactReader {
public:
    FactReader(const std::uint32_t* words, Timestamp occurred_at, const PackedDecimals& decimals)
        : first_(*words), follows_(*words), next_(words + 1), distance_(occurred_at), decimals_(decimals) {}

    template <class... Member>
    [[gnu::always_inline]] void each(Member&... member) {
        (get(member), ...);
    }

    template <class... Small>
    requires fit_into_first_word<Small...>
    [[gnu::always_inline]] void small(Small&... small) {
        constexpr std::uint32_t mask = (std::uint32_t{1} << small_bits) - 1;
        unsigned shift = most_fact_words;
        ((small = static_cast<Small>(first_ >> shift & mask), shift += small_bits), ...);
    }

private:
    [[gnu::always_inline]] std::uint32_t take() {
        // Without a branch, which nobody could foretell: of the word in front, which is always there, nothing is kept.
        const std::uint32_t follows = follows_ & 1U;
        const std::uint32_t word = next_[static_cast<std::ptrdiff_t>(follows) - 1] & (0 - follows);
        next_ += follows;
        follows_ >>= 1U;
        return word;
    }
    [[gnu::always_inline]] std::uint64_t take_two() {
        const std::uint64_t lower = take();
        return lower | (std::uint64_t{take()} << 32U);
    }
    [[gnu::always_inline]] void get(std::uint32_t& word) { word = take(); }
    [[gnu::always_inline]] void get(Decimal& value) { value = decimals_.unpack(take_two()); }
    [[gnu::always_inline]] void get(Timestamp& time) { time = distance_.at(take_two()); }

    std::uint32_t first_;
    std::uint32_t follows_;  // Its lowest bit, for the next word.
    const std::uint32_t* next_;
    TimeDistance distance_;
    const PackedDecimals& decimals_;
};

/// How many words a fact has that begins with this one.
inline std::size_t word_count(std::uint32_t first_word) {
    return 1 + static_cast<std::size_t>(std::popcount(first_word & follows_mask));
}

}  // namespace tks::check
