#include <algorithm>
#include <filesystem>
#include <system_error>

#include "tks/input.hpp"

namespace tks {

namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) {
    return path.filename().native().starts_with('.');
}

/// Adds the files below a directory; where it cannot be read, the directory itself.
void add_directory(const fs::path& directory, std::vector<std::string>& files) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
        if (!is_hidden(entry->path())) {
            entries.push_back(entry->path());
        }
    }
    if (error) {
        files.push_back(directory.native());
        return;
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
        // A symbolic link to a file is as good as the file; one to a directory may lead round in a circle.
        if (fs::is_directory(fs::symlink_status(entry, error))) {
            add_directory(entry, files);
        } else if (fs::is_regular_file(fs::status(entry, error))) {
            files.push_back(entry.native());
        }
    }
}

}  // namespace

std::vector<std::string> list_inputs(const std::vector<std::string>& names) {
    std::vector<std::string> files;
    for (const std::string& name : names) {
        std::error_code error;
        if (name != "-" && fs::is_directory(fs::status(name, error))) {
            add_directory(name, files);
        } else {
            files.push_back(name);
        }
    }
    return files;
}

}  // namespace tks
