#include "validate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/report.hpp"
#include "tks/validate.hpp"

namespace tksctl {

namespace {

enum class Format { text, ndjson, json };

struct Options {
    std::vector<std::string> inputs{"-"};
    tks::ValidateOptions validate;
    std::string now;
    tks::RuleSelection selection;
    Format format = Format::text;
    std::string output = "-";
    std::uint64_t max_findings = 0;
    bool quiet = false;
    When color = When::automatic;
    When excerpt = When::automatic;
};

/// Writes findings as they come, in the format that was asked for.
class FindingPrinter {
public:
    explicit FindingPrinter(const Options& options) : options_(options), output_(options.output) {
        style_.color = use_color(options.color, output_);
        style_.excerpt = options.excerpt == When::always || (options.excerpt == When::automatic && output_.is_terminal());
        if (options.format == Format::json && !options.quiet) output_.write("{\"findings\":[");
    }

    void print(const tks::Diagnostic& finding) {
        ++found_;
        if (options_.quiet || (options_.max_findings != 0 && found_ > options_.max_findings)) return;
        text_.clear();
        if (options_.format == Format::text) {
            tks::append_text(text_, finding, style_);
        } else {
            if (options_.format == Format::json) text_ += found_ == 1 ? "\n" : ",\n";
            tks::append_json(text_, finding);
            if (options_.format == Format::ndjson) text_ += '\n';
        }
        output_.write(text_);
    }

    void finish(const tks::ValidateSummary& summary) {
        if (options_.format == Format::json && !options_.quiet) {
            text_ = "\n],\"summary\":";
            tks::append_json(text_, summary);
            text_ += "}\n";
            output_.write(text_);
        }
        output_.close();
    }

    [[nodiscard]] std::uint64_t left_out() const {
        return options_.max_findings != 0 && found_ > options_.max_findings ? found_ - options_.max_findings : 0;
    }

private:
    const Options& options_;
    Output output_;
    tks::TextStyle style_;
    std::uint64_t found_ = 0;
    std::string text_;
};

int run(Options& options, Io& io) {
    using Clock = std::chrono::steady_clock;
    options.validate.now = options.now.empty() ? present_moment() : *tks::parse_time(options.now);
    options.validate.levels = tks::RuleLevels(options.selection);

    FindingPrinter printer(options);
    const auto begin = Clock::now();
    const tks::ValidateSummary summary = tks::validate(
        options.inputs, options.validate,
        {.on_finding = [&](const tks::Diagnostic& finding) { printer.print(finding); },
         .on_unreadable_input = [&](const std::string&, const std::string& message) { io.say(message); }});
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    printer.finish(summary);

    if (!options.quiet && options.format != Format::json) {
        std::string text;
        if (printer.left_out() != 0)
            text = fmt::format("{} more findings are not shown; --max-findings 0 shows all\n", printer.left_out());
        tks::append_text(text, summary, seconds);
        fmt::print(stderr, "{}", text);
    }
    if (summary.unreadable_inputs != 0) return status::input;
    return summary.errors() != 0 ? status::findings : status::good;
}

}  // namespace

Run add_validate(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("inputs", options->inputs, "Files, directories, or - for standard input (the default)")->option_text("FILE|DIR|-");
    add_input_options(app, options->validate.input);
    add_contract_option(app, options->validate.contract);
    add_selection_options(app, options->selection);
    app.add_flag("--complete", options->validate.is_complete, "The inputs hold the beginning of everything that they tell of");
    app.add_option("--now", options->now, "The present moment, as epoch milliseconds or in ISO 8601 (default: by the clock)")
        ->check([](const std::string& text) { return tks::parse_time(text) ? "" : "must be epoch milliseconds or a moment in ISO 8601"; })
        ->option_text("TIME");
    app.add_option("--model", options->validate.model, "Judge each record as this model instead of as an event")->option_text("NAME");
    add_word_option(app, "--format", options->format, {{"text", Format::text}, {"ndjson", Format::ndjson}, {"json", Format::json}},
                    "How to print findings (default: text)");
    app.add_option("-o", options->output, "Write findings to this file (default: standard output)")->option_text("FILE");
    app.add_option("--max-findings", options->max_findings, "Print at most so many findings, but count all (default: 0, all)")
        ->option_text("N");
    app.add_flag("-q,--quiet", options->quiet, "Print nothing but errors of the environment");
    app.add_option("--threads", options->validate.threads, "Threads to use (default: 0, as many as the machine has)")->option_text("N");
    add_color_option(app, options->color);
    add_word_option(app, "--excerpt", options->excerpt,
                    {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                    "Whether to show the line below a finding (default: auto, on terminals)");
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
