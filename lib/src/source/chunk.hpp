#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tks/input.hpp"
#include "tks/record.hpp"

namespace tks::source {

/// A run of whole records, read in one go. The buffer is reused from chunk to chunk.
struct Chunk {
    std::vector<char> buffer;   ///< The bytes and, behind them, at least Record::padding zero bytes.
    std::size_t size = 0;       ///< How many of them are input.
    InputFormat format = InputFormat::ndjson;  ///< Never `detect`.
    // (the source helper adds what framing needs: spans of JSON values, oversize marks, …)
};

/// The records of an input, chunk by chunk. Not thread-safe: callers take turns.
class ChunkSource {
public:
    virtual ~ChunkSource() = default;
    /// Fills the chunk with the next whole records; false at the end. Throws InputError where the input cannot be
    /// read on (an unreadable file, a damaged archive); what came before it has been delivered.
    virtual bool next(Chunk& chunk) = 0;
};

}  // namespace tks::source
