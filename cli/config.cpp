#include "config.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/kafka_settings.hpp"

namespace tksctl {

namespace {

constexpr std::string_view profile_option = "--profile";
constexpr std::string_view variable_prefix = "TKSCTL_";

/// A variable that is empty counts as not set.
std::optional<std::string> value_of_variable(const std::string& name) {
    std::optional<std::string> value = tks::environment_variable(name.c_str());
    if (value && value->empty()) value.reset();
    return value;
}

/// What the option was given, whoever gave it.
std::string profile_of(CLI::App& parser) {
    const CLI::Option* option = parser.get_option_no_throw(std::string(profile_option));
    return option != nullptr && option->count() != 0 ? option->as<std::string>() : std::string();
}

/// Throws tks::UsageError where none of the files has the profile.
void check_profile(const std::vector<ConfigFile>& files, const std::string& profile) {
    std::vector<std::string> names;
    for (const ConfigFile& file : files)
        for (std::string& name : file.profiles()) names.push_back(std::move(name));
    if (std::ranges::find(names, profile) != names.end()) return;
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw tks::UsageError(fmt::format("--profile: no configuration has a table [profile.{}]{}", profile,
                                      tks::did_you_mean(profile, known)));
}

std::vector<ConfigFile> files_of(CLI::App& parser, const ConfigOptions& options) {
    std::vector<ConfigFile> files;
    if (options.is_off) return files;
    if (!options.file.empty()) {
        files.emplace_back(options.file, parser);
        return files;
    }
    if (const auto file = find_project_config()) files.emplace_back(*file, parser);
    std::error_code error;
    if (const auto file = user_config(); file && std::filesystem::exists(*file, error))
        files.emplace_back(*file, parser);
    return files;
}

}  // namespace

std::string variable_of_option(std::string_view long_name) {
    std::string name(variable_prefix);
    for (const char letter : long_name)
        name += letter == '-' ? '_' : static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
    return name;
}

std::vector<std::string> remarks_on_variables(const CLI::App& app) {
    std::set<std::string, std::less<>> known;
    for (const CLI::App* parser : app.get_subcommands(nullptr))
        for (const CLI::Option* option : parser->get_options())
            if (option->get_configurable() && !option->get_lnames().empty())
                known.insert(variable_of_option(option->get_lnames().front()));
    const std::vector<std::string_view> names(known.begin(), known.end());
    std::vector<std::string> remarks;
    for (char** variable = ::environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const std::string_view name = text.substr(0, text.find('='));
        if (name.starts_with(variable_prefix) && !text.ends_with('=') && !known.contains(name))
            remarks.push_back(fmt::format("{}: no command has an option of this name{}; the variable is left alone",
                                          name, tks::did_you_mean(name, names)));
    }
    return remarks;
}

void add_config_options(CLI::App& app, ConfigOptions& options) {
    CLI::Option* file =
        add_file_option(app, "--config", options.file, "Read options from this file alone (default: .tksctl.toml)");
    file->configurable(false);
    app.add_flag("--no-config", options.is_off, "Read options from no file")->configurable(false)->excludes(file);
    const auto has = [&app](const char* option) { return app.get_option_no_throw(option) != nullptr; };
    if (has(profile_option.data()) || (!has("--brokers") && !has("--store"))) return;
    app.add_option(std::string(profile_option), options.profile,
                   "Take brokers and stores from this profile of the configuration")
        ->option_text("NAME");
}

Config::Config(CLI::App& parser, const ConfigOptions& options) {
    apply_files(parser, options);
}

void Config::apply_files(CLI::App& parser, const ConfigOptions& options) {
    const std::vector<ConfigFile> files = files_of(parser, options);
    bool is_profile_applied = false;
    const auto apply_profile = [&](Rank rank) {
        const std::string profile = profile_of(parser);
        if (is_profile_applied || profile.empty()) return;
        is_profile_applied = true;
        check_profile(files, profile);
        for (const ConfigFile& file : files) apply(file.values_of_profile(profile), rank);
    };
    apply_profile(Rank::command_line);
    apply_environment(parser);
    apply_profile(Rank::environment);
    Rank rank =
        options.file.empty() && files.size() == 1 && files.front().name() == user_config() ? Rank::user : Rank::project;
    for (const ConfigFile& file : files) {
        std::vector<ConfiguredValue> values = file.values_of_command();
        // First the name of the profile, whose values count for more than the table that names it.
        const auto rest = std::stable_partition(values.begin(), values.end(), [](const ConfiguredValue& value) {
            return value.key == profile_option.substr(2);
        });
        apply({values.begin(), rest}, rank);
        apply_profile(rank);
        apply({rest, values.end()}, rank);
        rank = Rank::user;
    }
}

void Config::apply_environment(CLI::App& parser) {
    std::vector<ConfiguredValue> values;
    for (CLI::Option* option : parser.get_options()) {
        if (!option->get_configurable() || option->get_lnames().empty()) continue;
        const std::string& key = option->get_lnames().front();
        const std::string variable = variable_of_option(key);
        if (const auto value = value_of_variable(variable)) values.push_back({option, key, {*value}, variable});
    }
    apply(std::move(values), Rank::environment);
}

std::string Config::located(std::string_view message) const {
    const std::string place = place_of(message.substr(0, message.find(':')));
    return place.empty() ? std::string(message) : fmt::format("{}: {}", place, message);
}

std::string Config::place_of(std::string_view option) const {
    const auto found = origins_.find(option);
    return found == origins_.end() ? "" : found->second.place;
}

bool Config::is_beaten_by_environment(std::string_view option) const {
    const auto found = origins_.find(option);
    return found != origins_.end() && found->second.rank >= Rank::project;
}

void Config::apply(std::vector<ConfiguredValue> values, Rank rank) {
    for (ConfiguredValue& value : values) {
        CLI::Option& option = *value.option;
        const std::string name = "--" + value.key;
        if (option.count() != 0 || origins_.contains(name)) continue;
        const auto excludes = option.get_excludes();
        const auto rival = std::ranges::find_if(excludes, [](const CLI::Option* other) { return other->count() != 0; });
        if (rival != excludes.end()) {
            // Between two keys of one rank there is no order; what was set before beats it.
            const auto known = origins_.find((*rival)->get_name());
            if (known == origins_.end() || known->second.rank != rank) continue;
            throw tks::UsageError(
                fmt::format("{}: {} and {} exclude each other", value.place, name, (*rival)->get_name()));
        }
        origins_.emplace(name, Origin{value.place, rank});
        values_.push_back(value);
        if (value.words.empty()) continue;
        for (std::string& word : value.words) option.add_result(std::move(word));
        try {
            option.run_callback();
        } catch (const CLI::ParseError& error) {
            throw tks::UsageError(fmt::format("{}: {}", value.place, error.what()));
        }
    }
}

}  // namespace tksctl
