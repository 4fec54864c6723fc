#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command.hpp"
#include "config.hpp"
#include "help.hpp"
#include "io.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/version.hpp"

namespace {

using tksctl::Io;
using tksctl::LogLevel;

constexpr std::string_view more_help = "; tksctl --help, or --help behind a command, tells more";

/// `help`, and `help COMMAND`, are other words for --help.
std::vector<std::string> words_given(int argument_count, char** arguments) {
    std::vector<std::string> words(arguments + std::min(argument_count, 1), arguments + argument_count);
    if (words.empty() || words.front() != "help") return words;
    words.erase(words.begin());
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(words.size(), 1)), "--help");
    return words;
}

/// Throws tks::UsageError if the first word should be a command and is none.
void check_command(const std::vector<std::string>& words) {
    if (words.empty() || words.front().starts_with('-')) return;
    std::vector<std::string_view> names{"help"};
    for (const tksctl::Command& command : tksctl::commands()) names.push_back(command.name);
    if (std::ranges::find(names, words.front()) != names.end()) return;
    throw tks::UsageError(fmt::format("there is no command \"{}\"{}{}", words.front(),
                                      tks::did_you_mean(words.front(), names), more_help));
}

/// What is wrong with the command line: an option that there is not, first of all.
std::string message_of(const CLI::ParseError& error, const CLI::App& app) {
    std::vector<const CLI::App*> parsers{&app};
    for (const CLI::App* parser : app.get_subcommands()) parsers.push_back(parser);
    for (const CLI::App* parser : parsers)
        for (const std::string& word : parser->remaining()) {
            if (!word.starts_with('-') || word.size() < 2) continue;
            std::vector<std::string> spelt;
            for (const CLI::Option* option : parser->get_options())
                for (const std::string& name : option->get_lnames()) spelt.push_back("--" + name);
            const std::vector<std::string_view> names(spelt.begin(), spelt.end());
            const std::string option = word.substr(0, word.find('='));
            return fmt::format("{} has no option {}{}; tksctl help {}lists them", parser->get_name(), option,
                               tks::did_you_mean(option, names), parser == &app ? "" : parser->get_name() + " ");
        }
    return std::string(error.what()).append(more_help);
}

/// Parses the command line and runs the command that it names.
int run(std::vector<std::string> words, Io& io) {
    CLI::App app("Find out what really happened on an event-driven trading platform.", "tksctl");
    app.set_version_flag("--version", "tksctl " TKS_VERSION);
    app.require_subcommand(1);
    app.fallthrough(false);
    app.formatter(std::make_shared<tksctl::HelpFormatter>());
    app.footer(
        "Examples:\n"
        "  tksctl validate dumps/\n"
        "  tksctl report pnl --by week dumps/\n"
        "  tksctl tail --offset @-1h orders trades\n"
        "tksctl help COMMAND tells more of a command, and so does its page of the manual.");
    tksctl::ConfigOptions config_options;
    tksctl::LogOptions log_options = tksctl::early_log_options(words);
    tksctl::set_log_options(log_options);
    std::vector<std::pair<CLI::App*, tksctl::Run>> runs;
    for (const tksctl::Command& command : tksctl::commands()) {
        CLI::App* parser = app.add_subcommand(std::string(command.name), std::string(command.summary));
        parser->get_help_ptr()->configurable(false);
        runs.emplace_back(parser, command.add(*parser));
        tksctl::add_config_options(*parser, config_options);
        tksctl::add_log_options(*parser, log_options);
    }
    check_command(words);
    try {
        // The parser takes them from the end.
        std::ranges::reverse(words);
        app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        // Help and the version are "errors" with the status 0.
        if (error.get_exit_code() == 0) return app.exit(error);
        throw tks::UsageError(message_of(error, app));
    }
    for (const auto& [parser, run_command] : runs) {
        if (!parser->parsed()) continue;
        const tksctl::Config config(*parser, config_options);
        io.config = &config;
        tksctl::set_log_options(log_options);
        for (const std::string& remark : tksctl::remarks_on_variables(app)) io.say(remark, LogLevel::warning);
        try {
            return run_command(io);
        } catch (const tks::UsageError& error) {
            throw tks::UsageError(config.located(error.what()));
        }
    }
    return tksctl::status::usage;
}

}  // namespace

int main(int argument_count, char** arguments) {
    // A closed pipe is found where it is written to.
    std::signal(SIGPIPE, SIG_IGN);
    Io io;
    try {
        return run(words_given(argument_count, arguments), io);
    } catch (const tksctl::ClosedPipe&) {
        return tksctl::status::good;
    } catch (const tks::UsageError& error) {
        io.say(error.what(), LogLevel::error);
        return tksctl::status::usage;
    } catch (const tks::KafkaError& error) {
        io.say(error.what(), LogLevel::error);
        return tksctl::status::kafka;
    } catch (const tks::StoreError& error) {
        io.say(error.what(), LogLevel::error);
        return tksctl::status::store;
    } catch (const tks::EnvironmentError& error) {
        io.say(error.what(), LogLevel::error);
        return tksctl::status::input;
    } catch (const std::bad_alloc&) {
        io.say("there is not enough memory", LogLevel::error);
        return tksctl::status::input;
    }
}
