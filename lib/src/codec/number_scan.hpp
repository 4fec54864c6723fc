#pragma once

#include <cstdint>
#include <string_view>

#include "tks/decimal.hpp"

namespace tks::codec {

/// A JSON number taken apart: (is_negative ? −1 : 1) × coefficient × 10^exponent.
struct ScannedNumber {
    std::uint64_t coefficient = 0;
    int exponent = 0;
    bool is_negative = false;
    bool is_integer = false;  ///< Written without a point and an exponent.
};

/// Reads a token that is to be one JSON number. False if it is none, or has more than 19 digits or so large an exponent
/// that a double might not hold it: such numbers are left to the careful road.
inline bool scan_number(std::string_view token, ScannedNumber& out) {
    const char* at = token.data();
    const char* const end = at + token.size();
    const auto is_digit = [&] { return at != end && static_cast<unsigned char>(*at - '0') < 10; };

    out.is_negative = at != end && *at == '-';
    at += out.is_negative ? 1 : 0;
    if (!is_digit()) return false;
    const char* const first = at;
    std::uint64_t coefficient = 0;
    for (; is_digit(); ++at) coefficient = coefficient * 10 + static_cast<std::uint64_t>(*at - '0');
    if (*first == '0' && at - first > 1) return false;
    std::ptrdiff_t digits = at - first;

    int exponent = 0;
    out.is_integer = at == end;
    if (at != end && *at == '.') {
        const char* const fraction = ++at;
        for (; is_digit(); ++at) coefficient = coefficient * 10 + static_cast<std::uint64_t>(*at - '0');
        if (at == fraction) return false;
        exponent = -static_cast<int>(at - fraction);
        digits += at - fraction;
    }
    if (digits > 19) return false;
    if (at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        const bool is_small = at != end && *at == '-';
        at += at != end && (*at == '-' || *at == '+') ? 1 : 0;
        const char* const power_begin = at;
        int power = 0;
        for (; is_digit() && at - power_begin < 4; ++at) power = power * 10 + (*at - '0');
        if (at == power_begin || power > 250) return false;
        exponent += is_small ? -power : power;
    }
    out.coefficient = coefficient;
    out.exponent = exponent;
    return at == end;
}

}  // namespace tks::codec
