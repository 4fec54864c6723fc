#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

#include "codec/coercion.hpp"
#include "codec/number_scan.hpp"
#include "tks/decimal.hpp"

namespace {

using tks::Decimal;
using tks::codec::ScannedNumber;

std::optional<Decimal> scanned(std::string_view token) {
    ScannedNumber number;
    if (!tks::codec::scan_number(token, number)) return std::nullopt;
    return Decimal::from_parts(number.is_negative, number.coefficient, number.exponent);
}

}  // namespace

TEST_CASE("a short number is taken apart exactly, digits and all") {
    struct Row {
        std::string_view token;
        ScannedNumber number;
    };
    const Row rows[] = {
        {"0", {0, 0, false, true}},
        {"-0", {0, 0, true, true}},
        {"12", {12, 0, false, true}},
        {"-7.50", {750, -2, true, false}},
        {"1e3", {1, 3, false, false}},
        {"1E+3", {1, 3, false, false}},
        {"2.5e-8", {25, -9, false, false}},
        {"0.000", {0, -3, false, false}},
        {"9999999999999999999", {9999999999999999999U, 0, false, true}},
        {"1e250", {1, 250, false, false}},
        {"1e0099", {1, 99, false, false}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.token);
        ScannedNumber number;
        REQUIRE(tks::codec::scan_number(row.token, number));
        CHECK(number.coefficient == row.number.coefficient);
        CHECK(number.exponent == row.number.exponent);
        CHECK(number.is_negative == row.number.is_negative);
        CHECK(number.is_integer == row.number.is_integer);
    }
}

TEST_CASE("what is no JSON number, or a long one, is left to the careful road") {
    for (const std::string_view token : {"",
                                         "-",
                                         "+1",
                                         ".5",
                                         "1.",
                                         "01",
                                         "-01",
                                         "00",
                                         "1e",
                                         "1e+",
                                         "1.e3",
                                         "1.5.2",
                                         "1x",
                                         "x",
                                         "0x10",
                                         "1 ",
                                         " 1",
                                         "1_0",
                                         "NaN",
                                         "Infinity",
                                         "-Infinity",
                                         "--1",
                                         "1e1.5",
                                         "12345678901234567890",
                                         "0.0000000000000000000",
                                         "1e251",
                                         "1e-251",
                                         "1e00250"}) {
        CAPTURE(token);
        CHECK(scanned(token) == std::nullopt);
    }
}

TEST_CASE("whatever is scanned is a JSON number, is finite as a double, and equals what Decimal::parse reads") {
    std::mt19937 random(11);
    constexpr std::string_view alphabet = "0123456789012345678901234567890123456789-+.eE ";
    int accepted = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string token;
        for (std::size_t length = 1 + random() % 8; length > 0; --length) token += alphabet[random() % alphabet.size()];
        const auto number = scanned(token);
        if (!number) continue;
        ++accepted;
        CAPTURE(token);
        REQUIRE(nlohmann::json::accept(token));
        const auto parsed = Decimal::parse(token);
        REQUIRE(parsed);
        REQUIRE(number->to_string() == parsed->to_string());
        REQUIRE(std::isfinite(tks::codec::double_from_number(token)));
    }
    CHECK(accepted > 10'000);
}

TEST_CASE("every short JSON number without a large power is scanned") {
    std::mt19937 random(12);
    const auto digits = [&](std::size_t most) {
        std::string text;
        for (std::size_t length = 1 + random() % most; length > 0; --length)
            text += static_cast<char>('0' + random() % 10);
        return text;
    };
    for (int round = 0; round < 20'000; ++round) {
        std::string token = random() % 2 == 0 ? "-" : "";
        token += random() % 3 == 0 ? "0" : std::to_string(1 + random() % 1'000'000'000);
        if (random() % 2 == 0) token += "." + digits(9);
        if (random() % 4 == 0)
            token += (random() % 2 == 0 ? "e" : "E") + std::string(random() % 2 == 0 ? "-" : "") +
                     std::to_string(random() % 250);
        CAPTURE(token);
        REQUIRE(scanned(token));
    }
}
