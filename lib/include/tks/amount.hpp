#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tks/decimal.hpp"
#include "tks/export.hpp"

namespace tks {

/// An exact decimal number of any length: an integer coefficient times a power of ten. Products and sums of Decimals
/// are Amounts where they must be right to the last digit, which 34 digits are not enough for.
///
/// Always finite. Amounts of equal value are alike in every respect, so that there is no telling 1.50 from 1.5.
/// Nothing is allocated as long as the coefficient fits in 127 bits, which 38 digits do.
class TKS_API Amount {
public:
    /// Zero.
    Amount() noexcept = default;

    /// The integer itself.
    Amount(std::int64_t value) noexcept  // NOLINT(google-explicit-constructor): exact, as for built-in types
        : low_(static_cast<std::uint64_t>(value)), high_(value < 0 ? ~std::uint64_t{0} : 0) {}

    /// The decimal itself, which must be finite.
    Amount(const Decimal& value);  // NOLINT(google-explicit-constructor): exact, as for built-in types

    Amount(const Amount& other);
    Amount(Amount&& other) noexcept = default;  ///< Leaves some value in the other.
    Amount& operator=(const Amount& other);
    Amount& operator=(Amount&& other) noexcept = default;
    ~Amount() = default;

    /// Reads a JSON number, exactly, however many digits it has: thus whatever to_string() wrote.
    /// Nothing if the text is no JSON number, or if its last digit stands more than a million places from the point,
    /// which no money does and which would make sums expensive.
    static std::optional<Amount> parse(std::string_view text);

    /// The nearest double; an infinity where the value is beyond them. Only for charts and statistics, never for sums
    /// of money.
    [[nodiscard]] double to_double() const;

    /// The nearest Decimal: 34 digits, round half to even, without trailing zeros. An infinity where the value is too
    /// large for decimal128.
    [[nodiscard]] Decimal rounded() const;

    /// The shortest exact text that is also a JSON number ("1.5", "100", "2E-8"): no zeros at the end of a fraction,
    /// and plain notation where the zeros before the point leave the number at most 34 digits long and the first digit
    /// stands at most six places behind the point. It is the text of Decimal::reduced() for a value that is a Decimal,
    /// and has all digits for one that is longer.
    [[nodiscard]] std::string to_string() const;

    /// Appends to_string() to a text.
    void append_to(std::string& out) const;

    /// No less than the characters that to_string() gives.
    [[nodiscard]] std::size_t longest_text() const;

    /// Writes to_string() to a buffer with room for longest_text() characters, and returns the end of what it wrote.
    char* write_to(char* out) const;

    [[nodiscard]] bool is_zero() const;
    [[nodiscard]] bool is_negative() const;  ///< Below zero.
    [[nodiscard]] bool is_positive() const;  ///< Above zero.
    [[nodiscard]] Amount abs() const;

    Amount operator-() const;
    Amount& operator+=(const Amount& other);
    Amount& operator-=(const Amount& other);
    Amount& operator*=(const Amount& other);

    friend Amount operator+(Amount left, const Amount& right) {
        left += right;
        return left;
    }
    friend Amount operator-(Amount left, const Amount& right) {
        left -= right;
        return left;
    }
    friend Amount operator*(Amount left, const Amount& right) {
        left *= right;
        return left;
    }

    friend TKS_API bool operator==(const Amount& left, const Amount& right);
    friend TKS_API std::strong_ordering operator<=>(const Amount& left, const Amount& right);

    /// The one operation that rounds: the quotient to 34 significant digits, half to even. The divisor must not be zero.
    friend TKS_API Amount quotient(const Amount& dividend, const Amount& divisor);

private:
    struct BigInteger;
    struct Parts;
    struct Release {
        TKS_API void operator()(BigInteger* big) const;
    };

    // The coefficient: the big integer where there is one, else the two words of a signed integer of 128 bits.
    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
    std::int32_t exponent_ = 0;
    std::unique_ptr<BigInteger, Release> big_;
};

TKS_API Amount quotient(const Amount& dividend, const Amount& divisor);

}  // namespace tks
