#include "codec/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace tks::codec {

namespace {

constexpr int hex_digit(char character) {
    if (is_digit(character)) return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

/// The code unit behind "\u" at an offset, or -1 if there are no four hexadecimal digits.
int code_unit_at(std::string_view text, std::size_t offset) {
    if (offset + 4 > text.size()) return -1;
    int unit = 0;
    for (std::size_t index = offset; index < offset + 4; ++index) {
        const int digit = hex_digit(text[index]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

constexpr bool is_high_surrogate(int unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool is_low_surrogate(int unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

/// Walks a text once and notes what is wrong with it.
class SyntaxChecker {
public:
    explicit SyntaxChecker(std::string_view text) : text_(text) {}

    SyntaxCheck check() {
        if (text_.starts_with("\xEF\xBB\xBF")) {
            note("json/byte-order-mark", 0,
                 "a byte-order mark stands before the JSON; save the text as UTF-8 without one");
            position_ = 3;
        }
        check_encoding();
        skip_space();
        if (at_end()) return fail("json/truncated", "there is no JSON value here");
        if (!check_value(0)) return std::move(result_);
        skip_space();
        if (!at_end())
            note("json/trailing", position_, "{} follows the JSON value; one record holds one value",
                 quoted_for_people(text_.substr(position_), 20));
        sort_errors();
        return std::move(result_);
    }

private:
    [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }
    [[nodiscard]] char here() const { return text_[position_]; }

    void skip_space() {
        while (!at_end() && is_json_space(here())) ++position_;
    }

    template <class... Arguments>
    void note(std::string_view rule, std::size_t offset, fmt::format_string<Arguments...> message,
              Arguments&&... arguments) {
        if (result_.errors.size() == max_syntax_errors) return;
        result_.errors.push_back({rule, fmt::format(message, std::forward<Arguments>(arguments)...), offset});
    }

    void sort_errors() { std::ranges::stable_sort(result_.errors, {}, &SyntaxError::offset); }

    SyntaxCheck fail(std::string_view rule, std::string message) {
        break_off(rule, std::move(message));
        return std::move(result_);
    }

    /// Notes a defect behind which the structure is unknown.
    bool break_off(std::string_view rule, std::string message) {
        result_.errors.push_back({rule, std::move(message), std::min(position_, text_.size())});
        result_.is_readable = false;
        sort_errors();
        return false;
    }

    bool expected(std::string_view what) {
        if (at_end())
            return break_off("json/truncated",
                             fmt::format("the record ends where {} is expected; it was cut off", what));
        return break_off("json/syntax", fmt::format("found {} where {} is expected",
                                                    quoted_for_people(text_.substr(position_, 1)), what));
    }

    /// One finding for all bytes of a record: text in another encoding is one problem, not one a letter.
    void check_encoding() {
        const auto first = find_invalid_utf8(text_);
        if (!first) return;
        std::size_t others = 0;
        std::size_t from = *first + 1;
        for (auto bad = find_invalid_utf8(text_.substr(from)); bad; bad = find_invalid_utf8(text_.substr(from))) {
            from += *bad + 1;
            ++others;
        }
        note("json/utf8", *first, "the byte 0x{:02X} is no UTF-8{}; write the text as UTF-8",
             static_cast<unsigned char>(text_[*first]),
             others == 0 ? std::string() : fmt::format(", nor are {} bytes behind it", others));
    }

    bool check_value(int depth) {
        if (at_end()) return expected("a value");
        switch (here()) {
            case '{':
                return check_container(depth + 1, '}');
            case '[':
                return check_container(depth + 1, ']');
            case '"':
                return check_string();
            case 't':
                return check_word("true");
            case 'f':
                return check_word("false");
            case 'n':
                return check_word("null");
            case 'N':
                return check_no_number("NaN");
            case 'I':
                return check_no_number("Infinity");
            default:
                return check_number();
        }
    }

    bool check_container(int depth, char closing) {
        const std::size_t begin = position_++;
        skip_space();
        if (!at_end() && here() == closing) return ++position_, true;
        if (depth > max_nesting_depth) {
            position_ = begin;
            return break_off("json/depth",
                             fmt::format("arrays and objects are nested more than {} deep, which the package "
                                         "refuses; make the data flatter",
                                         max_nesting_depth));
        }
        while (true) {
            skip_space();
            if (closing == '}' && !check_key()) return false;
            skip_space();
            if (!check_value(depth)) return false;
            skip_space();
            if (at_end() || (here() != ',' && here() != closing))
                return expected(closing == '}' ? "\",\" or \"}\"" : "\",\" or \"]\"");
            if (text_[position_++] == closing) return true;
        }
    }

    bool check_key() {
        if (at_end() || here() != '"') return expected("a key in double quotes");
        if (!check_string()) return false;
        skip_space();
        if (at_end() || here() != ':') return expected("\":\"");
        ++position_;
        return true;
    }

    bool check_string() {
        const std::size_t begin = position_++;
        while (!at_end() && here() != '"') {
            if (here() == '\\') {
                check_escape();
            } else {
                if (static_cast<unsigned char>(here()) < 0x20)
                    note("json/control-character", position_,
                         "the control character U+{0:04X} stands in text; write it as an escape, \\u{0:04x}",
                         static_cast<int>(here()));
                ++position_;
            }
        }
        if (at_end()) {
            position_ = begin;
            return break_off("json/truncated",
                             "the text that begins here has no closing quote; the record was cut off, "
                             "or a quote inside it is not escaped");
        }
        ++position_;
        return true;
    }

    void check_escape() {
        constexpr std::string_view short_escapes = "\"\\/bfnrt";
        const std::size_t begin = position_++;
        if (at_end()) return;
        if (here() != 'u') {
            if (short_escapes.find(here()) == std::string_view::npos)
                note("json/escape", begin, "\\{} is no escape; write \\\\ for a backslash",
                     static_cast<unsigned char>(here()) < 0x80 ? text_.substr(position_, 1) : "");
            ++position_;
            return;
        }
        const int unit = code_unit_at(text_, ++position_);
        if (unit < 0) return note("json/escape", begin, "\\u needs four hexadecimal digits");
        position_ += 4;
        if (is_high_surrogate(unit) && text_.substr(position_, 2) == "\\u" &&
            is_low_surrogate(code_unit_at(text_, position_ + 2))) {
            position_ += 6;
        } else if (is_high_surrogate(unit) || is_low_surrogate(unit)) {
            note("json/surrogate", begin, "\\u{:04x} is half of a surrogate pair and means no character", unit);
        }
    }

    bool check_word(std::string_view word) {
        if (text_.substr(position_, word.size()) != word) {
            if (word.starts_with(text_.substr(position_)))
                return break_off("json/truncated", fmt::format("the record ends inside the word \"{}\"", word));
            return expected(fmt::format("\"{}\"", word));
        }
        position_ += word.size();
        return true;
    }

    /// NaN and Infinity: Python writes and reads them, JSON does not have them.
    bool check_no_number(std::string_view word) {
        if (text_.substr(position_, word.size()) != word) return expected("a value");
        note("json/number", position_,
             "{} is not JSON and poisons every sum; write a number, or null where there may be none", word);
        position_ += word.size();
        return true;
    }

    bool check_number() {
        const std::size_t begin = position_;
        if (here() == '-') ++position_;
        if (!at_end() && here() == 'I' && begin < position_) return check_no_number("Infinity");
        if (at_end() || !is_digit(here())) {
            if (position_ == begin) return expected("a value");
            return expected("a digit");
        }
        const bool leading_zero = here() == '0';
        ++position_;
        if (leading_zero && !at_end() && is_digit(here()))
            return break_off("json/syntax", "a number must not begin with a superfluous 0");
        skip_digits();
        if (position_ - begin > max_integer_digits + (text_[begin] == '-' ? 1 : 0))
            note("json/number", begin, "the number has more than {} digits before its point, which the package refuses",
                 max_integer_digits);
        if (!at_end() && here() == '.' && !check_digits_behind()) return false;
        if (!at_end() && (here() == 'e' || here() == 'E')) {
            if (position_ + 1 < text_.size() && (text_[position_ + 1] == '+' || text_[position_ + 1] == '-'))
                ++position_;
            if (!check_digits_behind()) return false;
        }
        return true;
    }

    bool check_digits_behind() {
        ++position_;
        if (at_end() || !is_digit(here())) return expected("a digit");
        skip_digits();
        return true;
    }

    void skip_digits() {
        while (!at_end() && is_digit(here())) ++position_;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    SyntaxCheck result_;
};

void append_utf8(std::string& out, unsigned code_point) {
    const auto append = [&out](unsigned byte) { out += static_cast<char>(byte); };
    if (code_point < 0x80) {
        append(code_point);
    } else if (code_point < 0x800) {
        append(0xC0U | (code_point >> 6U));
        append(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        append(0xE0U | (code_point >> 12U));
        append(0x80U | ((code_point >> 6U) & 0x3FU));
        append(0x80U | (code_point & 0x3FU));
    } else {
        append(0xF0U | (code_point >> 18U));
        append(0x80U | ((code_point >> 12U) & 0x3FU));
        append(0x80U | ((code_point >> 6U) & 0x3FU));
        append(0x80U | (code_point & 0x3FU));
    }
}

char short_escape(char letter) {
    switch (letter) {
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return letter;
    }
}

}  // namespace

SyntaxCheck check_syntax(std::string_view text) {
    return SyntaxChecker(text).check();
}

std::string_view name_of(JsonKind kind) {
    constexpr std::string_view names[] = {"null", "a boolean", "a number", "text", "an array", "an object"};
    return names[static_cast<std::size_t>(kind)];
}

JsonValue JsonNavigator::value_at(std::size_t offset) const {
    const std::size_t begin = skip_space(offset);
    switch (text_[begin]) {
        case '"':
            return {JsonKind::text, begin, end_of_string(begin)};
        case '{':
        case '[': {
            int depth = 0;
            std::size_t position = begin;
            do {
                const char character = text_[position];
                if (character == '"') {
                    position = end_of_string(position);
                    continue;
                }
                if (character == '{' || character == '[') ++depth;
                if (character == '}' || character == ']') --depth;
                ++position;
            } while (depth > 0);
            return {text_[begin] == '{' ? JsonKind::object : JsonKind::array, begin, position};
        }
        default: {
            std::size_t end = begin;
            while (end < text_.size() && !is_json_space(text_[end]) &&
                   std::string_view(",]}").find(text_[end]) == std::string_view::npos)
                ++end;
            const char first = text_[begin];
            const JsonKind kind = first == 'n'                   ? JsonKind::null
                                  : first == 't' || first == 'f' ? JsonKind::boolean
                                                                 : JsonKind::number;
            return {kind, begin, end};
        }
    }
}

std::size_t JsonNavigator::skip_space(std::size_t offset) const {
    if (offset == 0 && text_.starts_with("\xEF\xBB\xBF")) offset = 3;
    while (is_json_space(text_[offset])) ++offset;
    return offset;
}

std::size_t JsonNavigator::skip_separator(std::size_t offset) const {
    offset = skip_space(offset);
    return text_[offset] == ',' ? skip_space(offset + 1) : offset;
}

std::size_t JsonNavigator::end_of_string(std::size_t offset) const {
    for (++offset; text_[offset] != '"'; ++offset)
        if (text_[offset] == '\\') ++offset;
    return offset + 1;
}

bool has_sound_escapes(std::string_view escaped) {
    for (std::size_t at = escaped.find('\\'); at != std::string_view::npos; at = escaped.find('\\', at)) {
        const char letter = at + 1 < escaped.size() ? escaped[at + 1] : '\0';
        if (letter != 'u') {
            if (letter == '\0' || std::string_view("\"\\/bfnrt").find(letter) == std::string_view::npos) return false;
            at += 2;
            continue;
        }
        const int unit = code_unit_at(escaped, at + 2);
        if (unit < 0 || is_low_surrogate(unit)) return false;
        at += 6;
        if (!is_high_surrogate(unit)) continue;
        if (escaped.substr(at, 2) != "\\u" || !is_low_surrogate(code_unit_at(escaped, at + 2))) return false;
        at += 6;
    }
    return true;
}

void append_unescaped(std::string& out, std::string_view escaped) {
    for (std::size_t position = 0; position < escaped.size();) {
        const std::size_t backslash = std::min(escaped.find('\\', position), escaped.size());
        out.append(escaped, position, backslash - position);
        position = backslash;
        if (position + 1 >= escaped.size()) break;
        const char letter = escaped[position + 1];
        if (letter != 'u') {
            out += short_escape(letter);
            position += 2;
            continue;
        }
        const int unit = code_unit_at(escaped, position + 2);
        if (unit < 0) {
            out.append("\\u");
            position += 2;
            continue;
        }
        position += 6;
        const int low = escaped.substr(position, 2) == "\\u" ? code_unit_at(escaped, position + 2) : -1;
        if (is_high_surrogate(unit) && is_low_surrogate(low)) {
            append_utf8(out, 0x10000U + ((static_cast<unsigned>(unit) - 0xD800U) << 10U) +
                                 (static_cast<unsigned>(low) - 0xDC00U));
            position += 6;
        } else {
            append_utf8(out, is_high_surrogate(unit) || is_low_surrogate(unit) ? 0xFFFDU : static_cast<unsigned>(unit));
        }
    }
}

}  // namespace tks::codec
