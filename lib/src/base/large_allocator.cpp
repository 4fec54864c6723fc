#include "base/large_allocator.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace tks {

void* allocate_large(std::size_t bytes, Pages pages) {
    const bool is_large = pages == Pages::large && bytes >= large_page_bytes;
    const std::size_t whole_pages = (bytes + large_page_bytes - 1) / large_page_bytes * large_page_bytes;
    void* const memory = is_large ? std::aligned_alloc(large_page_bytes, whole_pages) : std::malloc(bytes);
    if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    // Where the system declines, the memory is as good as any.
    if (is_large) (void)madvise(memory, whole_pages, MADV_HUGEPAGE);
#endif
    return memory;
}

void free_large(void* memory) { std::free(memory); }

}  // namespace tks
