#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "io.hpp"
#include "tks/input.hpp"
#include "tks/revision.hpp"
#include "tks/rule_levels.hpp"

/// Options that several commands have, spelt and explained once.
namespace tksctl {

template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

/// An option whose values are words; help and errors list them.
template <class Value>
CLI::Option* add_word_option(CLI::App& app, const std::string& name, Value& value, const Words<Value>& words,
                             const std::string& description) {
    std::string listed;
    std::vector<std::string> spelt;
    for (const auto& [word, meaning] : words) {
        listed.append(listed.empty() ? "" : "|").append(word);
        spelt.push_back(word);
    }
    const auto take = [&value, words](const std::string& given) {
        for (const auto& [word, meaning] : words)
            if (word == given) value = meaning;
    };
    return app.add_option_function<std::string>(name, take, description)->check(CLI::IsMember(spelt))->option_text(listed);
}

inline void add_contract_option(CLI::App& app, tks::Revision& contract) {
    Words<tks::Revision> words;
    for (std::size_t index = 0; index < std::size(tks::revision_names); ++index)
        words.emplace_back(tks::revision_names[index], static_cast<tks::Revision>(index));
    add_word_option(app, "--contract", contract, words,
                    "Revision of the event contract: could a consumer pinned to that release read this? (default: the newest)");
}

inline void add_input_options(CLI::App& app, tks::InputOptions& input) {
    add_word_option(app, "--input-format", input.format,
                    {{"detect", tks::InputFormat::detect}, {"ndjson", tks::InputFormat::ndjson}, {"json", tks::InputFormat::json},
                     {"kcat", tks::InputFormat::kcat}},
                    "How records are told apart (default: detect, by looking at the content)");
    app.add_option("--max-record-bytes", input.max_record_bytes,
                   "Pass over larger records, with a finding; units as in 4MiB are understood (default: 4MiB)")
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::PositiveNumber)
        ->option_text("SIZE");
}

/// A list of words: comma-separated, and the option may be given again.
inline CLI::Option* add_list_option(CLI::App& app, const std::string& name, std::vector<std::string>& words,
                                    const std::string& description) {
    return app.add_option(name, words, description)->delimiter(',')->allow_extra_args(false);
}

inline void add_selection_options(CLI::App& app, tks::RuleSelection& selection) {
    add_list_option(app, "--checks", selection.checks,
                    "Check these rules: names, families or the beginnings of names; json always among them (default: all)")
        ->option_text("RULE,...");
    add_list_option(app, "--select", selection.select, "Of what is checked, report only these rules (default: all)")
        ->option_text("RULE,...");
    add_list_option(app, "--ignore", selection.ignore, "Report none of these rules")->option_text("RULE,...");
    add_list_option(app, "--level", selection.levels,
                    "How much findings matter: error, warning, info or off; of several for a rule the last one counts")
        ->option_text("RULE=LEVEL,...");
}

inline void add_color_option(CLI::App& app, When& color) {
    add_word_option(app, "--color", color, {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                    "Whether to use colour (default: auto, on terminals unless NO_COLOR is set)");
}

}  // namespace tksctl
