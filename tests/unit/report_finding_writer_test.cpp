#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "report_support.hpp"

namespace {

using nlohmann::json;
using tks::Diagnostic;
using tks::FindingFormat;
using tks::test::about;
using tks::test::finding_at;
using tks::test::written;

std::string github(const Diagnostic& finding) {
    return written(FindingFormat::github, about({}), {finding});
}

}  // namespace

TEST_CASE("formats have names, and the names formats") {
    for (const std::string_view name : tks::finding_format_names)
        CHECK(to_string(*tks::parse_finding_format(name)) == name);
    CHECK_FALSE(tks::parse_finding_format("xml"));
    CHECK_FALSE(tks::parse_finding_format(""));
}

TEST_CASE("text and ndjson are a line a finding, and nothing where there is none") {
    const std::vector<Diagnostic> findings = {finding_at(1), finding_at(2)};
    CHECK(written(FindingFormat::text, about({}), findings) ==
          "a.ndjson:1:7: error: /payload/side: \"BUY\" is no Side [schema/enum]\n"
          "a.ndjson:2:7: error: /payload/side: \"BUY\" is no Side [schema/enum]\n");
    const std::string lines = written(FindingFormat::ndjson, about({}), findings);
    CHECK(json::parse(lines.substr(0, lines.find('\n'))).at("line") == 1);
    CHECK(json::parse(lines.substr(lines.find('\n'))).at("line") == 2);
    CHECK(written(FindingFormat::text, about({}), {}).empty());
    CHECK(written(FindingFormat::ndjson, about({}), {}).empty());
}

TEST_CASE("json is one document with all findings and the summary") {
    for (const std::size_t count : {0U, 1U, 3U}) {
        const json document =
            json::parse(written(FindingFormat::json, about({}), std::vector<Diagnostic>(count, finding_at(1))));
        CHECK(document.at("findings").size() == count);
        CHECK(document.at("summary").is_object());
    }
}

TEST_CASE("findings for GitHub are workflow commands with the level and the place") {
    CHECK(github(finding_at(3)) ==
          "::error file=a.ndjson,line=3,col=7,title=schema/enum::/payload/side: \"BUY\" is no Side\n");
    Diagnostic mild = finding_at(3);
    mild.pointer.clear();
    mild.severity = tks::Severity::warning;
    CHECK(github(mild).starts_with("::warning file="));
    mild.severity = tks::Severity::info;
    CHECK(github(mild) == "::notice file=a.ndjson,line=3,col=7,title=schema/enum::\"BUY\" is no Side\n");
    CHECK(github(finding_at(3, "-")) == "::error line=3,col=7,title=schema/enum::/payload/side: \"BUY\" is no Side\n");
}

TEST_CASE("nothing in an event or a name can add a workflow command or a property") {
    Diagnostic hostile = finding_at(3, "a,line=9:%0A\n::stop-commands::x.ndjson");
    hostile.pointer = "/a\r\n::set-env name=PATH::x";
    hostile.message = "100%\n::error::x, y: z";
    const std::string text = github(hostile);
    CHECK(text.find('\n') == text.size() - 1);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text ==
          "::error file=a%2Cline=9%3A%250A?%3A%3Astop-commands%3A%3Ax.ndjson,line=3,col=7,title=schema/enum"
          "::/a??::set-env name=PATH::x: 100%25?::error::x, y: z\n");
}

TEST_CASE("findings for GitHub name what else they speak of, on lines of their own") {
    Diagnostic finding = finding_at(3);
    finding.pointer.clear();
    finding.related.push_back({.message = "first seen", .origin = finding_at(9, "b.ndjson").origin, .event_id = "e2"});
    CHECK(github(finding).ends_with("::\"BUY\" is no Side%0Ab.ndjson:9: first seen\n"));
}

TEST_CASE("an input that cannot be read is an error on GitHub") {
    CHECK(written(FindingFormat::github, about({}), {}, {{"gone", "cannot open gone"}}) ==
          "::error file=gone,title=tksctl::cannot open gone\n");
    CHECK(written(FindingFormat::github, about({}), {}, {{"-", "no input"}}) == "::error title=tksctl::no input\n");
}

TEST_CASE("what a sink throws reaches whoever writes") {
    const auto writer = tks::make_finding_writer(
        FindingFormat::text, about({}), [](std::string_view) { throw std::runtime_error("the disk is full"); });
    CHECK_THROWS_WITH(writer->write(finding_at(1)), "the disk is full");
}
