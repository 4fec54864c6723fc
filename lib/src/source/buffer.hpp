#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>

#include "tks/record.hpp"

namespace tks::source {

/// Bytes that are read into. Unlike a vector it never zeroes what is about to be overwritten, and it always
/// has Record::padding bytes more than it says.
class Buffer {
public:
    char* data() { return bytes_.get(); }
    const char* data() const { return bytes_.get(); }
    std::size_t capacity() const { return capacity_; }

    /// Makes the capacity exactly this and keeps the first `kept` bytes.
    void resize(std::size_t capacity, std::size_t kept) {
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity + Record::padding);
        if (kept != 0) {
            std::memcpy(bytes.get(), bytes_.get(), std::min({kept, capacity, capacity_}));
        }
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    }

    /// Sets the padding behind the first `size` bytes to zero.
    void pad(std::size_t size) { std::memset(bytes_.get() + size, 0, Record::padding); }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
};

}  // namespace tks::source
