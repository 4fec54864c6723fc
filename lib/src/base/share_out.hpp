#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace tks {

/// Calls work(begin, end) for blocks that together are 0 to count, each once, from so many threads, the caller's among
/// them; returns when all is done. The work must not throw.
template <class Work>
void share_out(unsigned threads, std::size_t count, const Work& work, std::size_t block_size = 4096) {
    std::atomic<std::size_t> next = 0;
    const auto take_blocks = [&] {
        for (std::size_t begin = next.fetch_add(block_size); begin < count; begin = next.fetch_add(block_size))
            work(begin, std::min(begin + block_size, count));
    };
    const std::size_t most_helpers = count == 0 ? 0 : (count - 1) / block_size;
    std::vector<std::jthread> helpers;
    for (std::size_t index = 1; index < std::max(threads, 1U) && index <= most_helpers; ++index)
        helpers.emplace_back(take_blocks);
    take_blocks();
}

/// Calls work(index) for each of 0 to count, where there are few and each of them is much work.
template <class Work>
void share_out_each(unsigned threads, std::size_t count, const Work& work) {
    const auto work_on = [&](std::size_t begin, std::size_t end) {
        for (std::size_t index = begin; index < end; ++index) work(index);
    };
    share_out(threads, count, work_on, 1);
}

}  // namespace tks
