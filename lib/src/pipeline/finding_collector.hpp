#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "check/story_checker.hpp"
#include "check/stream.hpp"
#include "pipeline/piece_validator.hpp"
#include "tks/validate.hpp"

namespace tks::pipeline {

/// How far an input has been read once a piece of it has been taken; see PieceFindings.
struct PieceEnd {
    std::size_t input = 0;
    std::uint64_t offset = 0;  ///< From where the reading of the input began.
    std::uint64_t lines = 0;   ///< From the beginning of the input.
    InputFormat format = InputFormat::detect;
};

/// Where what the events told is gathered.
struct GatherTarget {
    projection::State* state = nullptr;
    std::vector<std::uint32_t> numbers;         ///< In the places of the state, by input.
    std::vector<std::uint64_t> lines_before{};  ///< Where reading begins, by input; empty for all from the beginning.
    std::function<void(const PieceEnd&)> on_piece{};  ///< Called behind each piece; may be empty.
};

/// Adds up what the threads found, in the order of the inputs.
class FindingCollector {
public:
    FindingCollector(const std::vector<std::string>& names, const ValidateOptions& options,
                     const ValidateListener& listener)
        : names_(names), options_(options), listener_(listener) {}

    void take(PieceFindings&& piece);

    /// Has what the events told gathered, from the first piece on.
    void gather_in(GatherTarget target) {
        target_ = std::move(target);
        begin_input(0);
    }

    /// Looks at what the inputs tell together, once all of them have been read.
    void finish(const check::StoryCheckOptions& story_options);

    [[nodiscard]] const ValidateSummary& summary() const { return summary_; }

    /// The facts of all events, if rules look at stories; finished once finish() has been called.
    [[nodiscard]] const check::Stream& stream() const { return stream_; }

private:
    void begin_input(std::size_t input);
    void take(Diagnostic&& finding);
    void add(const ValidateSummary& counts);

    const std::vector<std::string>& names_;
    const ValidateOptions& options_;
    const ValidateListener& listener_;
    ValidateSummary summary_;
    check::Stream stream_;
    GatherTarget target_;
    check::StatisticsCounter statistics_;
    std::size_t input_ = 0;
    std::uint64_t lines_ = 0;
};

}  // namespace tks::pipeline
