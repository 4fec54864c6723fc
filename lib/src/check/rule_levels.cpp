#include "tks/rule_levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/rules.hpp"

namespace tks {

namespace {

constexpr std::string_view every_rule = "all";

/// Whether a word chooses a rule. A rule's full name chooses that rule alone, even if it begins another's.
bool chooses(std::string_view word, const Rule& rule) {
    if (word == every_rule || word == rule.name || word == rule.family()) return true;
    return find_rule(word) == nullptr && rule.name.starts_with(word);
}

/// One bool for each of rules(). Throws UsageError for a word that chooses none, with the option's name in front.
std::vector<bool> chosen_rules(std::string_view option, std::string_view word) {
    std::vector<bool> chosen(rules().size());
    bool is_known = false;
    for (std::size_t index = 0; index < chosen.size(); ++index) {
        chosen[index] = !word.empty() && chooses(word, rules()[index]);
        is_known = is_known || chosen[index];
    }
    if (is_known) return chosen;
    std::vector<std::string_view> words(rule_families().begin(), rule_families().end());
    words.push_back(every_rule);
    for (const Rule& rule : rules()) words.push_back(rule.name);
    throw UsageError(fmt::format("{}: there is no rule or family \"{}\"{}; `tksctl rules` lists them", option, word,
                                 did_you_mean(word, words)));
}

std::vector<bool> chosen_rules(std::string_view option, const std::vector<std::string>& words) {
    std::vector<bool> chosen(rules().size());
    for (const std::string& word : words) {
        const std::vector<bool> more = chosen_rules(option, word);
        for (std::size_t index = 0; index < chosen.size(); ++index) chosen[index] = chosen[index] || more[index];
    }
    return chosen;
}

/// Nothing for "off".
std::optional<Severity> parse_level(std::string_view word) {
    constexpr std::array<std::string_view, 4> words = {"error", "warning", "info", "off"};
    for (const Severity severity : {Severity::error, Severity::warning, Severity::info})
        if (word == to_string(severity)) return severity;
    if (word == "off") return std::nullopt;
    throw UsageError(fmt::format("--level: there is no level \"{}\"{}; there are {}", word, did_you_mean(word, words),
                                 fmt::join(words, ", ")));
}

}  // namespace

RuleLevels::RuleLevels() {
    levels_.reserve(rules().size());
    for (const Rule& rule : rules()) levels_.emplace_back(rule.severity);
}

RuleLevels::RuleLevels(const RuleSelection& selection) : RuleLevels() {
    for (const std::string_view text : selection.levels) {
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos)
            throw UsageError(fmt::format("--level: \"{}\" is not of the form RULE=LEVEL", text));
        const std::vector<bool> chosen = chosen_rules("--level", text.substr(0, equals));
        const std::optional<Severity> level = parse_level(text.substr(equals + 1));
        for (std::size_t index = 0; index < levels_.size(); ++index)
            if (chosen[index]) levels_[index] = level;
    }
    const std::vector<bool> checked = chosen_rules("--checks", selection.checks);
    const std::vector<bool> selected = chosen_rules("--select", selection.select);
    const std::vector<bool> ignored = chosen_rules("--ignore", selection.ignore);
    for (std::size_t index = 0; index < levels_.size(); ++index) {
        const bool is_checked = selection.checks.empty() || checked[index] || rules()[index].family() == "json";
        const bool is_selected = selection.select.empty() || selected[index];
        if (!is_checked || !is_selected || ignored[index]) levels_[index].reset();
    }
}

std::optional<Severity> RuleLevels::level_of(std::string_view rule) const {
    const auto found = std::ranges::lower_bound(rules(), rule, {}, &Rule::name);
    if (found == rules().end() || found->name != rule) return std::nullopt;
    return levels_[static_cast<std::size_t>(found - rules().begin())];
}

void RuleLevels::reset_family(std::string_view family) {
    for (std::size_t index = 0; index < levels_.size(); ++index)
        if (rules()[index].family() == family) levels_[index] = rules()[index].severity;
}

}  // namespace tks
