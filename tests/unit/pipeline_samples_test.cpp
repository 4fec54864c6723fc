#include <doctest/doctest.h>

#include "tks/rule_samples.hpp"
#include "tks/rules.hpp"
#include "tks/validate.hpp"

TEST_CASE("every rule finds something in its bad sample, and nothing in the good one") {
    for (const tks::Rule& rule : tks::rules()) {
        CAPTURE(rule.name);
        const tks::RuleSamples samples = tks::samples_of(rule);
        const auto findings = tks::findings_in(samples.bad, rule);
        CHECK(!findings.empty());
        for (const tks::Diagnostic& finding : findings) {
            CHECK(finding.rule == rule.name);
            CHECK(finding.origin.file == samples.bad.file);
        }
        CHECK(tks::findings_in(samples.good, rule).empty());
    }
}
