#include <CLI/CLI.hpp>

#include "completion_words.hpp"

namespace tksctl {

namespace {

constexpr const char* zsh_head = R"zsh(#compdef tksctl
# Completion of tksctl for zsh. Made by: tksctl completions zsh

# What can stand in one place. $1: "list" for comma-separated ones, "files" if it can be a file as well; $2: the separator of
# pairs; $3: words, the first ones of pairs; $4: the second ones, or FILE.
_tksctl_words() {
    [[ $1 == *list* ]] && compset -P '*,'
    local separator=${2/colon/:}
    if [[ -n $separator ]]; then
        if compset -P "*$separator"; then
            if [[ $4 == FILE ]]; then
                _files
            else
                compadd -- ${=4}
            fi
        else
            [[ $separator == : ]] && compadd -- ${=3}
            compadd -S "$separator" -- ${=3}
        fi
        return
    fi
    if [[ $1 == *list* ]]; then
        compadd -qS , -- ${=3}
    else
        compadd -- ${=3}
    fi
    [[ $1 == *files* ]] && _files
}

# The topics of the cluster that the command line names.
_tksctl_topics() {
    local -a connection topics
    local word is_value
    for word in $words; do
        if [[ -n $is_value ]]; then
            connection+=($word)
            is_value=
            continue
        fi
        case $word in
        -b | --brokers | -X | --property | --kafka-config | --profile | --config)
            connection+=($word)
            is_value=1
            ;;
        --brokers=* | --property=* | --kafka-config=* | --profile=* | --config=*) connection+=($word) ;;
        esac
    done
    topics=(${(f)"$(tksctl topics list $connection --timeout 2s --format names 2>/dev/null)"})
    compadd -a topics
}

)zsh";

std::string in_zsh_quotes(const std::string& text) {
    return "'" + replaced(text, '\'', "'\\''") + "'";
}

std::string zsh_words(const CompletionPlace& place) {
    return place.set.empty() ? joined(place.words) : "$_tksctl_" + place.set;
}

/// The action of a value in the form of _arguments.
std::string action_of(const CompletionValue& value) {
    if (value.first.takes_topics) return "_tksctl_topics";
    if (value.first.words.empty()) return value.first.takes_files ? "_files" : " ";
    if (value.separator == 0 && !value.is_list && !value.first.takes_files && value.first.set.empty())
        return "(" + joined(value.first.words) + ")";
    const std::string kind = std::string(value.is_list ? "list" : "") + (value.first.takes_files ? "files" : "");
    const std::string separator =
        value.separator == ':' ? "colon" : std::string(value.separator != 0 ? 1 : 0, value.separator);
    const std::string second = value.second.takes_files ? "FILE" : zsh_words(value.second);
    return "{_tksctl_words \"" + kind + "\" \"" + separator + "\" \"" + zsh_words(value.first) + "\" \"" + second +
           "\"}";
}

std::string described(const std::string& text) {
    return "[" + replaced(replaced(text, '[', "\\["), ']', "\\]") + "]";
}

void append_option(std::string& script, const CompletionOption& option) {
    const std::string once = option.can_repeat ? "*" : "(" + joined(option.names) + ")";
    for (const std::string& name : option.names) {
        std::string specification = once + name;
        if (option.has_value && name.starts_with("--")) specification += "=";
        specification += described(option.summary);
        if (option.has_value) specification += ":value:" + action_of(option.value);
        script += " \\\n            " + in_zsh_quotes(specification);
    }
}

void append_zsh_command(std::string& script, const CompletionCommand& command) {
    script += "        " + command.name + ")\n            _arguments";
    for (const CompletionOption& option : command.options) append_option(script, option);
    std::size_t place = 1;
    for (const CompletionArgument& argument : command.arguments) {
        const std::string where = argument.can_repeat ? "*" : std::to_string(place);
        script += " \\\n            " + in_zsh_quotes(where + ":" + argument.name + ":" + action_of(argument.value));
        ++place;
    }
    script += "\n            ;;\n";
}

}  // namespace

std::string zsh_completion(const CLI::App& program) {
    const std::vector<CompletionCommand> commands = completions_of_commands(program);
    std::string script = zsh_head;
    for (const CompletionSet& set : completion_sets())
        script += "typeset -g _tksctl_" + set.name + "=" + in_zsh_quotes(joined(set.words)) + "\n";
    script +=
        "\n_tksctl() {\n"
        "    local curcontext=$curcontext state line\n"
        "    local -A opt_args\n"
        "    local -a commands=(\n";
    for (const CompletionCommand& command : commands)
        script += "        " + in_zsh_quotes(command.name + ":" + replaced(command.summary, ':', "\\:")) + "\n";
    script += "        'help:Tell more of a command'\n    )\n    _arguments -C";
    for (const CompletionOption& option : completion_of(program).options) append_option(script, option);
    script +=
        " \\\n            '1:command:->command' '*::argument:->argument'\n"
        "    case $state in\n"
        "    command) _describe -t commands command commands ;;\n"
        "    argument)\n"
        "        curcontext=${curcontext%:*}-$words[1]:\n"
        "        case $words[1] in\n"
        "        help) _arguments '1:command:{_describe -t commands command commands}' ;;\n";
    for (const CompletionCommand& command : commands) append_zsh_command(script, command);
    script +=
        "        esac\n"
        "        ;;\n"
        "    esac\n"
        "}\n\n"
        "# The file is the function itself where the shell finds it by its name; else it was sourced.\n"
        "if [[ $funcstack[1] == _tksctl ]]; then\n"
        "    _tksctl \"$@\"\n"
        "else\n"
        "    compdef _tksctl tksctl\n"
        "fi\n";
    return script;
}

}  // namespace tksctl
