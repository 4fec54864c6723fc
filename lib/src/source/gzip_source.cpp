#include "source/gzip_source.hpp"

#include <algorithm>
#include <climits>
#include <cstring>
#include <new>
#include <utility>

#include "source/compression.hpp"

namespace tks::source {

namespace {

constexpr std::string_view gzip_magic = "\x1f\x8b";

}  // namespace

GzipSource::GzipSource(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)), name_(std::move(name)), input_(std::size_t{128} << 10U) {
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    constexpr int gzip_only = 16;
    if (::inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK) {
        throw std::bad_alloc();
    }
}

GzipSource::~GzipSource() {
    ::inflateEnd(&stream_);
}

std::size_t GzipSource::read(char* data, std::size_t size) {
    const auto wanted = static_cast<uInt>(std::min<std::size_t>(size, INT_MAX));
    stream_.next_out = reinterpret_cast<Bytef*>(data);
    stream_.avail_out = wanted;
    while (!is_end_ && stream_.avail_out == wanted) {
        if (is_member_end_) {
            is_end_ = !begin_next_member();
            continue;
        }
        if (stream_.avail_in == 0) {
            pull();
        }
        const bool is_input_end = stream_.avail_in == 0;
        const int status = ::inflate(&stream_, Z_NO_FLUSH);
        is_member_end_ = status == Z_STREAM_END;
        // What was made of the bytes before the damage is handed on first: zlib repeats what it has to say.
        if (stream_.avail_out == wanted && !is_member_end_ && (is_input_end || status != Z_OK)) {
            throw_damaged(name_, "gzip",
                          is_input_end             ? "they end too early"
                          : stream_.msg != nullptr ? stream_.msg
                                                   : "");
        }
    }
    return wanted - stream_.avail_out;
}

/// Adds input behind what is left of it.
void GzipSource::pull() {
    const std::string_view left = input();
    std::memmove(input_.data(), left.data(), left.size());
    const std::size_t count = source_->read(input_.data() + left.size(), input_.size() - left.size());
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(left.size() + count);
}

/// After the end of a member: whether another one follows.
bool GzipSource::begin_next_member() {
    for (uInt before = UINT_MAX; stream_.avail_in < gzip_magic.size() && stream_.avail_in != before;) {
        before = stream_.avail_in;
        pull();
    }
    if (!input().starts_with(gzip_magic)) {
        check_padding(input(), *source_, name_, "gzip");
        return false;
    }
    is_member_end_ = false;
    return ::inflateReset(&stream_) == Z_OK;
}

std::string_view GzipSource::input() const {
    return {reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in};
}

}  // namespace tks::source
