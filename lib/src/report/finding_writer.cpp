#include "tks/finding_writer.hpp"

#include <utility>

#include "report/finding_writers.hpp"

namespace tks {

namespace {

class TextWriter final : public FindingWriter {
public:
    TextWriter(const TextStyle& style, Sink sink) : style_(style), sink_(std::move(sink)) {}

    void write(const Diagnostic& finding) override {
        text_.clear();
        append_text(text_, finding, style_);
        sink_(text_);
    }
    void write_unreadable_input(const std::string& /*input*/, const std::string& /*message*/) override {}
    void finish(const ValidateSummary& /*summary*/) override {}

private:
    TextStyle style_;
    Sink sink_;
    std::string text_;
};

class NdjsonWriter final : public FindingWriter {
public:
    explicit NdjsonWriter(Sink sink) : sink_(std::move(sink)) {}

    void write(const Diagnostic& finding) override {
        text_.clear();
        append_json(text_, finding);
        text_ += '\n';
        sink_(text_);
    }
    void write_unreadable_input(const std::string& /*input*/, const std::string& /*message*/) override {}
    void finish(const ValidateSummary& /*summary*/) override {}

private:
    Sink sink_;
    std::string text_;
};

class JsonWriter final : public FindingWriter {
public:
    explicit JsonWriter(Sink sink) : sink_(std::move(sink)) { sink_("{\"findings\":["); }

    void write(const Diagnostic& finding) override {
        text_ = is_first_ ? "\n" : ",\n";
        is_first_ = false;
        append_json(text_, finding);
        sink_(text_);
    }
    void write_unreadable_input(const std::string& /*input*/, const std::string& /*message*/) override {}
    void finish(const ValidateSummary& summary) override {
        text_ = "\n],\"summary\":";
        append_json(text_, summary);
        text_ += "}\n";
        sink_(text_);
    }

private:
    Sink sink_;
    std::string text_;
    bool is_first_ = true;
};

}  // namespace

// Here, so that the library alone holds the table of virtual functions.
FindingWriter::~FindingWriter() = default;

std::unique_ptr<FindingWriter> make_finding_writer(FindingFormat format, FindingWriterOptions options,
                                                   FindingWriter::Sink sink) {
    switch (format) {
        case FindingFormat::text:
            return std::make_unique<TextWriter>(options.style, std::move(sink));
        case FindingFormat::ndjson:
            return std::make_unique<NdjsonWriter>(std::move(sink));
        case FindingFormat::json:
            return std::make_unique<JsonWriter>(std::move(sink));
        case FindingFormat::sarif:
            return report::make_sarif_writer(options.levels, std::move(sink));
        case FindingFormat::junit:
            return report::make_junit_writer(std::move(options), std::move(sink));
        case FindingFormat::github:
            return report::make_github_writer(std::move(sink));
    }
    return nullptr;
}

}  // namespace tks
