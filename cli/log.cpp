#include "log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "shared_options.hpp"
#include "tks/kafka_settings.hpp"

namespace tksctl {

namespace {

LogOptions current;

const Words<LogFormat>& format_words() {
    static const Words<LogFormat> words = {{"text", LogFormat::text}, {"json", LogFormat::json}};
    return words;
}

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::off:
            break;
    }
    return spdlog::level::off;
}

/// The message as text in JSON, with its quotes. What is no UTF-8 is replaced.
class JsonText : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& destination) override {
        const nlohmann::json text(std::string(message.payload.data(), message.payload.size()));
        const std::string quoted = text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        destination.append(quoted.data(), quoted.data() + quoted.size());
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonText>(); }
};

/// Writes at once to standard error; who reads it is no matter.
spdlog::logger& logger() {
    static spdlog::logger instance("tksctl", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return instance;
}

/// A variable of Python's words for levels, as the services have it.
std::optional<LogLevel> level_of_environment() {
    constexpr std::pair<std::string_view, LogLevel> words[] = {{"debug", LogLevel::debug},
                                                               {"info", LogLevel::info},
                                                               {"warning", LogLevel::warning},
                                                               {"error", LogLevel::error},
                                                               {"critical", LogLevel::error}};
    const std::string given = CLI::detail::to_lower(tks::environment_variable("LOGGING_LEVEL").value_or(""));
    for (const auto& [word, level] : words)
        if (word == given) return level;
    return std::nullopt;
}

}  // namespace

LogOptions early_log_options(const std::vector<std::string>& words) {
    LogOptions options;
    options.level = level_of_environment().value_or(options.level);
    std::string format = tks::environment_variable("TKSCTL_LOG_FORMAT").value_or("");
    constexpr std::string_view option = "--log-format";
    for (std::size_t index = 0; index < words.size(); ++index) {
        if (words[index] == option && index + 1 < words.size()) format = words[index + 1];
        if (words[index].starts_with("--log-format=")) format = words[index].substr(option.size() + 1);
    }
    for (const auto& [word, meaning] : format_words())
        if (word == format) options.format = meaning;
    return options;
}

void add_log_options(CLI::App& app, LogOptions& options) {
    add_word_option(app, "--log-format", options.format, format_words(),
                    "How messages go to standard error (default: text)");
    add_word_option(app, "--log-level", options.level,
                    {{"debug", LogLevel::debug},
                     {"info", LogLevel::info},
                     {"warning", LogLevel::warning},
                     {"error", LogLevel::error},
                     {"off", LogLevel::off}},
                    "Leave out messages that matter less (default: LOGGING_LEVEL, else info)");
}

void set_log_options(const LogOptions& options) {
    current = options;
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<JsonText>('J');
    formatter->set_pattern(options.format == LogFormat::json
                               ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%J})"
                               : "tksctl: %v");
    logger().set_formatter(std::move(formatter));
    logger().set_level(level_of(options.level));
}

const LogOptions& log_options() {
    return current;
}

void log_message(LogLevel level, std::string_view message) {
    logger().log(level_of(level), message);
}

void log_text(LogLevel level, std::string_view text) {
    if (current.format == LogFormat::text) {
        if (level >= current.level) std::fwrite(text.data(), 1, text.size(), stderr);
        return;
    }
    while (text.ends_with('\n')) text.remove_suffix(1);
    logger().log(level_of(level), text);
}

}  // namespace tksctl
