#include "tail.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "filters.hpp"
#include "interruption.hpp"
#include "io.hpp"
#include "moments.hpp"
#include "shared_options.hpp"
#include "status_line.hpp"
#include "tks/error.hpp"
#include "tks/report.hpp"
#include "tks/tail.hpp"
#include "topic_options.hpp"

namespace tksctl {

namespace {

enum class TailFormat { text, ndjson, envelope };

struct TailArguments {
    TopicOptions topics;
    tks::TailOptions tail;
    std::vector<std::string> headers;
    Filters filters;
    tks::RuleSelection selection;
    TailFormat format = TailFormat::text;
    std::string line_template;
    std::string output = "-";
    bool is_strict = false;
    bool is_quiet = false;
    When color = When::automatic;
};

/// Writes messages as they come.
class MessageOutput {
public:
    MessageOutput(const TailArguments& options, StatusLine& status_line)
        : options_(options),
          status_line_(status_line),
          output_(options.output),
          style_{.color = use_color(options.color, output_)} {
        if (!options.line_template.empty()) template_.emplace(options.line_template);
    }

    [[nodiscard]] bool is_terminal() const { return output_.is_terminal(); }
    [[nodiscard]] bool needs_headers() const {
        return template_ ? template_->shows_headers() : options_.format == TailFormat::envelope;
    }

    [[nodiscard]] bool needs_events() const { return is_for_people(); }
    [[nodiscard]] bool takes_lines() const { return !template_ && options_.format == TailFormat::ndjson; }

    void write_lines(std::string_view lines) { output_.write(lines); }

    void write(const tks::ReadMessage& read) {
        if (template_) {
            if (read.is_json) template_->append(text_, read);
        } else if (options_.format == TailFormat::envelope) {
            tks::append_envelope(text_, *read.message);
        } else if (is_for_people()) {
            tks::append_text(text_, read, style_);
            append_findings(text_, read, style_);
        }
        if (text_.size() >= most_text_kept) pass_on_text();
        if (!read.findings.empty() && !is_for_people()) print_findings(read);
    }

    void rest() {
        pass_on_text();
        output_.flush();
        if (output_.has_lost_reader()) throw ClosedPipe{};
    }
    void close() {
        pass_on_text();
        output_.close();
    }

private:
    static constexpr std::size_t most_text_kept = std::size_t{64} << 10U;

    void pass_on_text() {
        output_.write(text_);
        text_.clear();
    }

    [[nodiscard]] bool is_for_people() const { return !template_ && options_.format == TailFormat::text; }

    void append_findings(std::string& text, const tks::ReadMessage& read, const tks::TextStyle& style) const {
        if (options_.is_quiet) return;
        for (const tks::Diagnostic& finding : read.findings) tks::append_text(text, finding, style);
    }

    /// Beside data that are for programs, findings have a stream of their own.
    void print_findings(const tks::ReadMessage& read) {
        std::string text;
        append_findings(text, read, {});
        status_line_.clear();
        const bool is_bad = std::ranges::any_of(
            read.findings, [](const tks::Diagnostic& finding) { return finding.severity == tks::Severity::error; });
        print_to_standard_error(text, is_bad ? LogLevel::error : LogLevel::warning);
    }

    const TailArguments& options_;
    StatusLine& status_line_;
    Output output_;
    tks::TextStyle style_;
    std::optional<tks::MessageTemplate> template_;
    std::string text_;  // Not yet passed on.
};

/// How far a tail has got, and how fast it is: over the last second or more, so that the figures stand still long enough to be
/// read.
class Rates {
public:
    std::string describe(const tks::TailProgress& progress) {
        const auto now = Clock::now();
        const std::chrono::duration<double> passed = now - begin_;
        if (passed.count() >= 1.0) {
            messages_ = static_cast<double>(progress.read - read_) / passed.count();
            megabytes_ = static_cast<double>(progress.bytes - bytes_) / passed.count() / 1e6;
            begin_ = now;
            read_ = progress.read;
            bytes_ = progress.bytes;
        }
        std::string text = fmt::format("{} messages, {} bad", progress.messages, progress.bad);
        if (progress.missteps != 0) text += fmt::format(", {} missteps", progress.missteps);
        return text += fmt::format(", lag {}; {:.0f} messages/s, {:.1f} MB/s", progress.ahead, messages_, megabytes_);
    }

private:
    using Clock = std::chrono::steady_clock;

    Clock::time_point begin_ = Clock::now();
    std::uint64_t read_ = 0;
    std::uint64_t bytes_ = 0;
    double messages_ = 0;
    double megabytes_ = 0;
};

/// Each answer of a broker is some megabytes, which glibc would fetch from the operating system and give back again, page by
/// page. Kept, they cost a tenth of the processor time less; how many there are at a time is bounded all the same.
void keep_freed_memory() {
#ifdef __GLIBC__
    constexpr int most_bytes_kept = 64 << 20;
    constexpr int largest_block = 32 << 20;
    mallopt(M_TRIM_THRESHOLD, most_bytes_kept);
    mallopt(M_MMAP_THRESHOLD, largest_block);
#endif
}

/// Completes the options from what was given as words.
void prepare(TailArguments& options, const Io& io) {
    tks::TailOptions& tail = options.tail;
    tail.clock = present_moment;
    tail.levels = tks::RuleLevels(options.selection);
    for (const std::string& header : options.headers) {
        const std::size_t equals = header.find('=');
        if (equals == std::string::npos)
            throw tks::UsageError(fmt::format("--header: \"{}\" is not of the form NAME=VALUE", header));
        tail.filter.headers.emplace_back(header.substr(0, equals), header.substr(equals + 1));
    }
    tail.filter.content = options.filters.at(present_moment());
    tail.stops_at_end = tail.stops_at_end || tail.keeps_latest;
    tail.topics = options.topics.at(tail.stops_at_end ? "start" : "end", io);
}

int run(TailArguments& options, Io& io) {
    prepare(options, io);
    Interruption::listen();
    keep_freed_memory();
    StatusLine status_line;
    MessageOutput output(options, status_line);
    options.tail.with_headers = output.needs_headers();
    options.tail.with_events = output.needs_events();
    if (::isatty(STDERR_FILENO) == 1 && !output.is_terminal() && !options.is_quiet) status_line.enable();
    Rates rates;
    tks::TailListener listener{
        .on_message = [&](const tks::ReadMessage& read) { output.write(read); },
        .on_rest = [&] { output.rest(); },
        .on_progress = [&](const tks::TailProgress& progress) { status_line.show(rates.describe(progress)); },
        .on_note =
            [&](std::string_view note) {
                status_line.clear();
                io.say(note);
            },
        .is_stopped = [] { return Interruption::is_wanted(); }};
    if (output.takes_lines()) listener.on_lines = [&](std::string_view lines) { output.write_lines(lines); };
    const tks::TailProgress progress = tks::tail(options.tail, listener);
    output.close();
    if (Interruption::is_wanted()) return Interruption::exit_status();
    return options.is_strict && progress.bad + progress.missteps != 0 ? status::findings : status::good;
}

void add_range_options(CLI::App& app, TailArguments& options) {
    tks::TailOptions& tail = options.tail;
    add_topic_range_options(app, options.topics, "end, or start with --exit");
    app.add_option("-n,--count", tail.max_messages, "End after so many messages")
        ->check(refuse_unless_whole_number)
        ->option_text("COUNT");
    app.add_flag("--exit", tail.stops_at_end, "End where the partitions ended when the command began");
    add_duration_option(app, "--idle-timeout", tail.idle_timeout_ms, "End when no message came for so long");
    app.add_option("--merge-window", tail.merge_window_ms,
                   "Tell messages of all partitions in the order of occurred_at, as far as so many ms and memory allow")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{3'600'000}))
        ->option_text("MS");
    app.add_flag("--latest", tail.keeps_latest,
                 "Only the latest message of each key, without deleted ones; a state topic's current state");
    CLI::Option* group =
        app.add_option("--group", tail.group, "Read as a member of this consumer group (default: of none)")
            ->option_text("NAME");
    app.add_flag("--commit", tail.commits, "Commit for the group what has been written")->needs(group);
}

void add_message_options(CLI::App& app, TailArguments& options) {
    tks::MessageFilter& filter = options.tail.filter;
    app.add_option("--key", filter.keys, "Only messages with this key; may be given several times")
        ->allow_extra_args(false)
        ->option_text("KEY");
    app.add_option("--header", options.headers, "Only messages with this header; of several, all must be there")
        ->allow_extra_args(false)
        ->option_text("NAME=VALUE");
    add_list_option(app, "--type", filter.types, "Only events of these types")->option_text("TYPE,...");
}

}  // namespace

Run add_tail(CLI::App& app) {
    auto options = std::make_shared<TailArguments>();
    app.footer(
        "Nothing is changed in the cluster, unless --commit asks for it.\n\n"
        "Examples:\n"
        "  tksctl tail orders trades\n"
        "  tksctl tail --offset @-48h --market BTC/USDT --exit orders\n"
        "  tksctl tail --exit --format envelope orders | tksctl validate\n"
        "  tksctl tail --template '{occurred_at:time} {payload.market} %o' orders");
    app.add_option("topics", options->topics.selection.names, "Topics to read")->required()->option_text("TOPIC...");
    add_range_options(app, *options);
    add_message_options(app, *options);
    add_filter_options(app, options->filters);
    CLI::Option* format = add_word_option(
        app, "--format", options->format,
        {{"text", TailFormat::text}, {"ndjson", TailFormat::ndjson}, {"envelope", TailFormat::envelope}},
        "How to write messages: a line for people, the event as it is, or as kcat -J does (default: text)");
    app.add_option(
           "--template", options->line_template,
           "Write a line of this form: {payload.market} is a value, {occurred_at:time} a time; %t %p %o %k %s %T %h are topic, "
           "partition, offset, key, payload, timestamp, headers")
        ->excludes(format)
        ->option_text("TEXT");
    add_file_option(app, "-o", options->output, "Write messages to this file (default: standard output)");
    add_threads_option(app, options->tail.threads);
    add_contract_option(app, options->tail.contract);
    add_selection_options(app, options->selection);
    app.add_option_function<std::string>(
           "--check", [options](const std::string&) { options->tail.follows_lives = true; },
           "Follow the lives of intents, signals, orders and trades, and find steps that are missing, illegal or repeated")
        ->check(refuse_unless_one_of({"lifecycle"}))
        ->option_text("lifecycle");
    app.add_flag("--strict", options->is_strict, "The exit status is 1 if a message was bad");
    app.add_flag("-q,--quiet", options->is_quiet, "Tell no findings");
    add_color_option(app, options->color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
