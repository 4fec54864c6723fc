#include "rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"
#include "tks/report.hpp"
#include "tks/rule_levels.hpp"
#include "tks/rules.hpp"

namespace tksctl {

namespace {

enum class RulesFormat { text, ndjson };

struct RulesArguments {
    std::vector<std::string> words;
    RulesFormat format = RulesFormat::text;
    std::string output = "-";
};

/// The rules that the words choose, as --select of validate would; all rules if there are no words.
std::vector<const tks::Rule*> chosen_rules(const std::vector<std::string>& words) {
    std::vector<const tks::Rule*> chosen;
    try {
        const tks::RuleLevels levels({.select = words});
        for (const tks::Rule& rule : tks::rules())
            if (levels.level_of(rule.name)) chosen.push_back(&rule);
    } catch (const tks::UsageError& error) {
        // Here it is no option that had the word.
        const std::string_view message = error.what();
        constexpr std::string_view option = "--select: ";
        throw tks::UsageError(std::string(message.substr(message.starts_with(option) ? option.size() : 0)));
    }
    return chosen;
}

int run(const RulesArguments& options) {
    const std::vector<const tks::Rule*> rules = chosen_rules(options.words);
    std::size_t width = 0;
    for (const tks::Rule* rule : rules) width = std::max(width, rule->name.size());
    std::string text;
    for (const tks::Rule* rule : rules) {
        if (options.format == RulesFormat::text) {
            fmt::format_to(std::back_inserter(text), "{:<{}}  {:<7}  {}\n", rule->name, width,
                           to_string(rule->severity), rule->summary);
        } else {
            tks::append_json(text, *rule);
            text += '\n';
        }
    }
    Output output(options.output);
    output.write(text);
    output.close();
    return status::good;
}

}  // namespace

Run add_rules(CLI::App& app) {
    auto options = std::make_shared<RulesArguments>();
    app.footer(
        "The level is the one that findings have unless --level of validate sets another.\n\n"
        "Examples:\n"
        "  tksctl rules reference lifecycle\n"
        "  tksctl rules --format ndjson | jq -r 'select(.severity == \"warning\").name'");
    app.add_option("rules", options->words, "Families, names of rules or the beginnings of names (default: all)")
        ->option_text("RULE...");
    add_word_option(app, "--format", options->format, {{"text", RulesFormat::text}, {"ndjson", RulesFormat::ndjson}},
                    "How to print the list (default: text)");
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    return [options](Io&) { return run(*options); };
}

}  // namespace tksctl
