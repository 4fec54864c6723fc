// What closed trades add up to, against tables reckoned by hand.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tks/trade_metrics.hpp"

namespace {

using namespace tks;

constexpr std::int64_t day_ms = 86'400'000;

Amount amount(std::string_view text) {
    return *Amount::parse(text);
}

/// Closed on a day, an hour after it was opened.
ClosedTrade trade(std::int64_t day, std::string_view gross, std::string_view fees = "0", std::int64_t ms_of_day = 0) {
    const std::int64_t closed_at = day * day_ms + ms_of_day;
    return {amount(gross), amount(fees), Timestamp{closed_at - 3'600'000}, Timestamp{closed_at}, std::nullopt};
}

TradeMetrics metrics_of(const std::vector<ClosedTrade>& trades, PnlView view = PnlView::net,
                        std::optional<Amount> capital = {}) {
    TradeMetricsFold fold(view);
    for (const ClosedTrade& one : trades) fold.add(one);
    return fold.metrics(capital);
}

std::string text_of(const Metric<Amount>& metric) {
    return metric.value ? metric.value->to_string() : std::string(metric.why_undefined);
}

// Net 90, -55, 30, 0; the first two on one day, a day without a close, and the last two on the third day.
const std::vector<ClosedTrade> four = {trade(10, "100", "10"), trade(10, "-50", "5", 1), trade(12, "30"),
                                       trade(12, "0", "0", 5)};

TEST_CASE("the sums, means and ratios of four trades are those of the table") {
    const TradeMetrics metrics = metrics_of(four, PnlView::net, amount("1000"));
    CHECK(metrics.closed == 4);
    CHECK(metrics.wins == 2);
    CHECK(metrics.losses == 1);
    CHECK(metrics.draws == 1);
    CHECK(metrics.gross_pnl == amount("80"));
    CHECK(metrics.fees == amount("15"));
    CHECK(metrics.net_pnl == amount("65"));
    CHECK(text_of(metrics.win_rate) == "0.5");
    CHECK(text_of(metrics.expectancy) == "16.25");
    CHECK(text_of(metrics.payoff_ratio) == "1.090909090909090909090909090909091");
    CHECK(text_of(metrics.profit_factor) == "2.181818181818181818181818181818182");
    CHECK(text_of(metrics.largest_win) == "90");
    CHECK(text_of(metrics.largest_loss) == "-55");
    CHECK(text_of(metrics.holding_time_ms) == "3600000");
    CHECK(text_of(metrics.max_drawdown) == "55");
    CHECK(text_of(metrics.max_drawdown_relative) == "0.05045871559633027522935779816513761");
    CHECK(metrics.max_drawdown_duration_ms.value == 1);
    CHECK(metrics.max_drawdown_recovery_ms.why_undefined == "the peak was not reached again");
    CHECK(*metrics.sharpe.value == doctest::Approx(21.8674).epsilon(1e-5));
    CHECK(metrics.sortino.why_undefined == "no day lost");
    CHECK(*metrics.sqn.value == doctest::Approx(0.53748).epsilon(1e-5));
    // Two intervals of an hour that begin a millisecond apart, and two that begin five apart.
    CHECK(metrics.exposure_time_ms.value == 2 * 3'600'000 + 1 + 5);
}

TEST_CASE("before fees, a trade that lost by its fees alone has won") {
    CHECK(metrics_of({trade(1, "1", "2")}).losses == 1);
    CHECK(metrics_of({trade(1, "1", "2")}, PnlView::gross).wins == 1);
}

TEST_CASE("what is not defined has no value, and a reason") {
    struct Case {
        std::vector<ClosedTrade> trades;
        Metric<Amount> TradeMetrics::*metric;
        std::string_view told;
    };
    const Case cases[] = {
        {{}, &TradeMetrics::win_rate, "no trade was closed"},
        {{}, &TradeMetrics::max_drawdown, "no trade was closed"},
        {{trade(1, "5")}, &TradeMetrics::profit_factor, "no trade lost"},
        {{trade(1, "5")}, &TradeMetrics::payoff_ratio, "no trade lost"},
        {{trade(1, "-5")}, &TradeMetrics::payoff_ratio, "no trade won"},
        {{trade(1, "-5")}, &TradeMetrics::profit_factor, "0"},
        {{trade(1, "-5")}, &TradeMetrics::largest_win, "no trade won"},
        {{trade(1, "0")}, &TradeMetrics::largest_loss, "no trade lost"},
        {{trade(1, "5")}, &TradeMetrics::max_drawdown, "0"},
        {{trade(1, "5")}, &TradeMetrics::max_drawdown_relative, "no capital is given"},
        {{trade(1, "5")}, &TradeMetrics::weighted_holding_time_ms, "no trade has fills that tell it"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.told);
        CHECK(text_of(metrics_of(each.trades).*each.metric) == each.told);
    }
    CHECK(metrics_of({trade(1, "5"), trade(1, "6")}).sharpe.why_undefined == "fewer than two days");
    CHECK(metrics_of({trade(1, "5"), trade(2, "5")}).sharpe.why_undefined == "all days earned the same");
    CHECK(metrics_of({trade(1, "5")}).sqn.why_undefined == "fewer than two trades were closed");
    CHECK(metrics_of({trade(1, "5"), trade(1, "5")}).sqn.why_undefined == "all trades earned the same");
}

TEST_CASE("the running peak includes the start, and an account that recovers says when") {
    TradeMetricsFold fold(PnlView::net);
    for (const auto& [day, pnl] : {std::pair(5, "-3"), {6, "1"}, {7, "2"}, {8, "4"}, {9, "-1"}})
        fold.add(trade(day, pnl));
    const std::vector<Drawdown> drawdowns = fold.drawdowns();
    REQUIRE(drawdowns.size() == 2);
    CHECK(drawdowns[0].peak == Amount(0));
    CHECK(drawdowns[0].depth == Amount(3));
    CHECK(drawdowns[0].peak_at.ms == 5 * day_ms - 3'600'000);
    CHECK(drawdowns[0].recovered_at->ms == 7 * day_ms);
    CHECK(drawdowns[1].peak == Amount(4));
    CHECK_FALSE(drawdowns[1].recovered_at.has_value());
    CHECK(fold.metrics({}).max_drawdown_recovery_ms.value == 2 * day_ms);
}

TEST_CASE("draws end streaks, and trades count in order of closing, in whatever order they come") {
    TradeMetricsFold fold(PnlView::net);
    for (const auto& [day, pnl] :
         {std::pair(9, "-1"), {8, "-1"}, {3, "1"}, {2, "1"}, {4, "0"}, {1, "1"}, {5, "1"}, {7, "-1"}})
        fold.add(trade(day, pnl));
    const TradeMetrics metrics = fold.metrics({});
    CHECK(metrics.longest_win_streak == 3);
    CHECK(metrics.longest_loss_streak == 3);
    CHECK(metrics.current_streak == -3);
}

TEST_CASE("sortino divides by the days that lost, over all days") {
    // Days 2, -1, 0, -2, 4: mean 3/5, squares of those below 0: 5.
    const TradeMetrics metrics = metrics_of({trade(1, "2"), trade(2, "-1"), trade(4, "-2"), trade(5, "4")});
    CHECK(*metrics.sortino.value == doctest::Approx(0.6 / std::sqrt(5.0 / 5) * std::sqrt(365.0)));
}

TEST_CASE("days before 1970 are days as well") {
    const TradeMetrics metrics = metrics_of({trade(-2, "1", "0", 5), trade(-1, "2", "0", 7)});
    CHECK(*metrics.sharpe.value == doctest::Approx(1.5 / std::sqrt(0.5) * std::sqrt(365.0)));
}

}  // namespace
