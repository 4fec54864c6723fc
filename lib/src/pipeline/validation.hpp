#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/finding_collector.hpp"
#include "tks/validate.hpp"

namespace tks::pipeline {

/// One run over inputs: reads them, checks them, and keeps what the events told.
class Validation {
public:
    /// Throws UsageError for options that make no sense, InputError for a directory that cannot be read. The options and the
    /// listener must outlive the validation.
    Validation(const std::vector<std::string>& inputs, const ValidateOptions& options, const ValidateListener& listener);

    /// Likewise, with inputs that are opened in another way than as files; `names` are those of inputs, not of directories.
    Validation(std::vector<std::string> names, InputSequence::Open open, const ValidateOptions& options,
               const ValidateListener& listener);

    /// Projects the events up to a moment into a state, too, which must outlive the run; in its places, the first input has
    /// the given number. To be called before the run.
    void project_into(projection::State& state, std::optional<Timestamp> until, std::uint32_t first_input);

    void run();

    [[nodiscard]] const ValidateSummary& summary() const { return collector_.summary(); }
    [[nodiscard]] const check::Stream& stream() const { return collector_.stream(); }
    [[nodiscard]] const std::vector<std::string>& inputs() const { return sequence_.names(); }

private:
    const ValidateOptions& options_;
    InputSequence sequence_;
    FindingCollector collector_;
    ProjectionTarget target_;
};

}  // namespace tks::pipeline
