#include "completion_words.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <string_view>

#include "command.hpp"
#include "shared_options.hpp"
#include "tks/account_report.hpp"
#include "tks/events.hpp"
#include "tks/finding_writer.hpp"
#include "tks/json_schema.hpp"
#include "tks/rules.hpp"

namespace tksctl {

namespace {

template <class Range>
void append_words(std::vector<std::string>& words, const Range& range) {
    for (const auto& word : range)
        if (std::ranges::find(words, std::string(word)) == words.end()) words.emplace_back(word);
}

template <class... Enums>
std::vector<std::string> words_of_enums() {
    std::vector<std::string> words;
    (append_words(words, tks::EnumDescription<Enums>::words), ...);
    return words;
}

std::vector<std::string> rule_words() {
    std::vector<std::string> words;
    append_words(words, tks::rule_families());
    for (const tks::Rule& rule : tks::rules()) words.emplace_back(rule.name);
    return words;
}

std::vector<CompletionSet> make_sets() {
    std::vector<std::string> models;
    std::vector<std::string> columns;
    std::vector<std::string> reports;
    std::vector<std::string> names;
    const std::vector<std::string> events = words_of_enums<tks::EventType>();
    for (const std::string_view name : tks::json_schema_names())
        if (std::ranges::find(events, name) == events.end()) models.emplace_back(name);
    append_words(columns, tks::EnumDescription<tks::GroupKey>::words);
    for (const tks::ReportDefinition& report : tks::reports()) {
        reports.emplace_back(report.name);
        for (const tks::Column& column : report.columns) append_words(columns, std::vector{column.path});
    }
    for (const Command& command : commands()) names.emplace_back(command.name);
    std::vector<std::string> findings = {"error", "warning", "info", "never"};
    append_words(findings, rule_words());
    return {{"RULE", rule_words()},
            {"LEVEL", {"error", "warning", "info", "off"}},
            {"FINDINGS", findings},
            {"FORMAT", {std::begin(tks::finding_format_names), std::end(tks::finding_format_names)}},
            {"REPORT", reports},
            {"COLUMN", columns},
            {"MODEL", models},
            {"EVENT_TYPE", events},
            {"TYPE", events},
            {"DIRECTION", words_of_enums<tks::Direction>()},
            {"STATUS", words_of_enums<tks::IntentStatus, tks::SignalStatus, tks::OrderStatus, tks::TradeStatus>()},
            {"COMMAND", names}};
}

/// One of the alternatives of a place.
void add_alternative(CompletionPlace& place, std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty()) return;
    if (text == "FILE" || text == "DIR") {
        place.takes_files = true;
    } else if (text == "TOPIC") {
        place.takes_topics = true;
    } else if (std::ranges::any_of(text, [](unsigned char letter) { return std::isupper(letter) != 0; })) {
        const auto set = std::ranges::find(completion_sets(), text, &CompletionSet::name);
        if (set == completion_sets().end()) return;
        place.set = place.words.empty() ? set->name : "";
        append_words(place.words, set->words);
    } else {
        place.set.clear();
        place.words.emplace_back(text);
    }
}

CompletionPlace place_of(std::string_view text) {
    CompletionPlace place;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("| "), text.size());
        add_alternative(place, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return place;
}

bool is_repeated(const CLI::Option& option) {
    return option.get_items_expected_max() > 1;
}

CompletionValue value_of(const CLI::Option& option) {
    CompletionValue value = completion_value_of(option.get_option_text());
    if (option.get_delimiter() == ',') value.is_list = true;
    if (option.get_type_name() == file_type) value.first.takes_files = true;
    return value;
}

/// Up to where the details begin.
std::string summary_of(const CLI::Option& option) {
    const std::string& text = option.get_description();
    return text.substr(0, std::min({text.find(" ("), text.find(';'), text.find(", as in"), text.find(": ")}));
}

}  // namespace

const std::vector<CompletionSet>& completion_sets() {
    static const std::vector<CompletionSet> sets = make_sets();
    return sets;
}

CompletionValue completion_value_of(const std::string& text) {
    CompletionValue value;
    std::string bare;
    std::ranges::copy_if(text, std::back_inserter(bare), [](char letter) { return letter != '[' && letter != ']'; });
    if (bare.ends_with("...")) bare.resize(bare.size() - 3);
    if (bare.ends_with(',')) {
        value.is_list = true;
        bare.pop_back();
    }
    const std::size_t separator = bare.find_first_of("=:");
    value.first = place_of(std::string_view(bare).substr(0, separator));
    if (separator == std::string::npos) return value;
    value.second = place_of(std::string_view(bare).substr(separator + 1));
    if (value.second.is_known()) value.separator = bare[separator];
    return value;
}

CompletionCommand completion_of(const CLI::App& app) {
    CompletionCommand command;
    command.name = app.get_name();
    command.summary = app.get_description();
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group().empty()) continue;
        if (option->get_positional()) {
            command.arguments.push_back(
                {.name = option->get_name(true), .value = value_of(*option), .can_repeat = is_repeated(*option)});
            continue;
        }
        CompletionOption described;
        described.summary = summary_of(*option);
        described.has_value = option->get_items_expected_max() != 0;
        for (const std::string& name : option->get_snames()) described.names.push_back("-" + name);
        for (const std::string& name : option->get_lnames()) described.names.push_back("--" + name);
        described.can_repeat = is_repeated(*option);
        if (described.has_value) described.value = value_of(*option);
        command.options.push_back(std::move(described));
    }
    return command;
}

std::vector<CompletionCommand> completions_of_commands(const CLI::App& program) {
    std::vector<CompletionCommand> described;
    for (const CLI::App* command : program.get_subcommands({}))
        if (!command->get_group().empty()) described.push_back(completion_of(*command));
    return described;
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

std::string replaced(const std::string& text, char character, const std::string& replacement) {
    std::string result;
    for (const char letter : text) result.append(letter == character ? replacement : std::string(1, letter));
    return result;
}

}  // namespace tksctl
