#include "codec/doubled_keys.hpp"

#include <algorithm>
#include <utility>

namespace tks::codec {

namespace {

/// What stands between the quotes of the string that begins at an offset, escapes and all.
std::string_view inside_string(std::string_view text, std::size_t begin) {
    std::size_t end = begin + 1;
    while (text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
    return text.substr(begin + 1, end - begin - 1);
}

std::string unescaped_string(std::string_view text, std::size_t begin) {
    std::string unescaped;
    append_unescaped(unescaped, inside_string(text, begin));
    return unescaped;
}

template <class KeyAt>
std::vector<std::size_t> find_equal(std::span<std::size_t> key_begins, KeyAt&& key_at) {
    std::ranges::sort(key_begins, [&](std::size_t left, std::size_t right) {
        const int order = key_at(left).compare(key_at(right));
        return order != 0 ? order < 0 : left < right;
    });
    std::vector<std::size_t> doubled;
    for (std::size_t index = 1; index < key_begins.size(); ++index)
        if (key_at(key_begins[index - 1]) == key_at(key_begins[index])) doubled.push_back(key_begins[index]);
    return doubled;
}

/// Walks through a value with a stack of its own.
class Walk {
public:
    Walk(std::string_view text, std::size_t most) : text_(text), most_(most) {}

    std::vector<DoubledKey> through(const JsonValue& value) {
        for (std::size_t at = value.begin; at < value.end && found_.size() < most_;) {
            switch (text_[at]) {
                case '"':
                    at = pass_string(at);
                    continue;
                case '{':
                case '[':
                    frames_.push_back({text_[at] == '{', text_[at] == '{', keys_.size(), 0});
                    break;
                case ',':
                    begin_next();
                    break;
                case '}':
                    end_object();
                    [[fallthrough]];
                case ']':
                    frames_.pop_back();
                    break;
                default:
                    break;
            }
            ++at;
        }
        return std::move(found_);
    }

private:
    /// An array or an object that has not ended.
    struct Frame {
        bool is_object;
        bool is_key_due;
        std::size_t first_key;  ///< Where its keys begin among all.
        std::size_t element;    ///< Index of the element at hand, in an array.
    };

    std::size_t pass_string(std::size_t begin) {
        if (!frames_.empty() && std::exchange(frames_.back().is_key_due, false)) keys_.push_back(begin);
        return begin + inside_string(text_, begin).size() + 2;
    }

    void begin_next() {
        Frame& frame = frames_.back();
        frame.is_key_due = frame.is_object;
        ++frame.element;
    }

    void end_object() {
        const std::size_t first = frames_.back().first_key;
        if (keys_.size() - first > 1) {
            for (const std::size_t begin : find_doubled(text_, std::span(keys_).subspan(first)))
                if (found_.size() < most_) found_.push_back({begin, unescaped_string(text_, begin), pointer()});
        }
        keys_.resize(first);
    }

    /// Of the innermost object: the last key of each object around it, and the element of each array, lead there.
    [[nodiscard]] std::string pointer() const {
        std::string pointer;
        for (std::size_t depth = 0; depth + 1 < frames_.size(); ++depth) {
            const Frame& frame = frames_[depth];
            if (frame.is_object)
                append_pointer_segment(pointer, unescaped_string(text_, keys_[frames_[depth + 1].first_key - 1]));
            else
                append_pointer_segment(pointer, std::to_string(frame.element));
        }
        return pointer;
    }

    std::string_view text_;
    std::size_t most_;
    std::vector<DoubledKey> found_;
    std::vector<Frame> frames_;
    std::vector<std::size_t> keys_;  // Of all objects that have not ended, the innermost last.
};

}  // namespace

std::vector<std::size_t> find_doubled(std::string_view text, std::span<std::size_t> key_begins) {
    const auto raw = [text](std::size_t begin) { return inside_string(text, begin); };
    const bool has_escapes = std::ranges::any_of(
        key_begins, [&](std::size_t begin) { return raw(begin).find('\\') != std::string_view::npos; });
    if (!has_escapes) return find_equal(key_begins, raw);
    return find_equal(key_begins, [text](std::size_t begin) { return unescaped_string(text, begin); });
}

std::vector<DoubledKey> find_doubled_inside(std::string_view text, const JsonValue& value, std::size_t most) {
    return Walk(text, most).through(value);
}

void append_pointer_segment(std::string& pointer, std::string_view segment) {
    pointer += '/';
    for (const char character : segment) {
        if (character == '~')
            pointer += "~0";
        else if (character == '/')
            pointer += "~1";
        else
            pointer += character;
    }
}

}  // namespace tks::codec
