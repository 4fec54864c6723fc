#include "tks/decimal.hpp"

// Everything of the Intel decimal library stays in this file: numbers by value, rounding mode and flags as arguments.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace tks {
namespace {

static_assert(std::endian::native == std::endian::little, "the words of a decimal128 are laid out low word first");
static_assert(sizeof(Decimal) == sizeof(BID_UINT128));

__extension__ typedef unsigned __int128 Coefficient;  // NOLINT(modernize-use-using): __extension__ needs the typedef

constexpr int precision = 34;
constexpr int smallest_exponent = -6176;
constexpr int largest_exponent = 6111;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;
constexpr std::uint64_t infinity_bits = std::uint64_t{0x78} << 56U;  // An infinity or a NaN has all four of them.
constexpr std::uint64_t nan_bits = std::uint64_t{0x7c} << 56U;

struct Words {
    std::uint64_t low;
    std::uint64_t high;
};

Words words_of(const Decimal& value) {
    return std::bit_cast<Words>(value);
}

bool is_nan(Words words) {
    return (words.high & nan_bits) == nan_bits;
}

bool is_special(Words words) {
    return (words.high & infinity_bits) == infinity_bits;
}

/// Only for finite values. The large form of the encoding never occurs: its coefficients lie beyond 34 digits.
int exponent_of(Words words) {
    return static_cast<int>((words.high >> 49U) & 0x3fffU) + smallest_exponent;
}

Coefficient coefficient_of(Words words) {
    constexpr std::uint64_t high_part = (std::uint64_t{1} << 49U) - 1;
    return (static_cast<Coefficient>(words.high & high_part) << 64U) | words.low;
}

Decimal make_decimal(bool negative, Coefficient coefficient, int exponent) {
    const auto biased_exponent = static_cast<std::uint64_t>(exponent - smallest_exponent);
    return std::bit_cast<Decimal>(
        Words{static_cast<std::uint64_t>(coefficient),
              (negative ? sign_bit : 0) | (biased_exponent << 49U) | static_cast<std::uint64_t>(coefficient >> 64U)});
}

BID_UINT128 to_library(const Decimal& value) {
    return std::bit_cast<BID_UINT128>(value);
}

Decimal from_library(BID_UINT128 value) {
    return std::bit_cast<Decimal>(value);
}

using Operation = BID_UINT128(BID_UINT128, BID_UINT128, _IDEC_round, _IDEC_flags*);

Decimal apply(Operation* operation, const Decimal& left, const Decimal& right) {
    _IDEC_flags flags = 0;
    return from_library(operation(to_library(left), to_library(right), BID_ROUNDING_TO_NEAREST, &flags));
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// The parts of a JSON number: its value is the digits of the mantissa, without the point, × 10^exponent.
struct NumberText {
    bool negative = false;
    std::string_view mantissa;           // Digits, and at most one point.
    std::uint64_t coefficient = 0;       // The value of the digits, modulo 2^64.
    std::size_t significant_digits = 0;  // From the first digit that is not zero.
    std::int64_t exponent = 0;
};

/// Reads the digits at `position` into the coefficient and moves behind them; false if there are none.
bool read_digits(std::string_view text, std::size_t& position, NumberText& number) {
    const std::size_t begin = position;
    for (; position < text.size() && is_digit(text[position]); ++position) {
        const auto digit = static_cast<std::uint64_t>(text[position] - '0');
        number.coefficient = number.coefficient * 10 + digit;
        number.significant_digits += (number.significant_digits | digit) != 0 ? 1 : 0;
    }
    return position != begin;
}

/// Reads the exponent whose sign or first digit is at `position`. Far beyond any range it no longer grows.
bool read_exponent(std::string_view text, std::size_t& position, NumberText& number) {
    constexpr std::int64_t saturation = 1'000'000'000'000'000;
    bool negative = false;
    if (position < text.size() && (text[position] == '+' || text[position] == '-')) negative = text[position++] == '-';
    const std::size_t begin = position;
    std::int64_t exponent = 0;
    for (; position < text.size() && is_digit(text[position]); ++position)
        if (exponent < saturation) exponent = exponent * 10 + (text[position] - '0');
    number.exponent += negative ? -exponent : exponent;
    return position != begin;
}

/// Splits a text after the number grammar of RFC 8259; false if it is no JSON number.
bool read_number(std::string_view text, NumberText& number) {
    std::size_t position = 0;
    if (!text.empty() && text[0] == '-') {
        number.negative = true;
        position = 1;
    }
    const std::size_t begin = position;
    if (!read_digits(text, position, number)) return false;
    if (text[begin] == '0' && position - begin > 1) return false;
    if (position < text.size() && text[position] == '.') {
        const std::size_t point = position++;
        if (!read_digits(text, position, number)) return false;
        number.exponent = -static_cast<std::int64_t>(position - point - 1);
    }
    number.mantissa = text.substr(begin, position - begin);
    if (position < text.size() && (text[position] == 'e' || text[position] == 'E'))
        if (!read_exponent(text, ++position, number)) return false;
    return position == text.size();
}

/// Lets the library round what does not fit. It is given 34 digits, one more to round by, and one that stands for
/// all the rest, so that the result is that of the whole text, however long it is.
std::optional<Decimal> round_number(const NumberText& number) {
    constexpr std::size_t kept_digits = precision + 1;
    constexpr std::int64_t beyond_range = 99'999;
    std::array<char, 64> buffer{};
    char* out = buffer.data();
    if (number.negative) *out++ = '-';
    std::size_t digits = 0;
    bool rest = false;
    for (const char character : number.mantissa) {
        if (character == '.' || (digits == 0 && character == '0')) continue;
        if (++digits <= kept_digits)
            *out++ = character;
        else
            rest = rest || character != '0';
    }
    std::int64_t exponent = number.exponent;
    if (digits > kept_digits) {
        *out++ = rest ? '1' : '0';
        exponent += static_cast<std::int64_t>(digits - kept_digits) - 1;
    }
    *out++ = 'E';
    // One byte is left for the zero that ends the text.
    std::to_chars(out, buffer.data() + buffer.size() - 1, std::clamp(exponent, -beyond_range, beyond_range));
    _IDEC_flags flags = 0;
    const Decimal result = from_library(bid128_from_string(buffer.data(), BID_ROUNDING_TO_NEAREST, &flags));
    if (!result.is_finite()) return std::nullopt;
    return result;
}

using Digits = std::array<char, 40>;

/// The decimal digits of a coefficient of at most 34 digits, in the buffer.
std::string_view write_digits(Coefficient coefficient, Digits& buffer) {
    constexpr std::uint64_t half = 10'000'000'000'000'000'000U;  // 10^19, the largest power of ten in 64 bits.
    const auto upper = static_cast<std::uint64_t>(coefficient / half);
    auto lower = static_cast<std::uint64_t>(coefficient % half);
    char* const end = buffer.data() + buffer.size();
    if (upper == 0) return {buffer.data(), std::to_chars(buffer.data(), end, lower).ptr};
    char* const middle = std::to_chars(buffer.data(), end, upper).ptr;
    for (char* digit = middle + 19; digit != middle; lower /= 10) *--digit = static_cast<char>('0' + lower % 10);
    return {buffer.data(), middle + 19};
}

char* write_text(char* out, std::string_view text) {
    return std::copy(text.begin(), text.end(), out);
}

/// "1.50E-8": one digit before the point.
char* write_scientific(char* out, std::string_view digits, int exponent) {
    constexpr std::ptrdiff_t longest_exponent = 5;
    *out++ = digits.front();
    if (digits.size() > 1) *out++ = '.';
    out = write_text(out, digits.substr(1));
    out = write_text(out, exponent < 0 ? "E" : "E+");
    return std::to_chars(out, out + longest_exponent, exponent).ptr;
}

/// Removes trailing zeros of the coefficient, but lets the exponent grow no further than the limit.
void strip_zeros(Coefficient& coefficient, int& exponent, int exponent_limit) {
    while (exponent < exponent_limit && (coefficient >> 64U) != 0 && coefficient % 10 == 0) {
        coefficient /= 10;
        ++exponent;
    }
    if ((coefficient >> 64U) != 0) return;
    auto small = static_cast<std::uint64_t>(coefficient);
    while (exponent < exponent_limit && small % 10 == 0) {
        small /= 10;
        ++exponent;
    }
    coefficient = small;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    constexpr std::size_t digits_in_64_bits = 19;
    NumberText number;
    if (!read_number(text, number)) return std::nullopt;
    if (number.significant_digits == 0) {
        // A zero has no magnitude that could leave the range, whatever its exponent says.
        const auto exponent = std::clamp<std::int64_t>(number.exponent, smallest_exponent, largest_exponent);
        return from_parts(number.negative, 0, static_cast<int>(exponent));
    }
    if (number.significant_digits <= digits_in_64_bits && number.exponent >= smallest_exponent &&
        number.exponent <= largest_exponent)
        return from_parts(number.negative, number.coefficient, static_cast<int>(number.exponent));
    return round_number(number);
}

double Decimal::to_double() const {
    _IDEC_flags flags = 0;
    return bid128_to_binary64(to_library(*this), BID_ROUNDING_TO_NEAREST, &flags);
}

char* Decimal::write_to(char* out) const {
    const Words words = words_of(*this);
    if (is_nan(words)) return write_text(out, "NaN");
    if ((words.high & sign_bit) != 0) *out++ = '-';
    if (is_special(words)) return write_text(out, "Infinity");

    Digits buffer;
    const std::string_view digits = write_digits(coefficient_of(words), buffer);
    const int exponent = exponent_of(words);
    const int digits_before_point = static_cast<int>(digits.size()) + exponent;
    if (exponent == 0) return write_text(out, digits);
    if (exponent > 0 || digits_before_point <= -6) return write_scientific(out, digits, digits_before_point - 1);
    if (digits_before_point > 0) {
        const auto point = static_cast<std::size_t>(digits_before_point);
        out = write_text(out, digits.substr(0, point));
        *out++ = '.';
        return write_text(out, digits.substr(point));
    }
    out = write_text(out, "0.");
    for (int place = digits_before_point; place < 0; ++place) *out++ = '0';
    return write_text(out, digits);
}

std::string Decimal::to_string() const {
    std::array<char, longest_text> buffer;
    return {buffer.data(), write_to(buffer.data())};
}

void Decimal::append_to(std::string& out) const {
    std::array<char, longest_text> buffer;
    out.append(buffer.data(), write_to(buffer.data()));
}

Decimal Decimal::reduced() const {
    const Words words = words_of(*this);
    if (is_special(words)) return *this;
    Coefficient coefficient = coefficient_of(words);
    int exponent = exponent_of(words);
    if (coefficient == 0) return {};
    const bool negative = (words.high & sign_bit) != 0;
    if (exponent > 0) {
        Digits buffer;
        if (static_cast<int>(write_digits(coefficient, buffer).size()) + exponent <= precision)
            for (; exponent > 0; --exponent) coefficient *= 10;
        else
            strip_zeros(coefficient, exponent, largest_exponent);
        return make_decimal(negative, coefficient, exponent);
    }
    strip_zeros(coefficient, exponent, 0);
    return make_decimal(negative, coefficient, exponent);
}

bool Decimal::is_finite() const {
    return !is_special(words_of(*this));
}

bool Decimal::is_zero() const {
    const Words words = words_of(*this);
    return !is_special(words) && coefficient_of(words) == 0;
}

bool Decimal::is_negative() const {
    const Words words = words_of(*this);
    return (words.high & sign_bit) != 0 && !is_zero() && !is_nan(words);
}

bool Decimal::is_positive() const {
    const Words words = words_of(*this);
    return (words.high & sign_bit) == 0 && !is_zero() && !is_nan(words);
}

Decimal Decimal::abs() const {
    Decimal result = *this;
    result.high_ &= ~sign_bit;
    return result;
}

Decimal Decimal::operator-() const {
    if (is_zero()) return abs();
    Decimal result = *this;
    result.high_ ^= sign_bit;
    return result;
}

Decimal& Decimal::operator+=(const Decimal& other) {
    return *this = apply(bid128_add, *this, other);
}

Decimal& Decimal::operator-=(const Decimal& other) {
    return *this = apply(bid128_sub, *this, other);
}

Decimal& Decimal::operator*=(const Decimal& other) {
    return *this = apply(bid128_mul, *this, other);
}

Decimal& Decimal::operator/=(const Decimal& other) {
    return *this = apply(bid128_div, *this, other);
}

bool operator==(const Decimal& left, const Decimal& right) {
    _IDEC_flags flags = 0;
    return bid128_quiet_equal(to_library(left), to_library(right), &flags) != 0;
}

std::partial_ordering operator<=>(const Decimal& left, const Decimal& right) {
    _IDEC_flags flags = 0;
    if (is_nan(words_of(left)) || is_nan(words_of(right))) return std::partial_ordering::unordered;
    if (bid128_quiet_less(to_library(left), to_library(right), &flags) != 0) return std::partial_ordering::less;
    if (bid128_quiet_greater(to_library(left), to_library(right), &flags) != 0) return std::partial_ordering::greater;
    return std::partial_ordering::equivalent;
}

}  // namespace tks
