#include "base/number_text.hpp"

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstring>

#include "base/text.hpp"

namespace tks {
namespace {

/// Reads the digits at `position` into the coefficient and moves behind them; false if there are none.
bool read_digits(std::string_view text, std::size_t& position, NumberText& number) {
    const std::size_t begin = position;
    for (; position < text.size() && is_digit(text[position]); ++position) {
        const auto digit = static_cast<std::uint64_t>(text[position] - '0');
        number.coefficient = number.coefficient * 10 + digit;
        number.significant_digits += (number.significant_digits | digit) != 0 ? 1 : 0;
    }
    return position != begin;
}

/// Reads the exponent whose sign or first digit is at `position`.
bool read_exponent(std::string_view text, std::size_t& position, NumberText& number) {
    constexpr std::int64_t saturation = 1'000'000'000'000'000;
    bool negative = false;
    if (position < text.size() && (text[position] == '+' || text[position] == '-')) negative = text[position++] == '-';
    const std::size_t begin = position;
    std::int64_t exponent = 0;
    for (; position < text.size() && is_digit(text[position]); ++position)
        if (exponent < saturation) exponent = exponent * 10 + (text[position] - '0');
    number.exponent += negative ? -exponent : exponent;
    return position != begin;
}

/// Writes sixteen digits, whatever zeros are in front. Those of each half are parted four, two and one at a time, side by side.
void write_16_digits(std::uint64_t value, char* out) {
    constexpr std::uint32_t half = 100'000'000;
    const auto digits_of = [](std::uint32_t eight) {
        constexpr std::uint32_t ten_thousand = 10'000;
        const std::uint64_t fours = eight / ten_thousand | std::uint64_t{eight % ten_thousand} << 32U;
        const std::uint64_t hundreds = (fours * 10'486 >> 20U) & 0x0000'007F'0000'007FU;
        const std::uint64_t twos = hundreds | (fours - 100 * hundreds) << 16U;
        const std::uint64_t tens = (twos * 103 >> 10U) & 0x000F'000F'000F'000FU;
        const std::uint64_t ones = tens | (twos - 10 * tens) << 8U;
        const std::uint64_t text = ones + 0x3030'3030'3030'3030U;  // '0' in each byte; the first digit in the lowest.
        return std::endian::native == std::endian::little ? text : __builtin_bswap64(text);
    };
    const std::uint64_t text[] = {digits_of(static_cast<std::uint32_t>(value / half)),
                                  digits_of(static_cast<std::uint32_t>(value % half))};
    std::memcpy(out, text, sizeof text);
}

/// Returns the end of the digits.
char* write_all_digits(decimal128::Coefficient coefficient, char* out) {
    constexpr std::uint64_t part = 10'000'000'000'000'000U;
    constexpr std::ptrdiff_t part_digits = 16;
    if (coefficient < part) return std::to_chars(out, out + part_digits, static_cast<std::uint64_t>(coefficient)).ptr;
    // A division of 64 bits takes a fraction of one of 128.
    const bool is_short = coefficient >> 64U == 0;
    const decimal128::Coefficient upper =
        is_short ? static_cast<std::uint64_t>(coefficient) / part : coefficient / part;
    char* const end = write_all_digits(upper, out);
    write_16_digits(static_cast<std::uint64_t>(coefficient - upper * part), end);
    return end + part_digits;
}

char* write_scientific(char* out, std::string_view digits, int exponent) {
    constexpr std::ptrdiff_t longest_exponent = 11;
    *out++ = digits.front();
    if (digits.size() > 1) *out++ = '.';
    out = write_text(out, digits.substr(1));
    out = write_text(out, exponent < 0 ? "E" : "E+");
    return std::to_chars(out, out + longest_exponent, exponent).ptr;
}

}  // namespace

bool read_number(std::string_view text, NumberText& number) {
    std::size_t position = 0;
    if (!text.empty() && text[0] == '-') {
        number.negative = true;
        position = 1;
    }
    const std::size_t begin = position;
    if (!read_digits(text, position, number)) return false;
    if (text[begin] == '0' && position - begin > 1) return false;
    if (position < text.size() && text[position] == '.') {
        const std::size_t point = position++;
        if (!read_digits(text, position, number)) return false;
        number.exponent = -static_cast<std::int64_t>(position - point - 1);
    }
    number.mantissa = text.substr(begin, position - begin);
    if (position < text.size() && (text[position] == 'e' || text[position] == 'E'))
        if (!read_exponent(text, ++position, number)) return false;
    return position == text.size();
}

std::string_view write_digits(decimal128::Coefficient coefficient, Digits& buffer) {
    return {buffer.data(), write_all_digits(coefficient, buffer.data())};
}

char* write_number(char* out, std::string_view digits, int exponent) {
    const auto digits_before_point = static_cast<std::ptrdiff_t>(digits.size()) + exponent;
    if (exponent == 0) return write_text(out, digits);
    if (exponent > 0 || digits_before_point <= -6)
        return write_scientific(out, digits, static_cast<int>(digits_before_point - 1));
    if (digits_before_point > 0) {
        const auto point = static_cast<std::size_t>(digits_before_point);
        out = write_text(out, digits.substr(0, point));
        *out++ = '.';
        return write_text(out, digits.substr(point));
    }
    out = write_text(out, "0.");
    for (std::ptrdiff_t place = digits_before_point; place < 0; ++place) *out++ = '0';
    return write_text(out, digits);
}

char* write_plain_number(char* out, std::uint64_t coefficient, int exponent) {
    static constexpr auto powers_of_ten = decimal128::make_powers_of_ten<std::uint64_t, 20>();
    static constexpr auto pairs = [] {
        std::array<char, 200> digits{};
        for (std::size_t at = 0; at < digits.size(); ++at)
            digits[at] = static_cast<char>('0' + (at % 2 == 0 ? at / 20 : at / 2 % 10));
        return digits;
    }();
    constexpr std::size_t most_zeros = 6;  // Behind the point, or there is an exponent.
    const auto places = static_cast<std::size_t>(-exponent);
    if (exponent >= 0 || places >= powers_of_ten.size()) return nullptr;
    if (places > most_zeros && coefficient < powers_of_ten[places - most_zeros]) return nullptr;
    const std::uint64_t integer = coefficient / powers_of_ten[places];
    std::uint64_t rest = coefficient - integer * powers_of_ten[places];
    constexpr std::ptrdiff_t longest = 20;
    out = std::to_chars(out, out + longest, integer).ptr;
    *out++ = '.';
    char* at = out + places;
    for (; at - out > 1; rest /= 100) {
        at -= 2;
        std::memcpy(at, pairs.data() + 2 * (rest % 100), 2);
    }
    if (at != out) *out = static_cast<char>('0' + rest);
    return out + places;
}

}  // namespace tks
