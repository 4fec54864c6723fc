#include <doctest/doctest.h>

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "report_support.hpp"
#include "tks/rules.hpp"

namespace {

using tks::Diagnostic;
using tks::FindingFormat;
using tks::test::about;
using tks::test::finding_at;
using tks::test::written;

/// The document, read by a parser that would refuse what is not well-formed.
pugi::xml_document parse(const std::string& text) {
    pugi::xml_document document;
    const pugi::xml_parse_result result =
        document.load_buffer(text.data(), text.size(), pugi::parse_full, pugi::encoding_utf8);
    CHECK_MESSAGE(result.status == pugi::status_ok, result.description());
    return document;
}

pugi::xml_node test_of(const pugi::xml_document& document, const char* suite, const char* name) {
    return document.child("testsuites")
        .find_child_by_attribute("testsuite", "name", suite)
        .find_child_by_attribute("testcase", "name", name);
}

}  // namespace

TEST_CASE("JUnit has a suite for each input and a test case for each rule that is checked") {
    const auto document =
        parse(written(FindingFormat::junit, about({}, {"a.ndjson", "b.ndjson", "a.ndjson"}), {finding_at(3)}));
    const pugi::xml_node suites = document.child("testsuites");
    CHECK(suites.attribute("tests").as_ullong() == 2 * tks::rules().size());
    CHECK(suites.attribute("failures").as_ullong() == 1);
    CHECK(suites.attribute("errors").as_ullong() == 0);
    std::size_t suite_count = 0;
    for (const pugi::xml_node suite : suites.children()) {
        ++suite_count;
        std::size_t tests = 0;
        for ([[maybe_unused]] const pugi::xml_node test : suite.children("testcase")) ++tests;
        CHECK(tests == tks::rules().size());
        CHECK(suite.attribute("tests").as_ullong() == tests);
    }
    CHECK(suite_count == 2);
    const pugi::xml_node failed = test_of(document, "a.ndjson", "schema/enum");
    CHECK(std::string(failed.attribute("classname").value()) == "schema");
    CHECK(std::string(failed.child("failure").attribute("message").value()) == "\"BUY\" is no Side");
    CHECK(std::string(failed.child_value("failure")) ==
          "a.ndjson:3:7: error: /payload/side: \"BUY\" is no Side [schema/enum]\n");
    CHECK_FALSE(test_of(document, "b.ndjson", "schema/enum").first_child());
}

TEST_CASE("the findings of a rule in an input are one failure of JUnit, of which the first hundred are told") {
    std::vector<Diagnostic> findings;
    for (std::uint64_t line = 1; line <= 250; ++line) findings.push_back(finding_at(line));
    const auto document = parse(written(FindingFormat::junit, about(tks::test::only("schema/enum")), findings));
    CHECK(document.child("testsuites").attribute("tests").as_ullong() == 1);
    CHECK(document.child("testsuites").attribute("failures").as_ullong() == 1);
    const pugi::xml_node failure = test_of(document, "a.ndjson", "schema/enum").child("failure");
    CHECK(std::string(failure.attribute("message").value()) == "\"BUY\" is no Side (and 249 more)");
    const std::string text = failure.child_value();
    CHECK(text.find("a.ndjson:100:7") != std::string::npos);
    CHECK(text.find("a.ndjson:101:7") == std::string::npos);
    CHECK(text.ends_with("and 150 more\n"));
}

TEST_CASE("warnings fail a test case of JUnit only if they are to") {
    Diagnostic warning = finding_at(3);
    warning.severity = tks::Severity::warning;
    const auto mild = parse(written(FindingFormat::junit, about({}), {warning}));
    CHECK(mild.child("testsuites").attribute("failures").as_ullong() == 0);
    CHECK_FALSE(test_of(mild, "a.ndjson", "schema/enum").child("failure"));
    CHECK(std::string(test_of(mild, "a.ndjson", "schema/enum").child_value("system-out")).find("warning") !=
          std::string::npos);
    auto options = about({});
    options.warnings_fail = true;
    const auto strict = parse(written(FindingFormat::junit, options, {warning}));
    CHECK(strict.child("testsuites").attribute("failures").as_ullong() == 1);
    CHECK(test_of(strict, "a.ndjson", "schema/enum").child("failure"));
}

TEST_CASE("of an input that could not be read JUnit claims nothing") {
    const auto document =
        parse(written(FindingFormat::junit, about({}, {"torn.gz", "gone.ndjson"}), {finding_at(3, "torn.gz")},
                      {{"torn.gz", "torn.gz ends early"}, {"gone.ndjson", "cannot open gone.ndjson"}}));
    const pugi::xml_node suites = document.child("testsuites");
    CHECK(suites.attribute("tests").as_ullong() == 3);
    CHECK(suites.attribute("errors").as_ullong() == 2);
    CHECK(test_of(document, "torn.gz", "schema/enum").child("failure"));
    CHECK_FALSE(test_of(document, "torn.gz", "schema/type"));
    CHECK(std::string(test_of(document, "gone.ndjson", "input/readable").child("error").attribute("message").value()) ==
          "cannot open gone.ndjson");
}

TEST_CASE("JUnit is well-formed XML whatever the names and the events hold") {
    Diagnostic finding = finding_at(1, "a<b>&\"'\x01.ndjson");
    finding.message = "<![CDATA[ ]]> &amp; \x01\x02\x1b[31m \xFF \xEF\xBF\xBE \xED\xA0\x80 \n\t\r \xF0\x9F\x98\x80";
    const std::string text = written(FindingFormat::junit, about({}), {finding});
    for (const char character : text)
        CHECK((static_cast<unsigned char>(character) >= 0x20 || character == '\n' || character == '\t'));
    for (const char* escaped : {"&#1;", "&#01;", "&#2;", "&#02;", "&#27;", "&#x1B;"})
        CHECK(text.find(escaped) == std::string::npos);
    const auto document = parse(text);
    const pugi::xml_node failure = test_of(document, "a<b>&\"'\xEF\xBF\xBD.ndjson", "schema/enum").child("failure");
    const std::string message = failure.attribute("message").value();
    CHECK(message.starts_with("<![CDATA[ ]]> &amp; \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD[31m"));
    CHECK(message.ends_with("\xF0\x9F\x98\x80"));
}
