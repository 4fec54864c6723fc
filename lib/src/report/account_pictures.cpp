#include "report/account_pictures.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>

#include "report/axis.hpp"

namespace tks::report {

namespace {

constexpr std::size_t points_a_span = 4;

/// width × number, exact: the width is a digit times a power of ten.
Amount edge_at(std::int64_t number, double width) {
    const auto exponent = static_cast<int>(std::floor(std::log10(width) + 1e-9));
    const auto digit = static_cast<std::int64_t>(std::lround(width / std::pow(10, exponent)));
    return Amount(number) * Amount(Decimal::from_parts(false, static_cast<std::uint64_t>(digit), exponent));
}

/// The bins of a histogram by number: bin n goes from n × width to (n + 1) × width.
class BinCounter {
public:
    BinCounter(std::int64_t first, std::int64_t last, double width) : width_(width) {
        for (std::int64_t number = first; number <= last + 1; ++number) edges_.push_back(edge_at(number, width));
        counts_.resize(edges_.size() + 1);  // Those below and above all edges as well.
    }

    void add(const Amount& value) {
        ++counts_[static_cast<std::size_t>(std::ranges::upper_bound(edges_, value) - edges_.begin())];
    }

    [[nodiscard]] Histogram histogram() const {
        Histogram told{.bins = {}, .width = width_};
        for (std::size_t at = 0; at < counts_.size(); ++at) {
            const bool is_low = at == 0;
            const bool is_high = at == edges_.size();
            if ((is_low || is_high) && counts_[at] == 0) continue;
            told.bins.push_back({.from = is_low ? std::nullopt : std::optional(edges_[at - 1]),
                                 .to = is_high ? std::nullopt : std::optional(edges_[at]),
                                 .trades = counts_[at]});
        }
        std::vector<HistogramBin>& bins = told.bins;
        while (!bins.empty() && bins.back().trades == 0) bins.pop_back();
        bins.erase(bins.begin(), std::ranges::find_if(bins, [](const HistogramBin& bin) { return bin.trades != 0; }));
        return told;
    }

private:
    double width_;
    std::vector<Amount> edges_;
    std::vector<std::uint64_t> counts_;
};

struct Range {
    double low = 0;
    double high = 0;
    [[nodiscard]] double length() const { return high - low; }
};

/// All values, or those between the percentiles 1 and 99 where the rest lies far away.
Range shown_range(std::vector<double> values) {
    const auto [lowest, highest] = std::ranges::minmax(values);
    const Range all{lowest, highest};
    constexpr std::size_t hundred = 100;
    constexpr double far_away = 2.5;
    const std::size_t tail = values.size() / hundred;
    if (tail == 0) return all;
    const auto at = [&](std::size_t index) {
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(index);
        std::ranges::nth_element(values, place);
        return *place;
    };
    const Range middle{at(tail), at(values.size() - 1 - tail)};
    return middle.length() > 0 && all.length() > far_away * middle.length() ? middle : all;
}

void add_period(AccountPictures& pictures, Timestamp at, const Amount& pnl) {
    using namespace std::chrono;
    const sys_days day = floor<days>(sys_time<milliseconds>(milliseconds(at.ms)));
    constexpr sys_days first = sys_days(year(0) / January / 1);
    constexpr sys_days last = sys_days(year(9999) / December / 31);
    if (day < first || day > last) return;
    const year_month_day date(day);
    const int in = static_cast<int>(date.year());
    const auto of_year = static_cast<unsigned>(date.month());
    for (PeriodPnl* const period :
         {&pictures.months[{in, of_year}],
          &pictures.month_days[{in * 12 + static_cast<int>(of_year) - 1, static_cast<unsigned>(date.day())}]}) {
        ++period->closed;
        period->pnl += pnl;
    }
}

/// A trade that was closed.
struct Close {
    Timestamp at;
    const Amount* pnl = nullptr;
};

/// In order of time.
std::vector<Close> closes_of(const TradeMetricsFold& fold) {
    std::vector<Close> closes;
    closes.reserve(fold.size());
    fold.for_each_pnl([&](Timestamp at, const Amount& pnl) { closes.push_back({at, &pnl}); });
    return closes;
}

Histogram histogram_of(const std::vector<Close>& closes, std::size_t about) {
    std::vector<double> values;
    values.reserve(closes.size());
    for (const Close& close : closes) values.push_back(close.pnl->to_double());
    if (values.empty() || !std::ranges::all_of(values, [](double value) { return std::isfinite(value); })) return {};
    const Range range = shown_range(std::move(values));
    // Values that lie close together and far from 0, or that are all the same, are one bin or a few.
    const double largest = std::max(std::abs(range.low), std::abs(range.high));
    constexpr double most_bins_to_zero = 1e6;
    const double least = range.length() > 0
                             ? std::max(range.length() / static_cast<double>(about), largest / most_bins_to_zero)
                             : largest;
    if (!std::isfinite(least)) return {};
    const double width = least == 0 ? 1 : round_step(least);
    // A bin more at each end, as a quotient of doubles may fall short of an edge; empty ones are left out.
    BinCounter counter(static_cast<std::int64_t>(std::floor(range.low / width)) - 1,
                       static_cast<std::int64_t>(std::floor(range.high / width)) + 1, width);
    for (const Close& close : closes) counter.add(*close.pnl);
    return counter.histogram();
}

}  // namespace

CurveSampler::CurveSampler(Timestamp begin, Timestamp end, std::uint64_t all_points, std::size_t most_points)
    : begin_(begin),
      length_ms_(static_cast<double>(difference_ms(end, begin)) + 1),
      spans_(all_points <= most_points ? 0 : std::max<std::size_t>(most_points / points_a_span, 1)) {}

std::size_t CurveSampler::span_of(Timestamp at) const {
    const double share = static_cast<double>(difference_ms(at, begin_)) / length_ms_;
    return std::min(static_cast<std::size_t>(std::max(share, 0.) * static_cast<double>(spans_)), spans_ - 1);
}

void CurveSampler::add(Timestamp at, const Amount& value) {
    const std::uint64_t number = added_++;
    if (spans_ == 0) {
        curve_.points.push_back({at, value});
        return;
    }
    if (const std::size_t span = span_of(at); chosen_.empty() || span != span_) {
        finish_span();
        span_ = span;
        chosen_.assign(points_a_span, {number, {at, value}});
        return;
    }
    if (value < chosen_[1].point.value) chosen_[1] = {number, {at, value}};
    if (value > chosen_[2].point.value) chosen_[2] = {number, {at, value}};
    chosen_[3] = {number, {at, value}};
}

void CurveSampler::finish_span() {
    std::ranges::sort(chosen_, {}, &Numbered::number);
    chosen_.erase(std::unique(chosen_.begin(), chosen_.end(),
                              [](const Numbered& one, const Numbered& other) { return one.number == other.number; }),
                  chosen_.end());
    for (Numbered& chosen : chosen_) curve_.points.push_back(std::move(chosen.point));
    chosen_.clear();
}

Curve CurveSampler::take() {
    finish_span();
    curve_.all_points = added_;
    return std::move(curve_);
}

Histogram histogram_of(const TradeMetricsFold& fold, std::size_t about) {
    return histogram_of(closes_of(fold), about);
}

AccountPictures pictures_of(const TradeMetricsFold& fold, std::size_t most_points) {
    AccountPictures pictures;
    const std::vector<Close> closes = closes_of(fold);
    if (closes.empty()) return pictures;
    const Timestamp first = std::min(*fold.first_opening(), closes.front().at);
    const Timestamp end = closes.back().at;
    CurveSampler equity(first, end, fold.size() + 1, most_points);
    CurveSampler drawdown(first, end, fold.size() + 1, most_points);
    Amount sum;
    Amount peak;
    equity.add(first, sum);
    drawdown.add(first, sum);
    for (const auto& [at, pnl] : closes) {
        sum += *pnl;
        if (sum > peak) peak = sum;
        equity.add(at, sum);
        drawdown.add(at, sum - peak);
        add_period(pictures, at, *pnl);
    }
    pictures.equity = equity.take();
    pictures.drawdown = drawdown.take();
    constexpr std::size_t about_bins = 24;
    pictures.histogram = histogram_of(closes, about_bins);
    return pictures;
}

}  // namespace tks::report
