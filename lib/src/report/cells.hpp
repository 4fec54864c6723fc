#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "tks/amount.hpp"
#include "tks/rows.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

/// Values as cells of rows.
namespace tks::report {

inline Cell cell_of(const Amount& amount) {
    return amount.to_string();
}
inline Cell cell_of(const Decimal& value) {
    return value.reduced().to_string();
}
inline Cell cell_of(Timestamp time) {
    return std::to_string(time.ms);
}
inline Cell cell_of(bool value) {
    return value ? "true" : "false";
}
/// The shortest text that reads as the same double.
inline Cell cell_of(double value) {
    return fmt::format("{}", value);
}
template <class Integer>
requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) Cell cell_of(Integer value) {
    return std::to_string(value);
}
template <class Enum>
requires std::is_enum_v<Enum> Cell cell_of(Enum value) {
    return std::string(to_string(value));
}
template <class Value>
Cell cell_of(const std::optional<Value>& value) {
    return value ? cell_of(*value) : Cell();
}
inline Cell text_cell(std::string_view text) {
    return text.empty() ? Cell() : Cell(std::string(text));
}

}  // namespace tks::report
