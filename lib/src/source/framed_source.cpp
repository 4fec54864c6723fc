#include "source/framed_source.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tks::source {

namespace {

/// No framer needs more bytes to see that a record has begun.
constexpr std::size_t least_held_bytes = 64;

}  // namespace

FramedSource::FramedSource(std::unique_ptr<ByteSource> bytes, std::unique_ptr<Framer> framer, InputFormat format,
                           std::size_t max_record_bytes, std::size_t chunk_bytes, bool can_resume)
    : bytes_(std::move(bytes)),
      framer_(std::move(framer)),
      format_(format),
      max_record_bytes_(std::max<std::size_t>(max_record_bytes, 1)),
      chunk_bytes_(std::max<std::size_t>(chunk_bytes, 1)),
      can_resume_(can_resume) {}

bool FramedSource::next(Chunk& chunk) {
    prepare(chunk);
    take_carry(chunk);
    for (;;) {
        fill(chunk);
        const std::size_t whole = framer_->frame(chunk, is_end_);
        if (whole != 0 || !chunk.spans.empty()) {
            finish(chunk, whole);
            return true;
        }
        if (is_end_) {
            if (failure_ != nullptr) {
                std::rethrow_exception(failure_);
            }
            return false;
        }
        if (chunk.size > std::max(max_record_bytes_, least_held_bytes)) {
            pass_over(chunk);
            return true;
        }
        if (chunk.size == chunk.buffer.capacity()) {
            grow(chunk);
        }
    }
}

void FramedSource::prepare(Chunk& chunk) const {
    // Room for what was carried and, behind it, for a good deal more. A buffer that a large record has blown up is
    // given back.
    const std::size_t wanted = std::max(chunk_bytes_, carry_.size() + chunk_bytes_ / 2 + 1);
    if (chunk.buffer.capacity() < wanted || chunk.buffer.capacity() > 2 * wanted) {
        chunk.buffer.resize(wanted, 0);
    }
    chunk.size = 0;
    chunk.format = format_;
    chunk.max_record_bytes = max_record_bytes_;
    chunk.has_spans = false;
    chunk.spans.clear();
    chunk.topic.clear();
    chunk.lines = 0;
    chunk.end_offset = 0;
}

void FramedSource::take_carry(Chunk& chunk) {
    std::memcpy(chunk.buffer.data(), carry_.data(), carry_.size());
    chunk.size = carry_.size();
    carry_.clear();
    if (carry_.capacity() > 2 * chunk_bytes_) {
        carry_.shrink_to_fit();
    }
}

/// Reads until the buffer is full, the input ends, or whoever writes into a pipe takes a rest: then what there is shall
/// not wait for what may come in an hour.
void FramedSource::fill(Chunk& chunk) {
    int patience_ms = 20;
    while (!is_end_ && chunk.size < chunk.buffer.capacity()) {
        chunk.size += read(chunk.buffer.data() + chunk.size, chunk.buffer.capacity() - chunk.size);
        while (!bytes_->is_ready(0)) {
            if (patience_ms-- == 0) {
                return;
            }
            static_cast<void>(bytes_->is_ready(1));
        }
    }
}

void FramedSource::grow(Chunk& chunk) const {
    const std::size_t capacity = chunk.buffer.capacity();
    chunk.buffer.resize(std::min(2 * capacity, std::max(capacity, max_record_bytes_) + chunk_bytes_), chunk.size);
}

void FramedSource::pass_over(Chunk& chunk) {
    std::uint64_t passed = chunk.size;
    while (!is_end_) {
        const std::string_view bytes(chunk.buffer.data(), read(chunk.buffer.data(), chunk.buffer.capacity()));
        if (const auto end = framer_->pass(bytes)) {
            passed += *end;
            carry_.assign(bytes.substr(*end));
            break;
        }
        passed += bytes.size();
    }
    chunk.size = 0;
    chunk.buffer.pad(0);
    framer_->finish_pass(chunk, passed);
    if (!is_end_) chunk.end_offset = bytes_read_ - carry_.size();
}

void FramedSource::finish(Chunk& chunk, std::size_t whole) {
    carry_.assign(chunk.buffer.data() + whole, chunk.size - whole);
    chunk.size = whole;
    chunk.buffer.pad(whole);
    chunk.end_offset = bytes_read_ - carry_.size();
}

/// At the end, or where the input cannot be read on, gives 0 and remembers it.
std::size_t FramedSource::read(char* data, std::size_t size) {
    std::size_t count = 0;
    try {
        count = bytes_->read(data, size);
    } catch (...) {
        failure_ = std::current_exception();
    }
    is_end_ = count == 0;
    bytes_read_ += count;
    return count;
}

}  // namespace tks::source
