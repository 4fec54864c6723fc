#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/byte_source.hpp"
#include "source/compression.hpp"

struct archive;

namespace tks::source {

/// Lets libarchive undo a compression: it pulls compressed bytes out of a source, and what it makes of them is handed
/// on. Never starts another program.
class ArchiveSource final : public ByteSource {
public:
    ArchiveSource(std::unique_ptr<ByteSource> source, Compression compression, std::string name);
    ~ArchiveSource() override;

    std::size_t read(char* data, std::size_t size) override;

private:
    struct Closer {
        void operator()(struct archive* archive) const;
    };
    struct Filter;

    static std::ptrdiff_t pull(struct archive* archive, void* self, const void** bytes);
    void open();
    void read_block();
    void check_rest();
    [[noreturn]] void fail();

    std::unique_ptr<ByteSource> source_;
    const Filter& filter_;
    std::string name_;
    std::vector<char> input_;
    std::size_t input_size_ = 0;
    std::int64_t pulled_bytes_ = 0;
    std::unique_ptr<struct archive, Closer> archive_;
    std::string_view block_;  // Decompressed bytes in libarchive's memory that have not been handed on.
    bool is_end_ = false;
    std::exception_ptr failure_;  // Of the source: an exception must not pass through libarchive.
};

}  // namespace tks::source
