#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace tks::source {

/// Where bytes come from: a file, standard input, what a decompressor makes of another source.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Reads at most `size` bytes (which is not 0) and at least one; 0 at the end. Throws InputError.
    virtual std::size_t read(char* data, std::size_t size) = 0;

    /// Whether a read would end within this time. Only a pipe, a terminal or a socket ever says no.
    virtual bool is_ready(int milliseconds);

    /// Whether it is a file, whose bytes are there to be read again.
    virtual bool is_file() const { return false; }
};

/// Opens a file by its name, "-" being standard input. Throws InputError, for a directory too.
std::unique_ptr<ByteSource> open_file(const std::string& name);

/// Opens a file behind its first bytes.
std::unique_ptr<ByteSource> open_file_at(const std::string& name, std::uint64_t offset);

/// A source whose first bytes can be looked at before they are read.
class PeekableSource final : public ByteSource {
public:
    explicit PeekableSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

    /// The bytes looked at so far.
    std::string_view peeked() const { return peeked_; }

    /// Looks at more bytes; false where there are none. A failure waits for the read that comes upon it, so that
    /// the bytes before it are read.
    bool peek_more();

    std::size_t read(char* data, std::size_t size) override;
    bool is_ready(int milliseconds) override;
    bool is_file() const override { return source_->is_file(); }

private:
    std::unique_ptr<ByteSource> source_;
    std::string peeked_;
    std::size_t handed_on_ = 0;
    std::exception_ptr failure_;
};

}  // namespace tks::source
