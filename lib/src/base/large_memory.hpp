#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <utility>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace tks {

/// Memory of the size of large pages, 2 MiB, and more is asked for in such pages where the system has them. It is given page by
/// page as it is first written to, in far fewer steps, and what is read here and there in it is found faster. A list that is
/// filled from its beginning takes one such page more than it needs, at most; what is filled to its end takes no more than that.
inline constexpr std::size_t large_page_bytes = std::size_t{2} << 20U;

inline constexpr std::size_t whole_large_pages(std::size_t bytes) {
    return (bytes + large_page_bytes - 1) / large_page_bytes * large_page_bytes;
}

/// The memory has no value. It must be given back with release_large_memory().
inline void* allocate_large_memory(std::size_t bytes) {
    const std::size_t whole = whole_large_pages(bytes);
#ifdef __linux__
    // Not from the heap, which keeps for itself what is given back to it, as when a table grows.
    void* const mapped =
        mmap(nullptr, whole + large_page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    // What lies in front of the first large page, and behind the last one, is not needed.
    char* const begin = static_cast<char*>(mapped);
    const std::size_t skipped =
        (large_page_bytes - reinterpret_cast<std::uintptr_t>(begin) % large_page_bytes) % large_page_bytes;
    char* const memory = begin + skipped;
    if (skipped != 0) munmap(begin, skipped);
    munmap(memory + whole, large_page_bytes - skipped);
    // Only advice: without large pages, all goes as it always does.
    static_cast<void>(madvise(memory, bytes / large_page_bytes * large_page_bytes, MADV_HUGEPAGE));
    return memory;
#else
    void* const memory = std::aligned_alloc(large_page_bytes, whole);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
#endif
}

/// `bytes` are those that it was allocated with.
inline void release_large_memory(void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
    munmap(memory, whole_large_pages(bytes));
#else
    std::free(memory);
#endif
}

/// For vectors that become large; small ones are like any other. Elements that are made without a value are left without one
/// where their type allows it, so that memory is not written to before it is needed.
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
            release_large_memory(memory, count * sizeof(Element));
    }

    void construct(Element* place) { ::new (static_cast<void*>(place)) Element; }
    template <class... Arguments>
    void construct(Element* place, Arguments&&... arguments) {
        ::new (static_cast<void*>(place)) Element(std::forward<Arguments>(arguments)...);
    }

    friend bool operator==(const LargeMemoryAllocator&, const LargeMemoryAllocator&) { return true; }

private:
    static constexpr std::size_t least_bytes = large_page_bytes;
};

}  // namespace tks
