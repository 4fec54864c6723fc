#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/finding_collector.hpp"
#include "pipeline/input_set.hpp"
#include "tks/validate.hpp"

namespace tks::pipeline {

/// One run over inputs: reads them, checks them, and keeps what the events told.
class Validation {
public:
    /// Throws UsageError for options that make no sense. The inputs, the options and the listener must outlive the validation.
    Validation(InputSet& inputs, const ValidateOptions& options, const ValidateListener& listener);

    /// Likewise, with inputs that are opened in another way.
    Validation(std::vector<std::string> names, InputSequence::Open open, const ValidateOptions& options,
               const ValidateListener& listener);

    /// Projects the events up to a moment, too; the state of the target must outlive the run. To be called before the run.
    void project_into(GatherTarget target, std::optional<Timestamp> until);

    /// Begins each input at a place of its own. To be called before the run.
    void resume_at(std::vector<source::Resumption> resumptions) { sequence_.resume_at(std::move(resumptions)); }

    /// Asks no rules that look at several events, which would take memory for each of them. To be called before the run.
    void forget_stories() { keeps_stories_ = false; }

    void run();

    [[nodiscard]] const ValidateSummary& summary() const { return collector_.summary(); }
    [[nodiscard]] const check::Stream& stream() const { return collector_.stream(); }
    [[nodiscard]] const std::vector<std::string>& inputs() const { return sequence_.names(); }

private:
    const ValidateOptions& options_;
    InputSequence sequence_;
    FindingCollector collector_;
    ProjectionTarget target_;
    bool keeps_stories_ = true;
};

}  // namespace tks::pipeline
