#pragma once

#include <span>
#include <string_view>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"

namespace tks {

/// One thing that tksctl checks. All text lives as long as the library.
struct Rule {
    std::string_view name;         ///< Stable, with its family in front: "schema/missing".
    Severity severity{};           ///< Of its findings, unless the user sets another level.
    bool only_in_replay = false;   ///< About what events add up to: `replay` finds it, `validate` never does.
    std::string_view summary;      ///< What holds where the rule is kept; one sentence.
    std::string_view explanation;  ///< Why it matters, what is compared, and what to do about a finding.

    [[nodiscard]] constexpr std::string_view family() const { return name.substr(0, name.find('/')); }
};

/// All rules, by name.
TKS_API std::span<const Rule> rules();

/// The rule of that name, or null.
TKS_API const Rule* find_rule(std::string_view name);

/// The families, in the order in which a record meets them.
TKS_API std::span<const std::string_view> rule_families();

}  // namespace tks
