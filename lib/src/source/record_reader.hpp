#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "source/chunk.hpp"
#include "source/problem.hpp"
#include "tks/record.hpp"

namespace tks::source {

class EnvelopeReader;

/// Takes a chunk apart into its records:
///
///     while (reader.next(record)) {
///         if (const Problem* problem = reader.problem()) { … }      // record.bytes is what there is to show
///         else if (record.oversize_bytes != 0) { … }                // json/record-too-large
///         else { … }
///     }
///
/// A reader is meant to be kept and reset for chunk after chunk, as it holds the memory that kcat's envelopes need;
/// each thread has its own.
class RecordReader {
public:
    RecordReader();
    explicit RecordReader(const Chunk& chunk) : RecordReader() { reset(chunk); }
    RecordReader(RecordReader&&) noexcept;
    RecordReader& operator=(RecordReader&&) noexcept;
    ~RecordReader();

    /// Begins with the first record of the chunk, which must outlive the reading of it.
    void reset(const Chunk& chunk) {
        chunk_ = &chunk;
        cursor_ = chunk.buffer.data();
        end_ = cursor_ + chunk.size;
        lines_ = 0;
        next_span_ = 0;
        next_message_ = 0;
        has_problem_ = false;
        is_plain_ = !chunk.has_spans && chunk.format == InputFormat::ndjson && chunk.topic.empty();
    }

    /// The next record, or false at the end of the chunk. Its line is counted from the beginning of the chunk, which
    /// is 1. What the record views is valid until the next call, or as long as the chunk if the reader keeps_records().
    bool next(Record& record) { return is_plain_ ? next_line(record) : next_framed(record); }

    /// Not null: what next() gave cannot be decoded, and this is why. Valid until the next call of next().
    const Problem* problem() const { return has_problem_ ? &problem_ : nullptr; }

    /// Whether what records view lies in the chunk itself.
    [[nodiscard]] bool keeps_records() const { return is_plain_ || chunk_->has_spans || !chunk_->topic.empty(); }

    /// How many line ends the chunk went past; valid once next() has returned false.
    std::uint64_t lines() const { return lines_; }

private:
    bool next_line(Record& record);
    bool next_framed(Record& record);
    bool next_span(Record& record);
    bool next_message(Record& record);
    bool next_envelope(Record& record);

    const Chunk* chunk_ = nullptr;
    const char* cursor_ = nullptr;
    const char* end_ = nullptr;
    std::uint64_t lines_ = 0;
    std::size_t next_span_ = 0;
    std::size_t next_message_ = 0;
    bool is_plain_ = true;
    bool has_problem_ = false;
    Problem problem_;
    std::unique_ptr<EnvelopeReader> envelopes_;  // Made when the first chunk of kcat's comes.
};

/// Whether a line holds nothing but the white space of JSON.
inline bool is_empty_line(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

inline bool RecordReader::next_line(Record& record) {
    while (cursor_ != end_) {
        const auto left = static_cast<std::size_t>(end_ - cursor_);
        const auto* line_end = static_cast<const char*>(std::memchr(cursor_, '\n', left));
        std::string_view line(cursor_, line_end != nullptr ? static_cast<std::size_t>(line_end - cursor_) : left);
        const std::uint64_t number = lines_ + 1;
        lines_ += line_end != nullptr ? 1U : 0U;
        cursor_ = line_end != nullptr ? line_end + 1 : end_;
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        if (line.empty() || (line.front() <= ' ' && is_empty_line(line))) {
            continue;
        }
        record = Record{};
        record.line = number;
        if (line.size() > chunk_->max_record_bytes) [[unlikely]] {
            record.oversize_bytes = line.size();
        } else {
            record.bytes = line;
        }
        return true;
    }
    return false;
}

}  // namespace tks::source
