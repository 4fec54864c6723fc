#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/ordered_work.hpp"

namespace {

using tks::work_in_order;
using namespace std::chrono_literals;

/// Fails if two threads are inside at a time.
class OneAtATime {
public:
    template <class Action>
    auto operator()(Action&& action) {
        CHECK(inside_.fetch_add(1) == 0);
        struct Leave {
            std::atomic<int>& inside;
            ~Leave() { --inside; }
        } leave{inside_};
        return action();
    }

private:
    std::atomic<int> inside_ = 0;
};

/// Gives the numbers from 0 to count − 1.
struct CountedItems {
    int count;
    int next = 0;

    bool operator()(int& item) {
        if (next == count) return false;
        item = next++;
        return true;
    }
};

/// Takes differently long for different items, so that threads overtake each other.
void dawdle(int item) {
    std::this_thread::sleep_for(std::chrono::microseconds((item * 37 % 11) * 30));
}

std::vector<int> numbers_to(int count) {
    std::vector<int> numbers;
    for (int number = 0; number < count; ++number) numbers.push_back(number);
    return numbers;
}

constexpr unsigned thread_counts[] = {1, 2, 3, 8};

}  // namespace

TEST_CASE("results come in the order of the items, however many threads work") {
    for (const unsigned threads : thread_counts) {
        for (const int count : {0, 1, 2, 200}) {
            CAPTURE(threads);
            CAPTURE(count);
            OneAtATime fetching;
            OneAtATime delivering;
            CountedItems numbers{count};
            std::atomic<unsigned> workers = 0;
            std::vector<int> delivered;
            work_in_order<int>(
                threads, [&](int& item) { return fetching([&] { return numbers(item); }); },
                [&] {
                    ++workers;
                    return [](int& item, auto&) { return dawdle(item), item; };
                },
                [&](int&& result) { delivering([&] { delivered.push_back(result); }); });
            CHECK(delivered == numbers_to(count));
            CHECK(workers == threads);
        }
    }
}

TEST_CASE("parts that are handed over stand where their item stands, before the rest of its result") {
    for (const unsigned threads : thread_counts) {
        CAPTURE(threads);
        std::vector<int> delivered;
        work_in_order<int>(
            threads, CountedItems{60},
            [] {
                return [](int& item, auto& hand_over) {
                    for (int part = 0; part < item % 4; ++part) {
                        dawdle(item + part);
                        hand_over(item * 10 + part);
                    }
                    return item * 10 + 9;
                };
            },
            [&](int&& result) { delivered.push_back(result); });
        std::vector<int> expected;
        for (int item = 0; item < 60; ++item) {
            for (int part = 0; part < item % 4; ++part) expected.push_back(item * 10 + part);
            expected.push_back(item * 10 + 9);
        }
        CHECK(delivered == expected);
    }
}

TEST_CASE("what is thrown anywhere ends the work and is thrown on, after a gapless beginning of the results") {
    enum class Place { fetch, make_worker, worker, hand_over, deliver };
    constexpr int fatal_item = 40;
    for (const Place place : {Place::fetch, Place::make_worker, Place::worker, Place::hand_over, Place::deliver}) {
        for (const unsigned threads : thread_counts) {
            CAPTURE(static_cast<int>(place));
            CAPTURE(threads);
            CountedItems numbers{1000};
            std::atomic<unsigned> workers = 0;
            std::atomic<int> working = 0;
            std::vector<int> delivered;
            const auto work = [&] {
                work_in_order<int>(
                    threads,
                    [&](int& item) {
                        if (place == Place::fetch && numbers.next == fatal_item) throw std::runtime_error("it broke");
                        return numbers(item);
                    },
                    [&] {
                        if (place == Place::make_worker && ++workers == threads) throw std::runtime_error("it broke");
                        return [&](int& item, auto& hand_over) {
                            ++working;
                            dawdle(item);
                            --working;
                            if (place == Place::worker && item == fatal_item) throw std::runtime_error("it broke");
                            if (place == Place::hand_over && item == fatal_item) hand_over(-1);
                            return item;
                        };
                    },
                    [&](int&& result) {
                        if (place == Place::deliver && result == fatal_item) throw std::runtime_error("it broke");
                        if (result == -1) throw std::runtime_error("it broke");
                        delivered.push_back(result);
                    });
            };
            CHECK_THROWS_WITH_AS(work(), "it broke", std::runtime_error);
            CHECK(working == 0);
            CHECK(delivered == numbers_to(static_cast<int>(delivered.size())));
            if (place != Place::make_worker) CHECK(delivered.size() <= fatal_item);
            if (place == Place::hand_over || place == Place::deliver) CHECK(delivered.size() == fatal_item);
        }
    }
}

TEST_CASE("once a delivery has thrown, nothing is delivered any more, by any thread") {
    int after_the_end = 0;
    for (int attempt = 0; attempt < 2000; ++attempt) {
        CountedItems numbers{20};
        int deliveries = 0;
        const auto work = [&] {
            work_in_order<int>(
                4U, [&](int& item) { return numbers(item); }, [] { return [](int& item, auto&) { return item; }; },
                [&](int&&) {
                    ++deliveries;
                    throw std::runtime_error("it broke");
                });
        };
        CHECK_THROWS_WITH_AS(work(), "it broke", std::runtime_error);
        after_the_end += deliveries - 1;
    }
    CHECK(after_the_end == 0);
}

TEST_CASE("however slow the first item is, only few are worked on ahead of it, so that memory is bounded") {
    for (const unsigned threads : {2U, 3U, 8U}) {
        CAPTURE(threads);
        std::atomic<int> fetched = 0;
        int most_ahead = 0;
        std::vector<int> delivered;
        CountedItems numbers{2000};
        work_in_order<int>(
            threads,
            [&](int& item) {
                ++fetched;
                return numbers(item);
            },
            [&] {
                return [&](int& item, auto&) {
                    if (item == 0) {
                        // Until the others have run into the bound, and stay there.
                        for (int before = -1; before != fetched;) {
                            before = fetched;
                            std::this_thread::sleep_for(50ms);
                        }
                        most_ahead = fetched;
                    }
                    return item;
                };
            },
            [&](int&& result) { delivered.push_back(result); });
        CHECK(most_ahead >= static_cast<int>(threads));
        CHECK(most_ahead <= static_cast<int>(threads) * 5);
        CHECK(delivered == numbers_to(2000));
    }
}
