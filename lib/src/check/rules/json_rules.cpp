#include "check/rule_definition.hpp"

namespace tks::check::rules {

/// What the decoder finds in the text of a record.
std::span<const RuleDefinition> json_rules() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "json/array",
                  .severity = Severity::error,
                  .summary = "The commas and brackets between the records of a JSON array are in order.",
                  .explanation = ""}},
        {.rule = {.name = "json/byte-order-mark",
                  .severity = Severity::error,
                  .summary = "No byte-order mark stands before the JSON.",
                  .explanation = ""}},
        {.rule = {.name = "json/control-character",
                  .severity = Severity::error,
                  .summary = "Control characters in text are written as escapes.",
                  .explanation = ""}},
        {.rule = {.name = "json/depth",
                  .severity = Severity::error,
                  .summary = "Arrays and objects are nested at most 200 deep.",
                  .explanation = ""}},
        {.rule = {.name = "json/duplicate-key",
                  .severity = Severity::warning,
                  .summary = "No key stands twice in an object, where only the last one counts.",
                  .explanation = ""}},
        {.rule = {.name = "json/envelope",
                  .severity = Severity::error,
                  .summary = "A line of kcat -J is an envelope with a topic, a place in it and a payload.",
                  .explanation = ""}},
        {.rule = {.name = "json/escape",
                  .severity = Severity::error,
                  .summary = "A backslash in text begins one of JSON's escapes.",
                  .explanation = ""}},
        {.rule = {.name = "json/number",
                  .severity = Severity::error,
                  .summary = "Numbers are finite: NaN and Infinity are not JSON.",
                  .explanation = ""}},
        {.rule = {.name = "json/record-too-large",
                  .severity = Severity::error,
                  .summary = "A record is no larger than --max-record-bytes.",
                  .explanation = ""}},
        {.rule = {.name = "json/surrogate",
                  .severity = Severity::error,
                  .summary = "Escaped surrogates come in pairs.",
                  .explanation = ""}},
        {.rule = {.name = "json/syntax",
                  .severity = Severity::error,
                  .summary = "A record is one JSON value.",
                  .explanation = ""}},
        {.rule = {.name = "json/trailing",
                  .severity = Severity::error,
                  .summary = "Nothing follows the value of a record.",
                  .explanation = ""}},
        {.rule = {.name = "json/truncated",
                  .severity = Severity::error,
                  .summary = "A record is whole.",
                  .explanation = ""}},
    };
    return definitions;
}

}  // namespace tks::check::rules
