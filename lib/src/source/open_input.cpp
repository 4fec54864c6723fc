#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "source/byte_source.hpp"
#include "source/chunk.hpp"
#include "source/compression.hpp"
#include "source/detect_format.hpp"
#include "source/framed_source.hpp"
#include "source/json_framer.hpp"
#include "source/line_framer.hpp"
#include "tks/error.hpp"

namespace tks::source {

namespace {

class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}

    std::size_t read(char* data, std::size_t size) override {
        const std::size_t count = bytes_.copy(data, size);
        bytes_.remove_prefix(count);
        return count;
    }

private:
    std::string_view bytes_;
};

Compression look_for_compression(PeekableSource& bytes) {
    while (bytes.peeked().size() < compression_magic_bytes && bytes.peek_more()) {
    }
    return detect_compression(bytes.peeked());
}

/// Looks at no more than it must, as what comes through a pipe may come slowly.
InputFormat look_for_format(PeekableSource& bytes) {
    bool is_all = false;
    for (;;) {
        if (const auto format = detect_format(bytes.peeked(), is_all)) return *format;
        is_all = bytes.peeked().size() >= max_detection_bytes || !bytes.peek_more();
    }
}

std::unique_ptr<Framer> make_framer(InputFormat format) {
    if (format == InputFormat::json) return std::make_unique<JsonFramer>();
    return std::make_unique<LineFramer>();
}

std::unique_ptr<ChunkSource> open_source(std::unique_ptr<ByteSource> source, const std::string& name,
                                         const InputOptions& options, std::size_t chunk_bytes) {
    auto bytes = std::make_unique<PeekableSource>(std::move(source));
    bool can_resume = bytes->is_file() && name != "-";
    if (const Compression compression = look_for_compression(*bytes); compression != Compression::none) {
        bytes = std::make_unique<PeekableSource>(decompress(std::move(bytes), compression, name));
        can_resume = false;
    }
    InputFormat format = options.format;
    if (format == InputFormat::detect) format = look_for_format(*bytes);
    return std::make_unique<FramedSource>(std::move(bytes), make_framer(format), format, options.max_record_bytes,
                                          chunk_bytes, can_resume && format != InputFormat::json);
}

}  // namespace

std::unique_ptr<ChunkSource> open_input(const std::string& name, const InputOptions& options, std::size_t chunk_bytes) {
    return open_source(open_file(name), name, options, chunk_bytes);
}

std::unique_ptr<ChunkSource> open_bytes(std::string_view bytes, const std::string& name, const InputOptions& options) {
    return open_source(std::make_unique<MemorySource>(bytes), name, options, default_chunk_bytes);
}

std::unique_ptr<ChunkSource> resume_input(const std::string& name, const InputOptions& options,
                                          const Resumption& resumption, std::size_t chunk_bytes) {
    return std::make_unique<FramedSource>(open_file_at(name, resumption.bytes), make_framer(resumption.format),
                                          resumption.format, options.max_record_bytes, chunk_bytes, true);
}

std::optional<std::string> fingerprint_file(const std::string& name, std::uint64_t bytes) {
    constexpr std::uint64_t piece_bytes = std::uint64_t{64} << 10U;
    const std::uint64_t size = std::min(bytes, piece_bytes);
    std::string looked_at(2 * size, '\0');
    try {
        for (const std::uint64_t offset : {std::uint64_t{0}, bytes - size}) {
            const std::unique_ptr<ByteSource> file = open_file_at(name, offset);
            if (!file->is_file()) return std::nullopt;
            char* const begin = looked_at.data() + (offset == 0 ? 0 : size);
            for (std::uint64_t have = 0; have < size;) {
                const std::size_t count = file->read(begin + have, size - have);
                if (count == 0) return std::nullopt;
                have += count;
            }
        }
    } catch (const InputError&) {
        return std::nullopt;
    }
    const XXH128_hash_t hash = XXH3_128bits(looked_at.data(), looked_at.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace tks::source
