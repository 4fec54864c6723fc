#include "config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tksctl {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view project_file = ".tksctl.toml";

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

/// The nearest one from here upwards, by a relative name; nothing if there is none.
std::optional<std::string> find_project_file() {
    std::error_code error;
    fs::path name = project_file;
    for (fs::path directory = fs::current_path(error); !error; directory = directory.parent_path()) {
        if (is_there(directory / project_file)) return name.string();
        if (is_there(directory / ".git") || directory == directory.root_path()) return std::nullopt;
        name = ".." / name;
    }
    return std::nullopt;
}

std::optional<std::string> find_user_file() {
    fs::path directory;
    const char* config_home = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    if (config_home != nullptr && fs::path(config_home).is_absolute())
        directory = config_home;
    else if (home != nullptr && *home != '\0')
        directory = fs::path(home) / ".config";
    else
        return std::nullopt;
    const fs::path file = directory / "tksctl" / "config.toml";
    return is_there(file) ? std::optional(file.string()) : std::nullopt;
}

std::string place_of(const std::string& file, const toml::source_region& source) {
    return fmt::format("{}:{}", file, source.begin.line);
}

toml::table parse_file(const std::string& file) {
    std::string text;
    try {
        text = read_file(file);
    } catch (const tks::InputError& error) {
        throw tks::UsageError(error.what());
    }
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        throw tks::UsageError(fmt::format("{}: {}", place_of(file, error.source()), error.description()));
    }
}

/// The members of a table in the order in which they stand in the file.
std::vector<std::pair<const toml::key*, const toml::node*>> members_of(const toml::table& table) {
    std::vector<std::pair<const toml::key*, const toml::node*>> members;
    for (const auto& [key, node] : table) members.emplace_back(&key, &node);
    std::ranges::sort(members, [](const auto& left, const auto& right) {
        const toml::source_position a = left.first->source().begin;
        const toml::source_position b = right.first->source().begin;
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return members;
}

/// A single value as it would be written on the command line; nothing if it is none.
std::optional<std::string> word_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    return std::nullopt;
}

bool is_list(const CLI::Option& option) {
    return option.get_items_expected_max() > 1;
}
bool is_flag(const CLI::Option& option) {
    return option.get_items_expected_max() == 0;
}

/// The words of a value for an option. Throws tks::UsageError, with `place` and the key in front.
std::vector<std::string> words_of(const toml::node& node, const CLI::Option& option, const std::string& place,
                                  std::string_view key) {
    const auto refuse = [&](std::string_view wanted) {
        return tks::UsageError(fmt::format("{}: {} must be {}", place, key, wanted));
    };
    if (is_flag(option)) {
        if (!node.is_boolean()) throw refuse("true or false");
        return {*word_of(node)};
    }
    std::vector<std::string> words;
    if (auto word = word_of(node); word && !node.is_boolean()) {
        words.push_back(std::move(*word));
    } else if (!is_list(option)) {
        throw refuse("text or a number");
    } else if (const toml::array* array = node.as_array()) {
        for (const toml::node& element : *array) {
            auto part = word_of(element);
            if (!part) throw refuse("a list of text");
            words.push_back(std::move(*part));
        }
    } else if (const toml::table* table = node.as_table()) {
        for (const auto& [name, value] : members_of(*table)) {
            const auto part = word_of(*value);
            if (!part) throw refuse("a table of text");
            words.push_back(fmt::format("{}={}", name->str(), *part));
        }
    } else {
        throw refuse("text, a list or a table");
    }
    return words;
}

/// Files in a configuration are named from where it stands.
std::string resolved(std::string word, const CLI::Option& option, const std::string& config) {
    const std::string type = option.get_type_name();
    std::size_t begin = std::string::npos;
    if (type == file_type) begin = 0;
    if (type == format_and_file_type && word.find(':') != std::string::npos) begin = word.find(':') + 1;
    if (begin == std::string::npos || word.substr(begin) == "-" || word.size() == begin) return word;
    const fs::path file = (fs::path(config).parent_path() / word.substr(begin)).lexically_normal();
    return word.substr(0, begin) + file.string();
}

/// The option that a key stands for. Throws tks::UsageError where there is none.
CLI::Option& option_of(CLI::App& parser, std::string_view key, const std::string& place) {
    std::vector<std::string_view> keys;
    for (CLI::Option* option : parser.get_options()) {
        if (!option->get_configurable()) continue;
        for (const std::string& name : option->get_lnames()) {
            if (name == key) return *option;
            keys.push_back(name);
        }
    }
    throw tks::UsageError(
        fmt::format("{}: [{}] has no key \"{}\"{}", place, parser.get_name(), key, tks::did_you_mean(key, keys)));
}

/// Throws tks::UsageError unless the file has nothing but tables of commands.
void check_tables(const toml::table& document, const std::string& file) {
    std::vector<std::string_view> names;
    for (const Command& command : commands()) names.push_back(command.name);
    for (const auto& [key, node] : members_of(document)) {
        const std::string place = place_of(file, key->source());
        if (std::ranges::find(names, key->str()) == names.end())
            throw tks::UsageError(
                fmt::format("{}: there is no command \"{}\"{}; options stand in the table of their command, as in [{}]",
                            place, key->str(), tks::did_you_mean(key->str(), names), names.front()));
        if (!node->is_table())
            throw tks::UsageError(fmt::format("{}: {} must be a table, as in [{}]", place, key->str(), key->str()));
    }
}

}  // namespace

void add_config_options(CLI::App& app, ConfigOptions& options) {
    CLI::Option* file =
        add_file_option(app, "--config", options.file, "Read options from this file alone (default: .tksctl.toml)");
    file->configurable(false);
    app.add_flag("--no-config", options.is_off, "Read options from no file")->configurable(false)->excludes(file);
}

Config::Config(CLI::App& parser, const ConfigOptions& options) {
    if (options.is_off) return;
    if (!options.file.empty()) {
        apply(parser, options.file);
        return;
    }
    if (const auto file = find_project_file()) apply(parser, *file);
    if (const auto file = find_user_file()) apply(parser, *file);
}

std::string Config::located(std::string_view message) const {
    const auto found = places_.find(message.substr(0, message.find(':')));
    return found == places_.end() ? std::string(message) : fmt::format("{}: {}", found->second, message);
}

void Config::apply(CLI::App& parser, const std::string& file) {
    const toml::table document = parse_file(file);
    check_tables(document, file);
    const toml::table* table = document[parser.get_name()].as_table();
    if (table == nullptr) return;
    for (const auto& [key, node] : members_of(*table)) {
        const std::string place = place_of(file, key->source());
        CLI::Option& option = option_of(parser, key->str(), place);
        std::vector<std::string> words = words_of(*node, option, place, key->str());
        const std::string name = fmt::format("--{}", key->str());
        if (option.count() != 0 || places_.contains(name)) continue;
        const auto excludes = option.get_excludes();
        const auto rival = std::ranges::find_if(excludes, [](const CLI::Option* other) { return other->count() != 0; });
        if (rival != excludes.end()) {
            // Between two keys of one file there is no order; what was set before this file beats it.
            const auto known = places_.find((*rival)->get_name());
            if (known == places_.end() || !known->second.starts_with(file + ":")) continue;
            throw tks::UsageError(fmt::format("{}: {} and {} exclude each other", place, name, (*rival)->get_name()));
        }
        places_.emplace(name, place);
        if (words.empty()) continue;
        for (std::string& word : words) option.add_result(resolved(std::move(word), option, file));
        try {
            option.run_callback();
        } catch (const CLI::ParseError& error) {
            throw tks::UsageError(fmt::format("{}: {}", place, error.what()));
        }
    }
}

}  // namespace tksctl
