#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io.hpp"
#include "tks/finding_writer.hpp"

namespace tksctl {

/// Where findings go, and in which format.
struct FindingTarget {
    tks::FindingFormat format = tks::FindingFormat::text;
    std::string file = "-";
};

/// Reads FORMAT[:FILE]; nothing if no format has that name.
std::optional<FindingTarget> parse_finding_target(std::string_view text);

/// The format that the ending of a file's name stands for; text for any other.
tks::FindingFormat format_of_file(std::string_view file);

/// Throws tks::UsageError where two of the files are the same, or one of them would overwrite an input. "-" is standard
/// output or standard input.
void refuse_shared_files(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs);

/// How findings are written, whatever the format; see tks::FindingWriterOptions.
struct FindingStyle {
    When color = When::automatic;
    When excerpt = When::automatic;
    tks::RuleLevels levels;
    std::vector<std::string> inputs;
    bool warnings_fail = false;
};

/// Writes findings as they come to all targets. A reader who closes a pipe ends only the target that he read; once none is
/// left, ClosedPipe is thrown.
class FindingOutputs {
public:
    /// Throws tks::OutputError where a file cannot be created.
    FindingOutputs(const std::vector<FindingTarget>& targets, const FindingStyle& style);

    void write(const tks::Diagnostic& finding);
    void write_unreadable_input(const std::string& input, const std::string& message);

    /// Passes on what has gathered, for readers who may wait for it.
    void flush();

    /// Must be called once, at the end.
    void finish(const tks::ValidateSummary& summary);

private:
    struct Target {
        explicit Target(const std::string& file) : output(file) {}

        Output output;
        std::unique_ptr<tks::FindingWriter> writer;
        bool is_abandoned = false;
    };

    void for_each(const std::function<void(Target&)>& action);

    std::list<Target> targets_;  // Their writers hold on to their outputs.
};

}  // namespace tksctl
