#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tks/error.hpp"
#include "tks/rule_levels.hpp"
#include "tks/rules.hpp"

namespace {

using tks::RuleLevels;
using tks::RuleSelection;

/// "error", "warning", "info" or "off".
std::string level_of(const RuleLevels& levels, std::string_view rule) {
    const auto level = levels.level_of(rule);
    return level ? std::string(to_string(*level)) : "off";
}

std::string message_of(const RuleSelection& selection) {
    try {
        const RuleLevels levels(selection);
    } catch (const tks::UsageError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("unless something else is said, every rule has its own level") {
    for (const tks::Rule& rule : tks::rules()) {
        CAPTURE(rule.name);
        CHECK(RuleLevels().level_of(rule.name) == rule.severity);
        CHECK(RuleLevels(RuleSelection{}).level_of(rule.name) == rule.severity);
    }
    CHECK_FALSE(RuleLevels().level_of("schema/unheard-of"));
    CHECK_FALSE(RuleLevels().level_of(""));
}

TEST_CASE("words choose rules by name, family, beginning, or all of them") {
    struct Case {
        std::string word;
        std::vector<std::string> chosen;
        std::vector<std::string> others;
    };
    const Case cases[] = {
        {"schema/enum", {"schema/enum"}, {"schema/type", "json/syntax"}},
        {"schema", {"schema/enum", "schema/type"}, {"json/syntax"}},
        {"schema/", {"schema/enum", "schema/type"}, {"json/syntax"}},
        {"schema/prm", {"schema/prm-granted-at"}, {"schema/enum"}},
        {"json/t", {"json/trailing", "json/truncated"}, {"json/syntax", "schema/type"}},
        {"all", {"json/syntax", "schema/enum", "schema/coercion"}, {}},
    };
    for (const Case& test : cases) {
        CAPTURE(test.word);
        const RuleLevels selected(RuleSelection{.checks = {}, .select = {test.word}, .ignore = {}, .levels = {}});
        const RuleLevels ignored(RuleSelection{.checks = {}, .select = {}, .ignore = {test.word}, .levels = {}});
        for (const std::string& rule : test.chosen) {
            CAPTURE(rule);
            CHECK(level_of(selected, rule) != "off");
            CHECK(level_of(ignored, rule) == "off");
        }
        for (const std::string& rule : test.others) {
            CAPTURE(rule);
            CHECK(level_of(selected, rule) == "off");
            CHECK(level_of(ignored, rule) != "off");
        }
    }
}

TEST_CASE("the full name of a rule chooses no rule whose name goes on") {
    for (const tks::Rule& rule : tks::rules()) {
        CAPTURE(rule.name);
        const RuleLevels levels(
            RuleSelection{.checks = {}, .select = {std::string(rule.name)}, .ignore = {}, .levels = {}});
        for (const tks::Rule& other : tks::rules()) CHECK(levels.level_of(other.name).has_value() == (&other == &rule));
    }
}

TEST_CASE("the family json is always checked, and can only be left out by name") {
    const RuleSelection schema_alone{.checks = {"schema"}, .select = {}, .ignore = {}, .levels = {}};
    CHECK(level_of(RuleLevels(schema_alone), "json/syntax") == "error");
    CHECK(level_of(RuleLevels(schema_alone), "schema/enum") == "error");
    const RuleSelection enum_alone{.checks = {"schema"}, .select = {"schema/enum"}, .ignore = {}, .levels = {}};
    CHECK(level_of(RuleLevels(enum_alone), "json/syntax") == "off");
    CHECK(level_of(RuleLevels(enum_alone), "schema/type") == "off");
    const RuleSelection without_json{.checks = {"schema"}, .select = {}, .ignore = {"json"}, .levels = {}};
    CHECK(level_of(RuleLevels(without_json), "json/syntax") == "off");
}

TEST_CASE("what is selected counts only among what is checked") {
    const RuleSelection selection{
        .checks = {"json"}, .select = {"schema/enum", "json/syntax"}, .ignore = {}, .levels = {}};
    CHECK(level_of(RuleLevels(selection), "schema/enum") == "off");
    CHECK(level_of(RuleLevels(selection), "json/syntax") == "error");
}

TEST_CASE("levels are set by rule, family or beginning, and the last word counts") {
    const RuleLevels levels(RuleSelection{.checks = {},
                                          .select = {},
                                          .ignore = {"schema/blank"},
                                          .levels = {"schema=warning", "schema/enum=info", "schema/type=off",
                                                     "schema/type=error", "json/t=off", "schema/blank=error"}});
    CHECK(level_of(levels, "schema/missing") == "warning");
    CHECK(level_of(levels, "schema/enum") == "info");
    CHECK(level_of(levels, "schema/type") == "error");
    CHECK(level_of(levels, "json/trailing") == "off");
    CHECK(level_of(levels, "json/syntax") == "error");
    CHECK(level_of(levels, "schema/blank") == "off");
}

TEST_CASE("a word that nothing has is wrong usage, and the message says what was meant") {
    struct Case {
        RuleSelection selection;
        std::string message;
    };
    const Case cases[] = {
        {{.checks = {"shema"}, .select = {}, .ignore = {}, .levels = {}},
         "--checks: there is no rule or family \"shema\", did you mean \"schema\"?; `tksctl rules` lists them"},
        {{.checks = {}, .select = {"schema/enmu"}, .ignore = {}, .levels = {}},
         "--select: there is no rule or family \"schema/enmu\", did you mean \"schema/enum\"?; `tksctl rules` lists them"},
        {{.checks = {}, .select = {}, .ignore = {"zebra"}, .levels = {}},
         "--ignore: there is no rule or family \"zebra\"; `tksctl rules` lists them"},
        {{.checks = {}, .select = {}, .ignore = {""}, .levels = {}},
         "--ignore: there is no rule or family \"\"; `tksctl rules` lists them"},
        {{.checks = {}, .select = {}, .ignore = {}, .levels = {"schema/enum"}},
         "--level: \"schema/enum\" is not of the form RULE=LEVEL"},
        {{.checks = {}, .select = {}, .ignore = {}, .levels = {"schema/enum=warn"}},
         "--level: there is no level \"warn\"; there are error, warning, info, off"},
        {{.checks = {}, .select = {}, .ignore = {}, .levels = {"schema/enum=eror"}},
         "--level: there is no level \"eror\", did you mean \"error\"?; there are error, warning, info, off"},
        {{.checks = {}, .select = {}, .ignore = {}, .levels = {"=error"}},
         "--level: there is no rule or family \"\"; `tksctl rules` lists them"},
    };
    for (const Case& test : cases) CHECK(message_of(test.selection) == test.message);
}
