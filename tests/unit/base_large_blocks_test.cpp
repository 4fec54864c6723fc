#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "base/large_blocks.hpp"

using tks::give_back_large_block;
using tks::take_large_block;

namespace {

constexpr std::size_t block_bytes = std::size_t{192} << 10U;

/// Takes so many blocks, each filled with another byte, and gives them back; whether each still held its own then.
bool fill_blocks(std::size_t count) {
    std::vector<unsigned char*> blocks;
    for (std::size_t index = 0; index < count; ++index) {
        blocks.push_back(static_cast<unsigned char*>(take_large_block(block_bytes)));
        std::memset(blocks.back(), static_cast<int>(index % 251), block_bytes);
    }
    bool is_sound = true;
    for (std::size_t index = 0; index < count; ++index) {
        const auto is_of_it = [&](unsigned char byte) { return byte == index % 251; };
        is_sound = is_sound && std::all_of(blocks[index], blocks[index] + block_bytes, is_of_it);
    }
    for (unsigned char* const block : blocks) give_back_large_block(block, block_bytes);
    return is_sound;
}

}  // namespace

TEST_CASE("large blocks of several sizes do not overlap, and begin where lines of the cache do") {
    struct Block {
        std::uintptr_t begin;
        std::size_t bytes;
    };
    std::vector<Block> blocks;
    for (std::size_t index = 0; index < 200; ++index) {
        const std::size_t bytes = (std::size_t{64} << 10U) * (1 + index % 4) + 24 * (index % 2);
        blocks.push_back({reinterpret_cast<std::uintptr_t>(take_large_block(bytes)), bytes});
        CHECK(blocks.back().begin % 64 == 0);
    }
    std::ranges::sort(blocks, {}, &Block::begin);
    for (std::size_t index = 1; index < blocks.size(); ++index)
        CHECK(blocks[index - 1].begin + blocks[index - 1].bytes <= blocks[index].begin);
    for (const Block& block : blocks) give_back_large_block(reinterpret_cast<void*>(block.begin), block.bytes);
}

TEST_CASE("a large block that was given back is the next that is taken of its size") {
    void* const kept = take_large_block(block_bytes);
    void* const block = take_large_block(block_bytes);
    give_back_large_block(block, block_bytes);
    void* const other = take_large_block(2 * block_bytes);
    CHECK(other != block);
    CHECK(take_large_block(block_bytes) == block);
    give_back_large_block(other, 2 * block_bytes);
    give_back_large_block(block, block_bytes);
    give_back_large_block(kept, block_bytes);
}

TEST_CASE("large blocks can be taken again and again when all have been given back") {
    for (int round = 0; round < 5; ++round) CHECK(fill_blocks(100));
}

TEST_CASE("several threads take large blocks of their own") {
    std::vector<char> is_sound(4, 0);
    {
        std::vector<std::jthread> threads;
        for (char& result : is_sound)
            threads.emplace_back([&result] {
                result = 1;
                for (int round = 0; round < 20; ++round)
                    if (!fill_blocks(30)) result = 0;
            });
    }
    CHECK(std::ranges::count(is_sound, 1) == 4);
}
