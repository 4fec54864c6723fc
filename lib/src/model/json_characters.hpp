#pragma once

#include <string_view>

namespace tks::model {

/// Calls visit with each character of a JSON text but for the white space between its tokens.
template <class Visitor>
void visit_without_white_space(std::string_view json, Visitor&& visit) {
    unsigned is_text = 0;
    unsigned is_escaped = 0;
    for (const char character : json) {
        // Outside of strings no other character is below. Quotes and backslashes come so irregularly that nothing branches there.
        if (is_text == 0 && static_cast<unsigned char>(character) <= ' ') continue;
        is_text ^= unsigned{character == '"'} & (is_escaped ^ 1U);
        is_escaped = unsigned{character == '\\'} & (is_escaped ^ 1U);
        visit(static_cast<unsigned char>(character));
    }
}

/// Whether a JSON text is an object without members.
inline bool is_empty_object(std::string_view json) {
    // Nothing else of two characters begins like this.
    if (json.size() == 2 && json.front() == '{') return true;
    return json.find_first_not_of("{} \t\r\n") == std::string_view::npos;
}

}  // namespace tks::model
