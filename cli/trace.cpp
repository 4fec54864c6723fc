#include "trace.hpp"

#include <fmt/format.h>

#include <memory>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/report.hpp"
#include "tks/validate.hpp"
#include "topic_options.hpp"

namespace tksctl {

namespace {

enum class TraceFormat { text, ndjson };

struct TraceArguments {
    std::string id;
    std::vector<std::string> inputs;
    TopicOptions topics;
    tks::ValidateOptions validate;
    TraceFormat format = TraceFormat::text;
    std::string output = "-";
    When color = When::automatic;
};

int run(TraceArguments& options, Io& io) {
    options.validate.now = present_moment();
    bool all_readable = true;
    const tks::Inputs inputs = inputs_of(options.inputs, options.topics, io);
    const tks::Trace trace = tks::trace(inputs, options.id, options.validate, [&](const std::string& message) {
        all_readable = false;
        io.say(message, LogLevel::error);
    });
    Output output(options.output);
    std::string text;
    if (options.format == TraceFormat::text) {
        tks::append_text(text, trace, {.color = use_color(options.color, output), .excerpt = false});
    } else {
        for (const tks::TraceStep& step : trace.steps) {
            tks::append_json(text, step);
            text += '\n';
        }
    }
    output.write(text);
    output.close();
    if (!all_readable) return status::input;
    if (!trace.steps.empty()) return status::good;
    io.say(fmt::format(
        "no event that could be read names the id \"{}\"; it may be an event's, an aggregate's, a fill's or a "
        "correlation's",
        options.id));
    return status::findings;
}

}  // namespace

Run add_trace(CLI::App& app) {
    auto options = std::make_shared<TraceArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl trace 1ef8258c-6679-5d27-b64b-0b0bd2c99261 dumps/\n"
        "  tksctl trace --format ndjson 1ef8258c-6679-5d27-b64b-0b0bd2c99261 dumps/ | jq -r .latency_ms");
    app.add_option("id", options->id, "Id of an event, a correlation, a trade, an order, a signal, an intent or a fill")
        ->required()
        ->option_text("ID");
    app.add_option("inputs", options->inputs, "Files, directories, or - for standard input (the default)")
        ->option_text("FILE|DIR|-");
    add_topic_input_options(app, options->topics);
    add_input_options(app, options->validate.input);
    add_contract_option(app, options->validate.contract);
    app.add_flag("--complete", options->validate.is_complete,
                 "The inputs hold the beginning of everything that they tell of");
    add_word_option(app, "--format", options->format, {{"text", TraceFormat::text}, {"ndjson", TraceFormat::ndjson}},
                    "How to print the story (default: text)");
    add_file_option(app, "-o", options->output, "Write the story to this file (default: standard output)");
    add_threads_option(app, options->validate.threads);
    add_color_option(app, options->color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
