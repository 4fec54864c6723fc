#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

#include "base/packed_decimals.hpp"

using tks::Decimal;
using tks::PackedDecimals;

namespace {

bool is_same(const Decimal& left, const Decimal& right) {
    using Words = std::array<std::uint64_t, 2>;
    return std::bit_cast<Words>(left) == std::bit_cast<Words>(right);
}

struct Case {
    std::string_view text;
    bool is_large;  ///< Whether it is kept beside the numbers.
};

const Case cases[] = {
    {"0", false},
    {"-0", false},
    {"0.00", false},
    {"0E+22", false},
    {"0E+23", true},
    {"0E-40", false},
    {"0E-41", true},
    {"1", false},
    {"-1", false},
    {"1.50", false},
    {"-0.00000001", false},
    {"0.30000000000000004", false},
    {"9.9999999999999999E+16", false},
    {"144115188075855871", false},  // 2^57 - 1
    {"144115188075855872", true},   // 2^57
    {"-144115188075855871", false},
    {"-144115188075855872", true},
    {"18446744073709551615", true},  // 2^64 - 1
    {"18446744073709551616", true},  // 2^64
    {"9999999999999999999999999999999999", true},
    {"-9.999999999999999999999999999999999", true},
    {"9.999999999999999999999999999999999E+6144", true},
    {"1E+22", false},
    {"1E+23", true},
    {"7E-40", false},
    {"7E-41", true},
    {"1E-6176", true},
    {"1E+6111", true},
};

}  // namespace

TEST_CASE("a packed decimal gives back the very same value") {
    PackedDecimals decimals;
    for (const auto& given : cases) {
        CAPTURE(given.text);
        const Decimal value = Decimal::parse(given.text).value();
        const std::size_t before = decimals.large_count();
        CHECK(is_same(decimals.unpack(decimals.pack(value)), value));
        CHECK((decimals.large_count() != before) == given.is_large);
    }
}

TEST_CASE("what is not finite is packed as well") {
    PackedDecimals decimals;
    const Decimal infinity = Decimal(1) / Decimal(0);
    const Decimal nan = Decimal(0) / Decimal(0);
    for (const Decimal& value : {infinity, -infinity, nan})
        CHECK(is_same(decimals.unpack(decimals.pack(value)), value));
}

TEST_CASE("large decimals do not mix up, whatever lies between them") {
    PackedDecimals decimals;
    std::mt19937_64 random(7);
    std::vector<Decimal> values;
    std::vector<std::uint64_t> packed;
    for (int count = 0; count < 20'000; ++count) {
        const int exponent = static_cast<int>(random() % 120) - 60;
        Decimal value = Decimal::from_parts(random() % 2 != 0, random() >> (random() % 64), exponent);
        if (random() % 4 == 0) value *= Decimal::parse("1.000000000000000000000000000000001").value();
        values.push_back(value);
        packed.push_back(decimals.pack(value));
    }
    CHECK(decimals.large_count() > 0);
    CHECK(decimals.large_count() < values.size());
    for (std::size_t index = 0; index < values.size(); ++index)
        REQUIRE(is_same(decimals.unpack(packed[index]), values[index]));
}

TEST_CASE("usual decimals have small numbers") {
    PackedDecimals decimals;
    CHECK(decimals.pack(Decimal()) == 0);
    for (const std::string_view text : {"0.25", "99999.99", "-0.1234567", "1E+3"})
        CHECK(decimals.pack(Decimal::parse(text).value()) < (std::uint64_t{1} << 32U));
}
