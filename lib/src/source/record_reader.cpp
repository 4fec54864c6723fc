#include "source/record_reader.hpp"

#include "source/envelope_reader.hpp"

namespace tks::source {

namespace {

std::string_view describe(Punctuation punctuation) {
    switch (punctuation) {
        case Punctuation::missing_comma:
            return "a comma is missing before this element of the array; a record may have been lost here";
        case Punctuation::surplus_comma:
            return "the array has a comma with no element next to it; remove it, or look for the record that is "
                   "missing";
        case Punctuation::stray_comma:
            return "a comma stands outside of an array; remove it, or put the records in brackets";
        case Punctuation::stray_bracket:
            return "a ']' stands outside of an array; remove it, or look for the '[' that is missing";
        case Punctuation::unclosed_array:
            return "the array before this place has no closing ']'; the input may be cut off";
        case Punctuation::byte_order_mark:
            return "a byte-order mark stands before the JSON; save the text as UTF-8 without one";
        case Punctuation::good:
            break;
    }
    return "";
}

}  // namespace

RecordReader::RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

bool RecordReader::next_framed(Record& record) {
    has_problem_ = false;
    if (!chunk_->topic.empty()) return next_message(record);
    return chunk_->has_spans ? next_span(record) : next_envelope(record);
}

bool RecordReader::next_span(Record& record) {
    lines_ = chunk_->lines;
    if (next_span_ == chunk_->spans.size()) return false;
    const Span& span = chunk_->spans[next_span_++];
    record = Record{};
    record.line = span.line;
    record.column = span.column;
    record.oversize_bytes = span.oversize_bytes;
    if (span.punctuation != Punctuation::good) {
        const bool is_mark = span.punctuation == Punctuation::byte_order_mark;
        problem_.rule = is_mark ? "json/byte-order-mark" : "json/array";
        problem_.message = describe(span.punctuation);
        problem_.column = span.column;
        problem_.is_record = false;
        has_problem_ = true;
    } else if (span.size > chunk_->max_record_bytes) {
        record.oversize_bytes = span.size;
    } else {
        record.bytes = std::string_view(chunk_->buffer.data() + span.offset, span.size);
    }
    return true;
}

bool RecordReader::next_message(Record& record) {
    if (next_message_ == chunk_->messages.size()) return false;
    const MessageSpan& message = chunk_->messages[next_message_++];
    const char* const key = chunk_->buffer.data() + message.key;
    record = Record{};
    record.key = std::string_view(key, message.key_size);
    record.topic = chunk_->topic;
    record.partition = chunk_->partition;
    record.offset = message.offset;
    record.tombstone = message.is_tombstone;
    if (message.size > chunk_->max_record_bytes)
        record.oversize_bytes = message.size;
    else
        record.bytes = std::string_view(key + message.key_size, message.size);
    return true;
}

bool RecordReader::next_envelope(Record& record) {
    if (!next_line(record)) return false;
    if (record.oversize_bytes != 0) return true;
    if (envelopes_ == nullptr) envelopes_ = std::make_unique<EnvelopeReader>();
    has_problem_ = !envelopes_->read(record.bytes, record, problem_);
    return true;
}

}  // namespace tks::source
