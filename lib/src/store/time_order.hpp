#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "store/figure_blocks.hpp"
#include "store/parts.hpp"

/// The order in which trades and fills are told: that of a time and, where it is the same, of their ids.
namespace tks::store {

/// A row and its time.
struct TimedRow {
    Timestamp sorted_at;
    Id number = no_id;
};

/// All rows of a kind with the times that a member of their figures tells, in the order of their numbers.
template <class Figures, Timestamp Figures::*time>
std::vector<TimedRow> timed_rows(Readers& readers) {
    const std::int64_t largest = readers.all_rows(Figures::largest_sql).last;
    std::vector<TimedRow> rows(static_cast<std::size_t>(largest));
    readers.each_part(largest, [&](Connection& connection, Part part) {
        Words words;
        for_each_figures<Figures, time>(connection, part, words, [&](Id number, const Figures& figures) {
            rows[number - 1] = {figures.*time, number};
        });
    });
    std::erase_if(rows, [](const TimedRow& row) { return row.number == no_id; });
    return rows;
}

/// Sorts rows, or whatever has a `sorted_at`; `id_of(place)` is a text, and looked up only where times are equal.
template <class Place, class IdOf>
void sort_by_time(std::vector<Place>& places, IdOf id_of) {
    const auto comes_before = [](const Place& one, const Place& other) { return one.sorted_at < other.sorted_at; };
    if (!std::ranges::is_sorted(places, comes_before)) std::ranges::sort(places, comes_before);
    std::vector<std::pair<std::string, Place>> named;
    for (auto begin = places.begin(); begin != places.end();) {
        auto end = begin + 1;
        while (end != places.end() && end->sorted_at == begin->sorted_at) ++end;
        if (end - begin > 1) {
            named.clear();
            for (auto place = begin; place != end; ++place) named.emplace_back(id_of(*place), *place);
            std::ranges::sort(named, {}, [](const auto& entry) -> const std::string& { return entry.first; });
            std::ranges::transform(named, begin, [](const auto& entry) { return entry.second; });
        }
        begin = end;
    }
}

}  // namespace tks::store
