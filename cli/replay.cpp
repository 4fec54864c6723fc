#include "replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "filters.hpp"
#include "finding_outputs.hpp"
#include "io.hpp"
#include "replay_options.hpp"
#include "replay_rows.hpp"
#include "row_output.hpp"
#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/pnl_report.hpp"
#include "tks/report.hpp"
#include "tks/rules.hpp"
#include "topic_options.hpp"

namespace tksctl {

namespace {

struct ReplayArguments {
    std::vector<std::string> inputs;
    TopicOptions topics;
    std::string store;  ///< Empty for none.
    ReplayReading reading;
    Filters filters;
    std::optional<tks::RowKind> snapshots;
    RowOutput rows;
    std::string findings;  ///< FORMAT[:FILE]; empty: text on standard error.
    std::uint64_t max_findings = 1000;
    std::vector<std::string> fail_on{"error"};
    bool is_strict = false;
    bool is_quiet = false;
};

/// A record could not be read, and none should have been.
struct UnreadableRecord {};

/// Which findings make the exit status 1.
class Failures {
public:
    /// Throws tks::UsageError for words that are neither levels nor rules.
    explicit Failures(const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            if (word == "never") continue;
            if (const auto severity = severity_of(word))
                least_ = std::min(least_.value_or(*severity), *severity);
            else if (tks::find_rule(word) != nullptr)
                rules_.insert(word);
            else
                refuse(word);
        }
    }

    void look_at(const tks::Diagnostic& finding) {
        has_failed_ = has_failed_ || (least_ && finding.severity >= *least_) || rules_.contains(finding.rule);
    }
    [[nodiscard]] bool has_failed() const { return has_failed_; }

private:
    static std::optional<tks::Severity> severity_of(std::string_view word) {
        for (const tks::Severity severity : {tks::Severity::info, tks::Severity::warning, tks::Severity::error})
            if (tks::to_string(severity) == word) return severity;
        return std::nullopt;
    }
    [[noreturn]] static void refuse(const std::string& word) {
        std::vector<std::string_view> words{"error", "warning", "info", "never"};
        for (const tks::Rule& rule : tks::rules()) words.push_back(rule.name);
        throw tks::UsageError(fmt::format("--fail-on: {} is neither error, warning, info or never nor a rule{}", word,
                                          tks::did_you_mean(word, words)));
    }

    std::optional<tks::Severity> least_;
    std::set<std::string, std::less<>> rules_;
    bool has_failed_ = false;
};

/// Tells findings, counts them, and keeps what a document shows of them.
class Findings {
public:
    Findings(const ReplayArguments& options, const tks::RuleLevels& levels)
        : options_(options), failures_(options.fail_on) {
        if (options.findings.empty()) return;
        outputs_.emplace(std::vector{*parse_finding_target(options.findings)},
                         FindingStyle{.color = options.rows.color,
                                      .excerpt = When::never,
                                      .levels = levels,
                                      .inputs = tks::list_inputs(options.inputs)});
    }

    void add(const tks::Diagnostic& finding) {
        failures_.look_at(finding);
        if (outputs_) outputs_->write(finding);
        if (options_.max_findings != 0 && kept_.size() == options_.max_findings) {
            ++left_out_;
            return;
        }
        kept_.push_back(finding);
        // For information alone there is the summary, a file, and the document.
        if (outputs_ || options_.is_quiet || finding.severity == tks::Severity::info) return;
        std::string text;
        tks::append_text(text, finding);
        print_to_standard_error(text, finding.severity == tks::Severity::error ? LogLevel::error : LogLevel::warning);
    }

    void add_unreadable_input(const std::string& input, const std::string& message) {
        if (outputs_) outputs_->write_unreadable_input(input, message);
    }

    void finish(const tks::ValidateSummary& summary) {
        if (outputs_) outputs_->finish(summary);
        if (left_out_ != 0 && !options_.is_quiet)
            print_to_standard_error(
                fmt::format("{} more findings are not shown; --max-findings 0 shows all\n", left_out_));
    }

    [[nodiscard]] const std::vector<tks::Diagnostic>& kept() const { return kept_; }
    [[nodiscard]] bool have_failed() const { return failures_.has_failed(); }

private:
    const ReplayArguments& options_;
    Failures failures_;
    std::optional<FindingOutputs> outputs_;
    std::vector<tks::Diagnostic> kept_;
    std::uint64_t left_out_ = 0;
};

/// All that is asked for but conditions. What is asked of a trade is asked of its PnL, which knows more of it than its snapshot.
tks::RowSelection without_conditions(tks::RowSelection selection) {
    selection.where.clear();
    return selection;
}

tks::RowSelection conditions_of(const tks::RowSelection& selection) {
    tks::RowSelection conditions;
    conditions.where = selection.where;
    return conditions;
}

/// Throws tks::UsageError for what cannot be asked of rows of that kind.
void check_selection(tks::RowKind kind, const tks::RowSelection& selection) {
    if (kind == tks::RowKind::trades) {
        static_cast<void>(tks::RowFilter(tks::RowKind::pnl, without_conditions(selection)));
        static_cast<void>(tks::RowFilter(kind, conditions_of(selection)));
    } else {
        static_cast<void>(tks::RowFilter(kind, selection));
    }
}

/// Writes the rows of one kind that are wanted.
template <class Results>
void write_rows(const Results& results, tks::RowKind kind, const tks::RowSelection& selection, tks::RowWriter& writer) {
    std::optional<std::set<std::string>> wanted_trades;
    if (kind == tks::RowKind::trades) {
        const tks::RowFilter filter(tks::RowKind::pnl, without_conditions(selection));
        if (!filter.wants_all()) {
            wanted_trades.emplace();
            results.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
                if (filter.matches(pnl)) wanted_trades->insert(pnl.trade_id);
            });
        }
    }
    const tks::RowFilter filter(kind, kind == tks::RowKind::trades ? conditions_of(selection) : selection);
    const std::size_t id = tks::id_column(kind);
    for_each_row(results, kind, [&](const tks::Row& row) {
        if (wanted_trades && !wanted_trades->contains(row.cells[id].value_or(""))) return;
        if (filter.matches(row)) writer.write(row);
    });
    writer.finish();
}

template <class Results>
void write_report(const Results& results, const tks::RowFilter& filter, tks::PnlReportWriter& writer) {
    results.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
        if (filter.matches(pnl)) writer.write(pnl);
    });
    results.for_each_unattributed_fill([&](const tks::UnattributedFill& fill) {
        if (filter.matches(fill)) writer.write(fill);
    });
}

/// Adds what the replay found to what the reading found.
void count(tks::ValidateSummary& summary, const tks::Diagnostic& finding) {
    ++summary.findings_by_severity[static_cast<std::size_t>(finding.severity)];
    ++summary.findings_by_rule[finding.rule];
}

/// Throws UnreadableRecord if the finding is one and there must be none.
void stop_if_strict(const ReplayArguments& options, const tks::Diagnostic& finding) {
    const bool is_unreadable = finding.rule.starts_with("json/") || finding.rule.starts_with("schema/");
    if (options.is_strict && is_unreadable && finding.severity == tks::Severity::error) throw UnreadableRecord{};
}

tks::ValidateListener listener_of(const ReplayArguments& options, Findings& findings, Io& io) {
    return {.on_finding =
                [&](const tks::Diagnostic& finding) {
                    findings.add(finding);
                    stop_if_strict(options, finding);
                },
            .on_unreadable_input =
                [&](const std::string& input, const std::string& message) {
                    io.say(message, LogLevel::error);
                    findings.add_unreadable_input(input, message);
                },
            .on_notice = [&](const std::string& message) { io.say(message); }};
}

/// What was read, to what it leads, and what there is to say of it.
struct Outcome {
    tks::ValidateSummary summary;
    std::variant<tks::Replay, tks::Store> results;
};

Outcome replay_in_memory(const ReplayArguments& options, const tks::Inputs& inputs, const tks::ReplayOptions& replaying,
                         Findings& findings, Io& io) {
    tks::Replay replay(replaying);
    tks::ValidateSummary summary = replay.read(inputs, listener_of(options, findings, io));
    for (const tks::Diagnostic& finding : replay.findings()) {
        count(summary, finding);
        findings.add(finding);
    }
    return {std::move(summary), std::move(replay)};
}

Outcome replay_with_store(const ReplayArguments& options, const tks::Inputs& inputs,
                          const tks::ReplayOptions& replaying, Findings& findings, Io& io) {
    const bool is_read = !inputs.files.empty() || inputs.topics;
    tks::Store store = open_store(options.store, options.reading, replaying, !is_read);
    tks::ValidateSummary summary;
    if (is_read) {
        tks::ValidateListener listener = listener_of(options, findings, io);
        // The store tells all findings once it knows them, those of earlier replays, too.
        listener.on_finding = [&](const tks::Diagnostic& finding) { stop_if_strict(options, finding); };
        summary = tks::replay_into(store, inputs, replaying, listener);
        summary.findings_by_severity = {};
        summary.findings_by_rule.clear();
    }
    tks::for_each_finding(store, replaying.reading.levels, [&](const tks::Diagnostic& finding) {
        count(summary, finding);
        findings.add(finding);
    });
    return {std::move(summary), std::move(store)};
}

void write(const ReplayArguments& options, const Outcome& outcome, const tks::RowSelection& selection,
           const Findings& findings) {
    Output output(options.rows.file);
    const tks::RowWriterOptions writing = options.rows.writer_options(output);
    const tks::TextSink sink = [&output](std::string_view text) { output.write(text); };
    std::visit(
        [&](const auto& results) {
            if (options.snapshots) {
                tks::RowWriter writer(*options.snapshots, writing, sink);
                write_rows(results, *options.snapshots, selection, writer);
            } else {
                tks::PnlReportWriter writer(writing, sink);
                write_report(results, tks::RowFilter(tks::RowKind::pnl, selection), writer);
                writer.finish(findings.kept(), outcome.summary);
            }
        },
        outcome.results);
    output.close();
}

int run(ReplayArguments& options, Io& io) {
    const tks::RowKind kind = options.snapshots.value_or(tks::RowKind::pnl);
    const tks::ReplayOptions replaying = replay_options(options.reading, kind != tks::RowKind::pnl);
    const tks::RowSelection selection = options.filters.at(replaying.reading.now);
    // Before anything is read or overwritten, so that mistakes show at once.
    check_selection(kind, selection);
    std::vector<std::string> files{options.rows.file};
    if (!options.findings.empty()) files.push_back(parse_finding_target(options.findings)->file);
    if (!options.store.empty()) files.push_back(options.store);
    refuse_shared_files(files, options.inputs);
    // A store alone is told of as it is.
    const bool is_store_alone =
        !options.store.empty() && options.inputs.empty() && options.topics.selection.names.empty();
    const tks::Inputs inputs = is_store_alone ? tks::Inputs() : inputs_of(options.inputs, options.topics, io);
    Findings findings(options, replaying.reading.levels);
    try {
        const Outcome outcome = options.store.empty() ? replay_in_memory(options, inputs, replaying, findings, io)
                                                      : replay_with_store(options, inputs, replaying, findings, io);
        write(options, outcome, selection, findings);
        const tks::ValidateSummary& summary = outcome.summary;
        if (summary.refused_records != 0 && !options.is_quiet)
            io.say(fmt::format("{} of {} records cannot be read, and count for nothing", summary.refused_records,
                               summary.records));
        findings.finish(summary);
        if (summary.unreadable_inputs != 0) return status::input;
    } catch (const UnreadableRecord&) {
        io.say("stopped at the first record that cannot be read, as --strict asks for");
        return status::findings;
    }
    return findings.have_failed() ? status::findings : status::good;
}

void add_output_options(CLI::App& app, ReplayArguments& options) {
    add_word_option(
        app, "--snapshots", options.snapshots, words_of<tks::RowKind, std::optional<tks::RowKind>>(),
        "Write the state of all aggregates of a kind, or the PnL of all trades (default: a report of the PnL)");
    add_row_output_options(app, options.rows);
    app.add_option("--findings", options.findings,
                   "Write findings in this format, to this file (default: text, to standard error)")
        ->check([](const std::string& text) {
            const auto target = parse_finding_target(text);
            return target && target->file != "-" && !target->file.empty()
                       ? ""
                       : "must be FORMAT:FILE, as in ndjson:findings.ndjson";
        })
        ->type_name(format_and_file_type)
        ->option_text("FORMAT:FILE");
    app.add_option("--max-findings", options.max_findings,
                   "Print at most so many findings, but count all; 0 prints all (default: 1000)")
        ->check(refuse_unless_whole_number)
        ->option_text("N");
}

}  // namespace

Run add_replay(CLI::App& app) {
    auto options = std::make_shared<ReplayArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl replay dumps/\n"
        "  tksctl replay --at 2026-03-02T12:00Z --mark BTC/USDT=51000 dumps/\n"
        "  tksctl replay --snapshots pnl --format csv --where 'realized_pnl_net < 0' dumps/\n"
        "  tksctl replay --store platform.db dumps/\n"
        "  tksctl replay --store platform.db --topic orders,trades");
    app.add_option("inputs", options->inputs,
                   "Files, directories, or - for standard input (the default without --store)")
        ->option_text("FILE|DIR|-");
    add_file_option(app, "--store", options->store,
                    "Keep what is found out in this SQLite file, and go on from what it holds (default: forget it)");
    add_topic_input_options(app, options->topics);
    add_replay_reading_options(app, options->reading);
    add_filter_options(app, options->filters);
    add_output_options(app, *options);
    add_list_option(
        app, "--fail-on", options->fail_on,
        "Which findings make the exit status 1: error, warning, info, never, or names of rules (default: error)")
        ->option_text("FINDINGS,...");
    app.add_flag("--strict", options->is_strict, "Stop at the first record that cannot be read");
    app.add_flag("-q,--quiet", options->is_quiet, "Print no findings");
    add_color_option(app, options->rows.color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
