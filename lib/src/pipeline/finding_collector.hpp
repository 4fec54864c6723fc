#pragma once

#include <string>
#include <vector>

#include "check/story_checker.hpp"
#include "check/stream.hpp"
#include "pipeline/piece_validator.hpp"
#include "tks/validate.hpp"

namespace tks::pipeline {

/// Adds up what the threads found, in the order of the inputs.
class FindingCollector {
public:
    FindingCollector(const std::vector<std::string>& names, const ValidateOptions& options, const ValidateListener& listener)
        : names_(names), options_(options), listener_(listener) {}

    void take(PieceFindings&& piece);

    /// Has what the events told gathered in a state, from the first piece on; the first input has that number there.
    void gather_in(projection::State* state, std::uint32_t first_input) {
        state_ = state;
        first_input_ = first_input;
    }

    /// Looks at what the inputs tell together, once all of them have been read.
    void finish(const check::StoryCheckOptions& story_options);

    [[nodiscard]] const ValidateSummary& summary() const { return summary_; }

    /// The facts of all events, if rules look at stories; finished once finish() has been called.
    [[nodiscard]] const check::Stream& stream() const { return stream_; }

private:
    void take(Diagnostic&& finding);
    void add(const ValidateSummary& counts);

    const std::vector<std::string>& names_;
    const ValidateOptions& options_;
    const ValidateListener& listener_;
    ValidateSummary summary_;
    check::Stream stream_;
    projection::State* state_ = nullptr;
    std::uint32_t first_input_ = 0;
    check::StatisticsCounter statistics_;
    std::size_t input_ = 0;
    std::uint64_t lines_ = 0;
};

}  // namespace tks::pipeline
