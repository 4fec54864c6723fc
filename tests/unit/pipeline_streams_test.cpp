#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "simulate_support.hpp"
#include "source_support.hpp"
#include "tks/validate.hpp"

// What holds for whole streams, whatever is in them.

using simulate_test::Stream;
using simulate_test::stream_of;
using Lines = std::vector<std::string>;

namespace {

constexpr tks::Timestamp after_all{1'790'000'000'000};  // September 2026; simulated streams begin with January.

tks::ValidateOptions whole() {
    tks::ValidateOptions options;
    options.input.format = tks::InputFormat::ndjson;
    options.now = after_all;
    options.is_complete = true;
    return options;
}

tks::ValidateOptions perhaps_later() {
    tks::ValidateOptions options = whole();
    options.is_complete = false;
    return options;
}

/// What is found in lines that are dealt out to so many files.
std::vector<tks::Diagnostic> findings_in(const Lines& lines, const tks::ValidateOptions& options,
                                         std::size_t files = 1) {
    const source_test::TemporaryDirectory directory;
    std::vector<std::string> names;
    for (std::size_t file = 0; file < files; ++file) {
        std::string bytes;
        for (std::size_t line = file; line < lines.size(); line += files) bytes += lines[line] + '\n';
        names.push_back(directory.file(std::to_string(file), bytes));
    }
    std::vector<tks::Diagnostic> findings;
    tks::validate(names, options,
                  {.on_finding = [&](const tks::Diagnostic& finding) { findings.push_back(finding); },
                   .on_unreadable_input = {}});
    return findings;
}

/// All of a finding that must not depend on where its events stand.
std::multiset<std::string> without_places(const std::vector<tks::Diagnostic>& findings) {
    std::multiset<std::string> all;
    for (const tks::Diagnostic& finding : findings) {
        std::set<std::string> related;
        for (const tks::RelatedPlace& place : finding.related) related.insert(place.event_id + " " + place.message);
        std::string text =
            std::string(finding.rule) + " " + finding.event_id + " " + finding.pointer + " " + finding.message;
        for (const std::string& other : related) text += " | " + other;
        all.insert(std::move(text));
    }
    return all;
}

Lines shuffled(Lines lines, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::shuffle(lines.begin(), lines.end(), random);
    return lines;
}

/// What the first set has and the second has not, for messages of tests.
std::string missing(const std::multiset<std::string>& expected, const std::multiset<std::string>& found) {
    std::vector<std::string> difference;
    std::ranges::set_difference(expected, found, std::back_inserter(difference));
    return difference.empty() ? "" : difference.front();
}

void check_equal(const std::multiset<std::string>& found, const std::multiset<std::string>& expected) {
    CHECK(missing(expected, found) == "");
    CHECK(missing(found, expected) == "");
}

}  // namespace

TEST_CASE("nothing is found in a sound stream, whatever the order of its lines") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        CAPTURE(seed);
        const Lines lines = stream_of({.trades = 80, .seed = seed}).lines;
        for (const tks::ValidateOptions& options : {whole(), perhaps_later()}) {
            check_equal(without_places(findings_in(lines, options)), {});
            check_equal(without_places(findings_in(shuffled(lines, 7), options, 3)), {});
        }
    }
}

TEST_CASE("a sound stream of which a part is missing has nothing worse than a beginning that is later") {
    const Lines lines = stream_of({.trades = 60, .seed = 5}).lines;
    for (const std::size_t percent : {10U, 33U, 50U, 80U}) {
        CAPTURE(percent);
        const auto middle = lines.begin() + static_cast<std::ptrdiff_t>(lines.size() * percent / 100);
        for (const tks::Diagnostic& finding : findings_in({middle, lines.end()}, perhaps_later())) {
            CAPTURE(finding.message);
            CHECK(finding.rule == "reference/begins-later");
        }
        // What is cut off at the end is still to come.
        check_equal(without_places(findings_in({lines.begin(), middle}, whole())), {});
    }
}

TEST_CASE("each planted defect is found by its rule, and nothing else is found") {
    for (const tks::Revision contract : {tks::Revision::v0_1_42, tks::Revision::v0_1_50}) {
        const Stream stream = stream_of({.trades = 150, .seed = 11, .fault_rate = 0.3, .contract = contract});
        tks::ValidateOptions options = whole();
        options.contract = contract;
        const auto at = [](std::uint64_t line, std::string_view rule) {
            return std::to_string(line) + " " + std::string(rule);
        };
        std::multiset<std::string> expected;
        for (const tks::PlantedFault& fault : stream.planted) expected.insert(at(fault.line, fault.rule));
        std::multiset<std::string> found;
        for (const tks::Diagnostic& finding : findings_in(stream.lines, options))
            found.insert(at(finding.origin.line, finding.rule));
        check_equal(found, expected);
    }
}

TEST_CASE("what is found does not depend on the order of the lines, the split over files and the number of threads") {
    for (const std::uint64_t seed : {21U, 22U}) {
        CAPTURE(seed);
        const Lines lines = stream_of({.trades = 60, .seed = seed, .fault_rate = 0.5}).lines;
        tks::ValidateOptions options = whole();
        const auto expected = without_places(findings_in(lines, options));
        CHECK(expected.size() > lines.size() / 10);
        for (const std::uint32_t order : {1U, 2U, 3U}) {
            options.threads = order;
            check_equal(without_places(findings_in(shuffled(lines, order), options, std::size_t{order} * order)),
                        expected);
        }
    }
}
