#include "source/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "tks/error.hpp"

namespace tks::source {

namespace {

std::string error_text(int error_number) {
    return std::generic_category().message(error_number);
}

/// A file descriptor: a file, or whatever else standard input is.
class FileSource final : public ByteSource {
public:
    FileSource(int descriptor, bool is_owned, std::string name)
        : descriptor_(descriptor), is_owned_(is_owned), name_(std::move(name)) {
        struct stat status = {};
        if (::fstat(descriptor_, &status) == 0) {
            is_regular_ = S_ISREG(status.st_mode);
            is_directory_ = S_ISDIR(status.st_mode);
        }
        if (is_regular_) {
            // Only advice, so whatever it answers is well.
            static_cast<void>(::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL));
        }
    }
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    ~FileSource() override {
        if (is_owned_) {
            ::close(descriptor_);
        }
    }

    bool is_directory() const { return is_directory_; }

    std::size_t read(char* data, std::size_t size) override {
        for (;;) {
            const ssize_t count = ::read(descriptor_, data, size);
            if (count >= 0) {
                return static_cast<std::size_t>(count);
            }
            if (errno == EAGAIN || errno == EWOULDBLOCK) {
                // Somebody who shares this end of a pipe or terminal has made it non-blocking.
                static_cast<void>(is_ready(-1));
            } else if (errno != EINTR) {
                throw InputError(fmt::format("cannot read {}: {}", name_, error_text(errno)));
            }
        }
    }

    bool is_ready(int milliseconds) override {
        if (is_regular_) {
            return true;
        }
        struct pollfd wanted = {descriptor_, POLLIN, 0};
        // A failure counts as ready: the read that follows will name it.
        return ::poll(&wanted, 1, milliseconds) != 0;
    }

    bool is_file() const override { return is_regular_; }

    void seek(std::uint64_t offset) {
        if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0)
            throw InputError(fmt::format("cannot read {}: {}", name_, error_text(errno)));
    }

private:
    int descriptor_;
    bool is_owned_;
    bool is_regular_ = false;
    bool is_directory_ = false;
    std::string name_;
};

}  // namespace

bool ByteSource::is_ready(int /*milliseconds*/) {
    return true;
}

namespace {

std::unique_ptr<FileSource> open_file_source(const std::string& name) {
    const bool is_standard_input = name == "-";
    const std::string shown_name = is_standard_input ? "standard input" : name;
    const int descriptor = is_standard_input ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        throw InputError(fmt::format("cannot open {}: {}", shown_name, error_text(errno)));
    }
    auto file = std::make_unique<FileSource>(descriptor, !is_standard_input, shown_name);
    if (file->is_directory()) {
        throw InputError(fmt::format("cannot read {}: {}", shown_name, error_text(EISDIR)));
    }
    return file;
}

}  // namespace

std::unique_ptr<ByteSource> open_file(const std::string& name) {
    return open_file_source(name);
}

std::unique_ptr<ByteSource> open_file_at(const std::string& name, std::uint64_t offset) {
    auto file = open_file_source(name);
    file->seek(offset);
    return file;
}

bool PeekableSource::peek_more() {
    constexpr std::size_t step = std::size_t{16} << 10U;
    if (failure_ != nullptr) {
        return false;
    }
    const std::size_t before = peeked_.size();
    peeked_.resize(before + step);
    std::size_t count = 0;
    try {
        count = source_->read(peeked_.data() + before, step);
    } catch (...) {
        failure_ = std::current_exception();
    }
    peeked_.resize(before + count);
    return count != 0;
}

std::size_t PeekableSource::read(char* data, std::size_t size) {
    if (handed_on_ < peeked_.size()) {
        const std::size_t count = std::min(size, peeked_.size() - handed_on_);
        std::memcpy(data, peeked_.data() + handed_on_, count);
        handed_on_ += count;
        return count;
    }
    if (failure_ != nullptr) {
        std::rethrow_exception(failure_);
    }
    return source_->read(data, size);
}

bool PeekableSource::is_ready(int milliseconds) {
    return handed_on_ < peeked_.size() || failure_ != nullptr || source_->is_ready(milliseconds);
}

}  // namespace tks::source
