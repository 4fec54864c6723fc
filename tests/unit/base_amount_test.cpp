#include <doctest/doctest.h>

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rational.hpp"
#include "tks/amount.hpp"

using rational_test::is_exactly;
using rational_test::power_of_ten;
using rational_test::rational;
using tks::Amount;
using tks::Decimal;

namespace {

Amount amount(std::string_view text) {
    const std::optional<Amount> value = Amount::parse(text);
    REQUIRE_MESSAGE(value.has_value(), "unreadable: " << text);
    return *value;
}

Decimal decimal(std::string_view text) {
    const std::optional<Decimal> value = Decimal::parse(text);
    REQUIRE_MESSAGE(value.has_value(), "unreadable: " << text);
    return *value;
}

std::string repeated(std::size_t times, std::string_view text) {
    std::string result;
    for (; times > 0; --times) result += text;
    return result;
}

/// Numbers of all lengths and places, with many zeros and nines among their digits.
class RandomNumbers {
public:
    std::string text(unsigned most_digits, int furthest_place) {
        std::string digits = below(2) == 0 ? "-" : "";
        digits += static_cast<char>('1' + below(9));
        const std::uint64_t more = below(most_digits);
        const std::uint64_t kind = below(3);
        for (std::uint64_t count = 0; count < more; ++count)
            digits += kind == 0 ? static_cast<char>('0' + below(10)) : kind == 1 ? '0' : '9';
        const auto places = 2 * static_cast<std::uint64_t>(furthest_place) + 1;
        return digits + "e" + std::to_string(static_cast<int>(below(places)) - furthest_place);
    }

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

private:
    std::mt19937_64 random_{20240229};
};

}  // namespace

TEST_CASE("an amount has the shortest exact text, and reads it again") {
    const struct {
        std::string read;
        std::string shown;
    } table[] = {
        {"0", "0"},
        {"-0.00", "0"},
        {"0e999999999999", "0"},
        {"7", "7"},
        {"-12.50", "-12.5"},
        {"1e2", "100"},
        {"120e-1", "12"},
        {"0.000001", "0.000001"},
        {"0.0000001", "1E-7"},
        {"-0.00000123", "-0.00000123"},
        {"0.000000123", "1.23E-7"},
        {"1e33", "1" + repeated(33, "0")},
        {"1e34", "1E+34"},
        {"18446744073709551616", "18446744073709551616"},
        {"170141183460469231731687303715884105727", "170141183460469231731687303715884105727"},
        {"170141183460469231731687303715884105728", "170141183460469231731687303715884105728"},
        {"-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728"},
        {repeated(10, "1234567890") + "." + repeated(10, "0123456789"),
         repeated(10, "1234567890") + "." + repeated(10, "0123456789")},
        {"-0.0000" + repeated(50, "1234567890"), "-0.0000" + repeated(49, "1234567890") + "123456789"},
        {"1" + repeated(80, "0") + "e-80", "1"},
        {"1" + repeated(80, "0") + ".5", "1" + repeated(80, "0") + ".5"},
        {"9e308", "9E+308"},
        {"25e-402", "2.5E-401"},
        {"1e6111", "1E+6111"},
        {"1e1000000", "1E+1000000"},
        {"1e-1000000", "1E-1000000"},
    };
    for (const auto& row : table) {
        CAPTURE(row.read);
        CHECK(amount(row.read).to_string() == row.shown);
        CHECK(amount(row.shown) == amount(row.read));
    }
    std::string text = "before ";
    amount("1.50").append_to(text);
    CHECK(text == "before 1.5");
}

TEST_CASE("only the grammar of JSON makes an amount, and only within a million places") {
    for (const std::string_view text : {"", "-", "+1", ".5", "1.", "01", "1e", " 1", "1 ", "NaN", "Infinity", "1,5",
                                        "1.2.3", "0x10", "1e1000001", "-1e-1000001", "1e99999999999999999999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(Amount::parse(text).has_value());
    }
}

TEST_CASE("an amount that is a decimal has the text of that decimal, and rounds to it") {
    RandomNumbers random;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = random.text(34, round % 2 == 0 ? 40 : 6000);
        CAPTURE(text);
        const Decimal value = decimal(text);
        CHECK(Amount(value).to_string() == value.reduced().to_string());
        CHECK(amount(text) == Amount(value));
        CHECK(Amount(value).rounded() == value);
        CHECK(Amount(value).to_double() == value.to_double());
    }
}

TEST_CASE("sums, differences and products of amounts are exact") {
    const struct {
        std::string_view left;
        char operation;
        std::string_view right;
        std::string result;
    } table[] = {
        {"0.1", '+', "0.2", "0.3"},
        {"0", '+', "-1.5", "-1.5"},
        {"1.50", '-', "1.5", "0"},
        {"1e34", '+', "1e-34", "1" + repeated(34, "0") + "." + repeated(33, "0") + "1"},
        {"1e308", '-', "1", repeated(308, "9")},
        {"1e308", '+', "1e-400", "1" + repeated(308, "0") + "." + repeated(399, "0") + "1"},
        {"0.015", '*', "64250.12", "963.7518"},
        {"-3", '*', "0.10", "-0.3"},
        {"0", '*', "-1e308", "0"},
        {"1e308", '*', "1e308", "1E+616"},
        {"9999999999999999999999999999999999", '*', "9999999999999999999999999999999999",
         repeated(33, "9") + "8" + repeated(33, "0") + "1"},
        // The largest coefficients of 127 bits, one more, and back.
        {"170141183460469231731687303715884105727", '+', "1", "170141183460469231731687303715884105728"},
        {"-170141183460469231731687303715884105727", '-', "1", "-170141183460469231731687303715884105728"},
        {"170141183460469231731687303715884105728", '-', "1", "170141183460469231731687303715884105727"},
        {"-170141183460469231731687303715884105728", '+', "1", "-170141183460469231731687303715884105727"},
        {"13043817825332782212", '*', "13043817825332782212", "170141183460469231722567801800623612944"},
        {"9223372036854775808", '*', "18446744073709551616", "170141183460469231731687303715884105728"},
        {"-9223372036854775808", '*', "18446744073709551615", "-1.7014118346046923172246393167902932992E+38"},
    };
    for (const auto& row : table) {
        CAPTURE(row.left);
        CAPTURE(row.operation);
        CAPTURE(row.right);
        const Amount left = amount(row.left);
        const Amount right = amount(row.right);
        const Amount result = row.operation == '+' ? left + right : row.operation == '-' ? left - right : left * right;
        CHECK(result.to_string() == row.result);
    }
}

TEST_CASE("arithmetic and order of amounts are those of fractions") {
    RandomNumbers random;
    for (int round = 0; round < 20'000; ++round) {
        const unsigned digits = round % 3 == 0 ? 19 : round % 3 == 1 ? 34 : 90;
        const std::string first = random.text(digits, 30);
        const std::string second = random.text(digits, 30);
        CAPTURE(first);
        CAPTURE(second);
        const Amount left = amount(first);
        const Amount right = amount(second);
        const mpq_class a = rational(first);
        const mpq_class b = rational(second);
        CHECK(is_exactly(left + right, a + b));
        CHECK(is_exactly(left - right, a - b));
        CHECK(is_exactly(left * right, a * b));
        CHECK(is_exactly(-left, -a));
        CHECK(is_exactly(left.abs(), abs(a)));
        CHECK((left < right) == (a < b));
        CHECK((left == right) == (a == b));
        CHECK(left + right - right == left);
        CHECK(amount((left * right).to_string()) == left * right);
    }
}

TEST_CASE("amounts compare by value, whatever wrote them") {
    const std::vector<std::string> ascending = {"-1e308",
                                                "-170141183460469231731687303715884105728",
                                                "-2",
                                                "-1.0000000000000000000000000000000000000001",
                                                "-1",
                                                "-1e-400",
                                                "0",
                                                "1e-400",
                                                "1",
                                                "1.0000000000000000000000000000000000000001",
                                                "2",
                                                "170141183460469231731687303715884105727",
                                                "170141183460469231731687303715884105728",
                                                "1e40",
                                                "1e308"};
    for (std::size_t left = 0; left < ascending.size(); ++left)
        for (std::size_t right = 0; right < ascending.size(); ++right) {
            CAPTURE(ascending[left]);
            CAPTURE(ascending[right]);
            CHECK((amount(ascending[left]) <=> amount(ascending[right])) == (left <=> right));
            CHECK(amount(ascending[left]).is_negative() == (left < 6));
            CHECK(amount(ascending[left]).is_zero() == (left == 6));
            CHECK(amount(ascending[left]).is_positive() == (left > 6));
        }
    CHECK(amount("1.500") == amount("15e-1"));
    CHECK(amount("1" + repeated(60, "0")) == amount("1e60"));
    CHECK(Amount(decimal("0e-6176")) == 0);
    CHECK(Amount(decimal("-0")) == Amount());
}

TEST_CASE("a quotient has 34 digits, rounded half to even") {
    const struct {
        std::string_view dividend;
        std::string_view divisor;
        std::string quotient;
    } table[] = {
        {"1", "8", "0.125"},
        {"963.7518", "64250.12", "0.015"},
        {"2000", "8", "250"},
        {"0", "-7", "0"},
        {"1", "3", "0." + repeated(34, "3")},
        {"-2", "3", "-0." + repeated(33, "6") + "7"},
        {"2", "-3", "-0." + repeated(33, "6") + "7"},
        {"-200", "-3", "66." + repeated(31, "6") + "7"},
        // Half of a last digit, after an even one, after an odd one, and a trace more.
        {"2000000000000000000000000000000001", "2", "1000000000000000000000000000000000"},
        {"2000000000000000000000000000000003", "2", "1000000000000000000000000000000002"},
        {"2000000000000000000000000000000005", "2", "1000000000000000000000000000000002"},
        {"2000000000000000000000000000000001.0000000000000000000000000000001", "2",
         "1000000000000000000000000000000001"},
        {"0.19999999999999999999999999999999999", "2", "0.1"},
        {"1e308", "1e-400", "1E+708"},
        {"1e-400", "3e308", "3." + repeated(33, "3") + "E-709"},
        {"1", "170141183460469231731687303715884105729", "5.877471754111437539843682686111228E-39"},
    };
    for (const auto& row : table) {
        CAPTURE(row.dividend);
        CAPTURE(row.divisor);
        CHECK(quotient(amount(row.dividend), amount(row.divisor)) == amount(row.quotient));
    }
}

TEST_CASE("no 34 digits are nearer to a quotient than those that it has") {
    RandomNumbers random;
    for (int round = 0; round < 20'000; ++round) {
        const std::string first = random.text(round % 2 == 0 ? 34 : 120, 200);
        const std::string second = random.text(round % 4 < 2 ? 34 : 120, 200);
        CAPTURE(first);
        CAPTURE(second);
        const Amount result = quotient(amount(first), amount(second));
        const mpq_class exact = rational(first) / rational(second);
        const mpq_class error = abs(mpq_class(rational(result.to_string()) - exact));
        CHECK(Amount(result.rounded()) == result);
        // Of 34 digits, the last one is worth between 1e-34 and 1e-33 of the value.
        CHECK((error * 2 <= abs(exact) * power_of_ten(-33)));
        // Where decimals hold both, their library, which is correctly rounded, has to agree.
        if (const auto left = Decimal::parse(first), right = Decimal::parse(second);
            Amount(*left) == amount(first) && Amount(*right) == amount(second))
            CHECK(result == Amount(*left / *right));
    }
}

TEST_CASE("an amount rounds to the nearest decimal, half to even") {
    const struct {
        std::string text;
        std::string_view rounded;
    } table[] = {
        {"100", "100"},
        {"1.50", "1.5"},
        {"12345678901234567890123456789012345", "1.234567890123456789012345678901234E+34"},
        {"12345678901234567890123456789012355", "1.234567890123456789012345678901236E+34"},
        {"0." + repeated(60, "3"), "0.3333333333333333333333333333333333"},
        {"-" + repeated(60, "9"), "-1E+60"},
        {"1e-7000", "0"},
        {"1e7000", "Infinity"},
        {"-1e7000", "-Infinity"},
        {"1" + repeated(50, "0"), "1E+50"},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(amount(row.text).rounded().to_string() == row.rounded);
    }
}

TEST_CASE("an amount has a nearest double") {
    CHECK(amount("0.1").to_double() == 0.1);
    CHECK(amount("-1" + repeated(60, "0")).to_double() == -1e60);
    CHECK(amount("0.1000000000000000055511151231257827021181583404541015625").to_double() == 0.1);
    // Half way to the next double, and a trace beyond it.
    CHECK(amount("9007199254740993").to_double() == 9007199254740992.0);
    CHECK(amount("9007199254740993." + repeated(60, "0") + "1").to_double() == 9007199254740994.0);
    CHECK(amount("1e400").to_double() == std::numeric_limits<double>::infinity());
    CHECK(amount("-1e400").to_double() == -std::numeric_limits<double>::infinity());
    CHECK(amount("1e-400").to_double() == 0.0);
    CHECK(amount("0").to_double() == 0.0);
}

TEST_CASE("amounts are values, small and big") {
    CHECK(Amount(std::numeric_limits<std::int64_t>::min()).to_string() == "-9223372036854775808");
    CHECK(Amount(std::numeric_limits<std::int64_t>::max()).to_string() == "9223372036854775807");
    for (const std::string& text : {std::string("1.5"), repeated(9, "1234567890") + ".5"}) {
        CAPTURE(text);
        Amount original = amount(text);
        Amount copy = original;
        copy += 1;
        CHECK(original == amount(text));
        CHECK(copy == original + 1);
        copy = original;
        original *= original;
        CHECK(copy == amount(text));
        CHECK(quotient(original, copy).rounded() == copy.rounded());
        Amount moved = std::move(original);
        original = copy;
        CHECK(moved == copy * copy);
        CHECK(original == copy);
        copy -= moved - copy * copy + copy;
        CHECK(copy.is_zero());
        CHECK(copy.to_string() == "0");
    }
}
