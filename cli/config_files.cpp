#include "config_files.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "command.hpp"
#include "io.hpp"
#include "shared_options.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tksctl {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view project_file = ".tksctl.toml";
constexpr std::string_view profiles_table = "profile";

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
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
std::vector<std::string> words_in(const toml::node& node, const CLI::Option& option, const std::string& place,
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

/// The configurable option of that long name, or null; those that there are go to `keys`.
CLI::Option* find_option(CLI::App& parser, std::string_view key, std::vector<std::string>& keys) {
    for (CLI::Option* option : parser.get_options()) {
        if (!option->get_configurable()) continue;
        for (const std::string& name : option->get_lnames()) {
            if (name == key) return option;
            keys.push_back(name);
        }
    }
    return nullptr;
}

[[noreturn]] void refuse_unknown_key(const std::string& place, std::string_view table, std::string_view key,
                                     const std::vector<std::string>& keys) {
    const std::vector<std::string_view> names(keys.begin(), keys.end());
    throw tks::UsageError(
        fmt::format("{}: [{}] has no key \"{}\"{}", place, table, key, tks::did_you_mean(key, names)));
}

ConfiguredValue value_of(CLI::Option& option, const toml::key& key, const toml::node& node, const std::string& file) {
    const std::string place = place_of(file, key.source());
    ConfiguredValue value{&option, std::string(key.str()), words_in(node, option, place, key.str()), place};
    for (std::string& word : value.words) word = resolved(std::move(word), option, file);
    return value;
}

/// Throws tks::UsageError unless the file has nothing but tables of commands and profiles.
void check_tables(const toml::table& document, const std::string& file) {
    std::vector<std::string_view> names{profiles_table};
    for (const Command& command : commands()) names.push_back(command.name);
    for (const auto& [key, node] : members_of(document)) {
        const std::string place = place_of(file, key->source());
        if (std::ranges::find(names, key->str()) == names.end())
            throw tks::UsageError(
                fmt::format("{}: there is no command \"{}\"{}; options stand in the table of their command, as in [{}]",
                            place, key->str(), tks::did_you_mean(key->str(), names), commands().front().name));
        if (!node->is_table())
            throw tks::UsageError(fmt::format("{}: {} must be a table, as in [{}]", place, key->str(), key->str()));
    }
}

/// Throws tks::UsageError for a key of a profile that no command has.
void check_profiles(const toml::table& document, const std::string& file, CLI::App& parser) {
    const toml::table* profiles = document[profiles_table].as_table();
    if (profiles == nullptr) return;
    for (const auto& [name, profile] : members_of(*profiles)) {
        const std::string table = fmt::format("{}.{}", profiles_table, name->str());
        const std::string place = place_of(file, name->source());
        if (!profile->is_table()) throw tks::UsageError(fmt::format("{}: {} must be a table", place, table));
        for (const auto& [key, node] : members_of(*profile->as_table())) {
            std::vector<std::string> keys;
            const std::string_view wanted = key->str();
            const std::vector<CLI::App*> all = parser.get_parent()->get_subcommands({});
            if (std::ranges::none_of(all, [&](CLI::App* command) { return find_option(*command, wanted, keys); }))
                refuse_unknown_key(place_of(file, key->source()), table, wanted, keys);
        }
    }
}

}  // namespace

std::optional<std::string> find_project_config() {
    std::error_code error;
    fs::path name = project_file;
    for (fs::path directory = fs::current_path(error); !error; directory = directory.parent_path()) {
        if (is_there(directory / project_file)) return name.string();
        if (is_there(directory / ".git") || directory == directory.root_path()) return std::nullopt;
        name = ".." / name;
    }
    return std::nullopt;
}

std::optional<std::string> user_config() {
    fs::path directory;
    const char* config_home = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    if (config_home != nullptr && fs::path(config_home).is_absolute())
        directory = config_home;
    else if (home != nullptr && *home != '\0')
        directory = fs::path(home) / ".config";
    else
        return std::nullopt;
    return (directory / "tksctl" / "config.toml").string();
}

struct ConfigFile::Document {
    toml::table table;
};

ConfigFile::ConfigFile(std::string file, CLI::App& parser)
    : file_(std::move(file)), parser_(&parser), document_(std::make_unique<Document>(Document{parse_file(file_)})) {
    check_tables(document_->table, file_);
    check_profiles(document_->table, file_, parser);
}

ConfigFile::~ConfigFile() = default;
ConfigFile::ConfigFile(ConfigFile&&) noexcept = default;

std::vector<ConfiguredValue> ConfigFile::values_of_command() const {
    std::vector<ConfiguredValue> values;
    const toml::table* table = document_->table[parser_->get_name()].as_table();
    if (table == nullptr) return values;
    for (const auto& [key, node] : members_of(*table)) {
        std::vector<std::string> keys;
        CLI::Option* option = find_option(*parser_, key->str(), keys);
        if (option == nullptr)
            refuse_unknown_key(place_of(file_, key->source()), parser_->get_name(), key->str(), keys);
        values.push_back(value_of(*option, *key, *node, file_));
    }
    return values;
}

std::vector<ConfiguredValue> ConfigFile::values_of_profile(const std::string& profile) const {
    std::vector<ConfiguredValue> values;
    const toml::table* table = document_->table[profiles_table][profile].as_table();
    if (table == nullptr) return values;
    for (const auto& [key, node] : members_of(*table)) {
        std::vector<std::string> keys;
        if (CLI::Option* option = find_option(*parser_, key->str(), keys))
            values.push_back(value_of(*option, *key, *node, file_));
    }
    return values;
}

std::vector<std::string> ConfigFile::profiles() const {
    std::vector<std::string> names;
    if (const toml::table* profiles = document_->table[profiles_table].as_table())
        for (const auto& [name, profile] : *profiles) names.emplace_back(name.str());
    return names;
}

}  // namespace tksctl
