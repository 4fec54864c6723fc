#include "tks/rules.hpp"

#include <algorithm>
#include <vector>

#include "check/rule_definition.hpp"

namespace tks {

namespace check::rules {

// The build writes this list: one line for each file in check/rules/.
#define TKS_RULE_FILE(name) std::span<const RuleDefinition> name();
#include "check/rule_files.inc"
#undef TKS_RULE_FILE

}  // namespace check::rules

namespace {

constexpr std::string_view families[] = {"json", "schema", "event", "lifecycle", "reference", "pnl"};

std::vector<check::RuleDefinition> collect_definitions() {
    std::vector<check::RuleDefinition> all;
    const auto add = [&all](std::span<const check::RuleDefinition> some) {
        all.insert(all.end(), some.begin(), some.end());
    };
#define TKS_RULE_FILE(name) add(check::rules::name());
#include "check/rule_files.inc"
#undef TKS_RULE_FILE
    std::ranges::sort(all, {}, [](const check::RuleDefinition& definition) { return definition.rule.name; });
    return all;
}

std::vector<Rule> collect_rules() {
    std::vector<Rule> all;
    for (const check::RuleDefinition& definition : check::rule_definitions()) all.push_back(definition.rule);
    return all;
}

}  // namespace

std::span<const check::RuleDefinition> check::rule_definitions() {
    static const std::vector<RuleDefinition> all = collect_definitions();
    return all;
}

std::span<const Rule> rules() {
    static const std::vector<Rule> all = collect_rules();
    return all;
}

const Rule* find_rule(std::string_view name) {
    const auto found = std::ranges::lower_bound(rules(), name, {}, &Rule::name);
    return found != rules().end() && found->name == name ? &*found : nullptr;
}

std::span<const std::string_view> rule_families() {
    return families;
}

}  // namespace tks
