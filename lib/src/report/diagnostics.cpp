#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "tks/report.hpp"

namespace tks {

namespace {

constexpr std::string_view color_of(Severity severity) {
    switch (severity) {
        case Severity::error: return "\x1b[1;31m";
        case Severity::warning: return "\x1b[1;33m";
        case Severity::info: return "\x1b[1;36m";
    }
    return "";
}

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view faint = "\x1b[2m";
constexpr std::string_view plain = "\x1b[0m";

/// Names of files and topics and excerpts come from outside: what could steer a terminal is shown as a question mark.
void append_harmless(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_sequence_length(text.substr(at));
        const bool is_control = static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7F ||
                                (length == 2 && text[at] == '\xC2' && static_cast<unsigned char>(text[at + 1]) < 0xA0);
        if (length == 0 || is_control) out += '?';
        else out.append(text, at, length);
        at += std::max<std::size_t>(length, 1);
    }
}

class JsonObject {
public:
    explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }

    void add(std::string_view key, std::string_view value) {
        begin(key);
        append_json_string(out_, value);
    }
    void add(std::string_view key, std::int64_t value) {
        begin(key);
        fmt::format_to(std::back_inserter(out_), "{}", value);
    }
    void end() { out_ += '}'; }

private:
    void begin(std::string_view key) {
        if (!is_first_) out_ += ',';
        is_first_ = false;
        append_json_string(out_, key);
        out_ += ':';
    }

    std::string& out_;
    bool is_first_ = true;
};

/// Bytes that are no UTF-8 would make the JSON invalid; each becomes U+FFFD.
std::string valid_utf8(std::string_view text) {
    std::string valid;
    while (const auto bad = find_invalid_utf8(text)) {
        valid.append(text.substr(0, *bad)).append("\xEF\xBF\xBD");
        text.remove_prefix(*bad + 1);
    }
    return valid.append(text);
}

}  // namespace

void append_text(std::string& out, const Diagnostic& finding, const TextStyle& style) {
    const auto paint = [&](std::string_view code) { out += style.color ? code : std::string_view(); };
    const Origin& origin = finding.origin;
    paint(bold);
    append_harmless(out, origin.file == "-" ? "<stdin>" : origin.file);
    if (origin.line != 0) fmt::format_to(std::back_inserter(out), ":{}:{}", origin.line, origin.column);
    out += ": ";
    paint(plain);
    if (!origin.topic.empty()) {
        append_harmless(out, origin.topic);
        fmt::format_to(std::back_inserter(out), "/{}/{}: ", origin.partition, origin.offset);
    }
    paint(color_of(finding.severity));
    fmt::format_to(std::back_inserter(out), "{}: ", to_string(finding.severity));
    paint(plain);
    if (!finding.pointer.empty()) {
        append_harmless(out, finding.pointer);
        out += ": ";
    }
    append_harmless(out, finding.message);
    paint(faint);
    fmt::format_to(std::back_inserter(out), " [{}]", finding.rule);
    paint(plain);
    out += '\n';
    if (!style.excerpt || finding.excerpt.empty()) return;
    out += "    ";
    append_harmless(out, finding.excerpt);
    out += "\n    ";
    out.append(finding.caret, ' ');
    paint(color_of(finding.severity));
    out += '^';
    paint(plain);
    out += '\n';
}

void append_json(std::string& out, const Diagnostic& finding) {
    const Origin& origin = finding.origin;
    JsonObject object(out);
    object.add("severity", to_string(finding.severity));
    object.add("rule", finding.rule);
    object.add("message", valid_utf8(finding.message));
    if (!origin.file.empty()) object.add("file", valid_utf8(origin.file));
    if (origin.line != 0) object.add("line", static_cast<std::int64_t>(origin.line));
    if (origin.column != 0) object.add("column", static_cast<std::int64_t>(origin.column));
    if (!finding.pointer.empty()) object.add("pointer", valid_utf8(finding.pointer));
    if (!finding.event_id.empty()) object.add("event_id", valid_utf8(finding.event_id));
    if (!origin.topic.empty()) object.add("topic", valid_utf8(origin.topic));
    if (origin.partition >= 0) object.add("partition", origin.partition);
    if (origin.offset >= 0) object.add("offset", origin.offset);
    object.end();
}

}  // namespace tks
