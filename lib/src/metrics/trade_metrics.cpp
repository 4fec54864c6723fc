#include "tks/trade_metrics.hpp"

#include <algorithm>
#include <future>
#include <utility>

#include "metrics/moments.hpp"

namespace tks {

namespace {

constexpr std::string_view no_closed_trades = "no trade was closed";
constexpr std::string_view no_wins = "no trade won";
constexpr std::string_view no_losses = "no trade lost";

using metrics::count_of;

Metric<Amount> ratio(const Amount& dividend, std::uint64_t divisor, std::string_view why_undefined) {
    if (divisor == 0) return why_undefined;
    return quotient(dividend, count_of(divisor));
}

/// What becomes of the account, trade by trade.
class DrawdownFinder {
public:
    explicit DrawdownFinder(Timestamp start) : peak_at_(start) {}

    void add(Timestamp at, const Amount& pnl) {
        equity_ += pnl;
        if (equity_ < peak_) {
            if (!is_down_) found_.push_back({peak_, equity_, peak_ - equity_, peak_at_, at, std::nullopt});
            is_down_ = true;
            Drawdown& current = found_.back();
            if (equity_ < current.trough) {
                current.trough = equity_;
                current.depth = peak_ - equity_;
                current.trough_at = at;
            }
            return;
        }
        if (is_down_) found_.back().recovered_at = at;
        is_down_ = false;
        peak_ = equity_;
        peak_at_ = at;
    }

    std::vector<Drawdown> take() { return std::move(found_); }

private:
    Amount equity_;
    Amount peak_;
    Timestamp peak_at_;
    bool is_down_ = false;
    std::vector<Drawdown> found_;
};

void tell_drawdowns(TradeMetrics& metrics, const std::vector<Drawdown>& drawdowns,
                    const std::optional<Amount>& capital) {
    if (metrics.closed == 0) return;
    constexpr std::string_view no_drawdown = "there was no drawdown";
    metrics.max_drawdown = Amount();
    metrics.max_drawdown_at = no_drawdown;
    metrics.max_drawdown_duration_ms = no_drawdown;
    metrics.max_drawdown_recovery_ms = no_drawdown;
    metrics.max_drawdown_relative = std::string_view("no capital is given");
    if (capital) metrics.max_drawdown_relative = Amount();
    const Drawdown* largest = nullptr;
    for (const Drawdown& drawdown : drawdowns) {
        if (largest == nullptr || drawdown.depth > largest->depth) largest = &drawdown;
        if (!capital) continue;
        Amount relative = quotient(drawdown.depth, *capital + drawdown.peak);
        if (relative > *metrics.max_drawdown_relative.value) metrics.max_drawdown_relative = std::move(relative);
    }
    if (largest == nullptr) return;
    metrics.max_drawdown = largest->depth;
    metrics.max_drawdown_at = largest->trough_at;
    metrics.max_drawdown_duration_ms = difference_ms(largest->trough_at, largest->peak_at);
    if (largest->recovered_at)
        metrics.max_drawdown_recovery_ms = difference_ms(*largest->recovered_at, largest->trough_at);
    else
        metrics.max_drawdown_recovery_ms = std::string_view("the peak was not reached again");
}

template <class Values>
void sort_unless_sorted(Values& values) {
    if (!std::ranges::is_sorted(values)) std::ranges::sort(values);
}

/// Begins to reckon something while others go on, where there is so much of it that a thread is worth it.
template <class Function>
auto begin(std::size_t trades, Function function) {
    constexpr std::size_t many_trades = 100'000;
    return std::async(trades < many_trades ? std::launch::deferred : std::launch::async, std::move(function));
}

/// Milliseconds that at least one of the intervals covers; those that end before they begin cover none.
std::int64_t covered_ms(std::vector<std::pair<Timestamp, Timestamp>> intervals) {
    sort_unless_sorted(intervals);
    Amount covered;
    std::optional<Timestamp> end;
    for (const auto& [from, to] : intervals) {
        const Timestamp begin = end ? std::max(from, *end) : from;
        if (to > begin) covered += Amount(difference_ms(to, begin));
        end = end ? std::max(*end, to) : to;
    }
    return static_cast<std::int64_t>(covered.to_double());
}

/// The figures that depend on one trade after the other.
class Streaks {
public:
    void add(const Amount& pnl) {
        const int sign = pnl.is_positive() ? 1 : pnl.is_negative() ? -1 : 0;
        current_ = sign == 0 ? 0 : (current_ > 0) == (sign > 0) ? current_ + sign : sign;
        longest_win_ = std::max(longest_win_, current_);
        longest_loss_ = std::min(longest_loss_, current_);
    }
    void tell(TradeMetrics& metrics) const {
        metrics.longest_win_streak = static_cast<std::uint64_t>(longest_win_);
        metrics.longest_loss_streak = static_cast<std::uint64_t>(-longest_loss_);
        metrics.current_streak = current_;
    }

private:
    std::int64_t current_ = 0;
    std::int64_t longest_win_ = 0;
    std::int64_t longest_loss_ = 0;
};

/// What trades that won and trades that lost add up to.
class Outcomes {
public:
    void add(TradeMetrics& metrics, const Amount& pnl) {
        if (pnl.is_positive()) {
            ++metrics.wins;
            won_ += pnl;
            if (!metrics.largest_win.value || pnl > *metrics.largest_win.value) metrics.largest_win = pnl;
        } else if (pnl.is_negative()) {
            ++metrics.losses;
            lost_ -= pnl;
            if (!metrics.largest_loss.value || pnl < *metrics.largest_loss.value) metrics.largest_loss = pnl;
        } else {
            ++metrics.draws;
        }
    }
    /// Must be called after the last trade.
    void tell(TradeMetrics& metrics) const {
        metrics.win_rate = ratio(count_of(metrics.wins), metrics.closed, no_closed_trades);
        metrics.profit_factor = no_losses;
        metrics.payoff_ratio = metrics.losses == 0 ? no_losses : no_wins;
        if (metrics.losses != 0) metrics.profit_factor = quotient(won_, lost_);
        if (metrics.losses != 0 && metrics.wins != 0)
            metrics.payoff_ratio = quotient(won_ * count_of(metrics.losses), lost_ * count_of(metrics.wins));
    }

private:
    Amount won_;
    Amount lost_;
};

TradeMetrics undefined_metrics() {
    const std::string_view why = no_closed_trades;
    return {.win_rate = why,
            .gross_pnl = {},
            .fees = {},
            .net_pnl = {},
            .expectancy = why,
            .payoff_ratio = why,
            .profit_factor = why,
            .largest_win = why,
            .largest_loss = why,
            .holding_time_ms = why,
            .weighted_holding_time_ms = why,
            .exposure_time_ms = why,
            .max_drawdown = why,
            .max_drawdown_at = why,
            .max_drawdown_duration_ms = why,
            .max_drawdown_recovery_ms = why,
            .max_drawdown_relative = why,
            .sharpe = why,
            .sortino = why,
            .sqn = why};
}

}  // namespace

void TradeMetricsFold::add(const ClosedTrade& trade) {
    gross_pnl_ += trade.gross_pnl;
    fees_ += trade.fees;
    trades_.push_back({trade.closed_at, trade.opened_at,
                       view_ == PnlView::gross ? trade.gross_pnl : trade.gross_pnl - trade.fees, trade.held_ms});
}

TradeMetricsFold::Closes TradeMetricsFold::closes() const {
    Closes closes;
    closes.reserve(trades_.size());
    for (std::uint32_t number = 0; number < trades_.size(); ++number)
        closes.emplace_back(trades_[number].closed_at, number);
    sort_unless_sorted(closes);
    return closes;
}

TradeMetrics TradeMetricsFold::metrics(const std::optional<Amount>& capital) const {
    TradeMetrics metrics = undefined_metrics();
    metrics.closed = trades_.size();
    metrics.gross_pnl = gross_pnl_;
    metrics.fees = fees_;
    metrics.net_pnl = gross_pnl_ - fees_;
    if (trades_.empty()) return metrics;

    metrics::Moments moments;
    Streaks streaks;
    Outcomes outcomes;
    metrics::DaySums days;
    Amount held_ms;
    const Closes order = closes();
    auto drawdowns = begin(trades_.size(), [&] { return drawdowns_of(order); });
    auto weighted_ms = begin(trades_.size(), [&] {
        Amount sum;
        std::uint64_t count = 0;
        for (const Kept& trade : trades_) {
            if (!trade.held_ms) continue;
            sum += *trade.held_ms;
            ++count;
        }
        return ratio(sum, count, "no trade has fills that tell it");
    });
    auto exposure_ms = begin(trades_.size(), [&] {
        std::vector<std::pair<Timestamp, Timestamp>> open_times;
        open_times.reserve(trades_.size());
        for (const Kept& trade : trades_) open_times.emplace_back(trade.opened_at, trade.closed_at);
        return covered_ms(std::move(open_times));
    });
    metrics.largest_win = no_wins;
    metrics.largest_loss = no_losses;
    for (const auto& [closed_at, number] : order) {
        const Kept& trade = trades_[number];
        moments.add(trade.pnl);
        streaks.add(trade.pnl);
        days.add(trade.closed_at, trade.pnl);
        held_ms += Amount(difference_ms(trade.closed_at, trade.opened_at));
        outcomes.add(metrics, trade.pnl);
    }
    streaks.tell(metrics);
    outcomes.tell(metrics);
    days.finish();
    metrics.expectancy = ratio(moments.sum, metrics.closed, no_closed_trades);
    metrics.holding_time_ms = ratio(held_ms, metrics.closed, no_closed_trades);
    metrics.weighted_holding_time_ms = weighted_ms.get();
    metrics.exposure_time_ms = exposure_ms.get();
    tell_drawdowns(metrics, drawdowns.get(), capital);
    metrics.sharpe = days.sharpe();
    metrics.sortino = days.sortino();
    metrics.sqn = moments.over_deviation(static_cast<double>(metrics.closed), "fewer than two trades were closed",
                                         "all trades earned the same");
    return metrics;
}

void TradeMetricsFold::for_each_pnl(const std::function<void(Timestamp closed_at, const Amount& pnl)>& visit) const {
    for (const auto& [closed_at, number] : closes()) visit(closed_at, trades_[number].pnl);
}

std::optional<Timestamp> TradeMetricsFold::first_opening() const {
    if (trades_.empty()) return std::nullopt;
    return std::ranges::min_element(trades_, {}, &Kept::opened_at)->opened_at;
}

std::vector<Drawdown> TradeMetricsFold::drawdowns() const {
    return drawdowns_of(closes());
}

std::vector<Drawdown> TradeMetricsFold::drawdowns_of(const Closes& order) const {
    if (trades_.empty()) return {};
    DrawdownFinder finder(*first_opening());
    for (const auto& [closed_at, number] : order) finder.add(closed_at, trades_[number].pnl);
    return finder.take();
}

}  // namespace tks
