#pragma once

#include "source/framer.hpp"

namespace tks::source {

/// Each line is a record. Where the lines are inside of a chunk is left to RecordReader, as that work can be shared
/// among threads.
class LineFramer final : public Framer {
public:
    std::size_t frame(Chunk& chunk, bool is_end) override;
    std::optional<std::size_t> pass(std::string_view bytes) override;
    void finish_pass(Chunk& chunk, std::uint64_t record_bytes) override;
};

}  // namespace tks::source
