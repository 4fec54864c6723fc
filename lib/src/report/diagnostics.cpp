#include <fmt/format.h>

#include <iterator>

#include "report/json_object.hpp"
#include "report/place_text.hpp"
#include "report/terminal.hpp"
#include "tks/report.hpp"

namespace tks {

using report::append_harmless;
using report::JsonObject;

namespace {

void append_note(std::string& out, const RelatedPlace& related) {
    report::append_place(out, related.origin);
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
        report::append_file_place(out, origin, true);
        out += ": ";
        paint(report::plain);
    }
    if (!origin.topic.empty()) {
        report::append_topic_place(out, origin);
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
            report::add_place(place, related.origin);
            if (!related.event_id.empty()) place.add("event_id", related.event_id);
            place.end();
        }
        out += ']';
    }
    object.end();
}

}  // namespace tks
