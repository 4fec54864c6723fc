#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>
#include <vector>

namespace tks {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t offset) {
    return static_cast<std::uint8_t>(text[offset]);
}

bool is_continuation(std::string_view text, std::size_t offset) {
    return offset < text.size() && (byte_at(text, offset) & 0xc0U) == 0x80U;
}

/// How many bytes at the front are ASCII, looking at eight of them at a time.
std::size_t ascii_prefix_length(std::string_view text) {
    std::size_t length = 0;
    for (; length + sizeof(std::uint64_t) <= text.size(); length += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + length, sizeof word);
        if ((word & 0x8080808080808080U) != 0) break;
    }
    while (length < text.size() && byte_at(text, length) < 0x80U) ++length;
    return length;
}

bool needs_escape(std::uint8_t byte) {
    return byte < 0x20U || byte == '"' || byte == '\\';
}

/// Whether one of eight bytes needs an escape.
bool any_needs_escape(const char* bytes) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    // (x - each_byte * n) & ~x has the high bit of a byte below n set, and of no byte if there is none.
    const std::uint64_t quote = word ^ (each_byte * '"');
    const std::uint64_t backslash = word ^ (each_byte * '\\');
    const std::uint64_t found =
        ((word - each_byte * 0x20) & ~word) | ((quote - each_byte) & ~quote) | ((backslash - each_byte) & ~backslash);
    return (found & high_bits) != 0;
}

/// How many bytes at the front a JSON string can hold as they are.
std::size_t plain_prefix_length(std::string_view text) {
    constexpr std::size_t step = 8;
    std::size_t length = 0;
    while (length + step <= text.size() && !any_needs_escape(text.data() + length)) length += step;
    // Most texts are plain to their end: their last eight bytes tell of what is left.
    if (length + step > text.size() && text.size() >= step && !any_needs_escape(text.data() + text.size() - step))
        return text.size();
    while (length < text.size() && !needs_escape(byte_at(text, length))) ++length;
    return length;
}

/// The code point of a well-formed sequence.
char32_t decode(std::string_view sequence) {
    const char32_t lead = byte_at(sequence, 0);
    if (sequence.size() == 1) return lead;
    constexpr std::array<char32_t, 5> lead_masks = {0, 0, 0x1f, 0x0f, 0x07};
    char32_t code_point = lead & lead_masks[sequence.size()];
    for (std::size_t offset = 1; offset < sequence.size(); ++offset)
        code_point = (code_point << 6U) | (byte_at(sequence, offset) & 0x3fU);
    return code_point;
}

/// What str.isspace() of Python holds for white space.
bool is_white_space(char32_t code_point) {
    return (code_point >= 0x09 && code_point <= 0x0d) || (code_point >= 0x1c && code_point <= 0x20) ||
           code_point == 0x85 || code_point == 0xa0 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200a) || code_point == 0x2028 || code_point == 0x2029 ||
           code_point == 0x202f || code_point == 0x205f || code_point == 0x3000;
}

/// Whether a character can stand in a line on a terminal without moving, hiding or reordering what is around it.
bool is_printable(char32_t code_point) {
    const bool control = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
    const bool invisible = (code_point >= 0x200b && code_point <= 0x200f) || code_point == 0xfeff;
    const bool line_or_direction = (code_point >= 0x2028 && code_point <= 0x202e) ||
                                   (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x061c;
    return !control && !invisible && !line_or_direction;
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// The optimal string alignment distance: how many letters to add, drop, change or swap with their neighbour.
std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> before_last(right.size() + 1);
    std::vector<std::size_t> last(right.size() + 1);
    std::vector<std::size_t> current(right.size() + 1);
    for (std::size_t column = 0; column <= right.size(); ++column) current[column] = column;
    for (std::size_t row = 1; row <= left.size(); ++row) {
        std::swap(before_last, last);
        std::swap(last, current);
        current[0] = row;
        for (std::size_t column = 1; column <= right.size(); ++column) {
            const std::size_t change = left[row - 1] == right[column - 1] ? 0 : 1;
            current[column] = std::min({last[column] + 1, current[column - 1] + 1, last[column - 1] + change});
            if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                current[column] = std::min(current[column], before_last[column - 2] + 1);
        }
    }
    return current[right.size()];
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

/// The letter that stands for the character behind a backslash in JSON; 0 if it has none.
char escape_letter(char32_t code_point) {
    constexpr std::u32string_view characters = U"\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    const std::size_t index = characters.find(code_point);
    return index == std::u32string_view::npos ? '\0' : letters[index];
}

/// One character, or one byte that is none, as it may stand between quotes in a message.
void append_escaped(std::string& out, std::string_view sequence, bool well_formed) {
    if (!well_formed) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte_at(sequence, 0));
        return;
    }
    const char32_t code_point = decode(sequence);
    if (const char letter = escape_letter(code_point); letter != 0)
        (out += '\\') += letter;
    else if (is_printable(code_point))
        out += sequence;
    else
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(code_point));
}

}  // namespace

bool is_blank_in_full(std::string_view utf8) {
    while (!utf8.empty()) {
        const std::size_t length = utf8_sequence_length(utf8);
        if (length == 0 || !is_white_space(decode(utf8.substr(0, length)))) return false;
        utf8.remove_prefix(length);
    }
    return true;
}

std::size_t utf8_sequence_length(std::string_view text) {
    if (text.empty()) return 0;
    const std::uint8_t lead = byte_at(text, 0);
    if (lead < 0x80U) return 1;
    if (lead < 0xc2U || lead > 0xf4U || !is_continuation(text, 1)) return 0;
    if (lead < 0xe0U) return 2;
    // The second byte rules out overlong forms, surrogates and what lies above U+10FFFF (Unicode, table 3-7).
    const std::uint8_t second = byte_at(text, 1);
    if ((lead == 0xe0U && second < 0xa0U) || (lead == 0xedU && second > 0x9fU)) return 0;
    if ((lead == 0xf0U && second < 0x90U) || (lead == 0xf4U && second > 0x8fU)) return 0;
    if (!is_continuation(text, 2)) return 0;
    if (lead < 0xf0U) return 3;
    return is_continuation(text, 3) ? 4 : 0;
}

std::size_t printable_sequence_length(std::string_view text) {
    const std::size_t length = utf8_sequence_length(text);
    return length != 0 && is_printable(decode(text.substr(0, length))) ? length : 0;
}

std::size_t count_characters(std::string_view utf8) {
    std::size_t count = 0;
    while (!utf8.empty()) {
        const std::size_t ascii = ascii_prefix_length(utf8);
        count += ascii;
        utf8.remove_prefix(ascii);
        if (utf8.empty()) break;
        utf8.remove_prefix(std::max<std::size_t>(utf8_sequence_length(utf8), 1));
        ++count;
    }
    return count;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    std::size_t offset = 0;
    while (true) {
        offset += ascii_prefix_length(text.substr(offset));
        if (offset == text.size()) return std::nullopt;
        const std::size_t length = utf8_sequence_length(text.substr(offset));
        if (length == 0) return offset;
        offset += length;
    }
}

std::string_view closest_match(std::string_view word, std::span<const std::string_view> candidates) {
    const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
    std::string_view best;
    std::pair<std::size_t, std::size_t> best_distance;
    for (const std::string_view candidate : candidates) {
        // The distance is at least the difference in length, which spares the work on words of any length.
        const std::size_t longer = std::max(word.size(), candidate.size());
        if (longer - std::min(word.size(), candidate.size()) > limit) continue;
        const std::size_t caseless = edit_distance(lowered(word), lowered(candidate));
        if (caseless > limit || caseless >= longer) continue;
        const std::pair distance(caseless, edit_distance(word, candidate));
        if (!best.empty() && distance >= best_distance) continue;
        best = candidate;
        best_distance = distance;
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
    const std::string_view near = closest_match(word, candidates);
    return near.empty() ? std::string() : fmt::format(", did you mean \"{}\"?", near);
}

void append_json_string(std::string& out, std::string_view utf8) {
    constexpr std::string_view hex_digits = "0123456789abcdef";
    out += '"';
    while (true) {
        const std::size_t plain = plain_prefix_length(utf8);
        out.append(utf8, 0, plain);
        if (plain == utf8.size()) break;
        const std::uint8_t byte = byte_at(utf8, plain);
        if (const char letter = escape_letter(byte); letter != 0)
            (out += '\\') += letter;
        else
            (((out += "\\u00") += hex_digits[byte >> 4U]) += hex_digits[byte & 0xfU]);
        utf8.remove_prefix(plain + 1);
    }
    out += '"';
}

std::string quoted_for_people(std::string_view text, std::size_t max_characters) {
    std::string result = "\"";
    std::size_t characters = 0;
    std::size_t cut = result.size();  // The longest end so far that leaves a character of room for the ellipsis.
    while (!text.empty()) {
        const std::size_t length = utf8_sequence_length(text);
        const std::size_t end_before = result.size();
        append_escaped(result, text.substr(0, std::max<std::size_t>(length, 1)), length != 0);
        const bool escaped = result[end_before] == '\\';
        characters += escaped ? result.size() - end_before : 1;
        if (characters > max_characters) {
            result.resize(cut);
            result += "…";
            break;
        }
        if (characters < max_characters) cut = result.size();
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result += '"';
}

}  // namespace tks
