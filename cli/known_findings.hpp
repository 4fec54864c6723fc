#pragma once

#include <cstdint>
#include <string>

#include "io.hpp"
#include "tks/baseline.hpp"
#include "tks/rule_levels.hpp"
#include "tks/validate_summary.hpp"

namespace tksctl {

/// The findings that need not be told: those of a baseline, or all of them where a new one is written.
class KnownFindings {
public:
    /// An empty name stands for no file. Throws tks::InputError or tks::UsageError where `baseline` is none.
    KnownFindings(std::string baseline, std::string new_baseline);

    [[nodiscard]] bool is_wanted() const { return !baseline_file_.empty() || !new_file_.empty(); }

    bool is_known(const tks::Diagnostic& finding);

    /// Says what of the baseline is there no more, unless it was not looked for, and puts its number into the summary; or
    /// writes the new baseline. Does neither if an input could not be read, as then nobody knows what is in it.
    void finish(tks::ValidateSummary& summary, const tks::RuleLevels& levels, const Io& io, bool is_quiet);

private:
    void count_stale(tks::ValidateSummary& summary, const tks::RuleLevels& levels, const Io& io, bool is_quiet) const;

    std::string baseline_file_;
    std::string new_file_;
    tks::Baseline known_;
    tks::Baseline new_;
};

}  // namespace tksctl
