#pragma once

#include <cstddef>
#include <vector>

namespace tks {

inline constexpr std::size_t large_page_bytes = std::size_t{2} << 20U;

/// What the operating system is asked for. A large page is found and cleared with less work than the 512 usual ones, but
/// counts as used from its first byte on.
enum class Pages { usual, large };

/// Memory that is not cleared; throws std::bad_alloc. Less than a large page always comes in usual ones.
void* allocate_large(std::size_t bytes, Pages pages);

/// Gives memory back that came from allocate_large().
void free_large(void* memory);

/// For arrays that may grow to many megabytes and are read in no order.
template <class Element>
struct LargeAllocator {
    using value_type = Element;

    LargeAllocator() = default;
    template <class Other>
    LargeAllocator(const LargeAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): as allocators are

    Element* allocate(std::size_t count) { return static_cast<Element*>(allocate_large(count * sizeof(Element), Pages::large)); }
    void deallocate(Element* memory, std::size_t) { free_large(memory); }

    friend bool operator==(const LargeAllocator&, const LargeAllocator&) { return true; }
};

template <class Element>
using LargeVector = std::vector<Element, LargeAllocator<Element>>;

}  // namespace tks
