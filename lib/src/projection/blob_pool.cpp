#include "projection/blob_pool.hpp"

#include <cstring>

namespace tks::projection {

namespace {

using Size = std::uint32_t;

}  // namespace

Blob BlobPool::store(std::string_view bytes) {
    const Blob blob = take_units(units_for(bytes.size()));
    const auto size = static_cast<Size>(bytes.size());
    std::memcpy(at(blob), &size, sizeof size);
    if (!bytes.empty()) std::memcpy(at(blob) + sizeof size, bytes.data(), bytes.size());
    return blob;
}

void BlobPool::replace(Blob& blob, std::string_view bytes) {
    if (blob != no_blob) give_back(blob);
    blob = store(bytes);
}

std::string_view BlobPool::view(Blob blob) const {
    if (blob == no_blob) return {};
    Size size = 0;
    std::memcpy(&size, at(blob), sizeof size);
    return {at(blob) + sizeof size, size};
}

std::uint32_t BlobPool::units_for(std::size_t bytes) {
    return static_cast<std::uint32_t>((sizeof(Size) + bytes + unit_bytes - 1) / unit_bytes);
}

Blob BlobPool::take_units(std::uint32_t units) {
    if (units < size_classes && free_[units] != no_blob) {
        const Blob blob = free_[units];
        std::memcpy(&free_[units], at(blob), sizeof blob);
        return blob;
    }
    if (end_ < units || next_ > end_ - units) add_blocks(units);
    const Blob blob = next_;
    next_ += units;
    return blob;
}

void BlobPool::give_back(Blob blob) {
    const std::uint32_t units = units_for(view(blob).size());
    if (units >= size_classes) return;  // So rare that they may stay.
    std::memcpy(at(blob), &free_[units], sizeof blob);
    free_[units] = blob;
}

void BlobPool::add_blocks(std::uint32_t units) {
    // What is left of the last block is lost: a blob never lies in two pieces of memory.
    // One unit more, since the first of all stands for no_blob.
    const std::uint32_t blocks = (units + units_of_block) / units_of_block;
    const auto first = static_cast<std::uint32_t>(blocks_.size());
    memory_.push_back(std::make_unique_for_overwrite<char[]>(std::size_t{blocks} * units_of_block * unit_bytes));
    for (std::uint32_t block = 0; block < blocks; ++block)
        blocks_.push_back(memory_.back().get() + std::size_t{block} * units_of_block * unit_bytes);
    next_ = first * units_of_block + (first == 0 ? 1 : 0);
    end_ = (first + blocks) * units_of_block;
}

}  // namespace tks::projection
