#include "source/record_reader.hpp"

namespace tks::source {

/// Reads kcat's envelopes.
class RecordReader::Envelopes {};

RecordReader::RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

bool RecordReader::next_framed(Record& record) {
    has_problem_ = false;
    if (chunk_->has_spans) {
        return next_span(record);
    }
    return next_envelope(record);
}

bool RecordReader::next_span(Record& record) {
    lines_ = chunk_->lines;
    if (next_span_ == chunk_->spans.size()) {
        return false;
    }
    const Span& span = chunk_->spans[next_span_++];
    record = Record{};
    record.line = span.line;
    record.column = span.column;
    record.oversize_bytes = span.oversize_bytes;
    if (span.size > chunk_->max_record_bytes) {
        record.oversize_bytes = span.size;
    } else {
        record.bytes = std::string_view(chunk_->buffer.data() + span.offset, span.size);
    }
    return true;
}

bool RecordReader::next_envelope(Record& record) {
    return next_line(record);
}

}  // namespace tks::source
