#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tks/replay.hpp"
#include "tks/rules.hpp"
#include "tks/time.hpp"
#include "tks/validate.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path samples = fs::path(TKS_SOURCE_DIR) / "samples";

/// The rule that a sample is about, by its place: samples/bad/schema/enum.ndjson is about schema/enum.
std::string rule_of(const fs::path& file) {
    const std::string name = file.filename().string();
    return file.parent_path().filename().string() + "/" + name.substr(0, name.find('.'));
}

/// All samples of a kind: samples/KIND/FAMILY/RULE.*
std::vector<fs::path> samples_of(std::string_view kind) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(samples / kind))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Rules that only these options make visible: what is not in a stream is missed where the stream is complete.
constexpr std::string_view needs_options[] = {
    "json/record-too-large",        "schema/marks",
    "schema/spot-direction",        "lifecycle/missing-step",
    "reference/causation-unknown",  "reference/order-without-intent",
    "reference/fill-without-order", "reference/trade-without-fill",
};

bool is_only_in_replay(std::string_view rule) {
    const tks::Rule* known = tks::find_rule(rule);
    return known != nullptr && known->only_in_replay;
}

tks::ValidateOptions options_for(std::string_view rule) {
    tks::ValidateOptions options;
    options.now = *tks::parse_time("2026-06-01");
    const bool is_about_stories = rule.starts_with("reference/") || rule.starts_with("lifecycle/") ||
                                  (rule.starts_with("pnl/") && !is_only_in_replay(rule));
    options.is_complete = is_about_stories && rule != "reference/begins-later";
    if (rule == "json/record-too-large") options.input.max_record_bytes = 1000;
    if (rule == "schema/marks") options.model = "PositionsMarkSnapshotV1";
    if (rule == "schema/spot-direction") options.model = "TradingSignalSpot";
    return options;
}

/// What a command finds in a sample. That a sample begins in the middle of a story is only looked at where it is about
/// that.
template <class Command>
std::vector<tks::Diagnostic> findings_of(const fs::path& file, Command&& command) {
    std::vector<tks::Diagnostic> findings;
    const auto take = [&](const tks::Diagnostic& finding) {
        if (finding.severity != tks::Severity::info || finding.rule == rule_of(file)) findings.push_back(finding);
    };
    const tks::ValidateSummary summary = command(take);
    CHECK(summary.unreadable_inputs == 0);
    CHECK(summary.records > 0);
    return findings;
}

std::vector<tks::Diagnostic> findings_of_validate(const fs::path& file, const tks::ValidateOptions& options) {
    return findings_of(file, [&](const auto& take) {
        return tks::validate({file.string()}, options, {.on_finding = take, .on_unreadable_input = {}});
    });
}

std::vector<tks::Diagnostic> findings_of_replay(const fs::path& file, const tks::ValidateOptions& options) {
    return findings_of(file, [&](const auto& take) {
        tks::Replay replay({.reading = options, .until = {}});
        const auto summary = replay.read({file.string()}, {.on_finding = take, .on_unreadable_input = {}});
        for (const tks::Diagnostic& finding : replay.findings()) take(finding);
        return summary;
    });
}

/// What is found in a sample by the command that its rule is for.
std::vector<tks::Diagnostic> findings_in(const fs::path& file, const tks::ValidateOptions& options) {
    return is_only_in_replay(rule_of(file)) ? findings_of_replay(file, options) : findings_of_validate(file, options);
}

std::multiset<std::string> rules_of(const std::vector<fs::path>& files) {
    std::multiset<std::string> rules;
    for (const fs::path& file : files) rules.insert(rule_of(file));
    return rules;
}

}  // namespace

TEST_CASE("every rule has one bad sample and one good one, and every sample is about a rule") {
    std::multiset<std::string> all_rules;
    for (const tks::Rule& rule : tks::rules()) all_rules.emplace(rule.name);
    CHECK(rules_of(samples_of("bad")) == all_rules);
    CHECK(rules_of(samples_of("good")) == all_rules);
}

TEST_CASE("a bad sample breaks the rule of its name once, and no other") {
    for (const fs::path& file : samples_of("bad")) {
        const std::string name = rule_of(file);
        CAPTURE(name);
        const tks::Rule* rule = tks::find_rule(name);
        REQUIRE(rule != nullptr);
        const auto findings = findings_in(file, options_for(name));
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].rule == name);
        CHECK(findings[0].severity == rule->severity);
        // One finding stands for all aggregates of a kind.
        const bool has_place = name != "pnl/undefined-aggregate";
        CHECK((findings[0].origin.line > 0) == has_place);
        CHECK((findings[0].origin.column > 0) == has_place);
        CHECK(!findings[0].message.empty());
    }
}

TEST_CASE("a good sample is its bad one mended: nothing is found in it") {
    for (const fs::path& file : samples_of("good")) {
        const std::string name = rule_of(file);
        CAPTURE(name);
        const auto findings = findings_in(file, options_for(name));
        CHECK(findings.empty());
    }
}

TEST_CASE(
    "replay finds in the samples of profit and loss what validate finds, and validate nothing that only replay finds") {
    for (const std::string_view kind : {"bad", "good"}) {
        for (const fs::path& file : samples_of(kind)) {
            const std::string name = rule_of(file);
            if (!name.starts_with("pnl/")) continue;
            CAPTURE(file.string());
            const auto replayed = findings_of_replay(file, options_for(name));
            CHECK(replayed.size() == (kind == "bad" ? 1 : 0));
            for (const tks::Diagnostic& finding : replayed) CHECK(finding.rule == name);
            if (!is_only_in_replay(name)) continue;
            const auto validated = findings_of_validate(file, options_for(name));
            CHECK(std::ranges::count(validated, name, &tks::Diagnostic::rule) == 0);
        }
    }
}

TEST_CASE("replay tells of what it finds at the levels that are wanted") {
    const fs::path file = samples / "bad/pnl/not-reconciled.ndjson";
    tks::ValidateOptions options = options_for("pnl/not-reconciled");
    tks::RuleSelection selection;
    selection.levels = {"pnl/not-reconciled=warning"};
    options.levels = tks::RuleLevels(selection);
    const auto findings = findings_of_replay(file, options);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == tks::Severity::warning);
    selection.ignore = {"pnl"};
    options.levels = tks::RuleLevels(selection);
    CHECK(findings_of_replay(file, options).empty());
}

TEST_CASE("a rule that only some option makes visible is not seen without it") {
    for (const std::string_view name : needs_options) {
        CAPTURE(name);
        const std::vector<fs::path> files = samples_of("bad");
        const auto file = std::ranges::find(files, name, rule_of);
        REQUIRE(file != files.end());
        const auto findings = findings_in(*file, {});
        CHECK(std::ranges::find(findings, name, &tks::Diagnostic::rule) == findings.end());
    }
}

TEST_CASE("the names of rules are stable: families, and kebab-case words") {
    std::set<std::string_view> families;
    for (const tks::Rule& rule : tks::rules()) {
        CAPTURE(rule.name);
        families.insert(rule.family());
        CHECK(std::ranges::count(rule.name, '/') == 1);
        CHECK(rule.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-/") == std::string_view::npos);
        CHECK(rule.summary.ends_with('.'));
        CHECK(tks::find_rule(rule.name) == &rule);
    }
    CHECK(families == std::set<std::string_view>(tks::rule_families().begin(), tks::rule_families().end()));
    for (const std::string_view unknown : {"", "json", "json/", "schema/enumeration", "zebra/stripes", "schema/enum "})
        CHECK(tks::find_rule(unknown) == nullptr);
}
