#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "report/finding_writers.hpp"
#include "report/terminal.hpp"

namespace tks::report {

namespace {

constexpr std::string_view command_of(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::info:
            return "notice";
    }
    return "";
}

/// Escapes a text as the toolkit of GitHub Actions does; in properties, ":" and "," as well.
void append_escaped(std::string& out, std::string_view text, bool is_property) {
    for (const char character : text) {
        switch (character) {
            case '%':
                out += "%25";
                break;
            case '\r':
                out += "%0D";
                break;
            case '\n':
                out += "%0A";
                break;
            case ':':
                out += is_property ? "%3A" : ":";
                break;
            case ',':
                out += is_property ? "%2C" : ",";
                break;
            default:
                out += character;
        }
    }
}

/// "::error file=FILE,line=LINE,col=COLUMN,title=RULE::MESSAGE"
class GithubWriter final : public FindingWriter {
public:
    explicit GithubWriter(Sink sink) : sink_(std::move(sink)) {}

    void write(const Diagnostic& finding) override {
        const Origin& origin = finding.origin;
        text_ = fmt::format("::{} ", command_of(finding.severity));
        append_file(origin.file);
        if (origin.line != 0) fmt::format_to(std::back_inserter(text_), "line={},col={},", origin.line, origin.column);
        text_ += "title=";
        append_escaped(text_, finding.rule, true);
        text_ += "::";
        if (!finding.pointer.empty()) append_escaped(text_, harmless(finding.pointer) + ": ", false);
        append_escaped(text_, harmless(finding.message), false);
        for (const RelatedPlace& related : finding.related)
            append_escaped(text_, fmt::format("\n{}: {}", place(related.origin), harmless(related.message)), false);
        text_ += '\n';
        sink_(text_);
    }

    void write_unreadable_input(const std::string& input, const std::string& message) override {
        text_ = "::error ";
        append_file(input);
        text_ += "title=tksctl::";
        append_escaped(text_, harmless(message), false);
        text_ += '\n';
        sink_(text_);
    }

    void finish(const ValidateSummary& /*summary*/) override {}

private:
    void append_file(const std::string& file) {
        if (file.empty() || file == "-") return;
        text_ += "file=";
        append_escaped(text_, harmless(file), true);
        text_ += ',';
    }

    static std::string place(const Origin& origin) { return fmt::format("{}:{}", harmless(origin.file), origin.line); }

    Sink sink_;
    std::string text_;
};

}  // namespace

std::unique_ptr<FindingWriter> make_github_writer(FindingWriter::Sink sink) {
    return std::make_unique<GithubWriter>(std::move(sink));
}

}  // namespace tks::report
