#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "source/chunk.hpp"

namespace tks::source {

/// Knows where records end. It is shown the input in order, piece by piece.
class Framer {
public:
    virtual ~Framer() = default;

    /// Looks at the first `chunk.size` bytes of the chunk's buffer. They begin where the records of the last call
    /// ended, and so repeat what it left over; `is_end` says that nothing follows them. Describes the whole records
    /// in the chunk and returns how many bytes they take; 0 where not even the first is whole. At the end all bytes
    /// are taken at last, if need be over several calls.
    virtual std::size_t frame(Chunk& chunk, bool is_end) = 0;

    /// Goes past a record that is too large to be held, after frame() has returned 0: looks at bytes that follow
    /// and returns where in them the record ends, or nothing if it does not.
    virtual std::optional<std::size_t> pass(std::string_view bytes) = 0;

    /// Describes the record that has been passed in an otherwise empty chunk.
    virtual void finish_pass(Chunk& chunk, std::uint64_t record_bytes) = 0;
};

}  // namespace tks::source
