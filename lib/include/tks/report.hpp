#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"
#include "tks/rules.hpp"
#include "tks/trace.hpp"
#include "tks/validate_summary.hpp"

/// Findings and summaries as text for people and as JSON for programs. All functions append to a string, so that
/// whoever calls them decides where it goes.
namespace tks {

struct TextStyle {
    bool color = false;    ///< With ANSI escapes.
    bool excerpt = false;  ///< With the line meant and a caret below the place.
};

/// "FILE:LINE:COLUMN: error: message [rule]" and a line break; with Kafka's coordinates where there are some. Nothing in it
/// is a control character, whatever the event held.
TKS_API void append_text(std::string& out, const Diagnostic& finding, const TextStyle& style = {});

/// One JSON object without a line break: severity, rule, message, and of file, line, column, pointer, event_id, topic,
/// partition, offset and related (places with message, file, line and event_id) those that apply.
TKS_API void append_json(std::string& out, const Diagnostic& finding);

/// The summary for people, several lines. `seconds` is how long it took; 0 leaves the rates out.
TKS_API void append_text(std::string& out, const ValidateSummary& summary, double seconds);

/// The summary as one JSON object; without rates, so that the same input gives the same bytes.
TKS_API void append_json(std::string& out, const ValidateSummary& summary);

/// A rule as one JSON object without a line break: name, family, severity (unless the user sets another level), summary and
/// explanation.
TKS_API void append_json(std::string& out, const Rule& rule);

/// What a rule is about, for people: why it matters, how to set its level, where its bad sample and its good one differ, and
/// what is wrong with the bad one, which the caller has found (see findings_in). `width` is that of a line in characters.
TKS_API void append_explanation(std::string& out, const Rule& rule, std::span<const Diagnostic> findings,
                                std::size_t width, const TextStyle& style = {});

/// A story as a tree in time, one line an event and one below it for each finding.
TKS_API void append_text(std::string& out, const Trace& trace, const TextStyle& style = {});

/// One step as one JSON object without a line break.
TKS_API void append_json(std::string& out, const TraceStep& step);

}  // namespace tks
