#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/decimal_parts.hpp"

/// Decimal numbers as text, whatever holds them: the number grammar of JSON, and the notation of Python's decimal.
namespace tks {

/// The parts of a JSON number: its value is the digits of the mantissa, without the point, × 10^exponent.
struct NumberText {
    bool negative = false;
    std::string_view mantissa;           ///< Digits, and at most one point.
    std::uint64_t coefficient = 0;       ///< The value of the digits, modulo 2^64.
    std::size_t significant_digits = 0;  ///< From the first digit that is not zero.
    std::int64_t exponent = 0;           ///< Far beyond any range, it stands still.

    /// So many significant digits always leave the coefficient exact.
    static constexpr std::size_t digits_in_64_bits = 19;
};

/// Splits a text after the number grammar of RFC 8259; false if it is no JSON number.
bool read_number(std::string_view text, NumberText& number);

using Digits = std::array<char, 40>;

/// The decimal digits of a coefficient below 2^127, in the buffer.
std::string_view write_digits(decimal128::Coefficient coefficient, Digits& buffer);

/// Copies the text to the buffer, and returns its end there.
inline char* write_text(char* out, std::string_view text) {
    return std::copy(text.begin(), text.end(), out);
}

/// The most characters that write_number() adds to the digits, and a sign.
constexpr std::size_t longest_notation = 16;

/// Writes digits × 10^exponent: plainly where the exponent is not positive and the first digit stands at most six
/// places behind the point, else with one digit before the point ("1.50E-8"). Returns the end of what it wrote.
char* write_number(char* out, std::string_view digits, int exponent);

/// The same of a coefficient of 64 bits, faster, if it has digits behind the point and is written plainly; null if not.
char* write_plain_number(char* out, std::uint64_t coefficient, int exponent);

}  // namespace tks
