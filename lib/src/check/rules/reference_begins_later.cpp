#include "check/rule_definition.hpp"

namespace tks::check::rules {

/// The one finding in which references to what lies before the input are told.
std::span<const RuleDefinition> reference_begins_later() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "reference/begins-later",
              .severity = Severity::info,
              .summary = "The input holds the beginning of what it tells of.",
              .explanation =
                  "A dump often begins in the middle of things: its first events refer to earlier ones that it does not "
                  "hold. These references are counted and told in this one finding, at the first event that has one. "
                  "With --complete, which says that the dump is whole, each of them is a finding under its own rule "
                  "instead."}},
    };
    return definitions;
}

}  // namespace tks::check::rules
