#include "simulate/platform.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace tks::simulation {
namespace {

constexpr std::int64_t first_ms = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

/// The first stories, so that a small stream has some of everything. The last one opens a trade.
constexpr Plot opening[] = {
    Plot::round_trip,         Plot::exit_in_parts,        Plot::intent_rejected, Plot::entry_scaled,
    Plot::signal_invalidated, Plot::order_canceled,       Plot::left_open,       Plot::signal_cold,
    Plot::intent_expired,     Plot::scaled_between_exits, Plot::order_rejected,  Plot::entry_cut_short,
    Plot::signal_rejected,    Plot::trade_never_opened,   Plot::entry_retried,   Plot::intent_canceled,
    Plot::left_partly_open,   Plot::exit_replaced,        Plot::abandoned,
};
static_assert(std::size(opening) == plot_count);

/// How often each plot is played after that, in the order of Plot.
constexpr std::uint32_t weights[] = {4, 2, 3, 2, 3, 5, 2, 3, 2, 34, 12, 14, 6, 3, 4, 4, 2, 1, 1};
static_assert(std::size(weights) == plot_count);

constexpr std::uint32_t sum_of_weights_from(std::size_t first) {
    std::uint32_t sum = 0;
    for (std::size_t plot = first; plot < plot_count; ++plot) sum += weights[plot];
    return sum;
}
constexpr std::uint32_t sum_of_weights = sum_of_weights_from(0);

/// The gap that fits the stories into a span, or else their usual pace: they begin every twenty seconds on average; for very many
/// trades more often, so that they fit into the year.
std::int64_t longest_gap_for(std::uint64_t trades, std::int64_t span_ms) {
    constexpr std::uint32_t weight_of_trades = sum_of_weights_from(static_cast<std::size_t>(Plot::round_trip));
    if (span_ms > 0 && trades > 0) {
        const double stories = static_cast<double>(trades) * sum_of_weights / weight_of_trades;
        constexpr double longest_ms = 4e9;  // As random numbers have it.
        return static_cast<std::int64_t>(std::clamp(2 * static_cast<double>(span_ms) / stories, 1., longest_ms));
    }
    constexpr std::int64_t usual_ms = 40'000;
    constexpr std::uint64_t trades_at_this_pace = 500'000;
    if (trades <= trades_at_this_pace) return usual_ms;
    return std::max<std::int64_t>(usual_ms / static_cast<std::int64_t>(trades / trades_at_this_pace + 1), 1);
}

}  // namespace

Platform::Platform(std::uint64_t seed, std::uint64_t trades, std::int64_t span_ms)
    : seed_(seed),
      trades_left_(trades),
      longest_gap_ms_(longest_gap_for(trades, span_ms)),
      random_(mix(~seed)),
      next_begin_ms_(first_ms + random_.between(0, longest_gap_ms_)) {}

const Event* Platform::next() {
    if (first_turn_is_taken_) sink_first_turn();
    while (trades_left_ != 0 && (turns_.empty() || next_begin_ms_ < turns_.front().ms)) begin_story();
    if (turns_.empty()) return nullptr;
    stories_[turns_.front().slot]->tell(event_);
    first_turn_is_taken_ = true;
    return &event_;
}

void Platform::begin_story() {
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(stories_.size()));
        stories_.push_back(std::make_unique<Story>());
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    Story& story = *stories_[slot];
    const std::uint64_t number = ++stories_begun_;
    story.begin(seed_, number, choose_plot(), next_begin_ms_);
    next_begin_ms_ += random_.between(0, longest_gap_ms_);
    turns_.push_back({story.next_ms(), number, slot});
    std::push_heap(turns_.begin(), turns_.end(), std::greater<>{});
}

Plot Platform::choose_plot() {
    Plot plot{};
    if (stories_begun_ <= plot_count) {
        plot = opening[stories_begun_ - 1];
    } else {
        std::uint32_t choice = random_.below(sum_of_weights);
        std::size_t index = 0;
        for (; choice >= weights[index]; ++index) choice -= weights[index];
        plot = static_cast<Plot>(index);
    }
    if (opens_trade(plot)) --trades_left_;
    return plot;
}

/// Puts the first turn, whose event is told, where its story's next event belongs, or takes it out.
void Platform::sink_first_turn() {
    first_turn_is_taken_ = false;
    Turn turn = turns_.front();
    const Story& story = *stories_[turn.slot];
    if (story.is_over()) {
        free_slots_.push_back(turn.slot);
        turn = turns_.back();
        turns_.pop_back();
        if (turns_.empty()) return;
    } else {
        turn.ms = story.next_ms();
    }
    // One way down instead of the two that std::pop_heap and std::push_heap take.
    std::size_t hole = 0;
    for (std::size_t child = 1; child < turns_.size(); child = 2 * hole + 1) {
        if (child + 1 < turns_.size() && turns_[child + 1] < turns_[child]) ++child;
        if (turn < turns_[child]) break;
        turns_[hole] = turns_[child];
        hole = child;
    }
    turns_[hole] = turn;
}

}  // namespace tks::simulation
