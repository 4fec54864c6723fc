#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tksctl {

/// What can stand in one place of a command line.
struct CompletionPlace {
    std::vector<std::string> words;  ///< Sorted as they are listed in help; empty where nothing is known.
    std::string set;                 ///< The name of the words where many options share them, as RULE; else empty.
    bool takes_files = false;
    bool takes_topics = false;  ///< Of a Kafka cluster, which knows them.

    [[nodiscard]] bool is_known() const { return !words.empty() || takes_files || takes_topics; }
};

/// What the value of an option, or a positional argument, can be. It follows from the text that help shows for it: words in
/// small letters stand for themselves, those in capitals for a set (RULE, FILE), and a = or : joins two of them.
struct CompletionValue {
    CompletionPlace first;
    char separator = 0;  ///< Between the two places; 0 where there is only the first.
    CompletionPlace second;
    bool is_list = false;  ///< Comma-separated.
};

struct CompletionOption {
    std::vector<std::string> names;  ///< With their dashes; the long one last.
    std::string summary;             ///< The first words of its description.
    bool has_value = false;
    bool can_repeat = false;
    CompletionValue value;
};

struct CompletionArgument {
    std::string name;
    CompletionValue value;
    bool can_repeat = false;
};

struct CompletionCommand {
    std::string name;
    std::string summary;
    std::vector<CompletionOption> options;
    std::vector<CompletionArgument> arguments;
};

/// Sets of words that are shared by options, by the name that stands for them.
struct CompletionSet {
    std::string name;
    std::vector<std::string> words;
};

const std::vector<CompletionSet>& completion_sets();

/// What `text` stands for: the text that help shows for a value.
CompletionValue completion_value_of(const std::string& text);

/// The options of the program itself, as those of a command without a name.
CompletionCommand completion_of(const CLI::App& app);

/// All commands, in the order of help.
std::vector<CompletionCommand> completions_of_commands(const CLI::App& program);

/// The shells that scripts can be written for.
std::string bash_completion(const CLI::App& program);
std::string zsh_completion(const CLI::App& program);
std::string fish_completion(const CLI::App& program);

/// The words with a space between them.
std::string joined(const std::vector<std::string>& words);

/// Puts `replacement` wherever `character` stands.
std::string replaced(const std::string& text, char character, const std::string& replacement);

}  // namespace tksctl
