#pragma once

#include <cstddef>
#include <cstdint>

namespace tks::simulation {

/// Spreads the bits of a number, so that neighbours have nothing in common. No two numbers give the same one.
constexpr std::uint64_t mix(std::uint64_t number) {
    // The finalizer of splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
    number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31U);
}

/// A source of random numbers that gives the same ones on every machine, which the distributions of the standard
/// library do not promise.
class Random {
public:
    explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15U); }

    /// From 0 to count - 1, all alike. The count must not be 0.
    constexpr std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(((next() >> 32U) * count) >> 32U);
    }

    /// From low to high, both included; they lie less than 2^32 apart.
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + below(static_cast<std::uint32_t>(high - low + 1));
    }

    /// As between, but small numbers come more often: the mean lies a quarter of the way up.
    constexpr std::int64_t skewed(std::int64_t low, std::int64_t high) { return between(low, between(low, high)); }

    constexpr bool chance(std::uint32_t percent) { return below(100) < percent; }

    template <class Value, std::size_t count>
    constexpr Value& pick(Value (&values)[count]) {
        return values[below(count)];
    }

private:
    std::uint64_t state_;
};

}  // namespace tks::simulation
