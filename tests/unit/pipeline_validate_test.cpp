#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "source_support.hpp"
#include "tks/error.hpp"
#include "tks/report.hpp"
#include "tks/rule_levels.hpp"
#include "tks/validate.hpp"

namespace {

using source_test::TemporaryDirectory;
using tks::Diagnostic;
using tks::ValidateOptions;
using tks::ValidateSummary;

/// Everything that a validation told.
struct Outcome {
    ValidateSummary summary;
    std::vector<Diagnostic> findings;
    std::vector<std::string> failures;

    /// The findings as text, with the file's name left out.
    [[nodiscard]] std::string listed() const {
        std::string text;
        for (Diagnostic finding : findings) {
            finding.origin.file = "f";
            tks::append_json(text, finding);
            text += '\n';
        }
        return text;
    }

    [[nodiscard]] std::string summary_without_inputs() const {
        ValidateSummary copy = summary;
        copy.inputs = 0;
        std::string text;
        tks::append_json(text, copy);
        return text;
    }
};

Outcome validate(const std::vector<std::string>& inputs, const ValidateOptions& options = {}) {
    Outcome outcome;
    outcome.summary = tks::validate(
        inputs, options,
        {.on_finding = [&](const Diagnostic& finding) { outcome.findings.push_back(finding); },
         .on_unreadable_input = [&](const std::string&,
                                    const std::string& message) { outcome.failures.push_back(message); }});
    return outcome;
}

tks::RuleLevels only_checking(const std::string& family) {
    tks::RuleSelection selection;
    selection.checks = {family};
    return tks::RuleLevels(selection);
}

/// The options of these tests: what looks at single records, which is what can be split at will.
ValidateOptions with_threads(unsigned threads) {
    ValidateOptions options;
    options.threads = threads;
    options.levels = only_checking("schema");
    return options;
}

const std::vector<std::string>& sample_lines() {
    static const std::vector<std::string> lines = [] {
        std::vector<std::string> all;
        std::ifstream file(TKS_SOURCE_DIR "/samples/day.ndjson");
        for (std::string line; std::getline(file, line);) all.push_back(line + "\n");
        REQUIRE(!all.empty());
        return all;
    }();
    return lines;
}

std::string joined(std::span<const std::string> lines) {
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

/// Lines of the sample day, some spoilt in a way that depends on where they stand.
std::vector<std::string> spoilt_lines(std::size_t count) {
    std::vector<std::string> lines;
    for (std::size_t index = 0; index < count; ++index) {
        std::string line = sample_lines()[index % sample_lines().size()];
        switch (index % 13) {
            case 2:
                line.insert(line.size() - 2, ",\"line\":" + std::to_string(index));
                break;
            case 5:
                line.resize(line.size() / 2), line += '\n';
                break;
            case 7:
                line = "\n";
                break;
            case 11:
                line.replace(line.find("\"occurred_at\":") + 14, 0, "-");
                break;
            default:
                break;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

TEST_CASE("findings and counts are the same for any number of threads, and in the order of the input") {
    const TemporaryDirectory directory;
    // Several times the size of the pieces that threads are handed.
    const std::vector<std::string> lines = spoilt_lines(6000);
    const std::string file = directory.file("day.ndjson", joined(lines));
    const Outcome alone = validate({file}, with_threads(1));
    CHECK(alone.summary.records > 5000);
    CHECK(alone.summary.errors() > 900);
    CHECK(std::is_sorted(
        alone.findings.begin(), alone.findings.end(),
        [](const Diagnostic& left, const Diagnostic& right) { return left.origin.line < right.origin.line; }));
    for (const Diagnostic& finding : alone.findings) {
        // The line that was spoilt knows its number.
        if (finding.pointer != "/line") continue;
        CHECK(lines[finding.origin.line - 1].find("\"line\":" + std::to_string(finding.origin.line - 1) + "}") !=
              std::string::npos);
    }
    for (const unsigned threads : {2U, 3U, 8U, 0U}) {
        CAPTURE(threads);
        const Outcome together = validate({file}, with_threads(threads));
        CHECK(together.listed() == alone.listed());
        CHECK(together.summary_without_inputs() == alone.summary_without_inputs());
    }
}

TEST_CASE("what is found in the text of a record stands before what rules find in its event, record by record") {
    const TemporaryDirectory directory;
    std::string text;
    std::string messages;
    std::string expected;
    for (std::size_t index = 0; index < 200; ++index) {
        std::string line = sample_lines()[index % sample_lines().size()];
        const std::string number = std::to_string(index + 1);
        const auto spoil = [&](std::string_view place, std::string_view inserted, const std::string& finding) {
            line.insert(line.find(place) + place.size(), inserted);
            expected += number + " " + finding + "\n";
        };
        if (index % 3 == 0) spoil("\"payload_version\":1", ".0", "schema/coercion");
        if (index % 4 == 0) spoil(R"("aggregate_id":")", "an\\u00e4-" + number + "-", "event/aggregate-id");
        text += line;
        std::string escaped;
        for (const char character : line.substr(0, line.size() - 1)) {
            if (character == '"' || character == '\\') escaped += '\\';
            escaped += character;
        }
        messages += R"({"topic":"events","partition":0,"offset":)" + std::to_string(index) +
                    R"(,"tstype":"create","ts":1,"broker":0,"key":null,"payload":")" + escaped + "\"}\n";
    }
    ValidateOptions options;
    options.threads = 1;
    tks::RuleSelection selection;
    selection.checks = {"schema", "event/aggregate-id"};
    options.levels = tks::RuleLevels(selection);
    // Of an envelope of kcat's the reader keeps one record at a time.
    for (const std::string& file : {directory.file("day.ndjson", text), directory.file("kcat.ndjson", messages)}) {
        CAPTURE(file);
        std::string found;
        for (const Diagnostic& finding : validate({file}, options).findings) {
            found += std::to_string(finding.origin.line) + " " + std::string(finding.rule) + "\n";
            const std::string& line = sample_lines()[(finding.origin.line - 1) % sample_lines().size()];
            CHECK(line.find("\"event_id\":\"" + finding.event_id + "\"") != std::string::npos);
            if (finding.rule == "event/aggregate-id")
                CHECK(finding.message.find("an\u00e4-" + std::to_string(finding.origin.line) + "-") !=
                      std::string::npos);
        }
        CHECK(found == expected);
    }
}

TEST_CASE("it makes no difference to findings and counts how a dump is split over files") {
    const TemporaryDirectory directory;
    const std::vector<std::string> lines = spoilt_lines(40);
    const std::span<const std::string> all(lines);
    const Outcome whole = validate({directory.file("whole", joined(all))}, with_threads(1));
    CHECK(whole.findings.size() >= 6);
    for (std::size_t split = 0; split <= lines.size(); ++split) {
        CAPTURE(split);
        const std::string first = directory.file("first", joined(all.first(split)));
        const std::string second = directory.file("second", joined(all.subspan(split)));
        Outcome parts = validate({first, second}, with_threads(1 + static_cast<unsigned>(split) % 3));
        for (Diagnostic& finding : parts.findings)
            if (finding.origin.file == second) finding.origin.line += split;
        CHECK(parts.listed() == whole.listed());
        CHECK(parts.summary_without_inputs() == whole.summary_without_inputs());
        CHECK(parts.summary.inputs == 2);
    }
}

TEST_CASE("an input that cannot be read is told of in its turn, and hides nothing of the others") {
    const TemporaryDirectory directory;
    const std::vector<std::string> lines = spoilt_lines(20);
    const std::string good = directory.file("good", joined(lines));
    const std::string damaged = directory.file("damaged", "\x1f\x8b nothing that gzip would write");
    const Outcome alone = validate({good}, with_threads(1));
    for (const unsigned threads : {1U, 2U, 8U}) {
        CAPTURE(threads);
        const Outcome outcome =
            validate({directory.path("missing"), good, damaged, good, directory.path("gone")}, with_threads(threads));
        REQUIRE(outcome.failures.size() == 3);
        CHECK(outcome.failures[0].find("missing") != std::string::npos);
        CHECK(outcome.failures[1].find("damaged") != std::string::npos);
        CHECK(outcome.failures[2].find("gone") != std::string::npos);
        CHECK(outcome.summary.unreadable_inputs == 3);
        CHECK(outcome.listed() == alone.listed() + alone.listed());
        CHECK(outcome.summary.records == 2 * alone.summary.records);
    }
}

TEST_CASE("an input of nothing but defects is told to its end, in order, however many findings there are") {
    const TemporaryDirectory directory;
    std::string text;
    for (int line = 0; line < 30'000; ++line) text += "{}\n";
    const std::string file = directory.file("empty-objects", text);
    for (const unsigned threads : {1U, 2U, 8U}) {
        std::uint64_t findings = 0;
        std::uint64_t last_line = 0;
        bool is_in_order = true;
        const ValidateSummary summary = tks::validate({file}, with_threads(threads),
                                                      {.on_finding =
                                                           [&](const Diagnostic& finding) {
                                                               is_in_order =
                                                                   is_in_order && finding.origin.line >= last_line;
                                                               last_line = finding.origin.line;
                                                               ++findings;
                                                           },
                                                       .on_unreadable_input = {}});
        CHECK(is_in_order);
        CHECK(last_line == 30'000);
        CHECK(findings == 60'000);
        CHECK(summary.errors() == 60'000);
        CHECK(summary.refused_records == 30'000);
    }
}

TEST_CASE("a listener that throws ends the validation at once") {
    const TemporaryDirectory directory;
    const std::string file = directory.file("spoilt", joined(spoilt_lines(6000)));
    for (const unsigned threads : {1U, 2U, 8U}) {
        int calls = 0;
        const auto run = [&] {
            tks::validate({file}, with_threads(threads),
                          {.on_finding =
                               [&](const Diagnostic&) {
                                   if (++calls == 5) throw std::runtime_error("enough");
                               },
                           .on_unreadable_input = {}});
        };
        CHECK_THROWS_WITH_AS(run(), "enough", std::runtime_error);
        CHECK(calls == 5);
    }
}

TEST_CASE("what was not asked for is neither told nor counted, but for json, which always is") {
    const TemporaryDirectory directory;
    const std::string& good = sample_lines().front();
    std::string unknown_key = good;
    unknown_key.insert(unknown_key.size() - 2, ",\"surplus\":1");
    const std::string file = directory.file("f", good + unknown_key + "{\n");
    ValidateOptions options;
    options.levels = only_checking("schema");
    CHECK(validate({file}, options).summary.errors() == 2);
    options.levels = only_checking("json");
    const Outcome json = validate({file}, options);
    REQUIRE(json.findings.size() == 1);
    CHECK(json.findings[0].rule == "json/truncated");
    CHECK(json.summary.findings_by_rule.size() == 1);
    // Whether consumers refuse a record is no question of what is told.
    CHECK(json.summary.records == 3);
    CHECK(json.summary.refused_records == 2);
}

TEST_CASE("what there is not is refused before anything is read") {
    struct Row {
        ValidateOptions options;
        std::string_view message;
    };
    ValidateOptions model;
    model.model = "OrderFil";
    ValidateOptions too_new;
    too_new.model = "PositionMarkV1";
    too_new.contract = tks::Revision::v0_1_47;
    const Row rows[] = {
        {model, "there is no model \"OrderFil\", did you mean \"OrderFill\"?"},
        {too_new, "contract 0.1.47 has no PositionMarkV1; it came with 0.1.50"},
    };
    for (const Row& row : rows) {
        try {
            tks::validate({"/nowhere"}, row.options, {});
            FAIL("not refused: " << row.message);
        } catch (const tks::UsageError& error) {
            CHECK(std::string_view(error.what()).starts_with(row.message));
        }
    }
}

TEST_CASE("records are judged as a model where one is named, and then counted as no event") {
    const TemporaryDirectory directory;
    const std::string file =
        directory.file("f", "{\"signal_provider_id\":\"a\"}\n{\"signal_provider_id\":\" \"}\n{\"x\":1}\n");
    ValidateOptions options;
    options.model = "SignalProvider";
    const Outcome outcome = validate({file}, options);
    CHECK(outcome.summary.records == 3);
    CHECK(outcome.summary.refused_records == 2);
    CHECK(outcome.findings.size() == 2);
    for (const auto& count : outcome.summary.by_type) CHECK(count.good + count.refused == 0);
}

TEST_CASE("the summary counts every record once, by type, and knows the range of time") {
    const Outcome day = validate({TKS_SOURCE_DIR "/samples/day.ndjson"}, with_threads(2));
    CHECK(day.summary.records == sample_lines().size());
    CHECK(day.summary.bytes == joined(sample_lines()).size());
    CHECK(day.summary.refused_records == 0);
    std::uint64_t events = 0;
    for (const auto& count : day.summary.by_type) {
        CHECK(count.good > 0);
        CHECK(count.refused == 0);
        events += count.good;
    }
    CHECK(events == day.summary.records);
    CHECK(tks::to_iso8601(*day.summary.first_occurred_at) == "2026-03-02T08:00:00.005Z");
    CHECK(tks::to_iso8601(*day.summary.last_occurred_at) == "2026-03-02T20:00:03.420Z");

    const Outcome kcat = validate({TKS_SOURCE_DIR "/samples/day.kcat.jsonl"}, with_threads(2));
    CHECK(kcat.summary.by_type.size() == day.summary.by_type.size());
    CHECK(kcat.summary.records == day.summary.records);
}

TEST_CASE("tombstones are counted, and are no records") {
    const TemporaryDirectory directory;
    const std::string file = directory.file("f", R"({"topic":"t","partition":0,"offset":1,"key":"k","payload":null})"
                                                 "\n"
                                                 R"({"topic":"t","partition":0,"offset":2,"key":"k","payload":"{}"})"
                                                 "\n");
    const Outcome outcome = validate({file}, with_threads(1));
    CHECK(outcome.summary.tombstones == 1);
    CHECK(outcome.summary.records == 1);
    REQUIRE(outcome.findings.size() == 2);
    CHECK(outcome.findings[0].origin.topic == "t");
    CHECK(outcome.findings[0].origin.offset == 2);
}
