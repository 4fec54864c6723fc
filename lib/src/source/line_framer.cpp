#include "source/line_framer.hpp"

#include <cstring>

namespace tks::source {

std::size_t LineFramer::frame(Chunk& chunk, bool is_end) {
    if (is_end) {
        return chunk.size;
    }
    const char* begin = chunk.buffer.data();
    const auto* last = static_cast<const char*>(::memrchr(begin, '\n', chunk.size));
    return last != nullptr ? static_cast<std::size_t>(last - begin) + 1 : 0;
}

std::optional<std::size_t> LineFramer::pass(std::string_view bytes) {
    const std::size_t end = bytes.find('\n');
    // The line end itself is left to the next chunk, which counts it as the end of an empty line.
    return end != std::string_view::npos ? std::optional(end) : std::nullopt;
}

void LineFramer::finish_pass(Chunk& chunk, std::uint64_t record_bytes) {
    Span passed;
    passed.oversize_bytes = record_bytes;
    chunk.has_spans = true;
    chunk.spans.push_back(passed);
}

}  // namespace tks::source
