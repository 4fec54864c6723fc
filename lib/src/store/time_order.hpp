#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/figure_blocks.hpp"
#include "store/parts.hpp"

/// The order in which trades, orders and fills are told: that of a time and, where it is the same, of their ids.
namespace tks::store {

/// A row and its time.
struct TimedRow {
    Timestamp sorted_at;
    Id number = no_id;
};

/// Of rows, or of whatever has a `sorted_at`.
inline constexpr auto is_earlier = [](const auto& one, const auto& other) { return one.sorted_at < other.sorted_at; };

/// The rows of a kind with the times that time_of(figures) tells of members that are named, in the order of these; where there is no
/// time, the row is left out.
template <class Figures, auto... wanted, class TimeOf>
std::vector<TimedRow> timed_rows(Readers& readers, TimeOf time_of) {
    std::vector<std::vector<TimedRow>> parts(readers.count());
    readers.each_part(readers.all_rows(Figures::largest_sql).last, [&](Connection& connection, Part part) {
        std::vector<TimedRow> rows;
        rows.reserve(static_cast<std::size_t>(std::max<std::int64_t>(part.last - part.first + 1, 0)));
        Words words;
        for_each_figures<Figures, wanted...>(connection, part, words, [&](Id number, const Figures& figures) {
            if (const std::optional<Timestamp> time = time_of(figures)) rows.push_back({*time, number});
        });
        if (!std::ranges::is_sorted(rows, is_earlier)) std::ranges::sort(rows, is_earlier);
        parts[part.index] = std::move(rows);
    });
    std::vector<TimedRow> all = std::move(parts.front());
    for (std::size_t part = 1; part < parts.size(); ++part) {
        const auto middle = static_cast<std::ptrdiff_t>(all.size());
        all.insert(all.end(), parts[part].begin(), parts[part].end());
        parts[part] = {};
        std::ranges::inplace_merge(all, all.begin() + middle, is_earlier);
    }
    return all;
}

/// The same with the times that a member tells, of all rows.
template <class Figures, Timestamp Figures::*time>
std::vector<TimedRow> timed_rows(Readers& readers) {
    return timed_rows<Figures, time>(readers, [](const Figures& figures) { return std::optional(figures.*time); });
}

/// Sorts rows, or whatever has a `sorted_at`; `id_of(place)` is a text, and looked up only where times are equal.
template <class Place, class IdOf>
void sort_by_time(std::vector<Place>& places, IdOf id_of) {
    if (!std::ranges::is_sorted(places, is_earlier)) std::ranges::sort(places, is_earlier);
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

/// Tells rows from the last one back, until visit(fact) returns false; returns how many there are in all.
template <class Teller, class Visit>
std::uint64_t tell_back(const std::vector<TimedRow>& rows, Teller& teller, const Visit& visit) {
    for (auto row = rows.rbegin(); row != rows.rend() && visit(teller.tell(row->number)); ++row) {
    }
    return rows.size();
}

}  // namespace tks::store
