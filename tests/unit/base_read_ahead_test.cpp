// What one thread makes, another takes, in the same order.
#include "base/read_ahead.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>
#include <vector>

namespace {

/// As many numbers from 0 on, made ahead of a visitor.
std::vector<int> numbers(int count) {
    std::vector<int> seen;
    tks::read_ahead<int>(
        [count](tks::ReadAhead<int>& items) {
            for (int number = 0; number < count; ++number) items.next() = number;
        },
        [&](int number) { seen.push_back(number); });
    return seen;
}

}  // namespace

TEST_CASE("all items come, each once and in their order") {
    for (const int count : {0, 1, 255, 256, 257, 10'000}) {
        CAPTURE(count);
        std::vector<int> expected(static_cast<std::size_t>(count));
        std::iota(expected.begin(), expected.end(), 0);
        CHECK(numbers(count) == expected);
    }
}

TEST_CASE("whoever has enough ends it") {
    struct Enough {};
    int made = 0;
    const auto make_for_ever = [&](tks::ReadAhead<int>& items) {
        for (;;) items.next() = ++made;
    };
    int seen = 0;
    CHECK_THROWS_AS(tks::read_ahead<int>(make_for_ever,
                                         [&](int) {
                                             if (++seen == 10) throw Enough{};
                                         }),
                    Enough);
    CHECK(seen == 10);
    CHECK(made < 10'000);
}

TEST_CASE("what keeps items from being made is told behind those that were") {
    int seen = 0;
    CHECK_THROWS_WITH(tks::read_ahead<int>(
                          [](tks::ReadAhead<int>& items) {
                              for (int number = 0; number < 300; ++number) items.next() = number;
                              throw std::runtime_error("no more");
                          },
                          [&](int) { ++seen; }),
                      "no more");
    CHECK(seen == 300);
}
