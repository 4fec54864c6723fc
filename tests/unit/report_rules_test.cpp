#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "base/text.hpp"
#include "tks/report.hpp"
#include "tks/rules.hpp"

namespace {

std::string explained(std::string_view name, std::size_t width) {
    const tks::Rule& rule = *tks::find_rule(name);
    std::string text;
    tks::append_explanation(text, rule, {}, width);
    return text;
}

}  // namespace

TEST_CASE("a rule as JSON has its family and its level besides what it says") {
    for (const tks::Rule& rule : tks::rules()) {
        std::string text;
        tks::append_json(text, rule);
        const nlohmann::json document = nlohmann::json::parse(text);
        CHECK(document.size() == 5);
        CHECK(document.at("name") == rule.name);
        CHECK(document.at("family") == rule.family());
        CHECK(document.at("severity") == to_string(rule.severity));
        CHECK(document.at("summary") == rule.summary);
        CHECK(document.at("explanation") == rule.explanation);
    }
}

TEST_CASE("an explanation keeps within the width, whatever the rule") {
    for (const tks::Rule& rule : tks::rules())
        for (const std::size_t width : {60U, 80U, 200U}) {
            std::istringstream lines(explained(rule.name, width));
            for (std::string line; std::getline(lines, line);) {
                CAPTURE(line);
                // A command to copy and the name of a file are not torn apart.
                const bool is_whole =
                    line.find("--level") != std::string::npos || line.find("samples/") != std::string::npos;
                CHECK((is_whole || tks::count_characters(line) <= width));
                CHECK(!tks::find_invalid_utf8(line));
                CHECK(std::ranges::none_of(line,
                                           [](char character) { return static_cast<unsigned char>(character) < ' '; }));
            }
        }
}

TEST_CASE("an explanation shows where the samples differ, and how to set another level") {
    const std::string text = explained("schema/enum", 80);
    CHECK(text.find("\"liquidity\":\"Maker\"") < text.find("\"liquidity\":\"maker\""));
    CHECK(text.find("\"liquidity\":\"maker\"") != std::string::npos);
    CHECK(text.find("--level schema/enum=warning\n") != std::string::npos);
    CHECK(explained("schema/coercion", 80).find("--level schema/coercion=error\n") != std::string::npos);
}
