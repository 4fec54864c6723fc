#include "config_show.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <vector>

#include "config.hpp"
#include "io.hpp"
#include "kafka_options.hpp"
#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tksctl {

namespace {

enum class ConfigShowAction { show, path };
enum class ConfigShowFormat { text, ndjson };

struct ConfigShowArguments {
    ConfigShowAction action = ConfigShowAction::show;
    std::string command;
    std::string profile;
    ConfigShowFormat format = ConfigShowFormat::text;
    std::string output = "-";
};

/// One value that does not come from the command line. The same one for several commands is one row.
struct Setting {
    std::string commands;  ///< Comma-separated.
    std::string name;      ///< An option, or "kafka:" and a property of the connection.
    std::string value;
    std::string origin;
};

using Cells = std::vector<std::string>;

void append_table(std::string& text, const std::vector<Cells>& rows) {
    std::vector<std::size_t> widths;
    for (const Cells& row : rows)
        for (std::size_t column = 0; column < row.size(); ++column) {
            widths.resize(std::max(widths.size(), row.size()));
            widths[column] = std::max(widths[column], row[column].size());
        }
    for (const Cells& row : rows)
        for (std::size_t column = 0; column < row.size(); ++column) {
            const bool is_last = column + 1 == row.size();
            fmt::format_to(std::back_inserter(text), "{:<{}}{}", row[column], is_last ? 0 : widths[column],
                           is_last ? "\n" : "  ");
        }
}

/// What programs read: objects with the names of the columns as keys.
void append_objects(std::string& text, const Cells& names, const std::vector<Cells>& rows) {
    for (const Cells& row : rows) {
        nlohmann::ordered_json object;
        for (std::size_t column = 0; column < row.size(); ++column) object[names[column]] = row[column];
        text.append(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) += '\n';
    }
}

void write_rows(const ConfigShowArguments& options, const Cells& names, std::vector<Cells> rows) {
    std::string text;
    if (options.format == ConfigShowFormat::ndjson) {
        append_objects(text, names, rows);
    } else {
        rows.insert(rows.begin(), names);
        append_table(text, rows);
    }
    Output output(options.output);
    output.write(text);
    output.close();
}

void add_setting(std::vector<Setting>& settings, Setting setting) {
    const auto same = std::ranges::find_if(settings, [&](const Setting& other) {
        return other.name == setting.name && other.value == setting.value && other.origin == setting.origin;
    });
    if (same == settings.end())
        settings.push_back(std::move(setting));
    else
        same->commands.append(",").append(setting.commands);
}

/// How the command would connect, and who says so; secrets are shown as asterisks.
void add_connection(std::vector<Setting>& settings, const CLI::App& parser, const Config& config) {
    const auto results = [&](const char* name) { return parser.get_option(name)->results(); };
    KafkaOptions kafka;
    kafka.connection.brokers = fmt::format("{}", fmt::join(results("--brokers"), ","));
    kafka.connection.config_file = fmt::format("{}", fmt::join(results("--kafka-config"), ""));
    kafka.connection.properties = results("--property");
    const tks::KafkaSettings connection = kafka.settings({.config = &config});
    for (const tks::KafkaSetting& setting : connection.settings) {
        const std::string place = config.place_of(setting.origin == "-X" ? "--property" : setting.origin);
        add_setting(settings, {parser.get_name(), "kafka: " + setting.name, setting.shown(),
                               place.empty() ? setting.origin : place});
    }
}

void add_settings(std::vector<Setting>& settings, CLI::App& parser, const ConfigOptions& reading) {
    CLI::Option* profile = parser.get_option_no_throw("--profile");
    if (profile != nullptr && !reading.profile.empty()) profile->add_result(reading.profile);
    const Config config(parser, reading);
    for (const ConfiguredValue& value : config.values())
        // What is said of a connection is shown with the connection, where secrets are known.
        if (value.key != "property")
            add_setting(settings,
                        {parser.get_name(), value.key, fmt::format("{}", fmt::join(value.words, ", ")), value.place});
    if (parser.get_option_no_throw("--brokers") != nullptr) add_connection(settings, parser, config);
}

/// The parsers of the commands that are asked about. Throws tks::UsageError where there is no such command.
std::vector<CLI::App*> parsers_of(CLI::App& program, const std::string& command) {
    std::vector<CLI::App*> parsers;
    std::vector<std::string> spelt;
    for (CLI::App* parser : program.get_subcommands({})) {
        spelt.push_back(parser->get_name());
        if (command.empty() || command == parser->get_name()) parsers.push_back(parser);
    }
    const std::vector<std::string_view> names(spelt.begin(), spelt.end());
    if (parsers.empty())
        throw tks::UsageError(fmt::format("there is no command \"{}\"{}", command, tks::did_you_mean(command, names)));
    return parsers;
}

int show(const ConfigShowArguments& options, const ConfigOptions& reading, CLI::App& program, const Io& io) {
    std::vector<Setting> settings;
    int status = status::good;
    for (CLI::App* parser : parsers_of(program, options.command)) {
        try {
            add_settings(settings, *parser, reading);
        } catch (const tks::UsageError& error) {
            io.say(fmt::format("{}: {}", parser->get_name(), error.what()), LogLevel::error);
            status = status::usage;
        }
    }
    std::vector<Cells> rows;
    rows.reserve(settings.size());
    for (const Setting& setting : settings)
        rows.push_back({setting.commands, setting.name, setting.value, setting.origin});
    write_rows(options, {"commands", "name", "value", "origin"}, std::move(rows));
    return status;
}

int show_paths(const ConfigShowArguments& options, const ConfigOptions& reading) {
    std::vector<Cells> rows;
    const auto add = [&](const char* whose, const std::string& file) {
        std::error_code error;
        rows.push_back({whose, file, std::filesystem::exists(file, error) ? "read" : "not there"});
    };
    if (!reading.is_off && !reading.file.empty()) {
        add("given", reading.file);
    } else if (!reading.is_off) {
        add("project", find_project_config().value_or(".tksctl.toml"));
        if (const auto file = user_config()) add("user", *file);
    }
    write_rows(options, {"whose", "file", "state"}, std::move(rows));
    return status::good;
}

}  // namespace

Run add_config(CLI::App& app) {
    auto options = std::make_shared<ConfigShowArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl config show validate\n"
        "  tksctl config show tail --profile staging\n"
        "  tksctl config path\n"
        "What the command line of a command says beats all of it.");
    add_word_option(app, "action", options->action,
                    {{"show", ConfigShowAction::show}, {"path", ConfigShowAction::path}},
                    "show: what is set, and by whom; path: which files are read")
        ->required();
    app.add_option("command", options->command, "show: the command that is asked about (default: all)")
        ->option_text("COMMAND");
    app.add_option("--profile", options->profile, "show: with this profile")->option_text("NAME")->configurable(false);
    add_word_option(app, "--format", options->format,
                    {{"text", ConfigShowFormat::text}, {"ndjson", ConfigShowFormat::ndjson}},
                    "How to write it: a table, or one JSON object a line (default: text)");
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    return [options, &app](Io& io) {
        const ConfigOptions reading{.file = fmt::format("{}", fmt::join(app.get_option("--config")->results(), "")),
                                    .is_off = app.get_option("--no-config")->count() != 0,
                                    .profile = options->profile};
        return options->action == ConfigShowAction::path ? show_paths(*options, reading)
                                                         : show(*options, reading, *app.get_parent(), io);
    };
}

}  // namespace tksctl
