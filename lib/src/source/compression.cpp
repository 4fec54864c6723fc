#include "source/compression.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "source/archive_source.hpp"
#include "source/gzip_source.hpp"
#include "tks/error.hpp"

namespace tks::source {

namespace {

using namespace std::string_view_literals;

struct Magic {
    Compression compression;
    std::string_view bytes;
};

constexpr Magic magics[] = {
    {Compression::gzip, "\x1f\x8b"sv}, {Compression::zstd, "\x28\xb5\x2f\xfd"sv}, {Compression::xz, "\xfd\x37zXZ\0"sv},
    {Compression::bzip2, "BZh"sv},     {Compression::lz4, "\x04\x22\x4d\x18"sv},
};

}  // namespace

Compression detect_compression(std::string_view first_bytes) {
    for (const Magic& magic : magics) {
        if (first_bytes.starts_with(magic.bytes)) {
            return magic.compression;
        }
    }
    return Compression::none;
}

std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> source, Compression compression,
                                       const std::string& name) {
    switch (compression) {
        case Compression::none:
            return source;
        case Compression::gzip:
            return std::make_unique<GzipSource>(std::move(source), name);
        default:
            return std::make_unique<ArchiveSource>(std::move(source), compression, name);
    }
}

void throw_damaged(const std::string& name, std::string_view compression, std::string_view detail) {
    throw InputError(
        fmt::format("cannot read {} to its end: its {} data are damaged or cut off{}{}{}; what could be "
                    "decompressed before that place has been read. Fetch or write the file again",
                    name, compression, detail.empty() ? "" : " (", detail, detail.empty() ? "" : ")"));
}

void check_padding(std::string_view bytes, ByteSource& rest, const std::string& name, std::string_view compression) {
    std::vector<char> buffer(std::size_t{64} << 10U);
    do {
        if (bytes.find_first_not_of('\0') != std::string_view::npos) {
            throw_damaged(name, compression, "something else follows their end");
        }
        bytes = std::string_view(buffer.data(), rest.read(buffer.data(), buffer.size()));
    } while (!bytes.empty());
}

}  // namespace tks::source
