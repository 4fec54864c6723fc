#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace tks::projection {

/// Bytes of one length in a pool; 0 stands for none.
using Blob = std::uint32_t;
inline constexpr Blob no_blob = 0;

/// Keeps many short runs of bytes that replace each other, at a byte each, or five for long ones, and rounded up to 4. What is given back is used
/// for the next one of its size, so that a pool grows with what it holds and not with what it has held.
class BlobPool {
public:
    BlobPool() = default;
    BlobPool(BlobPool&&) = default;
    BlobPool& operator=(BlobPool&&) = default;

    /// Throws std::length_error where all blobs would take more than 16 GiB.
    [[nodiscard]] Blob store(std::string_view bytes);

    /// Stores bytes in the place of a blob, which is then no more.
    void replace(Blob& blob, std::string_view bytes);

    /// Removes a blob, which is then no_blob.
    void remove(Blob& blob);

    /// Empty for no_blob. Valid until the blob is replaced; other blobs may come and go.
    [[nodiscard]] std::string_view view(Blob blob) const;

    /// The memory that it takes.
    [[nodiscard]] std::size_t bytes() const { return blocks_.size() * units_of_block * unit_bytes; }

private:
    // A blob is a number of four-byte units, counted through blocks of equal size; a blob that is larger than one takes
    // the numbers of several.
    static constexpr std::uint32_t unit_bytes = 4;
    static constexpr std::uint32_t units_of_block = 1U << 15U;
    static constexpr std::size_t size_classes =
        512;  // Of small sizes; larger ones are rounded up, so that they are fewer.

    [[nodiscard]] static std::uint32_t units_for(std::size_t bytes);
    [[nodiscard]] char* at(Blob blob) const {
        return blocks_[blob / units_of_block] + std::size_t{blob % units_of_block} * unit_bytes;
    }
    [[nodiscard]] Blob* free_list(std::uint32_t units);
    [[nodiscard]] Blob take_units(std::uint32_t units);
    void give_back(Blob blob);
    void add_blocks(std::uint32_t units);

    std::vector<std::unique_ptr<char[]>> memory_;
    std::vector<char*> blocks_;              // The beginning of each block in memory_.
    std::uint32_t next_ = 1;                 // The first unit that was never used.
    std::uint32_t end_ = 0;                  // Behind the last unit of the last block.
    std::array<Blob, size_classes> free_{};  // By units: the first of those given back; each begins with the next one.
    std::map<std::uint32_t, Blob> large_free_;  // The same for larger sizes.
};

}  // namespace tks::projection
