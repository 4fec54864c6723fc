#include <fmt/format.h>

#include <iterator>

#include "report/json_object.hpp"
#include "report/terminal.hpp"
#include "tks/report.hpp"

namespace tks {

using report::append_harmless;
using report::JsonObject;

namespace {

/// TOPIC/PARTITION/OFFSET, as far as it is known.
void append_kafka_place(std::string& out, const Origin& origin) {
    append_harmless(out, origin.topic);
    if (origin.partition >= 0) fmt::format_to(std::back_inserter(out), "/{}", origin.partition);
    if (origin.partition >= 0 && origin.offset >= 0) fmt::format_to(std::back_inserter(out), "/{}", origin.offset);
}

void append_note(std::string& out, const RelatedPlace& related) {
    const Origin& origin = related.origin;
    if (origin.file.empty() && !origin.topic.empty()) {
        append_kafka_place(out, origin);
    } else {
        append_harmless(out, origin.file == "-" ? "<stdin>" : origin.file);
        fmt::format_to(std::back_inserter(out), ":{}", origin.line);
    }
    append_harmless(out, fmt::format(": note: {}", related.message));
    if (!related.event_id.empty()) append_harmless(out, fmt::format(", event_id {}", related.event_id));
    out += '\n';
}

}  // namespace

void append_text(std::string& out, const Diagnostic& finding, const TextStyle& style) {
    const auto paint = [&](std::string_view code) { out += style.color ? code : std::string_view(); };
    const Origin& origin = finding.origin;
    // What is found in all inputs together has no place of its own.
    if (!origin.file.empty()) {
        paint(report::bold);
        append_harmless(out, origin.file == "-" ? "<stdin>" : origin.file);
        if (origin.line != 0) fmt::format_to(std::back_inserter(out), ":{}:{}", origin.line, origin.column);
        out += ": ";
        paint(report::plain);
    }
    if (!origin.topic.empty()) {
        append_kafka_place(out, origin);
        out += ": ";
    }
    paint(report::color_of(finding.severity));
    fmt::format_to(std::back_inserter(out), "{}: ", to_string(finding.severity));
    paint(report::plain);
    if (!finding.pointer.empty()) {
        append_harmless(out, finding.pointer);
        out += ": ";
    }
    append_harmless(out, finding.message);
    paint(report::faint);
    fmt::format_to(std::back_inserter(out), " [{}]", finding.rule);
    paint(report::plain);
    out += '\n';
    for (const RelatedPlace& related : finding.related) append_note(out, related);
    if (!style.excerpt || finding.excerpt.empty()) return;
    out += "    ";
    append_harmless(out, finding.excerpt);
    out += "\n    ";
    out.append(finding.caret, ' ');
    paint(report::color_of(finding.severity));
    out += '^';
    paint(report::plain);
    out += '\n';
}

void append_json(std::string& out, const Diagnostic& finding) {
    const Origin& origin = finding.origin;
    JsonObject object(out);
    object.add("severity", to_string(finding.severity));
    object.add("rule", finding.rule);
    object.add("message", finding.message);
    if (!origin.file.empty()) object.add("file", origin.file);
    if (origin.line != 0) object.add("line", static_cast<std::int64_t>(origin.line));
    if (origin.column != 0) object.add("column", static_cast<std::int64_t>(origin.column));
    if (!finding.pointer.empty()) object.add("pointer", finding.pointer);
    if (!finding.event_id.empty()) object.add("event_id", finding.event_id);
    if (!origin.topic.empty()) object.add("topic", origin.topic);
    if (origin.partition >= 0) object.add("partition", origin.partition);
    if (origin.offset >= 0) object.add("offset", origin.offset);
    if (!finding.related.empty()) {
        object.begin("related");
        out += '[';
        for (const RelatedPlace& related : finding.related) {
            if (&related != finding.related.data()) out += ',';
            JsonObject place(out);
            place.add("message", related.message);
            if (related.origin.topic.empty() || !related.origin.file.empty()) {
                place.add("file", related.origin.file);
                place.add("line", static_cast<std::int64_t>(related.origin.line));
            } else {
                place.add("topic", related.origin.topic);
                place.add("partition", related.origin.partition);
                place.add("offset", related.origin.offset);
            }
            if (!related.event_id.empty()) place.add("event_id", related.event_id);
            place.end();
        }
        out += ']';
    }
    object.end();
}

}  // namespace tks
