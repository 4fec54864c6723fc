#include "publish.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interruption.hpp"
#include "io.hpp"
#include "kafka_options.hpp"
#include "shared_options.hpp"
#include "status_line.hpp"
#include "tks/publish.hpp"
#include "tks/report.hpp"

namespace tksctl {

namespace {

enum class PublishFormat { text, ndjson };

struct PublishArguments {
    std::vector<std::string> inputs;
    KafkaOptions kafka;
    tks::PublishOptions publish;
    tks::RuleSelection selection;
    PublishFormat format = PublishFormat::text;
    std::string output = "-";
    bool is_quiet = false;
    When color = When::automatic;
};

/// "x10", "10" or "0.5": how many times faster than it was.
std::optional<double> parse_speed(std::string_view text) {
    if (text.starts_with('x')) text.remove_prefix(1);
    double speed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
    const bool is_good = error == std::errc{} && end == text.data() + text.size() && speed >= 1e-3 && speed <= 1e9;
    return is_good ? std::optional(speed) : std::nullopt;
}

/// Writes findings, and what was not delivered. What goes wrong with that waits for a moment when it may be thrown.
class Listing {
public:
    Listing(const PublishArguments& options, StatusLine& status_line)
        : format_(options.format),
          status_line_(status_line),
          output_(options.output),
          style_{.color = use_color(options.color, output_)} {}

    void write(const tks::Diagnostic& finding) {
        text_.clear();
        if (format_ == PublishFormat::text) {
            tks::append_text(text_, finding, style_);
        } else {
            tks::append_json(text_, finding);
            text_ += '\n';
        }
        status_line_.clear();
        try {
            if (!failure_) output_.write(text_);
        } catch (...) {
            failure_ = std::current_exception();
        }
    }

    void close() {
        if (failure_) std::rethrow_exception(failure_);
        output_.close();
    }

private:
    PublishFormat format_;
    StatusLine& status_line_;
    Output output_;
    tks::TextStyle style_;
    std::string text_;
    std::exception_ptr failure_;
};

std::string told(const tks::PublishSummary& summary) {
    return fmt::format("{} records, {} delivered, {} withheld, {} not delivered", summary.records, summary.delivered,
                       summary.withheld, summary.undelivered);
}

int status_of(const tks::PublishSummary& summary) {
    if (summary.undelivered != 0 || !summary.failure.empty()) return status::kafka;
    if (summary.is_stopped) return Interruption::exit_status();
    if (summary.unreadable_inputs != 0) return status::input;
    return summary.withheld != 0 ? status::findings : status::good;
}

int run(PublishArguments& options, const Io& io) {
    options.publish.clock = present_moment;
    options.publish.levels = tks::RuleLevels(options.selection);
    options.publish.connection = options.kafka.settings(io);
    Interruption::listen();
    StatusLine status_line;
    if (::isatty(STDERR_FILENO) == 1 && !options.is_quiet) status_line.enable();
    Listing listing(options, status_line);
    const auto say = [&](std::string_view message) {
        status_line.clear();
        io.say(message, LogLevel::error);
    };
    const tks::PublishListener listener{
        .on_finding =
            [&](const tks::Diagnostic& finding) {
                if (!options.is_quiet) listing.write(finding);
            },
        .on_undelivered = [&](const tks::Diagnostic& finding) { listing.write(finding); },
        .on_unreadable_input = [&](const std::string&, const std::string& message) { say(message); },
        .on_progress = [&](const tks::PublishSummary& summary) { status_line.show(told(summary)); },
        .on_note = say,
        .is_stopped = [] { return Interruption::is_wanted(); }};
    const tks::PublishSummary summary = tks::publish(options.inputs, options.publish, listener);
    listing.close();
    if (!summary.failure.empty()) say(summary.failure);
    if (!options.is_quiet) say(told(summary));
    return status_of(summary);
}

void add_pace_options(CLI::App& app, tks::PublishOptions& publish) {
    CLI::Option* rate = app.add_option("--rate", publish.events_per_second,
                                       "At most so many events a second (default: as fast as it goes)")
                            ->check(CLI::Range(1e-3, 1e9))
                            ->option_text("N");
    app.add_option_function<std::string>(
           "--realtime", [&publish](const std::string& text) { publish.speed = *parse_speed(text); },
           "Keep the events' own distances in time, this many times faster, as x1 or x60")
        ->check([](const std::string& text) {
            return parse_speed(text) ? "" : "must be how many times faster than it was, as in x1, x60 or x0.5";
        })
        ->excludes(rate)
        ->option_text("xN");
}

}  // namespace

Run add_publish(CLI::App& app) {
    auto options = std::make_shared<PublishArguments>();
    app.footer(
        "The exit status is 4 if a record was not delivered, else 1 if one was withheld for what is wrong with it.\n\n"
        "Examples:\n"
        "  tksctl publish --topic orders samples/day.ndjson\n"
        "  tksctl simulate --trades 20000 | tksctl publish --topic load --rate 5000 -\n"
        "  tksctl publish --topic demo --realtime x60 yesterday.ndjson.zst");
    app.add_option("inputs", options->inputs, "Files, directories, and - for standard input")
        ->required()
        ->option_text("FILE...");
    app.add_option("--topic", options->publish.topic, "Where to publish to; it must be there")
        ->required()
        ->option_text("TOPIC");
    add_kafka_options(app, options->kafka);
    add_pace_options(app, options->publish);
    app.add_flag("--with-invalid", options->publish.with_invalid,
                 "Publish also what has errors (default: withhold it)");
    add_input_options(app, options->publish.input);
    add_contract_option(app, options->publish.contract);
    add_selection_options(app, options->selection);
    add_word_option(app, "--format", options->format,
                    {{"text", PublishFormat::text}, {"ndjson", PublishFormat::ndjson}},
                    "How to list findings and what was not delivered (default: text)");
    add_file_option(app, "-o", options->output, "Write the list to this file (default: standard output)");
    app.add_flag("-q,--quiet", options->is_quiet, "List only what was not delivered");
    add_color_option(app, options->color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
