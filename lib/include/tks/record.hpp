#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tks {

/// One message as it came in: borrowed bytes and where they come from. What it views belongs to whoever
/// delivered it and is valid until the next record is asked for.
struct Record {
    std::string_view bytes;    ///< The JSON text of one event. At least `padding` readable bytes follow it.
    std::string_view key;      ///< The Kafka key; empty where there is none.
    std::uint64_t line = 0;    ///< The line, from 1, on which `bytes` begins in the decompressed input; 0 for none.
    std::uint64_t column = 1;  ///< The column, from 1 and in characters, at which it begins on that line.
    std::string_view topic;    ///< The Kafka topic; empty where there is none.
    std::int32_t partition = -1;
    std::int64_t offset = -1;
    bool tombstone = false;  ///< A Kafka record with a null value; `bytes` is empty.
    bool unescaped = false;  ///< `bytes` is text that stood escaped in an envelope: line and column name its
                             ///< beginning, and no place inside it can be named more exactly.

    std::uint64_t oversize_bytes = 0;  ///< Not 0: the record was larger than the bound and was passed over; its size.

    /// Which one of its input it is: its line, or, of a message that stands in no file, its offset and one.
    [[nodiscard]] std::uint64_t number() const { return line != 0 ? line : static_cast<std::uint64_t>(offset + 1); }

    /// How many readable bytes must follow `bytes`, so that a vectorized parser may look ahead.
    static constexpr std::size_t padding = 64;
};

}  // namespace tks
