#include "source/archive_source.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tks::source {

struct ArchiveSource::Filter {
    std::string_view name;
    int (*support)(struct archive*);
    int code;
    Compression compression;

    static const Filter& of(Compression compression);
};

const ArchiveSource::Filter& ArchiveSource::Filter::of(Compression compression) {
    static constexpr Filter filters[] = {
        {"zstd", archive_read_support_filter_zstd, ARCHIVE_FILTER_ZSTD, Compression::zstd},
        {"xz", archive_read_support_filter_xz, ARCHIVE_FILTER_XZ, Compression::xz},
        {"bzip2", archive_read_support_filter_bzip2, ARCHIVE_FILTER_BZIP2, Compression::bzip2},
        {"lz4", archive_read_support_filter_lz4, ARCHIVE_FILTER_LZ4, Compression::lz4},
    };
    return *std::find_if(std::begin(filters), std::end(filters),
                         [&](const Filter& filter) { return filter.compression == compression; });
}

void ArchiveSource::Closer::operator()(struct archive* archive) const {
    archive_read_free(archive);
}

ArchiveSource::ArchiveSource(std::unique_ptr<ByteSource> source, Compression compression, std::string name)
    : source_(std::move(source)),
      filter_(Filter::of(compression)),
      name_(std::move(name)),
      input_(std::size_t{128} << 10U) {}

ArchiveSource::~ArchiveSource() = default;

std::size_t ArchiveSource::read(char* data, std::size_t size) {
    if (archive_ == nullptr) {
        open();
    }
    while (block_.empty() && !is_end_) {
        read_block();
    }
    const std::size_t count = std::min(size, block_.size());
    block_.copy(data, count);
    block_.remove_prefix(count);
    return count;
}

std::ptrdiff_t ArchiveSource::pull(struct archive* archive, void* self, const void** bytes) {
    auto& source = *static_cast<ArchiveSource*>(self);
    std::size_t count = 0;
    try {
        count = source.source_->read(source.input_.data(), source.input_.size());
    } catch (...) {
        source.failure_ = std::current_exception();
        archive_set_error(archive, EIO, "cannot be read");
        return -1;
    }
    if (count != 0) {
        source.input_size_ = count;
        source.pulled_bytes_ += static_cast<std::int64_t>(count);
    }
    *bytes = source.input_.data();
    return static_cast<std::ptrdiff_t>(count);
}

void ArchiveSource::open() {
    archive_.reset(archive_read_new());
    struct archive* archive = archive_.get();
    if (archive == nullptr || filter_.support(archive) != ARCHIVE_OK ||
        archive_read_support_format_raw(archive) != ARCHIVE_OK ||
        archive_read_support_format_empty(archive) != ARCHIVE_OK ||
        archive_read_open(archive, this, nullptr, pull, nullptr) != ARCHIVE_OK) {
        fail();
    }
    // libarchive takes what begins with a damaged header for plain bytes.
    if (archive_filter_code(archive, 0) != filter_.code) {
        throw_damaged(name_, filter_.name, "the header is wrong");
    }
    struct archive_entry* entry = nullptr;
    const int status = archive_read_next_header(archive, &entry);
    if (status == ARCHIVE_EOF) {
        is_end_ = true;
        check_rest();
    } else if (status != ARCHIVE_OK) {
        fail();
    }
}

void ArchiveSource::read_block() {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int status = archive_read_data_block(archive_.get(), &bytes, &size, &offset);
    if (status == ARCHIVE_EOF) {
        is_end_ = true;
        check_rest();
    } else if (status != ARCHIVE_OK) {
        fail();
    } else {
        block_ = std::string_view(static_cast<const char*>(bytes), size);
    }
}

/// libarchive takes whatever follows the last member that it understands for padding, so a damaged member too.
void ArchiveSource::check_rest() {
    const std::int64_t unused = pulled_bytes_ - archive_filter_bytes(archive_.get(), -1);
    const std::size_t held = std::min(static_cast<std::size_t>(std::max<std::int64_t>(unused, 0)), input_size_);
    check_padding({input_.data() + (input_size_ - held), held}, *source_, name_, filter_.name);
}

void ArchiveSource::fail() {
    if (failure_ != nullptr) {
        std::rethrow_exception(failure_);
    }
    const char* detail = archive_ != nullptr ? archive_error_string(archive_.get()) : "there is no memory for it";
    throw_damaged(name_, filter_.name, detail != nullptr ? detail : "");
}

}  // namespace tks::source
