#include "source/detect_format.hpp"

#include <array>

#include "source/byte_order_mark.hpp"

namespace tks::source {

namespace {

/// What can be told from an object's first line: where the object ends, and which keys it has itself.
struct ObjectSketch {
    bool is_whole = false;  ///< It ends on the line.
    bool is_kcat = false;   ///< Its keys are those of an envelope of `kcat -J`.
};

bool is_envelope_key(std::string_view key, std::array<bool, 3>& seen) {
    constexpr std::array<std::string_view, 3> envelope_keys = {"topic", "partition", "offset"};
    for (std::size_t index = 0; index < envelope_keys.size(); ++index) {
        if (key == envelope_keys[index]) {
            seen[index] = true;
        }
    }
    return seen[0] && seen[1] && seen[2];
}

/// The end of the string that begins before `position`; the line's end if it does not end.
std::size_t string_end(std::string_view line, std::size_t position) {
    for (; position < line.size() && line[position] != '"'; ++position) {
        if (line[position] == '\\') {
            ++position;
        }
    }
    return position < line.size() ? position : line.size();
}

/// No validation: the first brackets and quotes decide, as a damaged record still shows what it was meant to be.
ObjectSketch sketch_object(std::string_view line) {
    ObjectSketch sketch;
    std::array<bool, 3> seen = {};
    std::size_t depth = 0;
    std::string_view last_string;
    for (std::size_t position = 0; position < line.size(); ++position) {
        switch (line[position]) {
            case '{':
            case '[':
                ++depth;
                break;
            case '}':
            case ']':
                if (--depth == 0) {
                    sketch.is_whole = true;
                    return sketch;
                }
                break;
            case '"': {
                const std::size_t end = string_end(line, position + 1);
                last_string = line.substr(position + 1, end - position - 1);
                position = end;
                break;
            }
            case ':':
                sketch.is_kcat = sketch.is_kcat || (depth == 1 && is_envelope_key(last_string, seen));
                break;
            default:
                break;
        }
    }
    return sketch;
}

struct Line {
    std::string_view text;  ///< From its first character that is no white space.
    std::size_t indentation = 0;
    bool is_whole = false;  ///< It ends in what has been shown.
};

/// Takes the next line that is not blank.
Line take_line(std::string_view& bytes, bool is_all) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view text = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        const std::size_t begin = text.find_first_not_of(" \t\r");
        if (begin != std::string_view::npos) {
            return {text.substr(begin), begin, end != std::string_view::npos || is_all};
        }
    }
    return {};
}

/// Whether a line goes on with an object that the line before it has not finished.
bool continues_object(const Line& before, const Line& line) {
    constexpr std::string_view continuing = "\"}],:-0123456789tfn";
    return continuing.find(line.text.front()) != std::string_view::npos ||
           ((line.text.front() == '{' || line.text.front() == '[') && line.indentation > before.indentation);
}

}  // namespace

std::optional<InputFormat> detect_format(std::string_view beginning, bool is_all) {
    std::string_view rest = beginning;
    if (rest.size() < byte_order_mark.size() && !is_all) {
        return std::nullopt;
    }
    if (rest.starts_with(byte_order_mark)) {
        rest.remove_prefix(byte_order_mark.size());
    }
    Line line = take_line(rest, is_all);
    if (line.text.starts_with('[')) {
        return InputFormat::json;
    }
    // The first line that holds a whole object decides; damaged ones before it do not.
    while (!line.text.empty()) {
        const bool is_object = line.text.starts_with('{');
        const ObjectSketch sketch = is_object ? sketch_object(line.text) : ObjectSketch{};
        if (sketch.is_kcat) {
            return InputFormat::kcat;
        }
        if (sketch.is_whole) {
            return InputFormat::ndjson;
        }
        const Line next = take_line(rest, is_all);
        if (next.text.empty()) {
            break;
        }
        if (is_object && continues_object(line, next)) {
            return InputFormat::json;
        }
        line = next;
    }
    return is_all ? std::optional(InputFormat::ndjson) : std::nullopt;
}

}  // namespace tks::source
