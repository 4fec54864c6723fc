#include "codec/coercion.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.hpp"

namespace tks::codec {

namespace {

constexpr char to_lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

/// The text without the white space that Rust's str::trim strips (unlike Python's, not U+001C..U+001F).
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces[] = {
        "\t",           "\n",           "\v",           "\f",           "\r",           " ",
        "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
        "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
        "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
        "\xE3\x80\x80"};
    const auto strip = [&](auto at_edge, auto remove) {
        for (bool stripped = true; stripped;) {
            stripped = false;
            for (const std::string_view space : spaces)
                if (at_edge(space)) remove(space.size()), stripped = true;
        }
    };
    strip([&](std::string_view space) { return text.starts_with(space); },
          [&](std::size_t size) { text.remove_prefix(size); });
    strip([&](std::string_view space) { return text.ends_with(space); },
          [&](std::size_t size) { text.remove_suffix(size); });
    return text;
}

bool is_separated_by_underscores(std::string_view text) {
    return text.find('_') != std::string_view::npos && text.front() != '_' && text.back() != '_' &&
           text.find("__") == std::string_view::npos;
}

std::string without_underscores(std::string_view text) {
    std::string result(text);
    std::erase(result, '_');
    return result;
}

std::string_view take_digits(std::string_view& text) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    const std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    return digits;
}

/// A float as Rust reads it, written as JSON: [+-]? (digits [. digits*] | . digits) ([eE] [+-]? digits)?
std::optional<std::string> json_from_float(std::string_view text) {
    std::string json;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        if (text.front() == '-') json = '-';
        text.remove_prefix(1);
    }
    std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    json += whole.empty() ? "0" : whole;
    if (!fraction.empty()) json.append(".").append(fraction);
    if (text.empty()) return json;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    json += 'e';
    text.remove_prefix(1);
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        json += text.front();
        text.remove_prefix(1);
    }
    // The digits of the exponent must be all that is left.
    const std::string_view exponent = take_digits(text);
    if (exponent.empty() || !text.empty()) return std::nullopt;
    return json.append(exponent);
}

IntegerReading refused(IntegerRefusal why) {
    return {0, why, false};
}

bool is_plain_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && std::ranges::all_of(text, is_digit) && (text.size() == 1 || text.front() != '0');
}

IntegerReading plain_integer(std::string_view text, bool is_canonical) {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec == std::errc::result_out_of_range) return refused(IntegerRefusal::too_large);
    return {value, IntegerRefusal::none, is_canonical};
}

/// Leading zeros go, with underscores among them; nothing if something else stands among them.
std::optional<std::string_view> without_leading_zeros(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (text.front() == '-' || (text.front() >= '1' && text.front() <= '9')) return text;
    if (text.front() != '0') return std::nullopt;
    for (std::size_t index = 1; index < text.size(); ++index) {
        const char character = text[index];
        if (character == '0' || character == '_') continue;
        if (character == '-' || is_digit(character)) return text.substr(index);
        if (character == '.') return text.substr(index - 1);
        return std::nullopt;
    }
    return text.substr(text.size() - 1);
}

}  // namespace

double double_from_number(std::string_view number) {
    double value = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
    if (parsed.ec == std::errc()) return value;
    if (parsed.ec != std::errc::result_out_of_range) return std::numeric_limits<double>::quiet_NaN();
    // Too large or too near to zero: the power of ten of the first digit that is not 0 tells which.
    const std::size_t exponent_at = std::min(number.find_first_of("eE"), number.size());
    const std::size_t point = std::min(number.find('.'), exponent_at);
    const std::size_t first = number.find_first_of("123456789");
    long exponent = 0;
    if (exponent_at < number.size()) {
        const std::string_view digits = number.substr(exponent_at + 1 + (number[exponent_at + 1] == '+' ? 1 : 0));
        if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc())
            exponent = digits.front() == '-' ? std::numeric_limits<int>::min() : std::numeric_limits<int>::max();
    }
    const bool is_huge = static_cast<long>(point) - static_cast<long>(first) + exponent > 0;
    const double magnitude = is_huge ? std::numeric_limits<double>::infinity() : 0.0;
    return number.front() == '-' ? -magnitude : magnitude;
}

std::optional<std::string> number_from_text(std::string_view text) {
    if (auto json = json_from_float(trimmed(text))) return json;
    if (is_separated_by_underscores(text)) return json_from_float(without_underscores(text));
    return std::nullopt;
}

IntegerReading integer_from_number(std::string_view number) {
    if (is_plain_integer(number)) return plain_integer(number, true);
    const double value = double_from_number(number);
    if (!std::isfinite(value)) return refused(IntegerRefusal::too_large);
    if (value != std::trunc(value)) return refused(IntegerRefusal::fraction);
    constexpr double limit = 9223372036854775808.0;
    if (value <= -limit || value >= limit) return refused(IntegerRefusal::too_large);
    return {static_cast<std::int64_t>(value), IntegerRefusal::none, false};
}

IntegerReading integer_from_text(std::string_view text) {
    // The steps are pydantic's, one by one; what looks odd ("0-1" is −1) is so there too.
    if (is_plain_integer(text)) return plain_integer(text, false);
    std::string_view rest = trimmed(text);
    bool is_negative = false;
    if (rest.starts_with('+')) {
        rest.remove_prefix(1);
        if (rest.starts_with('-')) return refused(IntegerRefusal::not_an_integer);
    } else if (rest.starts_with('-')) {
        is_negative = true;
        rest.remove_prefix(1);
        if (rest.starts_with('-') || rest.starts_with('+')) return refused(IntegerRefusal::not_an_integer);
    }
    const auto stripped = without_leading_zeros(rest);
    if (!stripped) return refused(IntegerRefusal::not_an_integer);
    rest = *stripped;
    if (const std::size_t point = rest.find('.'); point != std::string_view::npos) {
        const std::string_view fraction = rest.substr(point + 1);
        if (!fraction.empty() && fraction.find_first_not_of('0') == std::string_view::npos)
            rest = rest.substr(0, point);
    }
    std::string digits(rest);
    if (!rest.empty() && is_separated_by_underscores(rest)) std::erase(digits, '_');
    if (is_negative) digits.insert(0, "-");
    if (!is_plain_integer(digits)) return refused(IntegerRefusal::not_an_integer);
    return plain_integer(digits, false);
}

std::optional<bool> boolean_from_number(std::string_view number) {
    const double value = double_from_number(number);
    if (value == 0) return false;
    if (value == 1) return true;
    return std::nullopt;
}

std::optional<bool> boolean_from_text(std::string_view text) {
    constexpr std::string_view truths[] = {"1", "t", "y", "on", "yes", "true"};
    constexpr std::string_view untruths[] = {"0", "f", "n", "off", "no", "false"};
    const auto is_word = [text](std::string_view word) { return std::ranges::equal(text, word, {}, to_lower); };
    if (std::ranges::any_of(truths, is_word)) return true;
    if (std::ranges::any_of(untruths, is_word)) return false;
    return std::nullopt;
}

}  // namespace tks::codec
