#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tks/finding_writer.hpp"

namespace tks::test {

/// A finding as the decoder makes it.
inline Diagnostic finding_at(std::uint64_t line, std::string file = "a.ndjson") {
    Diagnostic finding;
    finding.severity = Severity::error;
    finding.rule = "schema/enum";
    finding.message = "\"BUY\" is no Side";
    finding.origin.file = std::move(file);
    finding.origin.line = line;
    finding.origin.column = 7;
    finding.pointer = "/payload/side";
    finding.event_id = "e1";
    return finding;
}

inline RuleLevels only(const std::string& rule) {
    return RuleLevels(RuleSelection{.checks = {}, .select = {rule}, .ignore = {}, .levels = {}});
}

/// What a writer makes of findings and of inputs that could not be read.
inline std::string written(FindingFormat format, FindingWriterOptions options, const std::vector<Diagnostic>& findings,
                           const std::vector<std::pair<std::string, std::string>>& unreadable = {}) {
    std::string text;
    const auto writer = make_finding_writer(format, std::move(options), [&](std::string_view part) { text += part; });
    for (const Diagnostic& finding : findings) writer->write(finding);
    for (const auto& [input, message] : unreadable) writer->write_unreadable_input(input, message);
    writer->finish(ValidateSummary{});
    return text;
}

inline FindingWriterOptions about(RuleLevels levels, std::vector<std::string> inputs = {"a.ndjson"}) {
    return {.style = {}, .levels = std::move(levels), .inputs = std::move(inputs), .warnings_fail = false};
}

}  // namespace tks::test
