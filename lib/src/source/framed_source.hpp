#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>

#include "source/byte_source.hpp"
#include "source/chunk.hpp"
#include "source/framer.hpp"

namespace tks::source {

/// Reads bytes into chunks and lets a framer say where the last whole record in them ends. What is left over is
/// carried into the next chunk.
class FramedSource final : public ChunkSource {
public:
    FramedSource(std::unique_ptr<ByteSource> bytes, std::unique_ptr<Framer> framer, InputFormat format,
                 std::size_t max_record_bytes, std::size_t chunk_bytes, bool can_resume);

    bool next(Chunk& chunk) override;
    InputFormat format() const override { return format_; }
    bool can_resume() const override { return can_resume_; }
    std::uint64_t bytes_read() const override { return bytes_read_; }

private:
    void prepare(Chunk& chunk) const;
    void take_carry(Chunk& chunk);
    void fill(Chunk& chunk);
    void grow(Chunk& chunk) const;
    void pass_over(Chunk& chunk);
    void finish(Chunk& chunk, std::size_t whole);
    std::size_t read(char* data, std::size_t size);

    std::unique_ptr<ByteSource> bytes_;
    std::unique_ptr<Framer> framer_;
    InputFormat format_;
    std::size_t max_record_bytes_;
    std::size_t chunk_bytes_;
    bool can_resume_;
    std::string carry_;  // Bytes read but not yet delivered.
    std::uint64_t bytes_read_ = 0;
    bool is_end_ = false;         // Nothing more can be read.
    std::exception_ptr failure_;  // Why, if it is not the end of the input.
};

}  // namespace tks::source
