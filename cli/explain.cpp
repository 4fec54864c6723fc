#include "explain.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/report.hpp"
#include "tks/rules.hpp"
#include "tks/validate.hpp"

namespace tksctl {

namespace {

enum class Sample { bad, good };

struct ExplainArguments {
    std::vector<std::string> names;
    std::optional<Sample> sample;  ///< Write that alone.
    std::string output = "-";
    When color = When::automatic;
};

/// Throws tks::UsageError where there is none of that name.
const tks::Rule& rule_of(const std::string& name) {
    if (const tks::Rule* rule = tks::find_rule(name)) return *rule;
    std::vector<std::string_view> names;
    for (const tks::Rule& rule : tks::rules()) names.push_back(rule.name);
    throw tks::UsageError(
        fmt::format("there is no rule \"{}\"{}; `tksctl rules` lists them", name, tks::did_you_mean(name, names)));
}

int run(const ExplainArguments& options) {
    std::vector<const tks::Rule*> rules;
    for (const std::string& name : options.names) rules.push_back(&rule_of(name));
    if (options.sample && rules.size() > 1) throw tks::UsageError("--sample: name one rule, as samples do not mix");

    Output output(options.output);
    const tks::TextStyle style{.color = use_color(options.color, output), .excerpt = true};
    for (const tks::Rule* rule : rules) {
        const tks::RuleSamples samples = tks::samples_of(*rule);
        if (options.sample) {
            output.write(options.sample == Sample::bad ? samples.bad.bytes : samples.good.bytes);
            continue;
        }
        std::string text = rule == rules.front() ? "" : "\n";
        tks::append_explanation(text, *rule, tks::findings_in(samples.bad, *rule), output.width(), style);
        output.write(text);
    }
    output.close();
    return status::good;
}

}  // namespace

Run add_explain(CLI::App& app) {
    auto options = std::make_shared<ExplainArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl explain schema/enum reference/causation-time\n"
        "  tksctl explain --sample bad schema/enum | tksctl validate");
    app.add_option("rules", options->names, "Names of rules, as findings have them in brackets")
        ->required()
        ->option_text("RULE...");
    add_word_option<std::optional<Sample>>(
        app, "--sample", options->sample, {{"bad", Sample::bad}, {"good", Sample::good}},
        "Write the sample that breaks the rule, or the mended one, and nothing else");
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    add_color_option(app, options->color);
    return [options](Io&) { return run(*options); };
}

}  // namespace tksctl
