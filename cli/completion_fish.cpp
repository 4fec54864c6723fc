#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "completion_words.hpp"

namespace tksctl {

namespace {

constexpr const char* fish_head = R"fish(# Completion of tksctl for fish. Made by: tksctl completions fish

# Whether the command on the line is $argv[1]; without it, whether there is none yet.
function __tksctl_command
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        string match -q -- '-*' $word; and continue
        set -q argv[1]; and test "$word" = "$argv[1]"
        return
    end
    not set -q argv[1]
end

# Whether a command without options of its own is asked about: tksctl help COMMAND.
function __tksctl_argument
    # $argv: the place from 1, "more" if that and later ones are meant, and the command's options with a value.
    set -l place $argv[1]
    set -l more $argv[2]
    set -l with_value $argv[3..]
    set -l words (commandline -opc)
    set -l count 0
    set -l is_value no
    for word in $words[2..]
        if test $is_value = yes
            set is_value no
        else if contains -- $word $with_value
            set is_value yes
        else if not string match -q -- '-?*' $word
            set count (math $count + 1)
        end
    end
    test $count -eq $place; or begin
        test $more = more; and test $count -gt $place
    end
end

# The words of a comma-separated list, behind what stands there already.
function __tksctl_list
    set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '^.*,')
    printf '%s\n' "$before"$argv
end

# Pairs: the first words, a separator, then the second ones. $argv: the separator, how many first words, both.
function __tksctl_pairs
    set -l separator $argv[1]
    set -l firsts $argv[3..(math $argv[2] + 2)]
    set -l seconds $argv[(math $argv[2] + 3)..]
    set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
    set -l before (string match -r '^.*,' -- $token)
    set -l last (string replace -r '^.*,' '' -- $token)
    if string match -q -- "*$separator*" $last
        set -l first (string split -m 1 -- $separator $last)[1]
        test "$seconds" = FILE; and set seconds (__fish_complete_path (string split -m 1 -- $separator $last)[2] | string split -f 1 \t)
        printf '%s\n' "$before$first$separator"$seconds
    else
        test "$separator" = :; and printf '%s\n' "$before"$firsts
        printf '%s\n' "$before"$firsts$separator
    end
end

# The topics of the cluster that the command line names.
function __tksctl_topics
    set -l connection
    set -l is_value no
    for word in (commandline -opc)
        if test $is_value = yes
            set -a connection $word
            set is_value no
        else if contains -- $word -b --brokers -X --property --kafka-config --profile --config
            set -a connection $word
            set is_value yes
        else if string match -qr -- '^--(brokers|property|kafka-config|profile|config)=' $word
            set -a connection $word
        end
    end
    tksctl topics list $connection --timeout 2s --format names 2>/dev/null
end

complete -c tksctl -f
)fish";

std::string in_fish_quotes(const std::string& text) {
    return "'" + replaced(replaced(text, '\\', "\\\\"), '\'', "\\'") + "'";
}

std::string fish_words(const CompletionPlace& place) {
    return place.set.empty() ? joined(place.words) : "$__tksctl_" + place.set;
}

/// What `complete` is told of a value.
std::string value_of(const CompletionValue& value) {
    if (value.separator != 0) {
        const std::string second = value.second.takes_files ? "FILE" : fish_words(value.second);
        return " -a '(__tksctl_pairs " + std::string(1, value.separator) + " " +
               std::to_string(value.first.words.size()) + " " + fish_words(value.first) + " " + second + ")'";
    }
    std::string text;
    if (value.first.takes_files) text += " -F";
    if (value.first.takes_topics) text += " -a '(__tksctl_topics)'";
    if (!value.first.words.empty())
        text += value.is_list ? " -a '(__tksctl_list " + fish_words(value.first) + ")'"
                              : " -a '" + fish_words(value.first) + "'";
    return text;
}

void append_option(std::string& script, const std::string& condition, const CompletionOption& option) {
    script += "complete -c tksctl -n " + condition;
    for (const std::string& name : option.names)
        script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    script += " -d " + in_fish_quotes(option.summary);
    if (option.has_value) script += option.value.first.takes_files ? " -r" : " -x";
    if (option.has_value) script += value_of(option.value);
    script += '\n';
}

void append_fish_command(std::string& script, const CompletionCommand& command) {
    const std::string condition = "'__tksctl_command " + command.name + "'";
    script += "\n# " + command.name + "\n";
    std::string with_value;
    for (const CompletionOption& option : command.options) {
        append_option(script, condition, option);
        if (option.has_value) with_value += " " + joined(option.names);
    }
    std::size_t place = 1;
    for (const CompletionArgument& argument : command.arguments) {
        const std::string value = value_of(argument.value);
        if (!value.empty())
            script += fmt::format("complete -c tksctl -n '__tksctl_command {}; and __tksctl_argument {} {}{}'{}\n",
                                  command.name, place, argument.can_repeat ? "more" : "one", with_value, value);
        ++place;
    }
}

}  // namespace

std::string fish_completion(const CLI::App& program) {
    std::string script = fish_head;
    for (const CompletionSet& set : completion_sets())
        script += "set -g __tksctl_" + set.name + " " + joined(set.words) + "\n";
    script += '\n';
    for (const CompletionOption& option : completion_of(program).options)
        append_option(script, "__tksctl_command", option);
    const std::vector<CompletionCommand> commands = completions_of_commands(program);
    for (const CompletionCommand& command : commands)
        script += "complete -c tksctl -n __tksctl_command -a " + command.name + " -d " +
                  in_fish_quotes(command.summary) + "\n";
    script +=
        "complete -c tksctl -n __tksctl_command -a help -d 'Tell more of a command'\n"
        "complete -c tksctl -n '__tksctl_command help; and __tksctl_argument 1 one' -a '$__tksctl_COMMAND'\n";
    for (const CompletionCommand& command : commands) append_fish_command(script, command);
    return script;
}

}  // namespace tksctl
