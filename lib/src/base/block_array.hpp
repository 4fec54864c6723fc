#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "base/large_memory.hpp"

namespace tks {

/// A list that grows block by block and never moves what it holds. While a vector grows it needs the memory of the old
/// and of the new one; this needs hardly more than its elements at any time.
template <class Element>
requires std::is_trivially_copyable_v<Element>
class BlockArray {
public:
    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] const Element& operator[](std::size_t index) const { return blocks_[index >> shift][index & mask]; }
    [[nodiscard]] Element& operator[](std::size_t index) { return blocks_[index >> shift][index & mask]; }

    void push_back(const Element& element) {
        make_room(1);
        (*this)[size_++] = element;
    }

    /// Appends so many elements, which have no value yet.
    void grow_by(std::size_t count) {
        size_ += count;
        while (blocks_.size() * block_size < size_) add_block();
    }

    /// Appends some elements, at most block_size, so that they lie side by side in memory, and returns the index of the
    /// first. The elements that are skipped for it have no value.
    std::size_t append(std::span<const Element> elements) {
        if ((size_ & mask) + elements.size() > block_size) size_ = (size_ | mask) + 1;
        make_room(elements.size());
        const std::size_t first = size_;
        if (!elements.empty()) std::ranges::copy(elements, &(*this)[first]);
        size_ += elements.size();
        return first;
    }

    /// As much as the operating system gives page by page, so that a small list does not take a whole block.
    static constexpr std::size_t block_size = std::bit_floor((std::size_t{1} << 20U) / sizeof(Element));

private:
    static constexpr std::size_t mask = block_size - 1;
    static constexpr int shift = std::countr_zero(block_size);

    // A list that has outgrown its first blocks takes many at a time, in large pages.
    static constexpr std::size_t small_blocks = 2;
    static constexpr std::size_t blocks_at_a_time = 16;

    struct ReleaseMemory {
        void operator()(Element* memory) const { release_large_memory(memory); }
    };

    void make_room(std::size_t count) {
        if (count != 0 && (size_ >> shift) == blocks_.size()) add_block();
    }

    void add_block() {
        if (blocks_.size() < small_blocks) {
            small_.push_back(std::make_unique_for_overwrite<Element[]>(block_size));
            blocks_.push_back(small_.back().get());
            return;
        }
        const std::size_t place = (blocks_.size() - small_blocks) % blocks_at_a_time;
        if (place == 0)
            large_.emplace_back(
                static_cast<Element*>(allocate_large_memory(blocks_at_a_time * block_size * sizeof(Element))));
        blocks_.push_back(large_.back().get() + place * block_size);
    }

    std::vector<std::unique_ptr<Element[]>> small_;
    std::vector<std::unique_ptr<Element, ReleaseMemory>> large_;
    std::vector<Element*> blocks_;  // In the memory of the two.
    std::size_t size_ = 0;
};

}  // namespace tks
