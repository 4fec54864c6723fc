#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "report_support.hpp"
#include "tks/baseline.hpp"
#include "tks/error.hpp"

namespace {

using tks::Baseline;
using tks::Diagnostic;
using tks::test::finding_at;

Diagnostic finding_of(const std::string& event_id, std::string_view rule = "schema/enum") {
    Diagnostic finding = finding_at(1);
    finding.event_id = event_id;
    finding.rule = rule;
    return finding;
}

Baseline baseline_of(const std::vector<Diagnostic>& findings) {
    Baseline baseline;
    for (const Diagnostic& finding : findings) baseline.add(finding);
    return baseline;
}

/// Written and read again.
Baseline kept(const Baseline& baseline) {
    return Baseline::parse(baseline.to_json(), "baseline.json");
}

std::string message_of(const std::string& json) {
    try {
        Baseline::parse(json, "baseline.json");
    } catch (const tks::UsageError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("what a baseline lists is known again, each as often as it was there") {
    Baseline baseline = kept(baseline_of({finding_of("e1"), finding_of("e2"), finding_of("e2")}));
    CHECK(baseline.take(finding_of("e1")));
    CHECK_FALSE(baseline.take(finding_of("e1")));
    CHECK(baseline.take(finding_of("e2")));
    CHECK(baseline.take(finding_of("e2")));
    CHECK_FALSE(baseline.take(finding_of("e2")));
    CHECK_FALSE(baseline.take(finding_of("e3")));
    CHECK(baseline.left().empty());
}

TEST_CASE("a baseline knows a finding whatever its line, its file and its wording are") {
    Baseline baseline = kept(baseline_of({finding_of("e1")}));
    Diagnostic moved = finding_of("e1");
    moved.origin.line = 77;
    moved.origin.file = "other.ndjson.gz";
    moved.message = "in other words";
    moved.severity = tks::Severity::info;
    CHECK(baseline.take(moved));
}

TEST_CASE("what is not found again is left, as often as that, in the order of rules and events") {
    Baseline baseline = kept(baseline_of(
        {finding_of("e2"), finding_of("e1", "schema/type"), finding_of("e1"), finding_of("e2"), finding_of("e2")}));
    CHECK(baseline.take(finding_of("e2")));
    const std::vector<tks::KnownFinding> left = baseline.left();
    REQUIRE(left.size() == 3);
    CHECK(left[0].rule == "schema/enum");
    CHECK(left[0].event_id == "e1");
    CHECK(left[0].pointer == "/payload/side");
    CHECK(left[0].message == "\"BUY\" is no Side");
    CHECK(left[0].count == 1);
    CHECK(left[1].event_id == "e2");
    CHECK(left[1].count == 2);
    CHECK(left[2].rule == "schema/type");
}

TEST_CASE("the same findings give the same baseline, in whatever order they come") {
    std::vector<Diagnostic> findings;
    for (const std::string_view rule : {"schema/enum", "schema/type", "json/utf8"})
        for (int event = 0; event < 20; ++event) findings.push_back(finding_of("e" + std::to_string(event), rule));
    findings.push_back(findings[5]);
    findings.back().message = "a message that sorts before the other";
    const std::string first = baseline_of(findings).to_json();
    std::reverse(findings.begin(), findings.end());
    CHECK(baseline_of(findings).to_json() == first);
    std::rotate(findings.begin(), findings.begin() + 17, findings.end());
    CHECK(baseline_of(findings).to_json() == first);
    CHECK(kept(baseline_of(findings)).to_json() == first);
}

TEST_CASE("a baseline is JSON whatever the events held, and is known again") {
    Diagnostic hostile = finding_of("\xFF\"\\\n\x01");
    hostile.message = "\xC3";
    hostile.pointer = "/\xED\xA0\x80";
    Baseline baseline = kept(baseline_of({hostile}));
    CHECK(baseline.take(hostile));
}

TEST_CASE("an empty baseline knows nothing") {
    CHECK_FALSE(kept(Baseline()).take(finding_of("e1")));
    CHECK(Baseline().left().empty());
}

TEST_CASE("the form of a baseline is stable") {
    CHECK(
        baseline_of({finding_of("e1"), finding_of("e1")}).to_json() ==
        "{\"format\":\"tksctl-baseline\",\"version\":1,\"findings\":[\n"
        "{\"rule\":\"schema/enum\",\"event_id\":\"e1\",\"pointer\":\"/payload/side\",\"message\":\"\\\"BUY\\\" is no Side\","
        "\"fingerprint\":\"1979168c39421fe76b274606d6fa1c3d\",\"count\":2}\n]}\n");
}

TEST_CASE("what is no baseline is wrong usage, and the message says so") {
    struct Case {
        std::string json;
        std::string begin;
    };
    const std::string head = R"({"format":"tksctl-baseline","version":1,"findings":)";
    const Case cases[] = {
        {"", "baseline.json: is no baseline: "},
        {"{", "baseline.json: is no baseline: "},
        {"[]", "baseline.json: is no baseline; tksctl validate --write-baseline writes one"},
        {"{\"findings\":[]}", "baseline.json: is no baseline; "},
        {R"({"format":"tksctl-baseline","findings":[]})", "baseline.json: has no version of a baseline that is known"},
        {R"({"format":"tksctl-baseline","version":0,"findings":[]})",
         "baseline.json: has no version of a baseline that is known"},
        {R"({"format":"tksctl-baseline","version":2,"findings":[]})",
         "baseline.json: has version 2, and this tksctl reads baselines up to version 1"},
        {head + "{}}", "baseline.json: lists no findings"},
        {head + "[{}]}", "baseline.json: is no baseline: "},
        {head + R"([{"rule":"schema/enum","fingerprint":"f","count":-1}]})",
         "baseline.json: is no baseline: a count is no count"},
        {head + R"([{"rule":1,"fingerprint":"f","count":1}]})", "baseline.json: is no baseline: "},
        {head + R"([7]})", "baseline.json: is no baseline: "},
    };
    for (const Case& test : cases) {
        CAPTURE(test.json);
        CHECK(message_of(test.json).starts_with(test.begin));
    }
    const std::string whole = baseline_of({finding_of("e1")}).to_json();
    for (std::size_t length = 0; length + 1 < whole.size() - 1; ++length)
        CHECK(!message_of(whole.substr(0, length)).empty());
}
