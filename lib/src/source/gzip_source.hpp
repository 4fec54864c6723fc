#pragma once

#include <zlib.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/byte_source.hpp"

namespace tks::source {

/// Undoes gzip with zlib itself. libarchive would do so, too, but it looks at no checksum of gzip, so that a damaged
/// file would pass for a good one, and it drops what it has decompressed of the block that is cut off.
class GzipSource final : public ByteSource {
public:
    GzipSource(std::unique_ptr<ByteSource> source, std::string name);
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;
    ~GzipSource() override;

    std::size_t read(char* data, std::size_t size) override;

private:
    void pull();
    bool begin_next_member();
    [[nodiscard]] std::string_view input() const;

    std::unique_ptr<ByteSource> source_;
    std::string name_;
    std::vector<char> input_;
    z_stream stream_ = {};
    bool is_member_end_ = false;
    bool is_end_ = false;  // Of the last member.
};

}  // namespace tks::source
