#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "command.hpp"
#include "io.hpp"
#include "tks/error.hpp"
#include "tks/version.hpp"

namespace {

using tksctl::Io;

/// Parses the command line and runs the command that it names.
int run(int argument_count, char** arguments, Io& io) {
    CLI::App app("Find out what really happened on an event-driven trading platform.", "tksctl");
    app.set_version_flag("--version", "tksctl " TKS_VERSION);
    app.require_subcommand(1);
    app.fallthrough(false);
    std::vector<std::pair<CLI::App*, tksctl::Run>> runs;
    for (const tksctl::Command& command : tksctl::commands()) {
        CLI::App* parser = app.add_subcommand(std::string(command.name), std::string(command.summary));
        runs.emplace_back(parser, command.add(*parser));
    }
    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::ParseError& error) {
        // Help and the version are "errors" with the status 0.
        if (error.get_exit_code() == 0) return app.exit(error);
        io.say(std::string(error.what()).append("; tksctl --help, or --help behind a command, tells more"));
        return tksctl::status::usage;
    }
    for (const auto& [parser, run_command] : runs)
        if (parser->parsed()) return run_command(io);
    return tksctl::status::usage;
}

}  // namespace

int main(int argument_count, char** arguments) {
    // A closed pipe is found where it is written to.
    std::signal(SIGPIPE, SIG_IGN);
    Io io;
    try {
        return run(argument_count, arguments, io);
    } catch (const tksctl::ClosedPipe&) {
        return tksctl::status::good;
    } catch (const tks::UsageError& error) {
        io.say(error.what());
        return tksctl::status::usage;
    } catch (const tks::EnvironmentError& error) {
        io.say(error.what());
        return tksctl::status::input;
    } catch (const std::bad_alloc&) {
        io.say("there is not enough memory");
        return tksctl::status::input;
    }
}
