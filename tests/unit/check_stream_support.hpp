#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "check/story_checker.hpp"
#include "check/stream.hpp"
#include "event_teller.hpp"

namespace check_test {

/// The facts of a stream that is told in few words, one event a line, in the order of the lines: see EventTeller.
inline tks::check::PieceFacts facts_of(std::string_view text) {
    tks::check::PieceFacts facts;
    std::istringstream lines{std::string(text)};
    std::uint64_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        const event_test::EventTeller teller(line, ++number);
        tks::Record record;
        record.bytes = teller.line();
        record.line = number;
        tks::check::take_facts(record, teller.event(), facts);
    }
    return facts;
}

/// A stream that is told in few words: see EventTeller.
inline tks::check::Stream stream_of(std::string_view text) {
    tks::check::Stream stream;
    stream.add(facts_of(text), 0, 0);
    stream.finish();
    return stream;
}

using Rules = std::vector<const tks::check::RuleDefinition*>;

/// The findings of some rules in a stream, as "RULE@LINE(OTHER LINES)", without their families.
inline std::string findings_of(const Rules& rules, const tks::check::Stream& stream, bool is_complete = false) {
    std::string found;
    for (const auto& finding :
         tks::check::check_stories(stream, {.rules = rules, .is_complete = is_complete}, {"input"})) {
        found += (found.empty() ? "" : " ") + std::string(finding.rule.substr(finding.rule.find('/') + 1)) + "@" +
                 std::to_string(finding.origin.line);
        std::string others;
        for (const auto& related : finding.related)
            others += (others.empty() ? "" : ",") + std::to_string(related.origin.line);
        if (!others.empty()) found += "(" + others + ")";
        CHECK(!finding.message.empty());
    }
    return found;
}

/// The same for a stream that is told in few words.
inline std::string findings_of(const Rules& rules, std::string_view text, bool is_complete = false) {
    return findings_of(rules, stream_of(text), is_complete);
}

/// The rules of these names.
inline Rules rules_named(std::initializer_list<std::string_view> names) {
    Rules rules;
    for (const auto& definition : tks::check::rule_definitions())
        if (std::ranges::find(names, definition.rule.name) != names.end()) rules.push_back(&definition);
    REQUIRE(rules.size() == names.size());
    return rules;
}

/// The findings of a family of rules.
inline std::string findings_in(std::string_view text, std::string_view family, bool is_complete = false) {
    Rules rules;
    for (const auto& definition : tks::check::rule_definitions())
        if (definition.rule.family() == family) rules.push_back(&definition);
    return findings_of(rules, text, is_complete);
}

}  // namespace check_test
