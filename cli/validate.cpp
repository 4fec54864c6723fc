#include "validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "finding_outputs.hpp"
#include "io.hpp"
#include "known_findings.hpp"
#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/input.hpp"
#include "tks/report.hpp"
#include "tks/validate.hpp"
#include "topic_options.hpp"

namespace tksctl {

namespace {

struct ValidateArguments {
    std::vector<std::string> inputs;
    TopicOptions topics;
    tks::ValidateOptions validate;
    std::string now;
    tks::RuleSelection selection;
    std::vector<std::string> outputs;          ///< FORMAT[:FILE] each; in place of the next two.
    std::optional<tks::FindingFormat> format;  ///< Nothing: what the file's name says.
    std::string output = "-";
    std::uint64_t max_findings = 0;
    std::string baseline;
    std::string new_baseline;
    bool is_strict = false;
    bool is_exit_zero = false;
    bool is_quiet = false;
    When color = When::automatic;
    When excerpt = When::automatic;
};

/// Where findings are to go. Quiet as it may be, what goes to files is written.
std::vector<FindingTarget> targets_of(const ValidateArguments& options) {
    std::vector<FindingTarget> targets;
    for (const std::string& text : options.outputs) targets.push_back(*parse_finding_target(text));
    if (targets.empty())
        targets.push_back({.format = options.format.value_or(format_of_file(options.output)), .file = options.output});
    std::vector<std::string> files;
    files.reserve(targets.size() + 1);
    for (const FindingTarget& target : targets) files.push_back(target.file);
    if (!options.new_baseline.empty()) files.push_back(options.new_baseline);
    refuse_shared_files(files, options.inputs);
    if (options.is_quiet) std::erase_if(targets, [](const FindingTarget& target) { return target.file == "-"; });
    return targets;
}

int status_of(const ValidateArguments& options, const tks::ValidateSummary& summary) {
    if (summary.unreadable_inputs != 0) return status::input;
    if (options.is_exit_zero) return status::good;
    return summary.errors() != 0 || (options.is_strict && summary.warnings() != 0) ? status::findings : status::good;
}

int run(ValidateArguments& options, Io& io) {
    using Clock = std::chrono::steady_clock;
    options.validate.now = options.now.empty() ? present_moment() : *tks::parse_time(options.now);
    options.validate.levels = tks::RuleLevels(options.selection);
    const std::vector<FindingTarget> targets = targets_of(options);
    const tks::Inputs inputs = inputs_of(options.inputs, options.topics, io);
    KnownFindings known(options.baseline, options.new_baseline);

    FindingOutputs outputs(targets, {.color = options.color,
                                     .excerpt = options.excerpt,
                                     .levels = options.validate.levels,
                                     .inputs = tks::list_inputs(inputs.files),
                                     .warnings_fail = options.is_strict});
    std::uint64_t left_out = 0;
    std::uint64_t written = 0;
    tks::ValidateListener listener{.on_finding =
                                       [&](const tks::Diagnostic& finding) {
                                           if (options.max_findings != 0 && written == options.max_findings) {
                                               ++left_out;
                                           } else {
                                               ++written;
                                               outputs.write(finding);
                                           }
                                       },
                                   .on_unreadable_input =
                                       [&](const std::string& input, const std::string& message) {
                                           io.say(message, LogLevel::error);
                                           outputs.write_unreadable_input(input, message);
                                       },
                                   .on_rest = [&] { outputs.flush(); },
                                   .on_notice = [&](const std::string& message) { io.say(message); }};
    if (known.is_wanted()) listener.is_known = [&](const tks::Diagnostic& finding) { return known.is_known(finding); };
    const auto begin = Clock::now();
    tks::ValidateSummary summary = tks::validate(inputs, options.validate, listener);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    known.finish(summary, options.validate.levels, io, options.is_quiet);
    outputs.finish(summary);

    // A JSON document has the summary in it.
    const auto is_document = [](const FindingTarget& target) { return target.format == tks::FindingFormat::json; };
    if (!options.is_quiet && !std::ranges::all_of(targets, is_document)) {
        std::string text;
        if (left_out != 0) text = fmt::format("{} more findings are not shown; --max-findings 0 shows all\n", left_out);
        tks::append_text(text, summary, seconds);
        print_to_standard_error(text);
    }
    return status_of(options, summary);
}

/// FORMAT[:FILE], as often as wanted, or the two options that are shorter for one.
void add_output_options(CLI::App& app, ValidateArguments& options) {
    const auto check_target = [](const std::string& text) -> std::string {
        const auto target = parse_finding_target(text);
        if (target && !target->file.empty()) return {};
        if (target) return fmt::format("\"{}\" names no file behind the colon", text);
        const std::string word = text.substr(0, text.find(':'));
        return fmt::format("there is no format \"{}\"{}; there are {}", word,
                           tks::did_you_mean(word, tks::finding_format_names),
                           fmt::join(tks::finding_format_names, ", "));
    };
    CLI::Option* outputs =
        app.add_option("--output", options.outputs,
                       "Write findings in this format, to this file; may be given several times (default: text)")
            ->allow_extra_args(false)
            ->check(check_target)
            ->type_name(format_and_file_type)
            ->option_text(format_and_file_type);
    Words<std::optional<tks::FindingFormat>> words;
    for (const std::string_view name : tks::finding_format_names)
        words.emplace_back(name, tks::parse_finding_format(name));
    add_word_option(app, "--format", options.format, words,
                    "How to write findings (default: as the file's name ends, else text)")
        ->excludes(outputs);
    add_file_option(app, "-o", options.output, "Write findings to this file (default: standard output)")
        ->excludes(outputs);
}

}  // namespace

Run add_validate(CLI::App& app) {
    auto options = std::make_shared<ValidateArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl validate dumps/\n"
        "  tksctl validate --output github --output sarif:findings.sarif --strict fixtures/\n"
        "  tksctl validate --write-baseline known.json dumps/ && tksctl validate --baseline known.json dumps/\n"
        "`tksctl rules` lists what is checked, `tksctl explain RULE` tells more.");
    app.add_option("inputs", options->inputs, "Files, directories, or - for standard input (the default)")
        ->option_text("FILE|DIR|-");
    add_topic_input_options(app, options->topics);
    add_input_options(app, options->validate.input);
    add_contract_option(app, options->validate.contract);
    add_selection_options(app, options->selection);
    app.add_flag("--complete", options->validate.is_complete,
                 "The inputs hold the beginning of everything that they tell of");
    app.add_option("--now", options->now,
                   "The present moment, as epoch milliseconds or in ISO 8601 (default: by the clock)")
        ->check([](const std::string& text) {
            return tks::parse_time(text) ? "" : "must be epoch milliseconds or a moment in ISO 8601";
        })
        ->option_text("TIME");
    app.add_option("--model", options->validate.model, "Judge each record as this model instead of as an event")
        ->option_text("MODEL");
    add_output_options(app, *options);
    app.add_option("--max-findings", options->max_findings,
                   "Print at most so many findings, but count all (default: 0, all)")
        ->check(refuse_unless_whole_number)
        ->option_text("N");
    CLI::Option* baseline = add_file_option(app, "--baseline", options->baseline,
                                            "Do not tell findings again that this file knows; say which are gone");
    add_file_option(app, "--write-baseline", options->new_baseline,
                    "Write all findings to this file, as known ones, and tell none")
        ->excludes(baseline)
        ->configurable(false);
    CLI::Option* strict = app.add_flag("--strict", options->is_strict, "Warnings make the exit status 1 as well");
    app.add_flag("--exit-zero", options->is_exit_zero, "The exit status is 0 whatever is found")->excludes(strict);
    app.add_flag("--stats", options->validate.with_statistics,
                 "Count events by strategy, market and hour as well, and show the longest gaps in time");
    app.add_flag("-q,--quiet", options->is_quiet,
                 "Print nothing but errors of the environment; files are written all the same");
    add_threads_option(app, options->validate.threads);
    add_color_option(app, options->color);
    add_word_option(app, "--excerpt", options->excerpt,
                    {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                    "Whether to show the line below a finding (default: auto, on terminals)");
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
