#pragma once

#include <functional>
#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace tksctl {

struct Io;

/// What runs a command once its options are parsed; returns the exit status. Parsing opens nothing.
using Run = std::function<int(Io&)>;

/// One command of tksctl. The table of commands is what help, man pages, completions and tests go by.
struct Command {
    std::string_view name;
    std::string_view summary;   ///< One line of help.
    Run (*add)(CLI::App& app);  ///< Adds the options to the command's own parser.
};

std::span<const Command> commands();

/// Exit statuses, the same for all commands.
namespace status {
inline constexpr int good = 0;
inline constexpr int findings = 1;  ///< Findings, or a comparison that failed.
inline constexpr int usage = 2;     ///< Wrong usage or configuration.
inline constexpr int input = 3;     ///< An input cannot be read, or an output not be written.
inline constexpr int kafka = 4;     ///< A cluster cannot be reached, or refuses what is asked of it.
inline constexpr int store = 5;     ///< A store cannot be opened, read or written.
}  // namespace status

}  // namespace tksctl
