#include "tks/amount.hpp"

// Everything of GMP stays in this file.
#include <gmp.h>
#include <gmpxx.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <system_error>
#include <utility>

#include "base/decimal_parts.hpp"
#include "base/number_text.hpp"

namespace tks {
namespace {

__extension__ typedef __int128 Small;  // NOLINT(modernize-use-using): __extension__ needs the typedef

using Magnitude = decimal128::Coefficient;

constexpr int word_bits = 64;

/// A small coefficient is below this power of two, whatever its sign.
constexpr int small_bits = 127;

/// All that are small.
constexpr auto powers_of_ten = decimal128::make_powers_of_ten<Small, 39>();

Magnitude magnitude(Small value) {
    return value < 0 ? -static_cast<Magnitude>(value) : static_cast<Magnitude>(value);
}

int width(Small value) {
    const Magnitude bits = magnitude(value);
    const auto upper = static_cast<std::uint64_t>(bits >> 64U);
    return upper != 0 ? 128 - std::countl_zero(upper) : 64 - std::countl_zero(static_cast<std::uint64_t>(bits));
}

/// Nothing where the product might not be small.
std::optional<Small> product(Small left, Small right) {
    if (width(left) + width(right) > small_bits) return std::nullopt;
    return left * right;
}

/// value × 10^places; nothing where it might not be small.
std::optional<Small> scaled(Small value, int places) {
    if (places == 0) return value;
    if (static_cast<std::size_t>(places) >= powers_of_ten.size()) return std::nullopt;
    return product(value, powers_of_ten[static_cast<std::size_t>(places)]);
}

/// Nothing where the sum might not be small.
std::optional<Small> sum(Small left, Small right) {
    if (width(left) >= small_bits || width(right) >= small_bits) return std::nullopt;
    return left + right;
}

mpz_class power_of_ten(int places) {
    mpz_class power;
    mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(places));
    return power;
}

constexpr int kept_powers = 100;

/// The same of fewer places than kept_powers.
const mpz_class& kept_power_of_ten(int places) {
    static const auto powers = [] {
        std::array<mpz_class, kept_powers> all;
        for (int power = 0; power < kept_powers; ++power) all[static_cast<std::size_t>(power)] = power_of_ten(power);
        return all;
    }();
    return powers[static_cast<std::size_t>(places)];
}

/// The value, which must be positive and small.
Small small_of(const mpz_class& value) {
    std::array<std::uint64_t, 2> words{};
    mpz_export(words.data(), nullptr, -1, sizeof words[0], 0, 0, value.get_mpz_t());
    return std::bit_cast<Small>(words);
}

/// The number of decimal digits, or one more.
int digits_at_most(const mpz_class& value) {
    return static_cast<int>(mpz_sizeinbase(value.get_mpz_t(), 10));
}

int count_digits(Small positive) {
    constexpr int log_2_in_4096ths = 1233;
    const int digits = (width(positive) * log_2_in_4096ths) >> 12;  // Or one more.
    return positive >= powers_of_ten[static_cast<std::size_t>(digits)] ? digits + 1 : digits;
}

/// The positive value in multiples of the unit, half to even. There may be more to the value than it says, less than 1.
Small round_half_even(Small value, Small unit, bool is_more) {
    const Small rounded = value / unit;
    const Small twice_the_rest = 2 * (value % unit);
    const bool is_up = twice_the_rest > unit || (twice_the_rest == unit && (is_more || rounded % 2 != 0));
    return is_up ? rounded + 1 : rounded;
}

/// Removes trailing zeros of a coefficient that is not zero.
void strip_zeros(Small& coefficient, int& exponent) {
    const auto zero_bits = [&coefficient] {
        const auto lower = static_cast<std::uint64_t>(coefficient);
        const auto upper = static_cast<std::uint64_t>(static_cast<Magnitude>(coefficient) >> word_bits);
        return lower != 0 ? std::countr_zero(lower) : word_bits + std::countr_zero(upper);
    };
    for (const int places : {32, 16, 8, 4, 2, 1}) {
        if (zero_bits() < places) continue;  // No multiple of that power of two, let alone of ten.
        const Small power = powers_of_ten[static_cast<std::size_t>(places)];
        if (coefficient % power != 0) continue;
        coefficient /= power;
        exponent += places;
    }
}

}  // namespace

struct Amount::BigInteger {
    mpz_class value;
};

void Amount::Release::operator()(BigInteger* big) const {
    delete big;
}

/// What the operations see of an Amount.
struct Amount::Parts {
    // Word by word: what was stored so would be waited for if it were loaded as one.
    static Small small(const Amount& amount) {
        return static_cast<Small>((static_cast<Magnitude>(amount.high_) << word_bits) | amount.low_);
    }

    static bool are_small(const Amount& left, const Amount& right) { return !left.big_ && !right.big_; }

    static int sign(const Amount& amount) {
        if (amount.big_) return sgn(amount.big_->value);
        const Small value = small(amount);
        return value == 0 ? 0 : value < 0 ? -1 : 1;
    }

    static mpz_class coefficient(const Amount& amount) {
        if (amount.big_) return amount.big_->value;
        const Small value = small(amount);
        const auto words = std::bit_cast<std::array<std::uint64_t, 2>>(magnitude(value));
        mpz_class result;
        mpz_import(result.get_mpz_t(), words.size(), -1, sizeof words[0], 0, 0, words.data());
        return value < 0 ? mpz_class(-result) : result;
    }

    /// The coefficient for the smaller one of two exponents.
    static mpz_class aligned(const Amount& amount, int exponent) {
        if (amount.exponent_ == exponent) return coefficient(amount);
        return coefficient(amount) * power_of_ten(amount.exponent_ - exponent);
    }

    static void set(Amount& amount, Small coefficient, int exponent) {
        amount.low_ = static_cast<std::uint64_t>(coefficient);
        amount.high_ = static_cast<std::uint64_t>(static_cast<Magnitude>(coefficient) >> word_bits);
        amount.exponent_ = exponent;
        amount.big_.reset();
    }

    static void set(Amount& amount, mpz_class coefficient, int exponent) {
        if (mpz_sizeinbase(coefficient.get_mpz_t(), 2) <= small_bits) {
            const Small value = small_of(coefficient);  // Its magnitude.
            return set(amount, sgn(coefficient) < 0 ? -value : value, exponent);
        }
        amount.big_.reset(new BigInteger{std::move(coefficient)});
        amount.exponent_ = exponent;
    }

    /// Of small amounts, the coefficients for the smaller one of their exponents; nothing where they might not be small.
    struct Aligned {
        Small left, right;
        int exponent;
    };
    static std::optional<Aligned> align(const Amount& left, const Amount& right) {
        const int exponent = std::min(left.exponent_, right.exponent_);
        const std::optional<Small> first = scaled(small(left), left.exponent_ - exponent);
        const std::optional<Small> second = scaled(small(right), right.exponent_ - exponent);
        if (!first || !second) return std::nullopt;
        return Aligned{*first, *second, exponent};
    }

    /// Adds the amount or its negative to the left one, if both are small and the sum surely is.
    static bool add_small(Amount& left, const Amount& right, bool is_negative) {
        if (!are_small(left, right)) return false;
        const std::optional<Aligned> aligned = align(left, right);
        if (!aligned) return false;
        const std::optional<Small> total = sum(aligned->left, is_negative ? -aligned->right : aligned->right);
        if (total) set(left, *total, aligned->exponent);
        return total.has_value();
    }

    /// Adds a small amount to the coefficient of a sum with an exponent that is no larger; without an allocation.
    static void add_to(mpz_class& sum, int exponent, const Amount& small_amount) {
        const Small value = small(small_amount);
        const auto words = std::bit_cast<std::array<mp_limb_t, 2>>(magnitude(value));
        mpz_t coefficient;
        mpz_roinit_n(coefficient, words.data(), value < 0 ? -2 : 2);
        const int places = small_amount.exponent_ - exponent;
        if (places == 0)
            mpz_add(sum.get_mpz_t(), sum.get_mpz_t(), coefficient);
        else
            mpz_addmul(sum.get_mpz_t(), coefficient, kept_power_of_ten(places).get_mpz_t());
    }

    static void add_big(Amount& left, const Amount& right) {
        // A sum that has grown big mostly stays so, and needs no other place.
        if (left.big_ && left.exponent_ <= right.exponent_) {
            mpz_class& sum = left.big_->value;
            if (!right.big_ && right.exponent_ - left.exponent_ < kept_powers)
                add_to(sum, left.exponent_, right);
            else
                sum += aligned(right, left.exponent_);
            if (mpz_sizeinbase(sum.get_mpz_t(), 2) <= small_bits) set(left, mpz_class(std::move(sum)), left.exponent_);
            return;
        }
        const int exponent = std::min(left.exponent_, right.exponent_);
        set(left, aligned(left, exponent) + aligned(right, exponent), exponent);
    }

    /// The digits of the coefficient, without its sign.
    static std::string digits(const Amount& amount) {
        if (amount.big_) return mpz_class(::abs(amount.big_->value)).get_str();
        Digits buffer;
        return std::string(write_digits(magnitude(small(amount)), buffer));
    }
};

Amount::Amount(const Decimal& value) {
    const decimal128::Words words = decimal128::words_of(value);
    assert(!decimal128::is_special(words));
    const auto coefficient = static_cast<Small>(decimal128::coefficient_of(words));
    Parts::set(*this, decimal128::has_sign(words) ? -coefficient : coefficient, decimal128::exponent_of(words));
}

Amount::Amount(const Amount& other)
    : low_(other.low_),
      high_(other.high_),
      exponent_(other.exponent_),
      big_(other.big_ ? new BigInteger(*other.big_) : nullptr) {}

Amount& Amount::operator=(const Amount& other) {
    return *this = Amount(other);
}

namespace {

struct PlainNumber {
    std::int64_t coefficient = 0;
    int places = 0;
};

/// A number of few digits without an exponent, as nearly all are; nothing for others, and for what is none.
std::optional<PlainNumber> read_plain_number(std::string_view text) {
    constexpr std::size_t most_characters = 18;
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const auto is_digit = [](char character) { return character >= '0' && character <= '9'; };
    if (text.empty() || text.size() > most_characters || !is_digit(text.back()) || !is_digit(text.front())) return {};
    if (text.size() > 1 && text[0] == '0' && text[1] != '.') return {};
    PlainNumber number;
    bool has_point = false;
    for (const char character : text) {
        if (character == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (!is_digit(character)) return {};
        number.coefficient = number.coefficient * 10 + (character - '0');
        if (has_point) ++number.places;
    }
    if (is_negative) number.coefficient = -number.coefficient;
    return number;
}

}  // namespace

std::optional<Amount> Amount::parse(std::string_view text) {
    if (const auto plain = read_plain_number(text)) {
        Amount result;
        if (plain->coefficient != 0) Parts::set(result, Small{plain->coefficient}, -plain->places);
        return result;
    }
    constexpr std::int64_t exponent_limit = 1'000'000;
    NumberText number;
    if (!read_number(text, number)) return std::nullopt;
    Amount result;
    if (number.significant_digits == 0) return result;
    if (number.exponent < -exponent_limit || number.exponent > exponent_limit) return std::nullopt;
    const int exponent = static_cast<int>(number.exponent);
    if (number.significant_digits <= NumberText::digits_in_64_bits) {
        const auto coefficient = static_cast<Small>(number.coefficient);
        Parts::set(result, number.negative ? -coefficient : coefficient, exponent);
        return result;
    }
    std::string digits(number.mantissa);
    std::erase(digits, '.');
    const mpz_class coefficient(digits, 10);
    Parts::set(result, number.negative ? mpz_class(-coefficient) : coefficient, exponent);
    return result;
}

double Amount::to_double() const {
    // Of integers that are doubles, the quotient and the product are rounded once, and thus to the nearest.
    constexpr int exact_bits = 53;
    constexpr auto powers = decimal128::make_powers_of_ten<double, 23>();  // All that are doubles.
    const int places = std::abs(exponent_);
    if (!big_ && width(Parts::small(*this)) <= exact_bits && places < static_cast<int>(powers.size())) {
        const auto coefficient = static_cast<double>(static_cast<std::int64_t>(low_));
        const double power = powers[static_cast<std::size_t>(places)];
        return exponent_ < 0 ? coefficient / power : coefficient * power;
    }
    const std::string text = to_string();
    double result = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), result).ec == std::errc{}) return result;
    // Out of range: at which end, the place of the first digit tells.
    const auto first_digit = static_cast<std::ptrdiff_t>(Parts::digits(*this).size()) + exponent_;
    result = first_digit > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return is_negative() ? -result : result;
}

Decimal Amount::rounded() const {
    const auto limit = static_cast<Magnitude>(powers_of_ten[decimal128::precision]);
    if (!big_ && magnitude(Parts::small(*this)) < limit && exponent_ >= decimal128::smallest_exponent &&
        exponent_ <= decimal128::largest_exponent)
        return decimal128::make_decimal(is_negative(), magnitude(Parts::small(*this)), exponent_).reduced();
    if (const std::optional<Decimal> result = Decimal::parse(to_string())) return result->reduced();
    const Decimal large = Decimal::from_parts(false, 1, decimal128::largest_exponent);
    return is_negative() ? -large * large : large * large;
}

std::size_t Amount::longest_text() const {
    const std::size_t digits = big_ ? static_cast<std::size_t>(digits_at_most(big_->value)) : Digits().size();
    return digits + decimal128::precision + longest_notation;
}

namespace {

/// Writes what write_plain_number() does, without zeros at the end; else returns null.
char* write_reduced(char* out, Magnitude coefficient, int exponent) {
    auto digits = static_cast<std::uint64_t>(coefficient);
    if (digits != coefficient || digits == 0) return nullptr;
    for (; exponent < 0 && digits % 10 == 0; ++exponent) digits /= 10;
    return write_plain_number(out, digits, exponent);
}

}  // namespace

char* Amount::write_to(char* out) const {
    if (is_negative()) *out++ = '-';
    if (!big_)
        if (char* const end = write_reduced(out, magnitude(Parts::small(*this)), exponent_); end != nullptr) return end;
    Digits buffer;
    const std::string kept = big_ ? Parts::digits(*this) : std::string();
    std::string_view digits = big_ ? kept : write_digits(magnitude(Parts::small(*this)), buffer);
    const std::size_t significant = digits.find_last_not_of('0') + 1;
    if (significant == 0) return write_text(out, "0");
    int exponent = exponent_ + static_cast<int>(digits.size() - significant);
    digits = digits.substr(0, significant);
    if (exponent <= 0 || static_cast<int>(digits.size()) + exponent > decimal128::precision)
        return write_number(out, digits, exponent);
    return std::fill_n(write_text(out, digits), exponent, '0');
}

void Amount::append_to(std::string& out) const {
    const std::size_t begin = out.size();
    out.resize(begin + longest_text());
    out.resize(static_cast<std::size_t>(write_to(out.data() + begin) - out.data()));
}

std::string Amount::to_string() const {
    std::string text;
    append_to(text);
    return text;
}

bool Amount::is_zero() const {
    return Parts::sign(*this) == 0;
}

bool Amount::is_negative() const {
    return Parts::sign(*this) < 0;
}

bool Amount::is_positive() const {
    return Parts::sign(*this) > 0;
}

Amount Amount::abs() const {
    return is_negative() ? -*this : *this;
}

Amount Amount::operator-() const {
    Amount result = *this;
    if (result.big_)
        mpz_neg(result.big_->value.get_mpz_t(), result.big_->value.get_mpz_t());
    else
        Parts::set(result, -Parts::small(result), exponent_);
    return result;
}

Amount& Amount::operator+=(const Amount& other) {
    if (Parts::sign(other) == 0) return *this;
    if (Parts::sign(*this) == 0) return *this = other;
    if (!Parts::add_small(*this, other, false)) Parts::add_big(*this, other);
    return *this;
}

Amount& Amount::operator-=(const Amount& other) {
    if (Parts::sign(*this) == 0 || !Parts::add_small(*this, other, true)) *this += -other;
    return *this;
}

Amount& Amount::operator*=(const Amount& other) {
    const int exponent = exponent_ + other.exponent_;
    if (Parts::are_small(*this, other)) {
        if (const std::optional<Small> coefficient = product(Parts::small(*this), Parts::small(other))) {
            Parts::set(*this, *coefficient, exponent);
            return *this;
        }
    }
    Parts::set(*this, Parts::coefficient(*this) * Parts::coefficient(other), exponent);
    return *this;
}

namespace {

/// The first digits of a quotient of positive numbers, 34 or more unless nothing is left: (digits + less than 1) / 10^places. Where
/// they are no more than 34, they may be rounded already, half to even.
struct QuotientDigits {
    Small digits = 0;
    int places = 0;
    bool has_rest = false;
};

/// By long division, so many digits at a time as keep what is left within 128 bits.
QuotientDigits divide(Small dividend, std::uint64_t divisor) {
    constexpr int most_places = 18;
    QuotientDigits result{.digits = dividend / divisor};
    auto rest = static_cast<Magnitude>(dividend - result.digits * static_cast<Small>(divisor));
    int count = count_digits(result.digits);
    result.has_rest = rest != 0;
    if (count > decimal128::precision) return result;
    for (; rest != 0 && count < decimal128::precision; count = count_digits(result.digits)) {
        const int places = std::min(most_places, decimal128::precision - count);
        const auto power = static_cast<Magnitude>(powers_of_ten[static_cast<std::size_t>(places)]);
        const Magnitude more = rest * power / divisor;
        result.digits = result.digits * static_cast<Small>(power) + static_cast<Small>(more);
        result.places += places;
        rest = rest * power - more * divisor;
    }
    const bool is_up = 2 * rest > divisor || (2 * rest == divisor && result.digits % 2 != 0);
    if (is_up) ++result.digits;
    return result;
}

QuotientDigits divide(mpz_class numerator, mpz_class denominator) {
    // So scaled, the integer quotient has from one to four digits more than are kept, and all of them are small.
    const int places = decimal128::precision + 2 + digits_at_most(denominator) - digits_at_most(numerator);
    if (places > 0) numerator *= power_of_ten(places);
    if (places < 0) denominator *= power_of_ten(-places);
    mpz_class digits;
    mpz_class rest;
    mpz_tdiv_qr(digits.get_mpz_t(), rest.get_mpz_t(), numerator.get_mpz_t(), denominator.get_mpz_t());
    return {small_of(digits), places, rest != 0};
}

}  // namespace

Amount quotient(const Amount& dividend, const Amount& divisor) {
    using Parts = Amount::Parts;
    assert(!divisor.is_zero());
    if (dividend.is_zero()) return dividend;
    constexpr int divisor_bits = 64;
    QuotientDigits result = Parts::are_small(dividend, divisor) && width(Parts::small(divisor)) <= divisor_bits
                                ? divide(static_cast<Small>(magnitude(Parts::small(dividend))),
                                         static_cast<std::uint64_t>(magnitude(Parts::small(divisor))))
                                : divide(::abs(Parts::coefficient(dividend)), ::abs(Parts::coefficient(divisor)));
    int exponent = dividend.exponent_ - divisor.exponent_ - result.places;
    if (const int surplus = count_digits(result.digits) - decimal128::precision; surplus > 0) {
        result.digits =
            round_half_even(result.digits, powers_of_ten[static_cast<std::size_t>(surplus)], result.has_rest);
        exponent += surplus;
    }
    strip_zeros(result.digits, exponent);
    Amount rounded;
    Parts::set(rounded, dividend.is_negative() != divisor.is_negative() ? -result.digits : result.digits, exponent);
    return rounded;
}

bool operator==(const Amount& left, const Amount& right) {
    return (left <=> right) == std::strong_ordering::equal;
}

std::strong_ordering operator<=>(const Amount& left, const Amount& right) {
    using Parts = Amount::Parts;
    const int left_sign = Parts::sign(left);
    const int right_sign = Parts::sign(right);
    if (left_sign != right_sign || left_sign == 0) return left_sign <=> right_sign;
    if (Parts::are_small(left, right))
        if (const auto aligned = Parts::align(left, right)) return aligned->left <=> aligned->right;
    return Parts::sign(left - right) <=> 0;
}

}  // namespace tks
