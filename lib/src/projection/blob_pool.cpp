#include "projection/blob_pool.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace tks::projection {

namespace {

// A blob begins with its size, as one byte; this one says that four bytes with it follow.
using Size = std::uint32_t;
constexpr unsigned char long_mark = 0xFF;

constexpr std::size_t size_of_size(std::size_t size) {
    return size < long_mark ? 1 : 1 + sizeof(Size);
}

}  // namespace

Blob BlobPool::store(std::string_view bytes) {
    const Blob blob = take_units(units_for(bytes.size()));
    char* const begin = at(blob);
    const auto size = static_cast<Size>(bytes.size());
    *begin = static_cast<char>(std::min<Size>(size, long_mark));
    if (size >= long_mark) std::memcpy(begin + 1, &size, sizeof size);
    if (!bytes.empty()) std::memcpy(begin + size_of_size(size), bytes.data(), bytes.size());
    return blob;
}

void BlobPool::replace(Blob& blob, std::string_view bytes) {
    remove(blob);
    blob = store(bytes);
}

std::string_view BlobPool::view(Blob blob) const {
    if (blob == no_blob) return {};
    const char* const begin = at(blob);
    Size size = static_cast<unsigned char>(*begin);
    if (size < long_mark) return {begin + 1, size};
    std::memcpy(&size, begin + 1, sizeof size);
    return {begin + 1 + sizeof size, size};
}

void BlobPool::remove(Blob& blob) {
    if (blob != no_blob) give_back(blob);
    blob = no_blob;
}

std::uint32_t BlobPool::units_for(std::size_t bytes) {
    const auto units = static_cast<std::uint32_t>((size_of_size(bytes) + bytes + unit_bytes - 1) / unit_bytes);
    if (units < size_classes) return units;
    // Eight sizes from one power of two to the next.
    const std::uint32_t step = std::bit_floor(units) / 8;
    return (units + step - 1) / step * step;
}

/// The first of the blobs of a size that were given back.
Blob* BlobPool::free_list(std::uint32_t units) {
    return units < size_classes ? &free_[units] : &large_free_[units];
}

Blob BlobPool::take_units(std::uint32_t units) {
    Blob* const free = free_list(units);
    if (*free != no_blob) {
        const Blob blob = *free;
        std::memcpy(free, at(blob), sizeof blob);
        return blob;
    }
    if (end_ < units || next_ > end_ - units) add_blocks(units);
    const Blob blob = next_;
    next_ += units;
    return blob;
}

void BlobPool::give_back(Blob blob) {
    Blob* const free = free_list(units_for(view(blob).size()));
    std::memcpy(at(blob), free, sizeof blob);
    *free = blob;
}

void BlobPool::add_blocks(std::uint32_t units) {
    // What is left of the last block is lost: a blob never lies in two pieces of memory.
    // One unit more, since the first of all stands for no_blob.
    const std::uint32_t needed = (units + units_of_block) / units_of_block;
    // Several at a time once there are many, as the heap rounds each piece up.
    const std::uint32_t blocks = std::max(needed, blocks_.size() < 16 ? 1U : 8U);
    const auto first = static_cast<std::uint32_t>(blocks_.size());
    constexpr std::uint32_t most_blocks = ~std::uint32_t{0} / units_of_block;
    if (blocks > most_blocks - first) throw std::length_error("more than 16 GiB would have to be kept of these events");
    memory_.push_back(std::make_unique_for_overwrite<char[]>(std::size_t{blocks} * units_of_block * unit_bytes));
    for (std::uint32_t block = 0; block < blocks; ++block)
        blocks_.push_back(memory_.back().get() + std::size_t{block} * units_of_block * unit_bytes);
    next_ = first * units_of_block + (first == 0 ? 1 : 0);
    end_ = (first + blocks) * units_of_block;
}

}  // namespace tks::projection
