#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report_support.hpp"
#include "tks/rules.hpp"

namespace {

using nlohmann::json;
using tks::Diagnostic;
using tks::test::about;
using tks::test::finding_at;

json run_of(const std::vector<Diagnostic>& findings, const tks::RuleLevels& levels = {},
            const std::vector<std::pair<std::string, std::string>>& unreadable = {}) {
    const json log = json::parse(tks::test::written(tks::FindingFormat::sarif, about(levels), findings, unreadable));
    CHECK(log.at("version") == "2.1.0");
    CHECK(log.at("runs").size() == 1);
    return log.at("runs").at(0);
}

json result_of(const Diagnostic& finding) {
    return run_of({finding}).at("results").at(0);
}

}  // namespace

TEST_CASE("a SARIF log describes the rules that are checked, and its results point at them") {
    const json run = run_of({finding_at(3)});
    const json& rules = run.at("tool").at("driver").at("rules");
    CHECK(rules.size() == tks::rules().size());
    const json& result = run.at("results").at(0);
    const json& rule = rules.at(result.at("ruleIndex").get<std::size_t>());
    CHECK(rule.at("id") == "schema/enum");
    CHECK(result.at("ruleId") == "schema/enum");
    CHECK(rule.at("shortDescription").at("text") == tks::find_rule("schema/enum")->summary);
    CHECK(rule.at("help").at("text").get<std::string>().starts_with(tks::find_rule("schema/enum")->explanation));

    const json narrow = run_of({finding_at(3)}, tks::test::only("schema/e"));
    CHECK(narrow.at("tool").at("driver").at("rules").size() == 1);
    CHECK(narrow.at("results").at(0).at("ruleIndex") == 0);
}

TEST_CASE("a SARIF result has a level, a region in characters, and what it speaks of besides") {
    Diagnostic finding = finding_at(3);
    finding.related.push_back({.message = "the same id", .origin = finding_at(9, "b.ndjson").origin, .event_id = "e2"});
    const json run = run_of({finding});
    CHECK(run.at("columnKind") == "unicodeCodePoints");
    const json& result = run.at("results").at(0);
    CHECK(result.at("level") == "error");
    const json& place = result.at("locations").at(0);
    CHECK(place.at("physicalLocation").at("artifactLocation").at("uri") == "a.ndjson");
    CHECK(place.at("physicalLocation").at("region") == json{{"startLine", 3}, {"startColumn", 7}});
    CHECK(place.at("logicalLocations").at(0).at("fullyQualifiedName") == "e1/payload/side");
    const json& related = result.at("relatedLocations").at(0);
    CHECK(related.at("id") == 1);
    CHECK(related.at("message").at("text") == "the same id");
    CHECK(related.at("physicalLocation").at("region").at("startLine") == 9);
    CHECK(related.at("logicalLocations").at(0).at("name") == "e2");

    Diagnostic mild = finding_at(1);
    mild.severity = tks::Severity::warning;
    CHECK(result_of(mild).at("level") == "warning");
    mild.severity = tks::Severity::info;
    CHECK(result_of(mild).at("level") == "note");
}

TEST_CASE("SARIF names files as URIs, whatever their names are") {
    struct Case {
        std::string file;
        std::string uri;
    };
    const Case cases[] = {
        {"dumps/2026 03.ndjson", "dumps/2026%2003.ndjson"},
        {"a:b#c?d%.ndjson", "a%3Ab%23c%3Fd%25.ndjson"},
        {"/var/dump.ndjson", "file:///var/dump.ndjson"},
        {"caf\xC3\xA9.ndjson", "caf%C3%A9.ndjson"},
        {"bad\xFF.ndjson", "bad%FF.ndjson"},
        {"-", "stdin"},
    };
    for (const Case& test : cases) {
        const json result = result_of(finding_at(1, test.file));
        CHECK(result.at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri") == test.uri);
    }
}

TEST_CASE("SARIF is JSON whatever the event held") {
    Diagnostic finding = finding_at(1);
    finding.message = "\xFF\x01\"\\\n";
    finding.event_id = "\xC3";
    CHECK(result_of(finding).at("message").at("text") == "\xEF\xBF\xBD\x01\"\\\n");
    CHECK(result_of(finding).at("properties").at("event_id") == "\xEF\xBF\xBD");
}

TEST_CASE("SARIF places a Kafka record in its topic") {
    Diagnostic finding = finding_at(0, "");
    finding.origin.topic = "trading.events";
    finding.origin.partition = 2;
    finding.origin.offset = 17;
    const json place = result_of(finding).at("locations").at(0);
    CHECK_FALSE(place.contains("physicalLocation"));
    CHECK(place.at("logicalLocations").at(1).at("fullyQualifiedName") == "trading.events/2/17");
}

TEST_CASE("a SARIF fingerprint stays when lines move, and tells findings apart") {
    const auto fingerprint = [](const Diagnostic& finding) {
        return result_of(finding).at("partialFingerprints").at("tksctlFinding/v1");
    };
    const json first = fingerprint(finding_at(3));
    CHECK(fingerprint(finding_at(400, "elsewhere.ndjson")) == first);
    Diagnostic reworded = finding_at(3);
    reworded.message = "in other words";
    CHECK(fingerprint(reworded) == first);
    Diagnostic other_event = finding_at(3);
    other_event.event_id = "e2";
    CHECK(fingerprint(other_event) != first);
    Diagnostic other_field = finding_at(3);
    other_field.pointer = "/payload/direction";
    CHECK(fingerprint(other_field) != first);
    Diagnostic other_rule = finding_at(3);
    other_rule.rule = "schema/type";
    CHECK(fingerprint(other_rule) != first);
}

TEST_CASE("records without an id are told apart by what was found in them") {
    const auto fingerprint = [](const Diagnostic& finding) {
        return result_of(finding).at("partialFingerprints").at("tksctlFinding/v1");
    };
    Diagnostic first = finding_at(3);
    first.event_id.clear();
    first.excerpt = "{\"side\": \"BUY\"}";
    Diagnostic moved = first;
    moved.origin.line = 5;
    CHECK(fingerprint(moved) == fingerprint(first));
    Diagnostic other = first;
    other.excerpt = "{\"side\":  \"BUY\"}";
    CHECK(fingerprint(other) != fingerprint(first));
    Diagnostic in_topic = first;
    in_topic.origin.topic = "trading.events";
    in_topic.origin.partition = 0;
    in_topic.origin.offset = 1;
    CHECK(fingerprint(in_topic) != fingerprint(first));
    Diagnostic next_in_topic = in_topic;
    next_in_topic.origin.offset = 2;
    CHECK(fingerprint(next_in_topic) != fingerprint(in_topic));
}

TEST_CASE("a SARIF log without findings is whole, and says whether all inputs could be read") {
    const json good = run_of({});
    CHECK(good.at("results") == json::array());
    CHECK(good.at("invocations").at(0).at("executionSuccessful") == true);
    const json bad = run_of({}, {}, {{"gone.ndjson", "cannot open gone.ndjson"}});
    const json& invocation = bad.at("invocations").at(0);
    CHECK(invocation.at("executionSuccessful") == false);
    CHECK(invocation.at("toolExecutionNotifications").at(0).at("message").at("text") == "cannot open gone.ndjson");
}
