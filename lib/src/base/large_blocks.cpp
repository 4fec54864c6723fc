#include "base/large_blocks.hpp"

#include <cassert>
#include <iterator>
#include <map>
#include <mutex>
#include <new>

#include "base/large_memory.hpp"

namespace tks {

namespace {

constexpr std::size_t region_bytes = 8 * large_page_bytes;
constexpr std::size_t cache_line_bytes = 64;

class LargeBlocks {
public:
    void* take(std::size_t bytes) {
        const std::scoped_lock lock(mutex_);
        Free*& free = free_[bytes];
        char* block = reinterpret_cast<char*>(free);
        if (block != nullptr)
            free = free->next;
        else
            block = cut(bytes);
        ++region_of(block)->second;
        return block;
    }

    void give_back(void* block, std::size_t bytes) {
        const std::scoped_lock lock(mutex_);
        Free*& free = free_[bytes];
        free = ::new (block) Free{free};
        if (const auto region = region_of(static_cast<char*>(block)); --region->second == 0) release(region);
    }

private:
    /// What a block begins with that nobody has.
    struct Free {
        Free* next;
    };
    using Regions = std::map<char*, std::size_t>;  // By where they begin: how many blocks of it are taken.

    /// A new block, behind the last one.
    char* cut(std::size_t bytes) {
        assert(bytes <= region_bytes);
        if (rest_ < bytes) {
            next_ = static_cast<char*>(allocate_large_memory(region_bytes));
            rest_ = region_bytes;
            last_ = regions_.emplace(next_, 0).first;
        }
        const std::size_t whole = (bytes + cache_line_bytes - 1) / cache_line_bytes * cache_line_bytes;
        char* const block = next_;
        next_ += whole;
        rest_ -= whole;
        return block;
    }

    Regions::iterator region_of(char* place) { return std::prev(regions_.upper_bound(place)); }

    void release(Regions::iterator region) {
        for (auto& [bytes, first] : free_)
            for (Free** free = &first; *free != nullptr;)
                if (region_of(reinterpret_cast<char*>(*free)) == region)
                    *free = (*free)->next;
                else
                    free = &(*free)->next;
        if (region == last_) {
            last_ = regions_.end();
            rest_ = 0;
        }
        release_large_memory(region->first, region_bytes);
        regions_.erase(region);
    }

    std::mutex mutex_;
    Regions regions_;
    std::map<std::size_t, Free*> free_;        // By their size.
    Regions::iterator last_ = regions_.end();  // The one that blocks are cut from;
    char* next_ = nullptr;                     // from here on,
    std::size_t rest_ = 0;                     // as long as there is so much left.
};

/// Never ends, since lists may.
LargeBlocks& large_blocks() {
    static LargeBlocks& blocks = *new LargeBlocks;
    return blocks;
}

}  // namespace

void* take_large_block(std::size_t bytes) {
    return large_blocks().take(bytes);
}

void give_back_large_block(void* block, std::size_t bytes) {
    large_blocks().give_back(block, bytes);
}

}  // namespace tks
