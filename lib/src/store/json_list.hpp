#pragma once

#include <span>
#include <string>
#include <type_traits>

#include "base/text.hpp"
#include "tks/events.hpp"

namespace tks::store {

/// A JSON array of texts, or of words of the contract.
template <class Text>
std::string json_list(std::span<const Text> texts) {
    std::string out = "[";
    for (const Text& text : texts) {
        if (out.size() > 1) out += ',';
        if constexpr (std::is_enum_v<Text>)
            append_json_string(out, to_string(text));
        else
            append_json_string(out, text);
    }
    return out += ']';
}

}  // namespace tks::store
