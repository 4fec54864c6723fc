#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "codec/coercion.hpp"

// The tables are what the package itself was seen to do.

namespace {

using namespace std::string_view_literals;
using tks::codec::IntegerReading;
using tks::codec::IntegerRefusal;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// All that the package trims off a text before it reads a number, and what looks like it but is not trimmed.
constexpr std::string_view trimmed_spaces[] = {"\t",     "\n",     "\v",     "\f",     "\r",     " ",      "\u0085",
                                               "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
                                               "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028",
                                               "\u2029", "\u202f", "\u205f", "\u3000"};
constexpr std::string_view untrimmed_spaces[] = {"\x1c", "\x1d", "\x1e", "\x1f", "\u200b", "\u180e", "\ufeff", "\0"sv};

}  // namespace

TEST_CASE("a text that reads as a number is one, written as JSON") {
    struct Row {
        std::string_view text;
        std::string_view json;
    };
    const Row rows[] = {
        {"0", "0"},
        {"1", "1"},
        {"-1", "-1"},
        {"+1", "1"},
        {"1.5", "1.5"},
        {".5", "0.5"},
        {"-.5", "-0.5"},
        {"5.", "5"},
        {"+5.", "5"},
        {"00", "0"},
        {"007.50", "7.50"},
        {"-0", "-0"},
        {"1e3", "1e3"},
        {"1E+3", "1e+3"},
        {"1.e-3", "1e-3"},
        {".5e1", "0.5e1"},
        {"1e05", "1e05"},
        {" 1 ", "1"},
        {"\u3000-1.5\u2028", "-1.5"},
        {"1_000", "1000"},
        {"1_0.5_0", "10.50"},
        {"1_.5", "1.5"},
        {"1e_5", "1e5"},
        {"+_1", "1"},
        {"1e1_0", "1e10"},
        {"1e400", "1e400"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(tks::codec::number_from_text(row.text) == std::string(row.json));
    }
    for (const std::string_view space : trimmed_spaces)
        CHECK(tks::codec::number_from_text(std::string(space) + "1.5" + std::string(space)) == "1.5");
}

TEST_CASE("a text that reads as no finite number is none") {
    const std::string_view refused[] = {"",      " ",    ".",    "+",     "-",     "e5",  ".e5",       "1e",  "1e+",
                                        "1.5.2", "1,5",  "0x10", "1e5.0", "--1",   "+-1", "1 000",     "1f",  "_1",
                                        "1_",    "1__0", " 1_0", "1_0 ",  "_",     "inf", "-Infinity", "nan", "NaN",
                                        "i_nf",  "one",  "١",    "½",     "1\0"sv, "true"};
    for (const std::string_view text : refused) {
        CAPTURE(text);
        CHECK(tks::codec::number_from_text(text) == std::nullopt);
    }
    for (const std::string_view space : untrimmed_spaces)
        CHECK(tks::codec::number_from_text(std::string(space) + "1") == std::nullopt);
}

TEST_CASE("a text that reads as an integer is one, with all of pydantic's quirks") {
    struct Row {
        std::string_view text;
        std::int64_t value;
    };
    const Row rows[] = {
        {"0", 0},
        {"12", 12},
        {"-12", -12},
        {"+12", 12},
        {"1.0", 1},
        {"1.000", 1},
        {"-3.0", -3},
        {" 12 ", 12},
        {"\u00a0"
         "7",
         7},
        {"1_000", 1000},
        {" 1_000 ", 1000},
        {"1_000.0", 1000},
        {"00", 0},
        {"007", 7},
        {"0_7", 7},
        {"0__1", 1},
        {"0_0_1", 1},
        {"-0", 0},
        {"+0", 0},
        {"0.0", 0},
        {"-007", -7},
        {"0-1", -1},
        {"0_-1", -1},
        {"00.0", 0},
        {"9223372036854775807", 9223372036854775807},
        {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const IntegerReading reading = tks::codec::integer_from_text(row.text);
        CHECK(reading.refusal == IntegerRefusal::none);
        CHECK(reading.value == row.value);
        CHECK_FALSE(reading.is_canonical);
    }
    for (const std::string_view space : trimmed_spaces)
        CHECK(tks::codec::integer_from_text(std::string(space) + "12" + std::string(space)).value == 12);
}

TEST_CASE("a text that reads as no integer is none") {
    const std::string_view refused[] = {"",   " ",    "+",  "-",     "--1", "+-1", "-+1",  "- 1",
                                        "1.", "1.5",  ".0", "1.0_0", "1e3", "0x1", "1,0",  "_1",
                                        "1_", "1__0", "0_", "one",   "1 2", "١",   "true", "1\0"sv};
    for (const std::string_view text : refused) {
        CAPTURE(text);
        CHECK(tks::codec::integer_from_text(text).refusal == IntegerRefusal::not_an_integer);
    }
    for (const std::string_view space : untrimmed_spaces)
        CHECK(tks::codec::integer_from_text(std::string(space) + "1").refusal == IntegerRefusal::not_an_integer);
    // The package reads these; libtks does not, and says so.
    for (const std::string_view text : {"9223372036854775808", "-9223372036854775809", "1_000_000_000_000_000_000_000"})
        CHECK(tks::codec::integer_from_text(text).refusal == IntegerRefusal::too_large);
}

TEST_CASE("a JSON number is an integer if it has no fraction, canonical only if it is written so") {
    struct Row {
        std::string_view number;
        std::int64_t value;
        bool is_canonical;
    };
    const Row rows[] = {
        {"0", 0, true},
        {"-0", 0, true},
        {"12", 12, true},
        {"-12", -12, true},
        {"1.0", 1, false},
        {"1e3", 1000, false},
        {"10e-1", 1, false},
        {"-2.50e1", -25, false},
        {"-0.0", 0, false},
        {"1e-400", 0, false},  // Zero, once it is a double.
        {"9223372036854775807", 9223372036854775807, true},
        {"-9223372036854775808", std::numeric_limits<std::int64_t>::min(), true},
        {"9223372036854774784.0", 9223372036854774784, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.number);
        const IntegerReading reading = tks::codec::integer_from_number(row.number);
        CHECK(reading.refusal == IntegerRefusal::none);
        CHECK(reading.value == row.value);
        CHECK(reading.is_canonical == row.is_canonical);
    }
    struct Refused {
        std::string_view number;
        IntegerRefusal why;
    };
    const Refused refused[] = {
        {"1.5", IntegerRefusal::fraction},
        {"1e-3", IntegerRefusal::fraction},
        {"0.9999", IntegerRefusal::fraction},
        {"9223372036854775808", IntegerRefusal::too_large},
        {"-9223372036854775809", IntegerRefusal::too_large},
        {"9223372036854775807.0", IntegerRefusal::too_large},   // Rounds to 2^63.
        {"-9223372036854775808.0", IntegerRefusal::too_large},  // The package compares with < here.
        {"1e19", IntegerRefusal::too_large},
        {"1e400", IntegerRefusal::too_large},
    };
    for (const Refused& row : refused) {
        CAPTURE(row.number);
        CHECK(tks::codec::integer_from_number(row.number).refusal == row.why);
    }
}

TEST_CASE("numbers that are 0 or 1 are truth values, however they are written") {
    for (const std::string_view number : {"0", "-0", "0.0", "-0.0", "0e5", "1e-400"}) {
        CAPTURE(number);
        CHECK(tks::codec::boolean_from_number(number) == false);
    }
    for (const std::string_view number : {"1", "1.0", "1e0", "10e-1", "0.1e1"}) {
        CAPTURE(number);
        CHECK(tks::codec::boolean_from_number(number) == true);
    }
    for (const std::string_view number : {"2", "-1", "0.5", "1e1", "1e400", "1.0000001", "NaN"}) {
        CAPTURE(number);
        CHECK(tks::codec::boolean_from_number(number) == std::nullopt);
    }
}

TEST_CASE("twelve words are truth values, in any case but without white space") {
    for (const std::string_view text : {"1", "t", "T", "y", "on", "ON", "yes", "Yes", "yEs", "true", "TRUE"}) {
        CAPTURE(text);
        CHECK(tks::codec::boolean_from_text(text) == true);
    }
    for (const std::string_view text : {"0", "f", "n", "N", "off", "Off", "no", "false", "FALSE"}) {
        CAPTURE(text);
        CHECK(tks::codec::boolean_from_text(text) == false);
    }
    for (const std::string_view text :
         {"", " true", "true ", "tru", "truee", "1.0", "-1", "2", "ja", "null", "ｔ", "ﬀ"}) {
        CAPTURE(text);
        CHECK(tks::codec::boolean_from_text(text) == std::nullopt);
    }
}

TEST_CASE("a number is compared as the nearest double, beyond its range as well") {
    struct Row {
        std::string_view number;
        double value;
    };
    const Row rows[] = {
        {"0.1", 0.1},
        {"1e308", 1e308},
        {"1e400", infinity},
        {"-1e400", -infinity},
        {"1e-400", 0.0},
        {"2e-324", 0.0},
        {"3e-324", 5e-324},
        {"-4e-324", -5e-324},
        {"1e99999999999999999999", infinity},
        {"1e-99999999999999999999", 0.0},
        {"0.000e99999999999999999999", 0.0},
        {"123456789012345678901234567890e290", infinity},
        {"0.00000000000000000000000000001e330", 1e301},
    };
    for (const Row& row : rows) {
        CAPTURE(row.number);
        CHECK(tks::codec::double_from_number(row.number) == row.value);
    }
    CHECK(std::signbit(tks::codec::double_from_number("-1e-400")));
    CHECK(tks::codec::double_from_number("1" + std::string(400, '0')) == infinity);
    CHECK(tks::codec::double_from_number("0." + std::string(400, '0') + "1") == 0.0);
    CHECK(tks::codec::double_from_number("0." + std::string(400, '0') + "1e400") == doctest::Approx(0.1));
    CHECK(tks::codec::double_from_number("1" + std::string(400, '0') + "e-400") == doctest::Approx(1.0));
    for (const std::string_view no_number : {"NaN", "", "x"})
        CHECK(std::isnan(tks::codec::double_from_number(no_number)));
}
