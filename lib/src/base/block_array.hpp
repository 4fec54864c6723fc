#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/large_memory.hpp"

namespace tks {

/// A list that grows block by block and does not move what it holds once it has filled the first one. While a vector grows
/// it needs the memory of the old and of the new one; this needs hardly more than its elements at any time.
///
/// A list of more than so many small blocks takes many blocks at a time, in large pages, of which the last one is not full.
template <class Element, std::size_t small_blocks = 2>
requires std::is_trivially_copyable_v<Element>
class BlockArray {
public:
    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] const Element& operator[](std::size_t index) const { return blocks_[index >> shift][index & mask]; }
    [[nodiscard]] Element& operator[](std::size_t index) { return blocks_[index >> shift][index & mask]; }

    void push_back(const Element& element) {
        make_room_for(size_ + 1);
        (*this)[size_++] = element;
    }

    /// Appends so many elements, which have no value yet.
    void grow_by(std::size_t count) {
        const std::size_t size = size_ + count;
        make_room_for(std::min(size, block_size));
        while (room_ < size) add_block();
        size_ = size;
    }

    /// Appends some elements, at most block_size, so that they lie side by side in memory, and returns the index of the
    /// first. The elements that are skipped for it have no value.
    std::size_t append(std::span<const Element> elements) {
        if ((size_ & mask) + elements.size() > block_size) size_ = (size_ | mask) + 1;
        make_room_for(size_ + elements.size());
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

    // The first block grows itself, as most lists are short.
    static constexpr std::size_t first_room =
        std::bit_ceil(std::max(std::size_t{1024} / sizeof(Element), std::size_t{4}));
    static constexpr std::size_t blocks_at_a_time = 16;
    static constexpr std::size_t large_bytes = blocks_at_a_time * block_size * sizeof(Element);

    struct ReleaseSmall {
        void operator()(Element* memory) const { ::operator delete(memory); }
    };
    struct ReleaseLarge {
        void operator()(Element* memory) const { release_large_memory(memory, large_bytes); }
    };
    using Small = std::unique_ptr<Element, ReleaseSmall>;

    /// Not for more than the rest of one block.
    void make_room_for(std::size_t size) {
        if (size <= room_) return;
        if (size <= block_size)
            grow_first_block(size);
        else
            add_block();
    }

    static Small allocate_small(std::size_t count) {
        return Small(static_cast<Element*>(::operator new(count * sizeof(Element))));
    }

    [[gnu::noinline]] void grow_first_block(std::size_t size) {
        const std::size_t room = std::max(first_room, std::bit_ceil(size));
        Small grown = allocate_small(room);
        if (room_ != 0)
            std::memcpy(static_cast<void*>(grown.get()), blocks_.front(), std::min(size_, room_) * sizeof(Element));
        small_.clear();
        small_.push_back(std::move(grown));
        blocks_.assign(1, small_.front().get());
        room_ = room;
    }

    [[gnu::noinline]] void add_block() {
        if (room_ < block_size) grow_first_block(block_size);
        if (blocks_.size() < small_blocks) {
            small_.push_back(allocate_small(block_size));
            blocks_.push_back(small_.back().get());
        } else {
            const std::size_t place = (blocks_.size() - small_blocks) % blocks_at_a_time;
            if (place == 0) large_.emplace_back(static_cast<Element*>(allocate_large_memory(large_bytes)));
            blocks_.push_back(large_.back().get() + place * block_size);
        }
        room_ += block_size;
    }

    std::vector<Small> small_;
    std::vector<std::unique_ptr<Element, ReleaseLarge>> large_;
    std::vector<Element*> blocks_;  // In the memory of the two.
    std::size_t room_ = 0;          // Elements that there is memory for.
    std::size_t size_ = 0;
};

}  // namespace tks
