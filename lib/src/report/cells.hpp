#pragma once

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/time_text.hpp"
#include "report/text_buffer.hpp"
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

// The same, appended to a text.

inline AppendedCell append_cell(TextBuffer& out, const Amount& amount) {
    out.write(amount.longest_text(), [&](char* end) { return amount.write_to(end); });
    return AppendedCell::plain;
}
inline AppendedCell append_cell(TextBuffer& out, const Decimal& value) {
    out.write(Decimal::longest_text, [&](char* end) { return value.reduced().write_to(end); });
    return AppendedCell::plain;
}
inline AppendedCell append_cell(TextBuffer& out, bool value) {
    out.append(value ? std::string_view("true") : std::string_view("false"));
    return AppendedCell::plain;
}
template <class Integer>
requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) AppendedCell
    append_cell(TextBuffer& out, Integer value) {
    constexpr std::size_t longest = std::numeric_limits<Integer>::digits10 + 2;
    out.write(longest, [&](char* end) { return std::to_chars(end, end + longest, value).ptr; });
    return AppendedCell::plain;
}
inline AppendedCell append_cell(TextBuffer& out, Timestamp time) {
    if (!out.has_iso_times()) return append_cell(out, time.ms);
    out.write(longest_time_text, [&](char* end) { return write_iso8601(time, end); });
    return AppendedCell::plain;
}
template <class Enum>
requires std::is_enum_v<Enum> AppendedCell append_cell(TextBuffer& out, Enum value) {
    out.append(to_string(value));
    return AppendedCell::plain;
}
/// Null where it is empty.
inline AppendedCell append_cell(TextBuffer& out, std::string_view text) {
    out.append(text);
    return text.empty() ? AppendedCell::null : AppendedCell::any;
}
inline AppendedCell append_cell(TextBuffer& out, const std::string& text) {
    return append_cell(out, std::string_view(text));
}
template <class Value>
AppendedCell append_cell(TextBuffer& out, const std::optional<Value>& value) {
    return value ? append_cell(out, *value) : AppendedCell::null;
}

}  // namespace tks::report
