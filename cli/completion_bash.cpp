#include <CLI/CLI.hpp>

#include "completion_words.hpp"

namespace tksctl {

namespace {

constexpr const char* bash_head = R"bash(# Completion of tksctl for bash. Made by: tksctl completions bash
# shellcheck shell=bash

)bash";

constexpr const char* body = R"bash(
# Whether an option of a command has a value.
_tksctl_has_value() {
    local first second separator is_list takes_files takes_topics
    _tksctl_value "$@"
}

# The topics of the cluster that the command line names.
_tksctl_topics() {
    local -a connection=()
    local word is_value=
    for word; do
        if [[ -n $is_value ]]; then
            connection+=("$word")
            is_value=
            continue
        fi
        case $word in
        -b | --brokers | -X | --property | --kafka-config | --profile | --config)
            connection+=("$word")
            is_value=1
            ;;
        --brokers=* | --property=* | --kafka-config=* | --profile=* | --config=*) connection+=("$word") ;;
        esac
    done
    tksctl topics list "${connection[@]}" --timeout 2s --format names 2>/dev/null
}

# Fills COMPREPLY with what can stand in place of $1, behind $2, which stays.
_tksctl_reply() {
    local current=$1 prefix=$2 ending='' word
    if [[ -n $is_list ]]; then
        prefix+=${current%"${current##*,}"}
        current=${current##*,}
    fi
    if [[ -n $separator && $current == *"$separator"* ]]; then
        prefix+=${current%%"$separator"*}$separator
        current=${current#*"$separator"}
        first=$second
        takes_files=
        if [[ $second == FILE ]]; then
            first=
            takes_files=1
        fi
    elif [[ -n $separator ]]; then
        ending=$separator
    fi
    # What stands before a character that breaks words is no part of what readline replaces.
    local stays=$prefix$current breaks=
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=':'
    if [[ -n $breaks ]]; then
        stays=${stays%"${stays##*["$breaks"]}"}
    else
        stays=
    fi
    while IFS= read -r word; do
        [[ $ending == ':' ]] && COMPREPLY+=("${prefix#"$stays"}$word")
        COMPREPLY+=("${prefix#"$stays"}$word$ending")
    done < <(compgen -W "$first" -- "$current")
    if [[ -n $takes_files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
            COMPREPLY+=("${prefix#"$stays"}$word")
        done < <(compgen -f -- "$current")
    elif [[ -n $ending$is_list ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

_tksctl() {
    # The words as the shell will see them: readline takes them apart at = and :.
    local -a words=()
    local rest=$COMP_LINE word space index
    for ((index = 0; index <= COMP_CWORD; ++index)); do
        word=${COMP_WORDS[index]}
        space=${rest%%[![:space:]]*}
        rest=${rest#"$space"}
        rest=${rest#"$word"}
        if ((index == 0)) || [[ -n $space || -z $word ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
    done

    local current=${words[${#words[@]} - 1]} command='' option='' place=1
    for ((index = 1; index < ${#words[@]} - 1; ++index)); do
        word=${words[index]}
        if [[ -n $option ]]; then
            option=
            continue
        fi
        case $word in
        --*=*) ;;
        -?*) if _tksctl_has_value "$command" "$word"; then option=$word; fi ;;
        *) if [[ -z $command ]]; then command=$word; else ((++place)); fi ;;
        esac
    done

    COMPREPLY=()
    local first='' second='' separator='' is_list='' takes_files='' takes_topics='' prefix=''
    if [[ -n $option ]]; then
        _tksctl_value "$command" "$option"
    elif [[ $current == --*=* ]]; then
        prefix=${current%%=*}=
        _tksctl_value "$command" "${current%%=*}" || return 0
        current=${current#*=}
    elif [[ $current == -* ]]; then
        first=$(_tksctl_options "$command")
    elif [[ -z $command ]]; then
        first="$_tksctl_COMMAND help"
    elif [[ $command == help ]]; then
        ((place > 1)) || first=$_tksctl_COMMAND
    else
        _tksctl_value "$command" "$place" || return 0
    fi
    if [[ -n $takes_topics ]]; then
        first=$(_tksctl_topics "${words[@]}")
    fi
    _tksctl_reply "$current" "$prefix"
}

complete -F _tksctl tksctl
)bash";

std::string bash_words(const CompletionPlace& place) {
    return place.set.empty() ? "'" + joined(place.words) + "'" : "$_tksctl_" + place.set;
}

std::string assignments_of(const CompletionValue& value) {
    std::string text;
    if (!value.first.words.empty()) text += " first=" + bash_words(value.first);
    if (value.first.takes_files) text += " takes_files=1";
    if (value.first.takes_topics) text += " takes_topics=1";
    if (value.separator != 0) text += std::string(" separator='") + value.separator + "'";
    if (value.separator != 0) text += " second=" + (value.second.takes_files ? "FILE" : bash_words(value.second));
    if (value.is_list && !value.first.words.empty()) text += " is_list=1";
    return text;
}

void append_options(std::string& script, const CompletionCommand& command) {
    std::string names;
    for (const CompletionOption& option : command.options) names += (names.empty() ? "" : " ") + joined(option.names);
    script += "    '" + command.name + "') echo '" + names + "' ;;\n";
}

void append_values(std::string& script, const CompletionCommand& command) {
    for (const CompletionOption& option : command.options) {
        if (!option.has_value) continue;
        std::string pattern;
        for (const std::string& name : option.names)
            pattern += (pattern.empty() ? "'" : " | '") + command.name + " " + name + "'";
        script += "    " + pattern + ")" + assignments_of(option.value) + " ;;\n";
    }
    std::size_t place = 1;
    for (const CompletionArgument& argument : command.arguments) {
        const std::string pattern = argument.can_repeat ? "'" + command.name + " '[0-9]*"
                                                        : "'" + command.name + " " + std::to_string(place) + "'";
        script += "    " + pattern + ")" + assignments_of(argument.value) + " ;;\n";
        ++place;
    }
}

}  // namespace

std::string bash_completion(const CLI::App& program) {
    std::vector<CompletionCommand> commands = completions_of_commands(program);
    CompletionCommand itself = completion_of(program);
    itself.name.clear();
    commands.insert(commands.begin(), itself);
    std::string script = bash_head;
    for (const CompletionSet& set : completion_sets())
        script += "_tksctl_" + set.name + "='" + joined(set.words) + "'\n";
    script += "\n# The options of a command.\n_tksctl_options() {\n    case $1 in\n";
    for (const CompletionCommand& command : commands) append_options(script, command);
    script +=
        "    esac\n}\n\n"
        "# What can stand behind an option of a command, or in one of the places of its arguments: sets variables of the\n"
        "# caller. Fails for what has no value.\n"
        "# shellcheck disable=SC2034\n"
        "_tksctl_value() {\n    case \"$1 $2\" in\n";
    for (const CompletionCommand& command : commands) append_values(script, command);
    script += "    *) return 1 ;;\n    esac\n}\n";
    return script + body;
}

}  // namespace tksctl
