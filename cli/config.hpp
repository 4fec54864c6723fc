#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "config_files.hpp"

namespace tksctl {

/// Which configuration to read.
struct ConfigOptions {
    std::string file;  ///< This one alone; empty for those that are found.
    bool is_off = false;
    std::string profile;  ///< Where the command has the option.
};

/// Adds what says which configuration to read, and, to commands that have brokers or a store, which profile of it.
void add_config_options(CLI::App& app, ConfigOptions& options);

/// What the environment and configuration files say of the options of one command. The command's own parser describes what
/// there is: keys are the long names of its options, and values are parsed and checked as on the command line.
///
/// The command line beats the environment (TKSCTL_OPTION for --option), which beats the project's file, which beats the
/// user's. Each file has a table a command, and tables of profiles: a profile has the rank of what names it.
class Config {
public:
    /// Sets the options of the command that was parsed, as far as the command line left them open. Throws tks::UsageError,
    /// with the place, for what no option understands.
    Config(CLI::App& parser, const ConfigOptions& options);

    /// The message of a tks::UsageError; where it is about an option that was set here, with the place in front.
    [[nodiscard]] std::string located(std::string_view message) const;

    /// Whether an option, by its long name with dashes, was set here and what a service's environment says counts for more.
    [[nodiscard]] bool is_beaten_by_environment(std::string_view option) const;

    /// What was set here, in the order of rank.
    [[nodiscard]] const std::vector<ConfiguredValue>& values() const { return values_; }

    /// Where an option was set: FILE:LINE or a variable. Empty if it was not set here.
    [[nodiscard]] std::string place_of(std::string_view option) const;

private:
    enum class Rank { command_line, environment, project, user };

    void apply(std::vector<ConfiguredValue> values, Rank rank);
    void apply_environment(CLI::App& parser);
    void apply_files(CLI::App& parser, const ConfigOptions& options);

    struct Origin {
        std::string place;
        Rank rank{};
    };
    std::map<std::string, Origin, std::less<>> origins_;  // By the option's long name, with its dashes.
    std::vector<ConfiguredValue> values_;
};

/// The variable that sets an option of any command that has it.
std::string variable_of_option(std::string_view long_name);

/// What is to be said of variables of the environment that look as if they set an option of some command, and set none.
std::vector<std::string> remarks_on_variables(const CLI::App& app);

}  // namespace tksctl
