#include "source/byte_source.hpp"
#include "source/framed_source.hpp"
#include "source/line_framer.hpp"

namespace tks::source {

std::unique_ptr<ChunkSource> open_input(const std::string& name, const InputOptions& options, std::size_t chunk_bytes) {
    auto bytes = std::make_unique<PeekableSource>(open_file(name));
    return std::make_unique<FramedSource>(std::move(bytes), std::make_unique<LineFramer>(), InputFormat::ndjson,
                                          options.max_record_bytes, chunk_bytes);
}

}  // namespace tks::source
