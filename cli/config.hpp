#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"

namespace tksctl {

/// Which configuration to read.
struct ConfigOptions {
    std::string file;  ///< This one alone; empty for those that are found.
    bool is_off = false;
};

void add_config_options(CLI::App& app, ConfigOptions& options);

/// What configuration files say of the options of one command. The command's own parser describes what there is: keys are the
/// long names of its options, and values are parsed and checked as on the command line.
///
/// The project's file is .tksctl.toml in the present directory or the nearest one above it, up to the root of the
/// repository; the user's is tksctl/config.toml in $XDG_CONFIG_HOME or ~/.config. The command line beats the project, which
/// beats the user. Each file has a table a command.
class Config {
public:
    /// Sets the options of the command that was parsed, as far as the command line left them open. Throws tks::UsageError,
    /// with file and line, for what no option understands.
    Config(CLI::App& parser, const ConfigOptions& options);

    /// The message of a tks::UsageError; where it is about an option that a file has set, with file and line in front.
    [[nodiscard]] std::string located(std::string_view message) const;

private:
    void apply(CLI::App& parser, const std::string& file);

    std::map<std::string, std::string, std::less<>> places_;  // FILE:LINE by the option's long name, with its dashes.
};

}  // namespace tksctl
