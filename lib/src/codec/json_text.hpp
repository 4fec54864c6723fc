#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON as text with positions, for the careful road: what is wrong where, and where each value stands.
/// The fast road has simdjson for this; no library at hand names the place of every value and goes on behind a defect.
namespace tks::codec {

/// How deep the package's own parser lets arrays and objects be nested; one more level may hold an empty one.
inline constexpr int max_nesting_depth = 200;

/// How many digits the package's own parser lets a number have before its point.
inline constexpr std::size_t max_integer_digits = 4300;

/// How many defects of one text are described: one that is all defects must not fill the memory.
inline constexpr std::size_t max_syntax_errors = 1001;

/// Something that is no JSON, or none that the package reads.
struct SyntaxError {
    std::string_view rule;
    std::string message;
    std::size_t offset = 0;  ///< Of the byte meant, in the text.
};

/// What a text is worth as JSON.
struct SyntaxCheck {
    std::vector<SyntaxError> errors;  ///< In the order of the text; empty if it is sound.
    bool is_readable = true;  ///< Whether its structure is clear all the same, so that its values can be looked at.
};

/// Checks a text that is to be exactly one JSON value, with white space around it at the most.
/// A defect inside a value (a control character, NaN) does not end the check; one in the structure does. Beyond
/// max_syntax_errors only the latter is still told.
SyntaxCheck check_syntax(std::string_view text);

enum class JsonKind : std::uint8_t { null, boolean, number, text, array, object };

/// "the number", "text", … for messages.
std::string_view name_of(JsonKind kind);

/// A value's place in a text whose structure is sound.
struct JsonValue {
    JsonKind kind = JsonKind::null;
    std::size_t begin = 0;  ///< Offset of its first byte.
    std::size_t end = 0;    ///< Offset behind its last byte.
};

struct JsonMember {
    std::string_view key;       ///< Unescaped; views the text, or the text arena of whoever asked.
    std::size_t key_begin = 0;  ///< Offset of the key's opening quote.
    JsonValue value;
    bool is_used = false;  ///< For the reader's own bookkeeping.
};

/// Reads a text whose structure check_syntax found readable.
class JsonNavigator {
public:
    explicit JsonNavigator(std::string_view text) : text_(text) {}

    /// The value that begins at or, after white space, behind an offset.
    [[nodiscard]] JsonValue value_at(std::size_t offset) const;
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::string_view raw(const JsonValue& value) const {
        return text_.substr(value.begin, value.end - value.begin);
    }

    /// The text between a string's quotes, escapes and all.
    [[nodiscard]] std::string_view inside(const JsonValue& string) const {
        return text_.substr(string.begin + 1, string.end - string.begin - 2);
    }

    /// Calls visit(key_raw, key_begin, value) for each member of an object.
    template <class Visitor>
    void for_each_member(const JsonValue& object, Visitor&& visit) const {
        std::size_t position = skip_space(object.begin + 1);
        while (text_[position] != '}') {
            const JsonValue key = value_at(position);
            const JsonValue value = value_at(skip_space(key.end) + 1);
            visit(inside(key), key.begin, value);
            position = skip_separator(value.end);
        }
    }

    /// Calls visit(value) for each element of an array.
    template <class Visitor>
    void for_each_element(const JsonValue& array, Visitor&& visit) const {
        std::size_t position = skip_space(array.begin + 1);
        while (text_[position] != ']') {
            const JsonValue value = value_at(position);
            visit(value);
            position = skip_separator(value.end);
        }
    }

private:
    [[nodiscard]] std::size_t skip_space(std::size_t offset) const;
    [[nodiscard]] std::size_t skip_separator(
        std::size_t offset) const;  ///< Past white space, a comma if there is one, and white space.
    [[nodiscard]] std::size_t end_of_string(std::size_t offset) const;

    std::string_view text_;
};

/// Whether every backslash in the inside of a string begins a sound escape, with surrogates in pairs.
bool has_sound_escapes(std::string_view escaped);

/// The text that an escaped JSON string stands for, appended to `out`. Defective escapes are kept as they are.
void append_unescaped(std::string& out, std::string_view escaped);

}  // namespace tks::codec
