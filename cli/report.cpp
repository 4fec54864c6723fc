#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "filters.hpp"
#include "finding_outputs.hpp"
#include "io.hpp"
#include "replay_options.hpp"
#include "row_output.hpp"
#include "shared_options.hpp"
#include "tks/account_chart.hpp"
#include "tks/account_report.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/report.hpp"
#include "topic_options.hpp"

namespace tksctl {

namespace {

struct ReportArguments {
    std::vector<std::string> words;  ///< The report, if the first one names one, and the inputs.
    TopicOptions topics;
    ReplayReading reading;
    Filters filters;
    tks::ReportRequest request;
    std::vector<std::string> group_by;
    std::vector<std::string> capital;
    std::optional<std::uint64_t> limit;
    RowOutput rows;
    bool has_chart = false;
    bool is_quiet = false;
};

/// [QUOTE=]AMOUNT, above zero; nothing if it is not that.
std::optional<std::pair<std::string, tks::Amount>> parse_capital(const std::string& text) {
    const std::size_t sign = text.find('=');
    const std::size_t begin = sign == std::string::npos ? 0 : sign + 1;
    const auto amount = tks::Amount::parse(std::string_view(text).substr(begin));
    if (sign == 0 || !amount || !amount->is_positive()) return std::nullopt;
    return std::pair(sign == std::string::npos ? std::string() : text.substr(0, sign), *amount);
}

/// Throws tks::UsageError if a word is no input, but nearly the name of a report.
void refuse_misspelt_report(const std::string& word) {
    std::error_code error;
    if (word == "-" || std::filesystem::exists(word, error)) return;
    std::vector<std::string_view> names;
    for (const tks::ReportDefinition& report : tks::reports()) names.push_back(report.name);
    if (const std::string meant = tks::did_you_mean(word, names); !meant.empty())
        throw tks::UsageError(fmt::format("there is no report and no file \"{}\"{}", word, meant));
}

/// The report that the first word names, which is then no input; else the summary.
const tks::ReportDefinition& take_report(std::vector<std::string>& words) {
    const tks::ReportDefinition* const named = words.empty() ? nullptr : tks::find_report(words.front());
    if (named != nullptr) {
        words.erase(words.begin());
        return *named;
    }
    if (!words.empty()) refuse_misspelt_report(words.front());
    return *tks::find_report("summary");
}

tks::ReportRequest request_of(const ReportArguments& options, tks::Timestamp now) {
    tks::ReportRequest request = options.request;
    request.selection = options.filters.at(now);
    for (const std::string& word : options.group_by) request.group_by.push_back(*tks::parse_enum<tks::GroupKey>(word));
    for (const std::string& text : options.capital) {
        const auto capital = parse_capital(text);
        request.capital.insert_or_assign(capital->first, capital->second);
    }
    if (options.limit) request.limit = static_cast<std::size_t>(*options.limit);
    return request;
}

/// Where what is told comes from: a store, or dumps that are replayed.
class Source {
public:
    Source(const ReportArguments& options, const tks::ReplayOptions& replaying, Io& io) {
        const tks::Inputs inputs = inputs_of(options.words, options.topics, io);
        if (const std::string* file = store_of(inputs)) {
            store_.emplace(open_store(*file, options.reading, replaying, true));
            facts_ = tks::facts_of(*store_, replaying.reading.levels);
            return;
        }
        std::vector<tks::Diagnostic> found;
        replay_.emplace(replaying);
        const tks::ValidateSummary summary = replay_->read(
            inputs, {.on_finding = [&](const tks::Diagnostic& finding) { found.push_back(finding); },
                     .on_unreadable_input = [&](const std::string&,
                                                const std::string& message) { io.say(message, LogLevel::error); },
                     .on_notice = [&](const std::string& message) { io.say(message); }});
        is_complete_ = summary.unreadable_inputs == 0;
        facts_ = tks::facts_of(*replay_, std::move(found));
    }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    [[nodiscard]] const tks::ReportFacts& facts() const { return facts_; }
    [[nodiscard]] bool is_complete() const { return is_complete_; }

private:
    /// Null where dumps are named. Throws tks::UsageError for a store among other inputs: what events add up to cannot be
    /// added up again.
    static const std::string* store_of(const tks::Inputs& inputs) {
        const auto store = std::ranges::find_if(inputs.files, tks::Store::is_database);
        if (store == inputs.files.end()) return nullptr;
        if (inputs.files.size() > 1 || inputs.topics)
            throw tks::UsageError(
                fmt::format("{} is a store, of which a report tells alone; name no other input, or replay "
                            "the dumps into the store before",
                            *store));
        return &*store;
    }

    std::optional<tks::Replay> replay_;
    std::optional<tks::Store> store_;
    tks::ReportFacts facts_;  // Of one of them.
    bool is_complete_ = true;
};

/// Throws tks::UsageError where charts have no place.
void refuse_chart_without_table(const tks::ReportDefinition& report, tks::RowFormat format) {
    if (!tks::has_charts(report))
        throw tks::UsageError(
            fmt::format("--chart: the report {} has no chart; summary, pnl and drawdown have some", report.name));
    if (format == tks::RowFormat::html)
        throw tks::UsageError("--chart: the page of a summary has pictures of its own; leave --chart out");
    if (format != tks::RowFormat::table)
        throw tks::UsageError(fmt::format(
            "--chart: charts go with a table, not with {}; leave --chart or the format out", tks::to_string(format)));
}

int run(ReportArguments& options, Io& io) {
    const tks::ReportDefinition& report = take_report(options.words);
    // The page of the summary has the funnel in it.
    const bool is_page = options.rows.wanted_format() == tks::RowFormat::html;
    const tks::ReplayOptions replaying = replay_options(options.reading, report.needs_snapshots || is_page);
    const tks::ReportRequest request = request_of(options, replaying.reading.now);
    // Before anything is read or overwritten, so that mistakes show at once.
    tks::check_request(report, request);
    if (options.has_chart) refuse_chart_without_table(report, options.rows.wanted_format());
    refuse_shared_files({options.rows.file}, options.words);

    const Source source(options, replaying, io);
    const tks::ReportFacts& facts = source.facts();

    Output output(options.rows.file);
    tks::RowWriterOptions writing = options.rows.writer_options(output);
    writing.title = fmt::format("tksctl report {}", report.name);
    const tks::TextSink sink = [&output](std::string_view text) { output.write(text); };
    tks::write_report(report, request, facts, writing, sink);
    if (options.has_chart)
        tks::write_charts(report, request, facts,
                          {.width = output.width(), .is_ascii = is_ascii_wanted(), .color = writing.color}, sink);
    output.close();

    const auto findings = std::ranges::count_if(
        facts.findings, [](const tks::Diagnostic& finding) { return finding.severity != tks::Severity::info; });
    if (findings != 0 && report.name != "findings" && !options.is_quiet)
        io.say(fmt::format("{} finding{}; tksctl report findings lists {}", findings, findings == 1 ? "" : "s",
                           findings == 1 ? "it" : "them"));
    return source.is_complete() ? status::good : status::input;
}

void add_report_options(CLI::App& app, ReportArguments& options) {
    tks::ReportRequest& request = options.request;
    add_word_option(app, "--pnl", request.pnl, words_of<tks::PnlView>(), "Which PnL the metrics go by (default: net)");
    app.add_option("--capital", options.capital,
                   "What the account began with, for relative drawdowns; may be given for each quote asset")
        ->allow_extra_args(false)
        ->check([](const std::string& text) {
            return parse_capital(text) ? ""
                                       : "must be [QUOTE=]AMOUNT with an amount above 0, as in 10000 or USDT=10000";
        })
        ->option_text("[QUOTE=]AMOUNT");
    add_word_option(app, "--by", request.by,
                    {{"day", tks::GroupKey::day}, {"week", tks::GroupKey::week}, {"month", tks::GroupKey::month}},
                    "The periods of the report pnl (default: day)");
    std::vector<std::string> keys(std::begin(tks::EnumDescription<tks::GroupKey>::words),
                                  std::end(tks::EnumDescription<tks::GroupKey>::words));
    add_list_option(app, "--group-by", options.group_by, "Tell rows that add something up apart by these")
        ->check(refuse_unless_one_of(keys))
        ->option_text(fmt::format("{}", fmt::join(keys, "|")));
    add_list_option(app, "--fields", request.fields, "Show these columns, in this order (default: all)")
        ->option_text("COLUMN,...");
    add_list_option(app, "--sort", request.sort,
                    "Sort by these columns; with a - in front from the largest down, as in --sort=-net_pnl")
        ->option_text("[-]COLUMN,...");
    app.add_option("--limit", options.limit, "Show at most so many rows (default: all)")
        ->check(refuse_unless_whole_number)
        ->option_text("N");
    app.add_flag("--chart", options.has_chart,
                 "Below the table of summary, pnl or drawdown: charts of equity, drawdown and the distribution of PnL");
    add_row_output_options(app, options.rows);
}

}  // namespace

Run add_report(CLI::App& app) {
    auto options = std::make_shared<ReportArguments>();
    std::string footer = "Reports:\n";
    for (const tks::ReportDefinition& report : tks::reports())
        footer += fmt::format("  {:<12} {}\n", report.name, report.summary);
    footer +=
        "Examples:\n"
        "  tksctl report dumps/\n"
        "  tksctl report platform.db\n"
        "  tksctl report --chart dumps/\n"
        "  tksctl report -o report.html dumps/\n"
        "  tksctl report pnl --by month --group-by strategy --format csv dumps/\n"
        "  tksctl report trades --sort=-net_pnl --limit 10 -o best.html dumps/";
    app.footer(footer);
    app.add_option("words", options->words,
                   "A report (default: summary); a store, or files, directories or - for standard input (the default)")
        ->option_text("[REPORT] [STORE|FILE|DIR|-]...");
    add_topic_input_options(app, options->topics);
    add_replay_reading_options(app, options->reading);
    add_filter_options(app, options->filters);
    add_report_options(app, *options);
    app.add_flag("-q,--quiet", options->is_quiet, "Do not say how many findings there are");
    add_color_option(app, options->rows.color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
