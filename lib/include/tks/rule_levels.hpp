#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"

namespace tks {

/// Which rules are wanted, in words: the name of a rule as in "schema/enum", a family as in "schema", the beginning of
/// names as in "lifecycle/fill", or "all".
struct RuleSelection {
    std::vector<std::string> checks{};  ///< Ask these; empty stands for all. The family json is always asked as well.
    std::vector<std::string> select{};  ///< Of those, report only these; empty stands for all.
    std::vector<std::string> ignore{};  ///< Report none of these, whatever else is said about them.
    std::vector<std::string> levels{};  ///< WORD=error|warning|info|off; of several about one rule the last one counts.
};

/// How much the findings of each rule matter, and which rules are switched off.
class TKS_API RuleLevels {
public:
    /// Every rule at its own level.
    RuleLevels();

    /// Throws UsageError for a word that no rule or level has.
    explicit RuleLevels(const RuleSelection& selection);

    /// Nothing if the rule is switched off, or if there is none of that name.
    [[nodiscard]] std::optional<Severity> level_of(std::string_view rule) const;

    /// Puts all rules of a family back to their own levels.
    void reset_family(std::string_view family);

private:
    std::vector<std::optional<Severity>> levels_;  // In the order of rules().
};

}  // namespace tks
