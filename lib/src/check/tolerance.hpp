#pragma once

#include "tks/decimal.hpp"

/// How exactly amounts must agree: producers compute in binary floating point, where 0.1 + 0.2 is 0.30000000000000004.
namespace tks::check {

/// Amounts that differ by no more than this share of the larger one are the same.
inline constexpr Decimal relative_tolerance = Decimal::from_parts(false, 1, -9);

/// Whether two amounts, neither of them negative, are the same.
inline bool is_near(const Decimal& left, const Decimal& right) {
    if (left == right) return true;
    return left < right ? right - left <= right * relative_tolerance : left - right <= left * relative_tolerance;
}

/// Whether an amount is more than another, neither of them negative.
inline bool exceeds(const Decimal& left, const Decimal& right) {
    return left > right && left - right > left * relative_tolerance;
}

}  // namespace tks::check
