#include "check/statistics_counter.hpp"

#include <algorithm>
#include <optional>

#include "model/event_payload.hpp"

namespace tks::check {

namespace {

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

/// Looks the name up first, so that only a new one is copied.
void count(Counts& counts, std::string_view name) {
    const auto found = counts.find(name);
    if (found != counts.end())
        ++found->second;
    else
        counts.emplace(name, 1);
}

void merge_counts(auto& counts, const auto& others) {
    for (const auto& [name, number] : others) counts[name] += number;
}

/// The hour that a moment lies in, also before 1970.
std::int64_t hour_of(Timestamp time) {
    constexpr std::int64_t ms_per_hour = 3'600'000;
    return time.ms / ms_per_hour - (time.ms % ms_per_hour < 0 ? 1 : 0);
}

}  // namespace

void StatisticsCounter::add(const Event& event) {
    if (const auto strategy = model::strategy_of(event)) count(statistics_.by_strategy, *strategy);
    if (const auto market = model::market_of(event)) count(statistics_.by_market, *market);
    ++statistics_.by_hour[hour_of(event.occurred_at)];
    times_.push_back(event.occurred_at);
}

void StatisticsCounter::merge(StatisticsCounter&& other) {
    merge_counts(statistics_.by_strategy, other.statistics_.by_strategy);
    merge_counts(statistics_.by_market, other.statistics_.by_market);
    merge_counts(statistics_.by_hour, other.statistics_.by_hour);
    times_.insert(times_.end(), other.times_.begin(), other.times_.end());
}

Statistics StatisticsCounter::finish() && {
    constexpr std::size_t most_gaps = 5;
    std::ranges::sort(times_);
    std::vector<Statistics::Gap>& gaps = statistics_.longest_gaps;
    const auto is_longer = [](const Statistics::Gap& left, const Statistics::Gap& right) {
        return difference_ms(left.to, left.from) > difference_ms(right.to, right.from);
    };
    for (std::size_t index = 1; index < times_.size(); ++index) {
        const Statistics::Gap gap{times_[index - 1], times_[index]};
        if (gap.from == gap.to || (gaps.size() == most_gaps && !is_longer(gap, gaps.back()))) continue;
        // Behind those that are as long, so that the earlier of two stands first.
        gaps.insert(std::ranges::upper_bound(gaps, gap, is_longer), gap);
        if (gaps.size() > most_gaps) gaps.pop_back();
    }
    return std::move(statistics_);
}

}  // namespace tks::check
