#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the package reads although it is not the canonical form: pydantic's lax mode. Each function takes what
/// stands in the JSON and gives the value that the package makes of it, or nothing where it refuses it.
namespace tks::codec {

/// The double nearest to a JSON number, which is what the package computes and compares with. Infinite where the number
/// is too large for one; NaN for what is no JSON number.
double double_from_number(std::string_view number);

/// The number that a text stands for, as JSON: "1.5", " 1 ", "1e3", ".5", "1_000", "+1". Texts of infinities and NaN
/// are refused, on purpose, as such numbers are.
std::optional<std::string> number_from_text(std::string_view text);

enum class IntegerRefusal : std::uint8_t { none, not_an_integer, fraction, too_large };

/// An integer, or why there is none.
struct IntegerReading {
    std::int64_t value = 0;
    IntegerRefusal refusal = IntegerRefusal::none;
    bool is_canonical = true;  ///< Whether it was written as a plain JSON integer.
};

/// The integer that a JSON number stands for: 12, or with coercion 1.0 and 1e3.
IntegerReading integer_from_number(std::string_view number);

/// The integer that a text stands for: "12", "1.0", "+1", "1_000".
IntegerReading integer_from_text(std::string_view text);

/// The truth value that a JSON number stands for: 0, 1, 0.0, 1.0.
std::optional<bool> boolean_from_number(std::string_view number);

/// The truth value that a text stands for: 0/1, t/f, y/n, on/off, yes/no, true/false in any case.
std::optional<bool> boolean_from_text(std::string_view text);

}  // namespace tks::codec
