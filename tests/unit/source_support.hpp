#pragma once

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "source/chunk.hpp"
#include "source/record_reader.hpp"
#include "tks/error.hpp"

namespace source_test {

/// A directory that is gone when the test ends.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "tks-source-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }

    [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }

    /// Writes a file and gives its path.
    [[nodiscard]] std::string file(const std::string& name, std::string_view content) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
        return path(name);
    }

private:
    std::filesystem::path path_;
};

/// What a reader gave, with the line counted from the beginning of the input, and copied so that it lasts.
struct Item {
    std::uint64_t line = 0;
    std::uint64_t column = 0;
    std::string bytes;
    std::string rule;  ///< Of the problem, if it is one.
    bool is_oversize = false;

    bool operator==(const Item&) const = default;
    friend std::ostream& operator<<(std::ostream& out, const Item& item) {
        out << item.line << ':' << item.column << ": " << item.bytes << (item.is_oversize ? "(too large)" : "");
        return item.rule.empty() ? out : out << " [" << item.rule << ']';
    }
};

inline std::ostream& operator<<(std::ostream& out, const std::vector<Item>& items) {
    for (const Item& item : items) out << '\n' << item;
    return out;
}

struct Outcome {
    std::vector<Item> items;
    std::uint64_t lines = 0;
    std::uint64_t largest_oversize_bytes = 0;
    std::size_t largest_buffer_bytes = 0;
    std::string failure;  ///< The message of the InputError that ended the reading.
};

/// Reads an input to its end. Whatever the reader gives is checked to be padded and to lie where it says.
inline Outcome read_input(const std::string& name, const tks::InputOptions& options = {},
                          std::size_t chunk_bytes = tks::source::default_chunk_bytes) {
    Outcome outcome;
    try {
        const auto source = tks::source::open_input(name, options, chunk_bytes);
        tks::source::Chunk chunk;
        tks::source::RecordReader reader;
        tks::Record record;
        while (source->next(chunk)) {
            outcome.largest_buffer_bytes = std::max(outcome.largest_buffer_bytes, chunk.buffer.capacity());
            reader.reset(chunk);
            while (reader.next(record)) {
                Item item{outcome.lines + record.line, record.column, std::string(record.bytes), "", false};
                item.is_oversize = record.oversize_bytes != 0;
                if (const auto* problem = reader.problem()) {
                    item.rule = problem->rule;
                    item.column = problem->column;
                }
                outcome.items.push_back(std::move(item));
                outcome.largest_oversize_bytes = std::max(outcome.largest_oversize_bytes, record.oversize_bytes);
            }
            outcome.lines += reader.lines();
        }
    } catch (const tks::InputError& error) {
        outcome.failure = error.what();
    }
    return outcome;
}

/// The same for content that is in no directory: many small inputs are read, and disks are slow.
inline Outcome read_content(std::string_view content, const tks::InputOptions& options = {},
                            std::size_t chunk_bytes = tks::source::default_chunk_bytes) {
    const int descriptor = ::memfd_create("input", MFD_CLOEXEC);
    REQUIRE(::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
    Outcome outcome = read_input("/proc/self/fd/" + std::to_string(descriptor), options, chunk_bytes);
    ::close(descriptor);
    return outcome;
}

inline tks::InputOptions as(tks::InputFormat format, std::size_t max_record_bytes = std::size_t{4} << 20U) {
    tks::InputOptions options;
    options.format = format;
    options.max_record_bytes = max_record_bytes;
    return options;
}

}  // namespace source_test
