#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "report/finding_writers.hpp"
#include "tks/rules.hpp"

namespace tks::report {

namespace {

/// Findings of one rule in one input of which the text is kept; the others are counted.
constexpr std::uint64_t most_findings_told = 100;

/// The text without what XML 1.0 cannot hold, even escaped: most control characters, two non-characters, and bytes that are
/// no UTF-8. Each becomes U+FFFD.
std::string xml_text(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t length = utf8_sequence_length(text);
        const auto byte = static_cast<unsigned char>(text.front());
        const bool is_control = byte < 0x20 && byte != '\t' && byte != '\n';
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        const bool is_allowed =
            length != 0 && !is_control && character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
        result += is_allowed ? character : "\xEF\xBF\xBD";
        text.remove_prefix(character.size());
    }
    return result;
}

void set(pugi::xml_node node, const char* attribute, std::string_view value) {
    node.append_attribute(attribute).set_value(xml_text(value).c_str());
}

void set(pugi::xml_node node, const char* attribute, std::uint64_t value) {
    node.append_attribute(attribute).set_value(static_cast<unsigned long long>(value));
}

/// Findings of one rule in one input.
struct RuleFindings {
    std::uint64_t failures = 0;
    std::uint64_t others = 0;   ///< Findings that don't fail the test.
    std::string first_failure;  ///< Its message.
    std::string text;           ///< A line for each finding that is told.

    [[nodiscard]] std::uint64_t total() const { return failures + others; }
};

class StringWriter final : public pugi::xml_writer {
public:
    explicit StringWriter(const FindingWriter::Sink& sink) : sink_(sink) {}
    void write(const void* data, std::size_t size) override { sink_({static_cast<const char*>(data), size}); }

private:
    const FindingWriter::Sink& sink_;
};

/// A suite for each input, a test case for each rule that is checked. The numbers of a suite stand before its cases, and a
/// finding about any input may come last, so that nothing can be written before the end.
class JunitWriter final : public FindingWriter {
public:
    JunitWriter(FindingWriterOptions options, Sink sink) : options_(std::move(options)), sink_(std::move(sink)) {
        for (const Rule& rule : rules())
            if (options_.levels.level_of(rule.name)) rules_checked_.push_back(&rule);
    }

    void write(const Diagnostic& finding) override {
        RuleFindings& found = by_input_[finding.origin.file][finding.rule];
        const bool fails =
            finding.severity == Severity::error || (finding.severity == Severity::warning && options_.warnings_fail);
        ++(fails ? found.failures : found.others);
        failures_ += fails && found.failures == 1 ? 1U : 0U;
        if (fails && found.failures == 1) found.first_failure = finding.message;
        if (found.total() <= most_findings_told) append_text(found.text, finding);
    }

    void write_unreadable_input(const std::string& input, const std::string& message) override {
        unreadable_.emplace(input, message);
    }

    void finish(const ValidateSummary& /*summary*/) override {
        const std::vector<std::string> suites = suite_names();
        std::size_t tests = 0;
        for (const std::string& input : suites) tests += count_tests(input);
        sink_(
            fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<testsuites name=\"tksctl\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                        tests, failures_, unreadable_.size()));
        for (const std::string& input : suites) write_suite(input);
        sink_("</testsuites>\n");
    }

private:
    using ByRule = std::map<std::string_view, RuleFindings>;

    /// Each input once, however often it was named; those that nobody announced come last.
    [[nodiscard]] std::vector<std::string> suite_names() const {
        std::vector<std::string> names;
        std::set<std::string_view> seen;
        for (const std::string& input : options_.inputs)
            if (seen.insert(input).second) names.push_back(input);
        for (const auto& [input, findings] : by_input_)
            if (seen.insert(input).second) names.push_back(input);
        for (const auto& [input, message] : unreadable_)
            if (seen.insert(input).second) names.push_back(input);
        return names;
    }

    /// Of an input that could not be read to its end it cannot be said that it keeps a rule: only broken ones are told.
    std::size_t count_tests(const std::string& input) {
        return unreadable_.contains(input) ? by_input_[input].size() + 1 : rules_checked_.size();
    }

    void write_suite(const std::string& input) {
        const ByRule& by_rule = by_input_[input];
        pugi::xml_document document;
        pugi::xml_node suite = document.append_child("testsuite");
        set(suite, "name", input == "-" ? "<stdin>" : input);
        set(suite, "tests", count_tests(input));
        set(suite, "failures", static_cast<std::uint64_t>(std::ranges::count_if(by_rule, [](const auto& entry) {
                return entry.second.failures != 0;
            })));
        const auto unreadable = unreadable_.find(input);
        set(suite, "errors", std::uint64_t{unreadable == unreadable_.end() ? 0U : 1U});
        if (unreadable != unreadable_.end()) {
            pugi::xml_node error = add_test(suite, "input", "input/readable").append_child("error");
            set(error, "message", unreadable->second);
            set(error, "type", "input/readable");
        }
        for (const Rule* rule : rules_checked_) {
            const auto found = by_rule.find(rule->name);
            if (found == by_rule.end() && unreadable != unreadable_.end()) continue;
            const pugi::xml_node test = add_test(suite, rule->family(), rule->name);
            if (found != by_rule.end()) tell(found->second, test);
        }
        StringWriter writer(sink_);
        suite.print(writer, "  ", pugi::format_indent, pugi::encoding_utf8, 1);
    }

    static pugi::xml_node add_test(pugi::xml_node suite, std::string_view family, std::string_view name) {
        pugi::xml_node test = suite.append_child("testcase");
        set(test, "classname", family);
        set(test, "name", name);
        return test;
    }

    static void tell(const RuleFindings& findings, pugi::xml_node test) {
        std::string text = findings.text;
        if (findings.total() > most_findings_told)
            text += fmt::format("and {} more\n", findings.total() - most_findings_told);
        pugi::xml_node node = test.append_child(findings.failures != 0 ? "failure" : "system-out");
        if (findings.failures != 0) {
            const std::uint64_t more = findings.failures - 1;
            set(node, "message",
                more == 0 ? findings.first_failure : fmt::format("{} (and {} more)", findings.first_failure, more));
            set(node, "type", std::string_view(test.attribute("name").value()));
        }
        node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
    }

    FindingWriterOptions options_;
    Sink sink_;
    std::vector<const Rule*> rules_checked_;
    std::map<std::string, ByRule> by_input_;
    std::uint64_t failures_ = 0;                     // Test cases with at least one failure.
    std::map<std::string, std::string> unreadable_;  // Why, by input.
};

}  // namespace

std::unique_ptr<FindingWriter> make_junit_writer(FindingWriterOptions options, FindingWriter::Sink sink) {
    return std::make_unique<JunitWriter>(std::move(options), std::move(sink));
}

}  // namespace tks::report
