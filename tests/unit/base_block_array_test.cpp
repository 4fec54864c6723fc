#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/block_array.hpp"

using Numbers = tks::BlockArray<std::uint32_t>;

TEST_CASE("a block array grows over its blocks and does not move what it holds once it has filled the first") {
    Numbers numbers;
    while (numbers.size() < Numbers::block_size) numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
    const std::uint32_t* const first = &numbers[0];
    const std::size_t count = 2 * Numbers::block_size + 3;
    while (numbers.size() < count) numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
    REQUIRE(numbers.size() == count);
    CHECK(&numbers[0] == first);
    for (std::size_t index = 0; index < count; ++index) REQUIRE(numbers[index] == index);
}

TEST_CASE("a block array that takes large pages goes on as before") {
    Numbers numbers;
    const std::size_t count = 40 * Numbers::block_size;
    numbers.grow_by(count / 2 + 1);
    CHECK(numbers.size() == count / 2 + 1);
    for (std::size_t index = 0; index < numbers.size(); ++index) numbers[index] = static_cast<std::uint32_t>(index);
    const std::uint32_t* const middle = &numbers[count / 2];
    while (numbers.size() < count) numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
    const Numbers moved = std::move(numbers);
    CHECK(&moved[count / 2] == middle);
    bool is_as_it_was = true;
    for (std::size_t index = 0; index < count; ++index) is_as_it_was = is_as_it_was && moved[index] == index;
    CHECK(is_as_it_was);
}

TEST_CASE("what is appended to a block array together lies side by side") {
    Numbers numbers;
    const std::array<std::uint32_t, 5> five = {1, 2, 3, 4, 5};
    std::vector<std::size_t> places;
    while (numbers.size() < 2 * Numbers::block_size) places.push_back(numbers.append(five));
    CHECK(places[1] == 5);
    for (const std::size_t place : places) {
        const std::uint32_t* const begin = &numbers[place];
        REQUIRE(std::vector(begin, begin + five.size()) == std::vector(five.begin(), five.end()));
    }
    const std::vector<std::uint32_t> whole(Numbers::block_size, 9);
    const std::size_t place = numbers.append(whole);
    CHECK(place % Numbers::block_size == 0);
    CHECK(numbers[place + Numbers::block_size - 1] == 9);
    CHECK(numbers.append({}) == numbers.size());
}

TEST_CASE("what is left of a first block that has not grown to its end is skipped as well") {
    Numbers numbers;
    numbers.append(std::array<std::uint32_t, 3>{1, 2, 3});
    const std::vector<std::uint32_t> whole(Numbers::block_size, 9);
    CHECK(numbers.append(whole) == Numbers::block_size);
    CHECK(numbers.size() == 2 * Numbers::block_size);
    CHECK(numbers[2] == 3);
    CHECK(numbers[Numbers::block_size] == 9);
    CHECK(numbers[2 * Numbers::block_size - 1] == 9);
}
