#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "tks/closest_match.hpp"

namespace tks {

/// One of 0 to 9, whatever the locale.
constexpr bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// What JSON takes for white space between tokens.
constexpr bool is_json_space(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/// The road of is_blank for texts whose first byte doesn't settle it.
bool is_blank_in_full(std::string_view utf8);

/// True for the empty text and for text that Python's str.strip() would strip to nothing: Unicode white space and
/// U+001C..U+001F. Bytes that are no UTF-8 are not blank.
inline bool is_blank(std::string_view utf8) {
    // As signed numbers, bytes from 0x80 are negative, so that one comparison finds ASCII above the space.
    if (!utf8.empty() && static_cast<signed char>(utf8.front()) > ' ') return false;
    return is_blank_in_full(utf8);
}

/// The length in bytes, 1 to 4, of the well-formed UTF-8 sequence at the front of the text; 0 if there is none.
/// Overlong forms, surrogates and values above U+10FFFF are not well-formed.
std::size_t utf8_sequence_length(std::string_view text);

/// The same for what shows as a character; 0 as well for control characters, line separators, and marks that take no room
/// or turn the direction of text.
std::size_t printable_sequence_length(std::string_view text);

/// Whether a function finds nothing in a text: of eight bytes at a time, some of them maybe twice, it gives those with their highest bit
/// set that it looks for.
template <class Find>
bool has_none(std::string_view text, Find find) {
    constexpr std::size_t word = sizeof each_byte;
    const auto bytes_at = [&text]<class Bytes>(std::size_t at, Bytes bytes) {
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        return bytes;
    };
    std::uint64_t found = 0;
    if (text.size() >= word) {
        for (std::size_t at = 0; at + word <= text.size(); at += word) found |= find(bytes_at(at, std::uint64_t{}));
        found |= find(bytes_at(text.size() - word, std::uint64_t{}));
    } else if (text.size() >= word / 2) {
        const std::uint64_t last = bytes_at(text.size() - word / 2, std::uint32_t{});
        found = find(bytes_at(0, std::uint32_t{}) | last << 32U);
    } else {
        for (const char character : text) found |= find(static_cast<unsigned char>(character) * each_byte);
    }
    return (found & (each_byte << 7U)) == 0;
}

/// Whether the text is of printable ASCII alone, as nearly all is.
inline bool is_printable_ascii(std::string_view text) {
    // The highest bit is set by what is beyond ASCII, below the space, or no less than DEL.
    return has_none(text, [](std::uint64_t bytes) { return bytes | (bytes - ' ' * each_byte) | (bytes + each_byte); });
}

/// Whether the text is of letters and digits of ASCII and of "-./:" alone, as ids and names mostly are. No format escapes these.
inline bool is_plain_word(std::string_view text) {
    // Of ASCII, the sum with what is left to 0x80 sets the highest bit of what is no less than the first of a range, or more than its last.
    const auto in_range = [](std::uint64_t bytes, unsigned first, unsigned last) {
        return (bytes + (0x80U - first) * each_byte) & ~(bytes + (0x7FU - last) * each_byte);
    };
    return has_none(text, [&](std::uint64_t bytes) {
        return bytes | ~(in_range(bytes | 0x20U * each_byte, 'a', 'z') | in_range(bytes, '-', ':'));
    });
}

/// The number of code points; each byte that belongs to no well-formed sequence counts as one.
std::size_t count_characters(std::string_view utf8);

/// The offset of the first byte that begins no well-formed sequence; nothing if the text is valid UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Appends the text as a quoted JSON string, escaped as the Python package's model_dump_json does: \" \\ \b \f \n
/// \r \t, \u00xx for the other characters below U+0020, and every other byte as it is.
void append_json_string(std::string& out, std::string_view utf8);

/// The text in double quotes for a message of one line: quotes, backslashes and what is not printable (control
/// characters, line separators, marks that turn the direction of text) escaped as in JSON, bytes that are no UTF-8
/// as \xXX. What would take more than max_characters characters between the quotes ends in "…" instead.
std::string quoted_for_people(std::string_view text, std::size_t max_characters = 60);

}  // namespace tks
