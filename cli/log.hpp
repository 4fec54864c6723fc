#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace tksctl {

enum class LogLevel { debug, info, warning, error, off };
enum class LogFormat { text, json };

/// How messages go to standard error.
struct LogOptions {
    LogFormat format = LogFormat::text;
    LogLevel level = LogLevel::info;  ///< What matters less is left out.
};

/// What holds before the command line is understood: LOGGING_LEVEL, as the platform's services know it, and the format, so
/// that what is wrong with the command line is told in it as well.
LogOptions early_log_options(const std::vector<std::string>& words);

void add_log_options(CLI::App& app, LogOptions& options);

/// Holds from now on, for the whole process.
void set_log_options(const LogOptions& options);
const LogOptions& log_options();

/// One message: as text a line "tksctl: MESSAGE", whatever its level; as JSON an object a line with time, level and message.
void log_message(LogLevel level, std::string_view message);

/// Text for people that is no message, as a summary: as it is, or as JSON one object. The level may leave it out.
void log_text(LogLevel level, std::string_view text);

}  // namespace tksctl
