#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "source/byte_source.hpp"

namespace tks::source {

enum class Compression : std::uint8_t { none, gzip, zstd, xz, bzip2, lz4 };

/// How many of the first bytes of an input tell its compression.
inline constexpr std::size_t compression_magic_bytes = 6;

/// The compression that the first bytes announce, whatever the name of the input is.
Compression detect_compression(std::string_view first_bytes);

/// What a compressed source holds, all its members one after another; the source as it is where it is not compressed.
/// To read it throws InputError where the data are damaged or end too early; the name is for that message.
std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> source, Compression compression,
                                       const std::string& name);

/// Says that compressed data are no good. The detail is one for people, or empty.
[[noreturn]] void throw_damaged(const std::string& name, std::string_view compression, std::string_view detail);

/// Throws as above if anything but the zeros of a padding follows the end of compressed data: these bytes, and what is
/// left in the source.
void check_padding(std::string_view bytes, ByteSource& rest, const std::string& name, std::string_view compression);

}  // namespace tks::source
