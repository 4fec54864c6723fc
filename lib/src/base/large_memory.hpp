#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace tks {

/// Memory of the size of large pages, 2 MiB, and more is asked for in such pages where the system has them. It is given page by
/// page as it is first written to, in far fewer steps, and what is read here and there in it is found faster. A list that is
/// filled from its beginning takes one such page more than it needs, at most.
inline constexpr std::size_t large_page_bytes = std::size_t{2} << 20U;

/// The memory has no value. It must be given back with release_large_memory().
inline void* allocate_large_memory(std::size_t bytes) {
    const std::size_t whole = (bytes + large_page_bytes - 1) / large_page_bytes * large_page_bytes;
    void* const memory = std::aligned_alloc(large_page_bytes, whole);
    if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    // Only advice: without large pages, all goes as it always does.
    static_cast<void>(madvise(memory, whole, MADV_HUGEPAGE));
#endif
    return memory;
}

inline void release_large_memory(void* memory) {
    std::free(memory);
}

/// For vectors that become large; small ones are like any other.
template <class Element>
struct LargeMemoryAllocator {
    using value_type = Element;

    LargeMemoryAllocator() = default;
    template <class Other>
    explicit LargeMemoryAllocator(const LargeMemoryAllocator<Other>&) {}

    Element* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(Element);
        return static_cast<Element*>(bytes < least_bytes ? ::operator new(bytes) : allocate_large_memory(bytes));
    }
    void deallocate(Element* memory, std::size_t count) {
        if (count * sizeof(Element) < least_bytes)
            ::operator delete(memory);
        else
            release_large_memory(memory);
    }

    friend bool operator==(const LargeMemoryAllocator&, const LargeMemoryAllocator&) { return true; }

private:
    static constexpr std::size_t least_bytes = large_page_bytes;
};

}  // namespace tks
