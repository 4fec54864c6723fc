#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/buffer.hpp"
#include "tks/input.hpp"
#include "tks/record.hpp"

namespace tks::source {

/// What can be wrong between the records of a JSON text.
enum class Punctuation : std::uint8_t {
    good,
    missing_comma,    ///< Two elements of an array without a comma between them.
    surplus_comma,    ///< A comma of an array where an element is due, or before its end.
    stray_comma,      ///< A comma outside of an array.
    stray_bracket,    ///< A closing bracket outside of an array.
    unclosed_array,   ///< The input ends, or the next array begins, before the array has ended.
    byte_order_mark,  ///< One at the beginning of the input that is in no record.
};

/// A record in a chunk, or a place between records where the punctuation is wrong.
struct Span {
    std::size_t offset = 0;  ///< Into the chunk's bytes.
    std::size_t size = 0;
    std::uint64_t line = 1;            ///< Counted from the beginning of the chunk, which is 1.
    std::uint64_t column = 1;          ///< In characters, from 1.
    std::uint64_t oversize_bytes = 0;  ///< Not 0: a record that was passed over; `size` is 0.
    Punctuation punctuation = Punctuation::good;
};

/// A message in a chunk.
struct MessageSpan {
    std::size_t key = 0;  ///< Offset into the chunk's bytes; the value follows behind it.
    std::size_t key_size = 0;
    std::size_t size = 0;  ///< Of the value.
    std::int64_t offset = 0;
    bool is_tombstone = false;
};

/// A run of whole records, read in one go. Reuse chunks: the buffer is kept, but for one that a large record
/// has blown up. RecordReader takes it apart.
struct Chunk {
    Buffer buffer;                             ///< The bytes and, behind them, Record::padding zero bytes.
    std::size_t size = 0;                      ///< How many of them are input.
    InputFormat format = InputFormat::ndjson;  ///< Never `detect`.
    std::size_t max_record_bytes = 0;          ///< A longer record is only named, not shown.
    bool has_spans = false;                    ///< Whether `spans` name the records; else each line is one.
    std::vector<Span> spans;
    std::uint64_t lines = 0;  ///< Only with spans: how many line ends the chunk went past.
    std::string topic;        ///< Not empty: `messages` name the records, which are values of this topic's messages.
    std::int32_t partition = -1;
    std::vector<MessageSpan> messages;
    std::uint64_t end_offset =
        0;  ///< Where the input goes on behind it: in decompressed bytes of lines, or in offsets; 0 where that is not known.
};

/// A place in an input of lines, or in a partition, from which it can be read on.
struct Resumption {
    InputFormat format =
        InputFormat::detect;  ///< As was found when it was read from the beginning; detect to read it from there.
    std::uint64_t bytes = 0;  ///< Before the place, whole lines; of a partition, the offset of the next message.
    std::uint64_t lines = 0;  ///< The same.
};

/// The records of an input, chunk by chunk. Not thread-safe: callers take turns.
class ChunkSource {
public:
    virtual ~ChunkSource() = default;

    /// Fills the chunk with the next whole records (there may be none in it: blank lines); false at the end.
    /// Throws InputError where the input cannot be read on (an unreadable file, a damaged archive); what came
    /// before it has been delivered.
    virtual bool next(Chunk& chunk) = 0;

    /// How the records are told apart; never `detect`.
    virtual InputFormat format() const = 0;

    /// Whether it can be read on later from where a chunk ended: a file as it is, of lines, or a partition.
    virtual bool can_resume() const = 0;

    /// How many bytes of decompressed input have been read so far.
    virtual std::uint64_t bytes_read() const = 0;
};

/// Measured: large enough that handing a chunk to a thread costs nothing, small enough to stay in its cache.
inline constexpr std::size_t default_chunk_bytes = std::size_t{512} << 10U;

/// Opens an input, "-" being standard input: finds out whether it is compressed and, unless the options say it, its
/// format, both by looking at the content. Throws InputError where it cannot be opened or read.
std::unique_ptr<ChunkSource> open_input(const std::string& name, const InputOptions& options,
                                        std::size_t chunk_bytes = default_chunk_bytes);

/// Likewise, an input that is in memory already, and must outlive the source. The name is for messages.
std::unique_ptr<ChunkSource> open_bytes(std::string_view bytes, const std::string& name, const InputOptions& options);

/// Opens an input at a place behind its beginning. The places of records and chunks count from there.
std::unique_ptr<ChunkSource> resume_input(const std::string& name, const InputOptions& options,
                                          const Resumption& resumption, std::size_t chunk_bytes = default_chunk_bytes);

/// What tells a file of so many bytes, or a longer one that begins with them, from others: by its first bytes and those before that
/// place. Nothing if the file is shorter, or no file.
std::optional<std::string> fingerprint_file(const std::string& name, std::uint64_t bytes);

}  // namespace tks::source
