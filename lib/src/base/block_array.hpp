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

#include "base/large_blocks.hpp"

namespace tks {

/// A list that grows block by block and does not move what it holds once it has filled a part of the first one. While a vector
/// grows it needs the memory of the old and of the new one; this needs hardly more than its elements at any time. The blocks
/// of long lists lie in large pages: see take_large_block().
template <class Element>
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

    /// Elements of a block, which takes 256 KiB at most.
    static constexpr std::size_t block_size = std::bit_floor((std::size_t{1} << 18U) / sizeof(Element));

private:
    static constexpr std::size_t mask = block_size - 1;
    static constexpr int shift = std::countr_zero(block_size);

    // The first block grows itself, as most lists are short; up to so many elements it is memory like any other.
    static constexpr std::size_t first_room =
        std::bit_ceil(std::max(std::size_t{1024} / sizeof(Element), std::size_t{4}));
    static constexpr std::size_t most_small_room = block_size / 4;
    static constexpr std::size_t block_bytes = block_size * sizeof(Element);

    struct ReleaseSmall {
        void operator()(Element* memory) const { ::operator delete(memory); }
    };
    struct GiveBack {
        void operator()(Element* memory) const { give_back_large_block(memory, block_bytes); }
    };

    /// Not for more than the rest of one block.
    void make_room_for(std::size_t size) {
        if (size <= room_) return;
        if (size <= block_size)
            grow_first_block(size);
        else
            add_block();
    }

    [[gnu::noinline]] void grow_first_block(std::size_t size) {
        std::size_t room = std::max(first_room, std::bit_ceil(size));
        std::unique_ptr<Element, ReleaseSmall> grown;
        if (room <= most_small_room)
            grown.reset(static_cast<Element*>(::operator new(room * sizeof(Element))));
        else
            room = block_size;
        Element* const first = grown ? grown.get() : add_large_block();
        if (room_ != 0)
            std::memcpy(static_cast<void*>(first), blocks_.front(), std::min(size_, room_) * sizeof(Element));
        small_ = std::move(grown);
        blocks_.assign(1, first);
        room_ = room;
    }

    [[gnu::noinline]] void add_block() {
        if (room_ < block_size) grow_first_block(block_size);
        blocks_.push_back(add_large_block());
        room_ += block_size;
    }

    Element* add_large_block() {
        std::unique_ptr<Element, GiveBack> block(static_cast<Element*>(take_large_block(block_bytes)));
        return large_.emplace_back(std::move(block)).get();
    }

    std::unique_ptr<Element, ReleaseSmall> small_;  // The first block, as long as it is short.
    std::vector<std::unique_ptr<Element, GiveBack>> large_;
    std::vector<Element*> blocks_;  // The one, or the others.
    std::size_t room_ = 0;          // Elements that there is memory for.
    std::size_t size_ = 0;
};

}  // namespace tks
