#pragma once

#include <string_view>

namespace tks::model {

/// Calls visit with each character of a JSON text but for the white space between its tokens.
template <class Visitor>
void visit_without_white_space(std::string_view json, Visitor&& visit) {
    bool is_text = false;
    bool is_escaped = false;
    for (const char character : json) {
        if (!is_text && (character == ' ' || character == '\t' || character == '\r' || character == '\n')) continue;
        if (character == '"' && !is_escaped) is_text = !is_text;
        is_escaped = character == '\\' && !is_escaped;
        visit(static_cast<unsigned char>(character));
    }
}

}  // namespace tks::model
