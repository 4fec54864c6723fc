#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"
#include "tks/input.hpp"
#include "tks/revision.hpp"
#include "tks/rule_levels.hpp"
#include "tks/rule_samples.hpp"
#include "tks/time.hpp"
#include "tks/trace.hpp"
#include "tks/validate_summary.hpp"

namespace tks {

struct ValidateOptions {
    InputOptions input;
    Revision contract = newest_revision;
    RuleLevels levels;             ///< Which rules are asked, and how much their findings matter.
    std::string model;             ///< Judge each record as this model instead of as an event; empty for events.
    bool is_complete = false;      ///< The inputs hold the beginning of everything that they tell of.
    bool with_statistics = false;  ///< Count by strategy, market and hour, and look for gaps in time.
    unsigned threads = 0;          ///< 0: as many as the machine has.
    Timestamp now;  ///< The present moment, for what a reader's clock fills in and what lies in the future;
                    ///< where it is zero, nothing does.
};

/// Receives what a validation finds, in the order of the inputs, one call at a time, from any thread. It may throw, which
/// ends the validation.
struct ValidateListener {
    std::function<void(const Diagnostic&)> on_finding;
    /// Whether a finding is known already. It is then counted as that alone, and not told.
    std::function<bool(const Diagnostic&)> is_known{};
    /// An input that cannot be opened or read on, and why; the other inputs are still judged.
    std::function<void(const std::string& input, const std::string& message)> on_unreadable_input;
    /// Findings have been told, and it may be long until there are more: a good moment to pass on what is held back. Called
    /// at most once for each piece of an input that is read in one go.
    std::function<void()> on_rest{};
    /// Something about an input that is good to know and keeps nothing from being read; a sentence that names it.
    std::function<void(const std::string& message)> on_notice{};
};

/// Checks every record of the inputs. Throws UsageError for a model
/// that there is not, or not in the contract.
TKS_API ValidateSummary validate(const Inputs& inputs, const ValidateOptions& options,
                                 const ValidateListener& listener);

/// Validates the inputs and tells the story that an id belongs to: an event's, an aggregate's, a fill's or a
/// correlation's. The listener only hears of inputs that cannot be read; findings are told with their events.
TKS_API Trace trace(const Inputs& inputs, std::string_view id, const ValidateOptions& options,
                    const std::function<void(const std::string& message)>& on_unreadable_input);

/// What a rule finds in one of its samples: something in the bad one, nothing in the good one.
TKS_API std::vector<Diagnostic> findings_in(const RuleSample& sample, const Rule& rule);

}  // namespace tks
