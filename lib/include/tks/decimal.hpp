#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tks/export.hpp"

namespace tks {

/// A decimal floating-point number with IEEE 754-2008 decimal128 semantics: 34 significant digits,
/// round half to even. Money and quantities are Decimals, so that 0.1 + 0.2 is 0.3.
///
/// A value has a sign, an integer coefficient and an exponent of ten; 1.50 and 1.5 compare equal and keep
/// their own number of digits. Always finite when it was read from JSON; arithmetic that leaves the range
/// of the format gives an infinity or a NaN, as the standard says (division by zero among them).
class TKS_API Decimal {
public:
    /// Zero.
    constexpr Decimal() noexcept = default;

    /// The integer itself, exact.
    constexpr Decimal(std::int64_t value) noexcept  // NOLINT(google-explicit-constructor): exact, as for built-in types
        : Decimal(from_parts(
              value < 0, value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value), 0)) {}

    /// (negative ? -1 : 1) × coefficient × 10^exponent, exact. The exponent must lie in -6176..6111.
    static constexpr Decimal from_parts(bool negative, std::uint64_t coefficient, int exponent) noexcept {
        // The binary-integer encoding of decimal128 (IEEE 754-2008, 3.5.2): sign, 14 bits of biased exponent,
        // 113 bits of coefficient. A coefficient of 64 bits never reaches the large form.
        Decimal result;
        result.low_ = coefficient;
        result.high_ =
            (static_cast<std::uint64_t>(negative) << 63U) | (static_cast<std::uint64_t>(exponent + 6176) << 49U);
        return result;
    }

    /// Reads a JSON number ("-1", "1.50", "2e-8") to 34 digits, round half to even.
    /// Nothing if the text is no JSON number or its value is too large for decimal128; one that is too small
    /// for it rounds to zero or to a subnormal number, as the standard says.
    static std::optional<Decimal> parse(std::string_view text);

    /// The nearest double. Only for charts and statistics, never for sums of money.
    [[nodiscard]] double to_double() const;

    /// The shortest exact text that is also a JSON number and keeps the digits of the value ("1.50", "2E-8"):
    /// plain notation where the exponent is not positive and the first digit stands at most six places behind the
    /// point, as Python's decimal does.
    /// "NaN", "Infinity" or "-Infinity" where the value is not finite.
    [[nodiscard]] std::string to_string() const;

    /// Appends to_string() to a text; without an allocation of its own.
    void append_to(std::string& out) const;

    /// The most characters that to_string() gives.
    static constexpr std::size_t longest_text = 42;

    /// Writes to_string() to a buffer with room for longest_text characters, and returns the end of what it wrote.
    char* write_to(char* out) const;

    /// The same value without trailing zeros: 1.50 → 1.5, 0.00 → 0, -0 → 0. No exponent above zero where 34 digits
    /// can do without: 1E+2 → 100. Equal finite values thus have equal texts.
    [[nodiscard]] Decimal reduced() const;

    [[nodiscard]] bool is_finite() const;
    [[nodiscard]] bool is_zero() const;
    [[nodiscard]] bool is_negative() const;  ///< Below zero; false for a negative zero.
    [[nodiscard]] bool is_positive() const;  ///< Above zero.
    [[nodiscard]] Decimal abs() const;

    Decimal operator-() const;  ///< Zero minus the value, so that a zero gets no sign.
    Decimal& operator+=(const Decimal& other);
    Decimal& operator-=(const Decimal& other);
    Decimal& operator*=(const Decimal& other);
    Decimal& operator/=(const Decimal& other);  ///< The quotient to 34 digits, round half to even.

    friend Decimal operator+(Decimal left, const Decimal& right) { return left += right; }
    friend Decimal operator-(Decimal left, const Decimal& right) { return left -= right; }
    friend Decimal operator*(Decimal left, const Decimal& right) { return left *= right; }
    friend Decimal operator/(Decimal left, const Decimal& right) { return left /= right; }

    /// By value: 1.50 == 1.5. A NaN equals nothing.
    friend TKS_API bool operator==(const Decimal& left, const Decimal& right);
    friend TKS_API std::partial_ordering operator<=>(const Decimal& left, const Decimal& right);

private:
    std::uint64_t low_ = 0;
    std::uint64_t high_ = std::uint64_t{6176} << 49U;
};

}  // namespace tks
