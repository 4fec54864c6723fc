#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tksctl {

/// The project's configuration: the nearest one from the present directory upwards, by a relative name; nothing if there is
/// none.
std::optional<std::string> find_project_config();

/// Where the user's configuration stands, whether it is there or not; nothing where the environment names no place.
std::optional<std::string> user_config();

/// An option as a configuration sets it.
struct ConfiguredValue {
    CLI::Option* option = nullptr;
    std::string key;                 ///< The option's long name.
    std::vector<std::string> words;  ///< As they would stand on the command line.
    std::string place;               ///< FILE:LINE.
};

/// A configuration that was read. Reading checks its form, its tables and the keys of its profiles.
class ConfigFile {
public:
    /// Throws tks::UsageError, with file and line. `parser` is that of any command.
    ConfigFile(std::string file, CLI::App& parser);
    ~ConfigFile();
    ConfigFile(ConfigFile&&) noexcept;
    ConfigFile& operator=(ConfigFile&&) = delete;

    [[nodiscard]] const std::string& name() const { return file_; }

    /// What the command's table holds, in the order of the file. Throws tks::UsageError for what no option understands.
    [[nodiscard]] std::vector<ConfiguredValue> values_of_command() const;

    /// What a profile holds for the command: options that other commands alone have are left out.
    [[nodiscard]] std::vector<ConfiguredValue> values_of_profile(const std::string& profile) const;

    /// The names of the profiles, in no order.
    [[nodiscard]] std::vector<std::string> profiles() const;

private:
    struct Document;

    std::string file_;
    CLI::App* parser_;
    std::unique_ptr<Document> document_;
};

}  // namespace tksctl
