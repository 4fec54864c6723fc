#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"
#include "tks/report.hpp"
#include "tks/rule_levels.hpp"
#include "tks/validate_summary.hpp"

namespace tks {

/// The forms in which findings are told.
enum class FindingFormat : std::uint8_t {
    text,    ///< For people: a line each.
    ndjson,  ///< A JSON object a line.
    json,    ///< One JSON document, with the summary at its end.
    sarif,   ///< SARIF 2.1.0, for code scanning.
    junit,   ///< JUnit XML: a suite for each input, a test case for each rule.
    github,  ///< Workflow commands, which GitHub shows as annotations.
};

inline constexpr std::string_view finding_format_names[] = {"text", "ndjson", "json", "sarif", "junit", "github"};

constexpr std::string_view to_string(FindingFormat format) {
    return finding_format_names[static_cast<std::size_t>(format)];
}

/// Nothing if no format has that name.
constexpr std::optional<FindingFormat> parse_finding_format(std::string_view text) {
    for (std::size_t index = 0; index < std::size(finding_format_names); ++index)
        if (finding_format_names[index] == text) return static_cast<FindingFormat>(index);
    return std::nullopt;
}

struct FindingWriterOptions {
    TextStyle style;                  ///< Of text.
    RuleLevels levels;                ///< Which rules are checked; SARIF and JUnit name them.
    std::vector<std::string> inputs;  ///< The names of all inputs, for the suites of JUnit; see list_inputs.
    bool warnings_fail = false;       ///< Whether a warning fails a test case of JUnit.
};

/// Writes findings as they come, in one format. All but JUnit keep nothing of what they have written; JUnit keeps the first
/// hundred findings of each rule in each input.
class TKS_API FindingWriter {
public:
    /// Takes the next part of what is written. What it throws goes through to the caller.
    using Sink = std::function<void(std::string_view)>;

    FindingWriter() = default;
    FindingWriter(const FindingWriter&) = delete;
    FindingWriter& operator=(const FindingWriter&) = delete;
    virtual ~FindingWriter();

    virtual void write(const Diagnostic& finding) = 0;

    /// An input could not be opened, or not be read to its end; `message` says which and why.
    virtual void write_unreadable_input(const std::string& input, const std::string& message) = 0;

    /// Must be called once, at the end.
    virtual void finish(const ValidateSummary& summary) = 0;
};

/// A writer that has written the beginning of the format already.
TKS_API std::unique_ptr<FindingWriter> make_finding_writer(FindingFormat format, FindingWriterOptions options,
                                                           FindingWriter::Sink sink);

}  // namespace tks
