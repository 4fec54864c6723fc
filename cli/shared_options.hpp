#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "io.hpp"
#include "tks/closest_match.hpp"
#include "tks/input.hpp"
#include "tks/revision.hpp"
#include "tks/rule_levels.hpp"
#include "tks/value_objects.hpp"

/// Options that several commands have, spelt and explained once.
namespace tksctl {

template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

/// The words of an enumeration with a description.
template <class Enum, class Value = Enum>
Words<Value> words_of() {
    Words<Value> words;
    for (std::size_t index = 0; index < std::size(tks::EnumDescription<Enum>::words); ++index)
        words.emplace_back(tks::EnumDescription<Enum>::words[index], static_cast<Enum>(index));
    return words;
}

/// A check of options whose values are words: says which there are, and which may be meant.
inline auto refuse_unless_one_of(std::vector<std::string> words) {
    return [words = std::move(words)](const std::string& given) -> std::string {
        const std::vector<std::string_view> known(words.begin(), words.end());
        if (std::ranges::find(known, given) != known.end()) return {};
        return fmt::format("there is no \"{}\"{}; it must be one of {}", given, tks::did_you_mean(given, known),
                           fmt::join(known, ", "));
    };
}

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
    return app.add_option_function<std::string>(name, take, description)
        ->check(refuse_unless_one_of(std::move(spelt)))
        ->option_text(listed);
}

/// A check of options that are numbers. CLI11 alone would take -1 for the largest number, and cut off what is larger.
inline std::string refuse_unless_whole_number(const std::string& text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [position, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && position == end) return {};
    return fmt::format("{} is not a whole number from 0 to {}", text, std::numeric_limits<std::uint64_t>::max());
}

/// The types of options whose value is the name of a file, or ends in one: a relative one in a configuration is meant from there.
inline constexpr const char* file_type = "FILE";
inline constexpr const char* format_and_file_type = "FORMAT[:FILE]";

inline CLI::Option* add_file_option(CLI::App& app, const std::string& name, std::string& value,
                                    const std::string& description) {
    return app.add_option(name, value, description)->type_name(file_type)->option_text(file_type);
}

inline void add_threads_option(CLI::App& app, unsigned& threads) {
    app.add_option("--threads", threads, "Threads to use (default: 0, as many as the machine has)")
        ->check(refuse_unless_whole_number)
        ->option_text("N");
}

inline void add_contract_option(CLI::App& app, tks::Revision& contract) {
    Words<tks::Revision> words;
    for (std::size_t index = 0; index < std::size(tks::revision_names); ++index)
        words.emplace_back(tks::revision_names[index], static_cast<tks::Revision>(index));
    add_word_option(
        app, "--contract", contract, words,
        "Revision of the event contract: could a consumer pinned to that release read this? (default: the newest)");
}

inline void add_input_options(CLI::App& app, tks::InputOptions& input) {
    add_word_option(app, "--input-format", input.format,
                    {{"detect", tks::InputFormat::detect},
                     {"ndjson", tks::InputFormat::ndjson},
                     {"json", tks::InputFormat::json},
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

/// `checked` says which rules are checked where --checks is not given.
inline void add_selection_options(CLI::App& app, tks::RuleSelection& selection, const std::string& checked = "all") {
    add_list_option(app, "--checks", selection.checks,
                    "Check these rules: names, families or the beginnings of names; json always among them (default: " +
                        checked + ")")
        ->option_text("RULE,...");
    add_list_option(app, "--select", selection.select, "Of what is checked, report only these rules (default: all)")
        ->option_text("RULE,...");
    add_list_option(app, "--ignore", selection.ignore, "Report none of these rules")->option_text("RULE,...");
    add_list_option(app, "--level", selection.levels,
                    "How much findings matter: error, warning, info or off; of several for a rule the last one counts")
        ->option_text("RULE=LEVEL,...");
}

inline void add_color_option(CLI::App& app, When& color) {
    add_word_option(app, "--color", color,
                    {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                    "Whether to use colour (default: auto, on terminals unless NO_COLOR is set)");
}

}  // namespace tksctl
