#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tks/amount.hpp"
#include "tks/time.hpp"
#include "tks/trade_metrics.hpp"

/// What the pictures of an account show, as data: exact, and no more of it than a picture can show.
namespace tks::report {

struct CurvePoint {
    Timestamp at;
    Amount value;
};

/// A value in time. It stays as it is from a point to the next one.
struct Curve {
    std::vector<CurvePoint> points;  ///< In order of time; at most as many as were asked for.
    std::uint64_t all_points = 0;    ///< Of which these are all, or a choice.

    [[nodiscard]] bool is_sampled() const { return points.size() < all_points; }
};

/// Chooses among the points of a curve: of each of equal spans of time the first, the lowest, the highest and the last one.
class CurveSampler {
public:
    /// There come `all_points`, from begin to end. All are kept if they are no more than `most_points`.
    CurveSampler(Timestamp begin, Timestamp end, std::uint64_t all_points, std::size_t most_points);

    /// In order of time.
    void add(Timestamp at, const Amount& value);

    Curve take();

private:
    struct Numbered {
        std::uint64_t number = 0;
        CurvePoint point;
    };
    [[nodiscard]] std::size_t span_of(Timestamp at) const;
    void finish_span();

    Timestamp begin_;
    double length_ms_;
    std::size_t spans_;  // 0: all points are kept.
    Curve curve_;
    std::uint64_t added_ = 0;
    std::size_t span_ = 0;
    std::vector<Numbered> chosen_;  // Of the current span: first, lowest, highest, last.
};

/// Trades whose PnL lies from `from` up to, but not including, `to`. Nothing: however low, or however high.
struct HistogramBin {
    std::optional<Amount> from;
    std::optional<Amount> to;
    std::uint64_t trades = 0;
};

/// Bins of equal, round width, so that 0 is an edge. Those at the ends are open where few trades lie far from the rest. None where
/// there are no trades, or where their PnL is beyond doubles.
struct Histogram {
    std::vector<HistogramBin> bins;
    double width = 0;
};

Histogram histogram_of(const TradeMetricsFold& fold, std::size_t about);

/// What was earned in a month or on a day, by the closing of trades.
struct PeriodPnl {
    std::uint64_t closed = 0;
    Amount pnl;
};

struct AccountPictures {
    Curve equity;    ///< Sum of PnL: 0 at the first opening, then that after each closing.
    Curve drawdown;  ///< Equity less its running peak, which includes the start: never above 0.
    Histogram histogram;
    std::map<std::pair<int, unsigned>, PeriodPnl> months;      ///< By year and month; of the years 0000 to 9999 alone.
    std::map<std::pair<int, unsigned>, PeriodPnl> month_days;  ///< By 12 × year + month - 1 and day of the month.
};

/// Of closed trades of one quote asset.
AccountPictures pictures_of(const TradeMetricsFold& fold, std::size_t most_points);

}  // namespace tks::report
