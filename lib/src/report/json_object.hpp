#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "tks/decimal.hpp"

namespace tks::report {

/// Bytes that are no UTF-8 would make the JSON invalid; each becomes U+FFFD.
inline std::string valid_utf8(std::string_view text) {
    std::string valid;
    while (const auto bad = find_invalid_utf8(text)) {
        valid.append(text.substr(0, *bad)).append("\xEF\xBF\xBD");
        text.remove_prefix(*bad + 1);
    }
    return valid.append(text);
}

/// Writes one JSON object, member by member, to the end of a text. Members without a value are the caller's to leave out.
class JsonObject {
public:
    explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }

    void add(std::string_view key, std::string_view value) {
        begin(key);
        append_json_string(out_, valid_utf8(value));
    }
    void add(std::string_view key, std::int64_t value) {
        begin(key);
        fmt::format_to(std::back_inserter(out_), "{}", value);
    }
    void add(std::string_view key, const Decimal& value) {
        begin(key);
        value.append_to(out_);
    }

    /// For a value that is not plain: the caller appends it to the same text.
    void begin(std::string_view key) {
        if (!is_first_) out_ += ',';
        is_first_ = false;
        append_json_string(out_, key);
        out_ += ':';
    }

    void end() { out_ += '}'; }

private:
    std::string& out_;
    bool is_first_ = true;
};

}  // namespace tks::report
