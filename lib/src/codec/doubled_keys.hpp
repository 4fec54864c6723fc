#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/json_text.hpp"

namespace tks::codec {

/// A key that stands in an object again.
struct DoubledKey {
    std::size_t begin = 0;  ///< Offset of its opening quote.
    std::string key;        ///< Unescaped.
    std::string pointer;    ///< Of the object, from the value that was searched.
};

/// Of the keys of one object, by the offsets of their opening quotes, those that stood there before. Takes no memory
/// for a key but its offset, which it sorts.
std::vector<std::size_t> find_doubled(std::string_view text, std::span<std::size_t> key_begins);

/// The first doubled keys, at most so many, in a value and in all values inside it, found in one walk over the text however
/// it is nested. The structure of the text must be sound.
std::vector<DoubledKey> find_doubled_inside(std::string_view text, const JsonValue& value, std::size_t most);

/// Appends a segment to a JSON pointer.
void append_pointer_segment(std::string& pointer, std::string_view segment);

}  // namespace tks::codec
