#include "replay.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "filters.hpp"
#include "io.hpp"
#include "moments.hpp"
#include "replay_options.hpp"
#include "replay_rows.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"
#include "tks/pnl_report.hpp"
#include "tks/replay.hpp"
#include "tks/report.hpp"
#include "tks/row_writer.hpp"

namespace tksctl {

namespace {

struct Options {
    std::vector<std::string> inputs{"-"};
    ReplayReading reading;
    std::optional<tks::RowKind> snapshots;  ///< Nothing: an overview of trades.
    std::optional<tks::RowFormat> format;   ///< Nothing: what the file's name says.
    std::string output = "-";
    Filters filters;
    std::optional<tks::Severity> fail_on = tks::Severity::error;  ///< From which findings on the exit status is 1; nothing: from none.
    bool is_strict = false;
    bool is_quiet = false;
    When color = When::automatic;
};

/// Tells findings on standard error, and remembers whether one is as bad as to fail.
class FindingTeller {
public:
    explicit FindingTeller(const Options& options) : options_(options) {}

    void tell(const tks::Diagnostic& finding) {
        has_failed_ = has_failed_ || (options_.fail_on && finding.severity >= *options_.fail_on);
        if (options_.is_quiet) return;
        std::string text;
        tks::append_text(text, finding, {.color = false, .excerpt = false});
        print_to_standard_error(text);
    }

    [[nodiscard]] bool has_failed() const { return has_failed_; }

private:
    const Options& options_;
    bool has_failed_ = false;
};

tks::RowFormat format_of_file(std::string_view file) {
    if (file.ends_with(".csv")) return tks::RowFormat::csv;
    if (file.ends_with(".ndjson")) return tks::RowFormat::ndjson;
    if (file.ends_with(".json")) return tks::RowFormat::json;
    if (file.ends_with(".md")) return tks::RowFormat::markdown;
    return tks::RowFormat::table;
}

/// Writes the rows that the filter lets through, of one kind.
class RowPrinter {
public:
    RowPrinter(const Options& options, tks::RowKind kind, tks::RowFormat format, Output& output, tks::Timestamp now)
        : filter_(kind, options.filters.at(now)),
          writer_(kind,
                  {.format = format,
                   .color = use_color(options.color, output),
                   .width = output.is_terminal() ? output.width() : 0,
                   .max_rows = output.is_terminal() ? terminal_rows : 0},
                  [&output](std::string_view text) { output.write(text); }) {}

    /// Whether the row is shown.
    bool print(const tks::Row& row) {
        if (!filter_.matches(row)) return false;
        writer_.write(row);
        return true;
    }

    [[nodiscard]] const tks::RowFilter& filter() const { return filter_; }

    void finish() { writer_.finish(); }

private:
    static constexpr std::size_t terminal_rows = 40;

    tks::RowFilter filter_;
    tks::RowWriter writer_;
};

/// The trades, what they add up to, and what does not fit.
class Overview {
public:
    Overview(const tks::Replay& replay, RowPrinter& printer) : printer_(printer) {
        replay.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
            if (printer_.print(to_row(pnl))) report_.add(pnl);
        });
        replay.for_each_unattributed_fill([&](const tks::UnattributedFill& fill) {
            if (printer_.filter().matches(fill)) unattributed_.push_back(fill);
        });
    }

    void print(tks::RowFormat format, Output& output) {
        if (format == tks::RowFormat::json) return print_document(output);
        printer_.finish();
        if (format != tks::RowFormat::table && format != tks::RowFormat::markdown) return;
        std::string text = "\n";
        if (format == tks::RowFormat::markdown) tks::append_markdown(text, report_);
        else tks::append_text(text, report_, output.is_terminal() ? output.width() : 0);
        text += '\n';
        if (report_.all.contradicting != 0)
            text += fmt::format("{} of {} trades do not reconcile: what is reported is not what the fills add up to\n",
                                report_.all.contradicting, report_.all.trades);
        if (report_.all.unvalued != 0)
            text += fmt::format("{} without a mark and so without unrealized PnL; --mark MARKET=PRICE gives one\n",
                                report_.all.unvalued == 1 ? "1 open trade is" : fmt::format("{} open trades are", report_.all.unvalued));
        for (const tks::UnattributedFill& fill : unattributed_)
            text += fmt::format("{}without a trade: {}\n", format == tks::RowFormat::markdown ? "- " : "", describe(fill));
        output.write(text);
    }

private:
    /// Behind the trades, which the writer has begun as a list.
    void print_document(Output& output) {
        output.write("\n],\n");
        std::string text;
        tks::append_json_members(text, report_);
        text += ",\n\"unattributed_fills\":[";
        for (const tks::UnattributedFill& fill : unattributed_) {
            text += &fill == unattributed_.data() ? "\n" : ",\n";
            append_json(text, fill);
        }
        text += "\n]}\n";
        output.write(text);
    }

    RowPrinter& printer_;
    tks::PnlReport report_;
    std::vector<tks::UnattributedFill> unattributed_;
};

void print_overview(const tks::Replay& replay, const Options& options, tks::RowFormat format, Output& output, tks::Timestamp now) {
    if (format == tks::RowFormat::json) output.write("{\"trades\":");
    RowPrinter printer(options, tks::RowKind::pnl, format, output, now);
    Overview(replay, printer).print(format, output);
}

/// The first record that cannot be read, where that is the end.
struct UnreadableRecord {};

int run(Options& options, Io& io) {
    const tks::Timestamp now = present_moment();
    const tks::RowKind kind = options.snapshots.value_or(tks::RowKind::pnl);
    // A filter that cannot be understood is said before anything is read.
    static_cast<void>(tks::RowFilter(kind, options.filters.at(now)));
    tks::Replay replay(replay_options(options.reading, now, kind != tks::RowKind::pnl));
    FindingTeller teller(options);
    tks::ValidateSummary summary;
    try {
        summary = replay.read(options.inputs, {.on_finding =
                                                   [&](const tks::Diagnostic& finding) {
                                                       teller.tell(finding);
                                                       if (options.is_strict && finding.severity == tks::Severity::error) throw UnreadableRecord{};
                                                   },
                                               .on_unreadable_input = [&](const std::string&, const std::string& message) { io.say(message); }});
    } catch (const UnreadableRecord&) {
        io.say("stopped at a record that cannot be read, as --strict demands; nothing was replayed");
        return status::findings;
    }
    for (const tks::Diagnostic& finding : replay.findings()) teller.tell(finding);

    Output output(options.output);
    const tks::RowFormat format = options.format.value_or(format_of_file(options.output));
    if (options.snapshots) {
        RowPrinter printer(options, kind, format, output, now);
        for_each_row(replay, kind, [&](const tks::Row& row) { printer.print(row); });
        printer.finish();
    } else {
        print_overview(replay, options, format, output, now);
    }
    output.close();
    if (!options.is_quiet)
        print_to_standard_error(fmt::format("{} records, {} refused\n", summary.records, summary.refused_records));
    if (summary.unreadable_inputs != 0) return status::input;
    return teller.has_failed() ? status::findings : status::good;
}

template <class Enum>
Words<std::optional<Enum>> words_of() {
    Words<std::optional<Enum>> words;
    for (std::size_t index = 0; index < std::size(tks::EnumDescription<Enum>::words); ++index)
        words.emplace_back(tks::EnumDescription<Enum>::words[index], static_cast<Enum>(index));
    return words;
}

}  // namespace

Run add_replay(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.footer(
        "Examples:\n"
        "  tksctl replay dumps/\n"
        "  tksctl replay --at 2026-03-02T12:00:00Z --market 'BTC*' dump.ndjson.zst\n"
        "  tksctl replay --snapshots orders --format ndjson --where 'status = placed' dump.ndjson\n"
        "The order of the events, repetitions and the split over files make no difference. Filters choose what is shown, never "
        "what is reckoned with.");
    app.add_option("inputs", options->inputs, "Files, directories, or - for standard input (the default)")->option_text("FILE|DIR|-");
    add_replay_reading_options(app, options->reading);
    add_word_option(app, "--snapshots", options->snapshots, words_of<tks::RowKind>(),
                    "Print all of these: the state of aggregates, or the PnL of trades (default: an overview of trades)");
    add_word_option(app, "--format", options->format, words_of<tks::RowFormat>(), "How to print it (default: as the file's name ends, else table)");
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    add_filter_options(app, options->filters);
    add_word_option(app, "--fail-on", options->fail_on,
                    {{"info", tks::Severity::info}, {"warning", tks::Severity::warning}, {"error", tks::Severity::error}, {"never", std::nullopt}},
                    "From which findings on the exit status is 1 (default: error)");
    app.add_flag("--strict", options->is_strict, "Stop at the first record that cannot be read, with exit status 1");
    app.add_flag("-q,--quiet", options->is_quiet, "No findings and no counts on standard error");
    add_color_option(app, options->color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
