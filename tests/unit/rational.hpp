#pragma once

#include <gmpxx.h>

#include <string>
#include <string_view>

/// Exact fractions to judge decimal arithmetic by, read from the text that it wrote.
namespace rational_test {

inline mpq_class power_of_ten(long exponent) {
    mpz_class power;
    mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent < 0 ? -exponent : exponent));
    return exponent < 0 ? mpq_class(1, power) : mpq_class(power);
}

/// The value of a sound JSON number.
inline mpq_class rational(std::string_view text) {
    const std::size_t mark = text.find_first_of("eE");
    std::string digits(text.substr(0, mark));
    long exponent = mark == std::string_view::npos ? 0 : std::stol(std::string(text.substr(mark + 1)));
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<long>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    return mpq_class(mpz_class(digits, 10)) * power_of_ten(exponent);
}

/// Whether a Decimal or an Amount is the fraction.
template <class Number>
bool is_exactly(const Number& number, const mpq_class& fraction) {
    return rational(number.to_string()) == fraction;
}

}  // namespace rational_test
