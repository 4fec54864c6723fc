#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "base/number_text.hpp"
#include "tks/amount.hpp"
#include "tks/decimal.hpp"

using tks::Amount;
using tks::Decimal;

namespace {

/// The number, or a failed test and a NaN where it can't be read.
Decimal number(std::string_view text) {
    const std::optional<Decimal> value = Decimal::parse(text);
    CHECK_MESSAGE(value.has_value(), "unreadable: " << text);
    return value.value_or(Decimal(0) / Decimal(0));
}

std::uint64_t power_of_ten(std::uint64_t places) {
    std::uint64_t power = 1;
    while (places-- > 0) power *= 10;
    return power;
}

/// The front, so many times the digit, and the back.
std::string with_run(std::string_view front, std::size_t times, char digit, std::string_view back = "") {
    std::string result(front);
    return result.append(times, digit).append(back);
}

}  // namespace

TEST_CASE("a decimal keeps the digits of the number that it was read from") {
    // Each text on the right is what str() of Python's decimal.Decimal gives for the one on the left.
    const struct {
        std::string_view read;
        std::string_view shown;
    } table[] = {
        {"0", "0"},
        {"-0", "-0"},
        {"0.00", "0.00"},
        {"-0.0", "-0.0"},
        {"0e5", "0E+5"},
        {"7", "7"},
        {"-12", "-12"},
        {"1.50", "1.50"},
        {"64250.12", "64250.12"},
        {"100", "100"},
        {"1e2", "1E+2"},
        {"1.5E+3", "1.5E+3"},
        {"12e1", "1.2E+2"},
        {"1e-1", "0.1"},
        {"0.000001", "0.000001"},
        {"0.0000001", "1E-7"},
        {"0.000000", "0.000000"},
        {"0.0000000", "0E-7"},
        {"2e-8", "2E-8"},
        {"0.00000123", "0.00000123"},
        {"0.000000123", "1.23E-7"},
        {"-123456e-10", "-0.0000123456"},
        {"9999999999999999999", "9999999999999999999"},
        {"18446744073709551616", "18446744073709551616"},
        {"100000000000000000000000", "100000000000000000000000"},
        {"1234567890.123456789012345678901234", "1234567890.123456789012345678901234"},
        {"0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"},
        {"123456789012345678901234567890.1234E+10", "1.234567890123456789012345678901234E+39"},
        {"1e6144", "1.000000000000000000000000000000000E+6144"},
        {"9.999999999999999999999999999999999e6144", "9.999999999999999999999999999999999E+6144"},
        {"1e6111", "1E+6111"},
        {"1e-6176", "1E-6176"},
        {"1.0000e-6172", "1.0000E-6172"},
    };
    for (const auto& row : table) {
        CAPTURE(row.read);
        CHECK(number(row.read).to_string() == row.shown);
        CHECK(number(row.shown).to_string() == row.shown);
    }
}

TEST_CASE("the longest text of a decimal fits where it is promised to") {
    const std::string_view digits = "1234567890123456789012345678901234";
    for (const std::string& longest :
         {"-" + std::string(digits.substr(0, 1)) + "." + std::string(digits.substr(1)) + "E-6142",
          "-0.00000" + std::string(digits)}) {
        std::string text = "before ";
        number(longest).append_to(text);
        CHECK(text == "before " + longest);
        CHECK(longest.size() <= Decimal::longest_text);
    }
}

TEST_CASE("a short number is written as any other, or not at all where it has an exponent or no point") {
    std::uint64_t least = 1;
    for (int digits = 1; digits <= 19; ++digits, least *= 10)
        for (const std::uint64_t coefficient : {least, least + least / 3, 10 * (least - 1) + 9, std::uint64_t{0}})
            for (int exponent = -22; exponent <= 1; ++exponent) {
                CAPTURE(coefficient);
                CAPTURE(exponent);
                tks::Digits buffer;
                char room[80];
                const std::string expected(room,
                                           tks::write_number(room, tks::write_digits(coefficient, buffer), exponent));
                char* const end = tks::write_plain_number(room, coefficient, exponent);
                const bool is_plain = exponent < 0 && expected.find('E') == std::string::npos;
                REQUIRE((end != nullptr) == (is_plain && exponent > -20));
                if (end != nullptr) REQUIRE(std::string_view(room, end) == expected);
            }
}

TEST_CASE("the digits of a coefficient are all there, whatever zeros are among them") {
    std::mt19937_64 random(11);
    for (int digits = 1; digits <= 38; ++digits)
        for (int times = 0; times < 50; ++times) {
            std::string expected;
            for (int at = 0; at < digits; ++at)
                expected +=
                    static_cast<char>(times % 2 == 0 && at != 0 && random() % 3 != 0 ? '0' : '1' + random() % 9);
            tks::decimal128::Coefficient coefficient = 0;
            for (const char digit : expected) coefficient = coefficient * 10 + static_cast<unsigned>(digit - '0');
            tks::Digits buffer;
            REQUIRE(tks::write_digits(coefficient, buffer) == expected);
        }
}

TEST_CASE("a number of more than 34 digits is rounded half to even") {
    const struct {
        std::string read;
        std::string_view shown;
    } table[] = {
        {"1.0000000000000000000000000000000005", "1.000000000000000000000000000000000"},
        {"1.0000000000000000000000000000000015", "1.000000000000000000000000000000002"},
        {"1.0000000000000000000000000000000025", "1.000000000000000000000000000000002"},
        {"1.00000000000000000000000000000000249999", "1.000000000000000000000000000000002"},
        {"1.00000000000000000000000000000000250001", "1.000000000000000000000000000000003"},
        {with_run("1.0000000000000000000000000000000025", 300, '0', "1"), "1.000000000000000000000000000000003"},
        {with_run("1.0000000000000000000000000000000025", 300, '0'), "1.000000000000000000000000000000002"},
        {with_run("", 34, '9', "5"), "1.000000000000000000000000000000000E+35"},
        {with_run("99999999999999999999999999999999994", 99, '9'), "9.999999999999999999999999999999999E+133"},
        {with_run("0.", 40, '0', "99999999999999999999999999999999996"), "1.000000000000000000000000000000000E-40"},
        {with_run("0.", 200, '3'), "0.3333333333333333333333333333333333"},
        {with_run("-2", 40, '6'), "-2.666666666666666666666666666666667E+40"},
    };
    for (const auto& row : table) {
        CAPTURE(row.read);
        CHECK(number(row.read).to_string() == row.shown);
    }
}

TEST_CASE("only the grammar of JSON makes a number") {
    const std::string_view refused[] = {
        "",     "-",     "+1",  ".5",    "1.",    "01",       "-01",  "00",    "1e",       "1e+",
        "1.e3", "e3",    " 1",  "1 ",    "1_000", "0x10",     "NaN",  "nan",   "Infinity", "-Infinity",
        "1,5",  "1.2.3", "--1", "1e5.0", "1e5e5", "\xd9\xa1", "true", "\"1\"",
    };
    for (const std::string_view text : refused) {
        CAPTURE(text);
        CHECK_FALSE(Decimal::parse(text).has_value());
    }
    CHECK_FALSE(Decimal::parse(std::string_view("1\0", 2)).has_value());
    CHECK(number("0E+00") == 0);
    CHECK(number("1e007") == 10'000'000);
}

TEST_CASE("a number too large for decimal128 is refused and one too small becomes zero") {
    CHECK_FALSE(Decimal::parse("1e6145"));
    CHECK_FALSE(Decimal::parse("-1e6145"));
    CHECK_FALSE(Decimal::parse("1e99999999999999999999999999"));
    CHECK_FALSE(Decimal::parse("9.9999999999999999999999999999999995e6144"));
    CHECK_FALSE(Decimal::parse(with_run("1", 7000, '0')));
    CHECK(number(with_run("1", 7000, '0', "e-7000")) == 1);
    CHECK(number(with_run("0.", 7000, '0', "1e7001")) == 1);

    CHECK(number("1e-6177").is_zero());
    CHECK(number("1e-99999999999999999999999999").is_zero());
    CHECK(number("5e-6177").is_zero());
    CHECK(number("15e-6177").to_string() == "2E-6176");
    CHECK(number("5.0000000000000000001e-6177").to_string() == "1E-6176");
    CHECK(number("0e99999").is_zero());
    CHECK(number("0e-99999").is_zero());
}

TEST_CASE("integers of 64 bits are exact") {
    CHECK(Decimal(0).to_string() == "0");
    CHECK(Decimal().to_string() == "0");
    CHECK(Decimal(-1).to_string() == "-1");
    CHECK(Decimal(std::numeric_limits<std::int64_t>::max()).to_string() == "9223372036854775807");
    CHECK(Decimal(std::numeric_limits<std::int64_t>::min()).to_string() == "-9223372036854775808");
    CHECK(Decimal::from_parts(true, 1250, -2).to_string() == "-12.50");
}

TEST_CASE("arithmetic is that of money, not of binary floating point") {
    const struct {
        std::string_view left;
        char operation;
        std::string_view right;
        std::string_view result;
    } table[] = {
        {"0.1", '+', "0.2", "0.3"},
        {"64250.10", '+', "0.9", "64251.00"},
        {"1", '-', "0.9", "0.1"},
        {"1.50", '-', "1.5", "0.00"},
        {"1e33", '+', "0.5", "1000000000000000000000000000000000"},
        {"1000000000000000000000000000000001", '+', "0.5", "1000000000000000000000000000000002"},
        {"1e40", '-', "1", "1.000000000000000000000000000000000E+40"},
        {"0.015", '*', "64250.12", "963.75180"},
        {"-3", '*', "0.10", "-0.30"},
        {"1", '/', "8", "0.125"},
        {"1", '/', "3", "0.3333333333333333333333333333333333"},
        {"2", '/', "3", "0.6666666666666666666666666666666667"},
        {"963.7518", '/', "64250.12", "0.015"},
        {"-1", '/', "0", "-Infinity"},
        {"0", '/', "0", "NaN"},
        {"9e6144", '*', "10", "Infinity"},
        {"1e-6176", '/', "10", "0E-6176"},
    };
    for (const auto& row : table) {
        CAPTURE(row.left);
        CAPTURE(row.operation);
        CAPTURE(row.right);
        const Decimal first = number(row.left);
        const Decimal second = number(row.right);
        const Decimal value = row.operation == '+'   ? first + second
                              : row.operation == '-' ? first - second
                              : row.operation == '*' ? first * second
                                                     : first / second;
        CHECK(value.to_string() == row.result);
    }
}

TEST_CASE("a thousand cents are ten") {
    Decimal sum;
    for (int count = 0; count < 1000; ++count) sum += number("0.01");
    CHECK(sum == 10);
    CHECK(sum.to_string() == "10.00");
    for (int count = 0; count < 1000; ++count) sum -= number("0.01");
    CHECK(sum.is_zero());
}

TEST_CASE(
    "sums, products and comparisons are the exact ones, rounded to 34 digits, with the exponents of the standard") {
    std::mt19937_64 random(20250301);
    const auto random_number = [&] {
        const std::uint64_t digits = random() % 21;
        std::string text = random() % 2 == 0 ? "-" : "";
        text += std::to_string(digits == 20 ? random() : random() % power_of_ten(std::min<std::uint64_t>(digits, 19)));
        return number(text + "e" + std::to_string(static_cast<int>(random() % 61) - 40));
    };
    const auto exponent = [](const Decimal& value) {
        return static_cast<int>((std::bit_cast<std::array<std::uint64_t, 2>>(value)[1] >> 49U) & 0x3FFFU) - 6176;
    };
    // The exponent that the standard prefers, where 34 digits suffice for the exact value.
    const auto check = [](const Decimal& value, const Amount& exact, int preferred_exponent) {
        CHECK(value.reduced() == exact.rounded());
        if (exact.is_zero()) return;
        const auto unit = Amount::parse("1e" + std::to_string(-preferred_exponent)).value_or(Amount());
        const std::string coefficient = (exact * unit).to_string();
        if (coefficient.size() - (coefficient[0] == '-' ? 1U : 0U) > 34 || coefficient.find('E') != std::string::npos)
            return;
        CHECK(value.to_string() == number(coefficient + "e" + std::to_string(preferred_exponent)).to_string());
    };
    for (int round = 0; round < 20'000; ++round) {
        const Decimal first = random_number();
        const Decimal second = round % 8 == 0 ? first : random_number();
        CAPTURE(first.to_string());
        CAPTURE(second.to_string());
        const int least = std::min(exponent(first), exponent(second));
        check(first + second, Amount(first) + Amount(second), least);
        check(first - second, Amount(first) - Amount(second), least);
        check(first * second, Amount(first) * Amount(second), exponent(first) + exponent(second));
        CHECK((first <=> second) == (Amount(first) <=> Amount(second)));
        CHECK((first == second) == (Amount(first) == Amount(second)));
        CHECK(first.to_double() == Amount(first).to_double());
    }
}

TEST_CASE("decimals compare by value, not by digits") {
    const struct {
        std::string_view left;
        std::string_view right;
        std::partial_ordering order;
    } table[] = {
        {"1.5", "1.50", std::partial_ordering::equivalent},
        {"1e2", "100", std::partial_ordering::equivalent},
        {"0", "-0.00", std::partial_ordering::equivalent},
        {"0e6111", "0e-6176", std::partial_ordering::equivalent},
        {"0.1", "0.10000000000000000000000000000001", std::partial_ordering::less},
        {"-1", "-2", std::partial_ordering::greater},
        {"-1e-6176", "0", std::partial_ordering::less},
        {"1e6144", "9e6143", std::partial_ordering::greater},
        {"-5", "5", std::partial_ordering::less},
    };
    for (const auto& row : table) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        const std::partial_ordering found = number(row.left) <=> number(row.right);
        CHECK(found == row.order);
        CHECK((number(row.left) == number(row.right)) == (row.order == std::partial_ordering::equivalent));
    }
}

TEST_CASE("a NaN equals nothing and has no order") {
    const Decimal nan = Decimal(0) / Decimal(0);
    const Decimal other_nan = nan;
    const bool equals_another = nan == other_nan;
    const bool is_ordered = nan < Decimal(1) || nan >= Decimal(1);
    CHECK_FALSE(equals_another);
    CHECK_FALSE(is_ordered);
    CHECK_FALSE(nan.is_finite());
    CHECK_FALSE(nan.is_zero());
    CHECK_FALSE(nan.is_negative());
    CHECK_FALSE(nan.is_positive());
    CHECK(nan.to_string() == "NaN");
    CHECK(nan.reduced().to_string() == "NaN");
}

TEST_CASE("infinities have a sign and no end") {
    const Decimal infinity = Decimal(1) / Decimal(0);
    CHECK_FALSE(infinity.is_finite());
    CHECK(infinity.is_positive());
    CHECK((-infinity).is_negative());
    CHECK(infinity > number("9e6144"));
    CHECK(infinity.to_string() == "Infinity");
    CHECK((-infinity).to_string() == "-Infinity");
    CHECK((-infinity).abs() == infinity);
    CHECK(infinity.reduced() == infinity);
}

TEST_CASE("the sign of a number is that of its value") {
    CHECK(number("-0.01").is_negative());
    CHECK_FALSE(number("-0.01").is_positive());
    CHECK(number("1e-6176").is_positive());
    CHECK_FALSE(number("-0").is_negative());
    CHECK_FALSE(number("-0").is_positive());
    CHECK(number("-0").is_zero());
    CHECK(number("-12.50").abs().to_string() == "12.50");
    CHECK((-number("12.50")).to_string() == "-12.50");
    CHECK((-number("0.00")).to_string() == "0.00");
    CHECK((-number("-0.00")).to_string() == "0.00");
}

TEST_CASE("a reduced decimal has neither trailing zeros nor an exponent that it can do without") {
    const struct {
        std::string_view read;
        std::string_view reduced;
    } table[] = {
        {"1.50", "1.5"},
        {"-1.50", "-1.5"},
        {"100", "100"},
        {"100.00", "100"},
        {"1e2", "100"},
        {"0.00", "0"},
        {"-0.00", "0"},
        {"0e10", "0"},
        {"0.000000100", "1E-7"},
        {"1.000000000000000000000000000000000", "1"},
        {"123456789012345678901234.5000000000", "123456789012345678901234.5"},
        {"1e33", "1000000000000000000000000000000000"},
        {"1e34", "1E+34"},
        {"1.0e34", "1E+34"},
        {"1000000000000000000000000000000000e5", "1E+38"},
        {"12.500e3", "12500"},
    };
    for (const auto& row : table) {
        CAPTURE(row.read);
        CHECK(number(row.read).reduced().to_string() == row.reduced);
        CHECK(number(row.read).reduced() == number(row.read));
    }
}

TEST_CASE("the double of a decimal is the nearest one") {
    CHECK(number("0.1").to_double() == 0.1);
    CHECK(number("64250.12").to_double() == 64250.12);
    CHECK(number("0.1000000000000000055511151231257827").to_double() == 0.1);
    CHECK(number("-1.7976931348623157e308").to_double() == -std::numeric_limits<double>::max());
    CHECK(std::isinf(number("1e309").to_double()));
    CHECK(number("1e-400").to_double() == 0.0);
    CHECK(std::signbit(number("-0").to_double()));
}
