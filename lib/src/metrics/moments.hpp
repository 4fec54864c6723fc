#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

#include "tks/amount.hpp"
#include "tks/time.hpp"
#include "tks/trade_metrics.hpp"

namespace tks::metrics {

inline Amount count_of(std::uint64_t number) {
    return {static_cast<std::int64_t>(number)};
}

/// What numbers tell of their mean and their spread; exact until a root is taken.
struct Moments {
    std::uint64_t count = 0;
    Amount sum;
    Amount sum_of_squares;

    void add(const Amount& value) {
        ++count;
        sum += value;
        sum_of_squares += value * value;
    }

    /// Mean ÷ standard deviation (ddof 1) × √scale. With S the sum and Q that of squares, it is S √((n - 1) scale ÷ n) ÷
    /// √(n Q - S²).
    [[nodiscard]] Metric<double> over_deviation(double scale, std::string_view too_few,
                                                std::string_view no_spread) const {
        if (count < 2) return too_few;
        const Amount spread = count_of(count) * sum_of_squares - sum * sum;
        if (!spread.is_positive()) return no_spread;
        return sum.to_double() * std::sqrt(static_cast<double>(count - 1) * (scale / static_cast<double>(count))) /
               std::sqrt(spread.to_double());
    }
};

/// The PnL of UTC days from the first one with a close to the last one; days without a close count as 0.
class DaySums {
public:
    /// In order of time.
    void add(Timestamp at, const Amount& pnl) {
        const std::int64_t day = day_of(at);
        if (!has_begun_) first_day_ = last_day_ = day;
        if (day != last_day_) finish_day();
        has_begun_ = true;
        last_day_ = day;
        today_ += pnl;
    }

    /// Must be called after the last trade, before the figures are asked for.
    void finish() {
        finish_day();
        days_.count = static_cast<std::uint64_t>(last_day_ - first_day_) + 1;
    }

    [[nodiscard]] Metric<double> sharpe() const {
        return days_.over_deviation(days_a_year, too_few, "all days earned the same");
    }

    /// With D the sum of squares of the days below 0, it is S √365 ÷ √(n D).
    [[nodiscard]] Metric<double> sortino() const {
        if (days_.count < 2) return too_few;
        if (squares_below_.is_zero()) return std::string_view("no day lost");
        return days_.sum.to_double() * std::sqrt(days_a_year) /
               std::sqrt((count_of(days_.count) * squares_below_).to_double());
    }

private:
    static constexpr double days_a_year = 365;
    static constexpr std::string_view too_few = "fewer than two days";

    static std::int64_t day_of(Timestamp at) {
        constexpr std::int64_t day_ms = 86'400'000;
        return at.ms / day_ms - (at.ms % day_ms < 0 ? 1 : 0);
    }
    void finish_day() {
        days_.add(today_);
        if (today_.is_negative()) squares_below_ += today_ * today_;
        today_ = Amount();
    }

    Moments days_;
    Amount squares_below_;
    Amount today_;
    std::int64_t first_day_ = 0;
    std::int64_t last_day_ = 0;
    bool has_begun_ = false;
};

}  // namespace tks::metrics
