#pragma once

#include <cstddef>

namespace tks {

/// Memory for blocks of lists, of some hundred KiB each and 16 MiB at most, in large pages that all lists of the process share.
/// The operating system gives these 2 MiB at a time, cleared; a list that had some of its own would leave half of the last one
/// unused.
///
/// Blocks that are given back are taken again by whoever wants one of that size, and what nobody has any more goes back to the
/// operating system. Any thread may call these. The memory has no value, and begins where a line of the processor's cache does.
/// Throws std::bad_alloc.
void* take_large_block(std::size_t bytes);

/// `bytes` are those that it was taken with.
void give_back_large_block(void* block, std::size_t bytes);

}  // namespace tks
