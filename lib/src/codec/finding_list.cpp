#include "codec/finding_list.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "codec/json_text.hpp"

namespace tks::codec {

namespace {

/// How many bytes of a line are shown before and behind the place meant.
constexpr std::size_t excerpt_reach = 60;

constexpr bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

/// A window of the line around an offset, cut between characters; control characters become spaces, so that one
/// character of the line is one of the excerpt.
void set_excerpt(Diagnostic& finding, std::string_view bytes, std::size_t offset) {
    const std::size_t line_begin = offset == 0 ? 0 : bytes.rfind('\n', offset - 1) + 1;
    const std::size_t line_end = std::min(bytes.find('\n', offset), bytes.size());
    std::size_t begin = offset - std::min(offset - line_begin, excerpt_reach);
    std::size_t end = std::min(offset + excerpt_reach, line_end);
    while (begin > line_begin && continues_character(bytes[begin])) --begin;
    while (end < line_end && continues_character(bytes[end])) ++end;
    finding.excerpt = bytes.substr(begin, end - begin);
    finding.caret = count_characters(bytes.substr(begin, offset - begin));
    std::ranges::replace_if(
        finding.excerpt, [](char byte) { return static_cast<unsigned char>(byte) < ' '; }, ' ');
}

}  // namespace

Origin locate(const Record& record, std::size_t offset) {
    Origin origin;
    origin.line = record.line;
    origin.column = record.column;
    origin.topic = record.topic;
    origin.partition = record.partition;
    origin.offset = record.offset;
    if (record.unescaped) return origin;
    const std::string_view before = record.bytes.substr(0, offset);
    const std::size_t last_break = before.rfind('\n');
    if (last_break == std::string_view::npos) {
        origin.column += count_characters(before);
    } else {
        origin.line += static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
        origin.column = 1 + count_characters(before.substr(last_break + 1));
    }
    return origin;
}

void set_place(Diagnostic& finding, const Record& record, std::string_view pointer) {
    const JsonNavigator json(record.bytes);
    JsonValue value = json.value_at(0);
    while (!pointer.empty() && value.kind == JsonKind::object) {
        const std::string_view key = pointer.substr(1, pointer.find('/', 1) - 1);
        pointer.remove_prefix(key.size() + 1);
        const JsonValue object = value;
        json.for_each_member(object, [&](std::string_view name, std::size_t, const JsonValue& member) {
            if (name == key) value = member;
        });
        if (value.begin == object.begin) break;
    }
    finding.origin = locate(record, value.begin);
    set_excerpt(finding, record.bytes, value.begin);
}

void FindingList::add(Severity severity, std::string_view rule, std::string message, std::size_t offset,
                      std::string pointer) {
    const bool is_error = severity == Severity::error;
    std::size_t& count = is_error ? error_count_ : warning_count_;
    if (count > max_findings) return;
    if (count == max_findings)
        message += is_error ? "; the other errors in this record are left out"
                            : "; the other warnings about this record are left out";
    ++count;
    Diagnostic finding;
    finding.severity = severity;
    finding.rule = rule;
    finding.message = std::move(message);
    finding.origin = locate(record_, offset);
    finding.pointer = std::move(pointer);
    finding.event_id = event_id_;
    set_excerpt(finding, record_.bytes, std::min(offset, record_.bytes.size()));
    out_.push_back(std::move(finding));
}

void FindingList::set_event_id(std::string_view event_id) {
    event_id_ = event_id;
    for (std::size_t index = first_; index < out_.size(); ++index) out_[index].event_id = event_id;
}

}  // namespace tks::codec
