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
#include <limits>

#include "base/decimal_parts.hpp"
#include "base/number_text.hpp"

namespace tks {
namespace {

using namespace decimal128;

static_assert(sizeof(Decimal) == sizeof(BID_UINT128));

__extension__ typedef __int128 Signed;  // NOLINT(modernize-use-using): __extension__ needs the typedef

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

/// Below this a coefficient has 34 digits at most.
constexpr Coefficient coefficient_limit = make_powers_of_ten<Coefficient, precision + 1>().back();

/// The powers of ten by which a coefficient of 64 bits can be multiplied without leaving the 127 bits of a signed number.
constexpr auto short_powers_of_ten = make_powers_of_ten<std::uint64_t, 19>();

/// Two numbers with one exponent. Nearly all have coefficients of 64 bits and exponents that are near each other, and are
/// added and compared as integers, which is many times as fast as the library and gives the same.
struct Aligned {
    Signed left = 0;
    Signed right = 0;
    int exponent = 0;
    bool is_aligned = false;  ///< False where the library must see to it.
};

Aligned align(Words left, Words right) {
    Aligned result;
    if (!is_short(left) || !is_short(right)) return result;
    const int distance = exponent_of(left) - exponent_of(right);
    const auto places = static_cast<std::size_t>(distance < 0 ? -distance : distance);
    if (places >= short_powers_of_ten.size()) return result;
    result.left = static_cast<Signed>(left.low) * (distance > 0 ? short_powers_of_ten[places] : 1);
    result.right = static_cast<Signed>(right.low) * (distance < 0 ? short_powers_of_ten[places] : 1);
    if (has_sign(left)) result.left = -result.left;
    if (has_sign(right)) result.right = -result.right;
    result.exponent = std::min(exponent_of(left), exponent_of(right));
    result.is_aligned = true;
    return result;
}

/// Whether two numbers have one sign and one exponent, and coefficients of 64 bits, which then compare as the numbers do.
bool are_alike(Words left, Words right) {
    return left.high == right.high && is_short(left);
}

bool fits(Coefficient coefficient) {
    return coefficient < coefficient_limit;
}

// These two write their result where it is wanted, word by word: a result that is copied as one of sixteen bytes right after its
// words were written one by one keeps the processor waiting.

/// Whether the sum takes no rounding, and thus is as the standard wants it; a sum of zero is left to the library, for its sign.
bool add_exactly(Words left, Words right, Decimal& result) {
    const Aligned terms = align(left, right);
    if (!terms.is_aligned) return false;
    const Signed sum = terms.left + terms.right;
    const auto size = static_cast<Coefficient>(sum < 0 ? -sum : sum);
    if (sum == 0 || !fits(size)) return false;
    result = make_decimal(sum < 0, size, terms.exponent);
    return true;
}

bool multiply_exactly(Words left, Words right, Decimal& result) {
    if (!is_short(left) || !is_short(right)) return false;
    const Coefficient product = static_cast<Coefficient>(left.low) * right.low;
    const int exponent = exponent_of(left) + exponent_of(right);
    if (!fits(product) || exponent < smallest_exponent || exponent > largest_exponent) return false;
    result = make_decimal(has_sign(left) != has_sign(right), product, exponent);
    return true;
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
    NumberText number;
    if (!read_number(text, number)) return std::nullopt;
    if (number.significant_digits == 0) {
        // A zero has no magnitude that could leave the range, whatever its exponent says.
        const auto exponent = std::clamp<std::int64_t>(number.exponent, smallest_exponent, largest_exponent);
        return from_parts(number.negative, 0, static_cast<int>(exponent));
    }
    if (number.significant_digits <= NumberText::digits_in_64_bits && number.exponent >= smallest_exponent &&
        number.exponent <= largest_exponent)
        return from_parts(number.negative, number.coefficient, static_cast<int>(number.exponent));
    return round_number(number);
}

double Decimal::to_double() const {
    // A quotient or a product of two integers that are doubles is rounded once, and so is the nearest double.
    const Words words = words_of(*this);
    constexpr std::uint64_t exact_limit = std::uint64_t{1} << std::numeric_limits<double>::digits;
    const int exponent = exponent_of(words);
    const auto places = static_cast<std::size_t>(exponent < 0 ? -exponent : exponent);
    if (is_short(words) && words.low < exact_limit && places < short_powers_of_ten.size()) {
        const auto coefficient = static_cast<double>(has_sign(words) ? -static_cast<std::int64_t>(words.low)
                                                                     : static_cast<std::int64_t>(words.low));
        const auto power = static_cast<double>(short_powers_of_ten[places]);
        if (words.low != 0) return exponent < 0 ? coefficient / power : coefficient * power;
    }
    _IDEC_flags flags = 0;
    return bid128_to_binary64(to_library(*this), BID_ROUNDING_TO_NEAREST, &flags);
}

char* Decimal::write_to(char* out) const {
    const Words words = words_of(*this);
    if (is_nan(words)) return write_text(out, "NaN");
    if (has_sign(words)) *out++ = '-';
    if (is_special(words)) return write_text(out, "Infinity");
    if (is_short(words))
        if (char* const end = write_plain_number(out, words.low, exponent_of(words)); end != nullptr) return end;
    Digits buffer;
    return write_number(out, write_digits(coefficient_of(words), buffer), exponent_of(words));
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
    // Most are written without trailing zeros, or are zero.
    if (is_short(words)) {
        if (words.low == 0) return {};
        if (words.low % 10 != 0 && exponent_of(words) <= 0) return *this;
    }
    Coefficient coefficient = coefficient_of(words);
    int exponent = exponent_of(words);
    if (coefficient == 0) return {};
    const bool negative = has_sign(words);
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
    return has_sign(words) && !is_zero() && !is_nan(words);
}

bool Decimal::is_positive() const {
    const Words words = words_of(*this);
    return !has_sign(words) && !is_zero() && !is_nan(words);
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
    if (!add_exactly(words_of(*this), words_of(other), *this)) *this = apply(bid128_add, *this, other);
    return *this;
}

Decimal& Decimal::operator-=(const Decimal& other) {
    Words negated = words_of(other);
    negated.high ^= sign_bit;
    if (!add_exactly(words_of(*this), negated, *this)) *this = apply(bid128_sub, *this, other);
    return *this;
}

Decimal& Decimal::operator*=(const Decimal& other) {
    if (!multiply_exactly(words_of(*this), words_of(other), *this)) *this = apply(bid128_mul, *this, other);
    return *this;
}

Decimal& Decimal::operator/=(const Decimal& other) {
    return *this = apply(bid128_div, *this, other);
}

bool operator==(const Decimal& left, const Decimal& right) {
    if (are_alike(words_of(left), words_of(right))) return words_of(left).low == words_of(right).low;
    if (const Aligned both = align(words_of(left), words_of(right)); both.is_aligned) return both.left == both.right;
    _IDEC_flags flags = 0;
    return bid128_quiet_equal(to_library(left), to_library(right), &flags) != 0;
}

std::partial_ordering operator<=>(const Decimal& left, const Decimal& right) {
    if (are_alike(words_of(left), words_of(right))) {
        const auto order = words_of(left).low <=> words_of(right).low;
        return has_sign(words_of(left)) ? 0 <=> order : order;
    }
    if (const Aligned both = align(words_of(left), words_of(right)); both.is_aligned) return both.left <=> both.right;
    _IDEC_flags flags = 0;
    if (is_nan(words_of(left)) || is_nan(words_of(right))) return std::partial_ordering::unordered;
    if (bid128_quiet_less(to_library(left), to_library(right), &flags) != 0) return std::partial_ordering::less;
    if (bid128_quiet_greater(to_library(left), to_library(right), &flags) != 0) return std::partial_ordering::greater;
    return std::partial_ordering::equivalent;
}

}  // namespace tks
