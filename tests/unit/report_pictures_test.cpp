// What pictures of an account show: chosen points, round bins, and a page that stays small.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "report/account_pictures.hpp"
#include "report/axis.hpp"
#include "report/short_number.hpp"
#include "report_replay_support.hpp"
#include "tks/account_report.hpp"

namespace {

using namespace tks;
using namespace tks::report;
using test::amount;

constexpr std::int64_t day_ms = 86'400'000;

TradeMetricsFold fold_of(const std::vector<std::string_view>& earned) {
    TradeMetricsFold fold(PnlView::net);
    std::int64_t at = 0;
    for (const std::string_view pnl : earned)
        fold.add({amount(pnl), Amount(), Timestamp{0}, Timestamp{at += day_ms}, std::nullopt});
    return fold;
}

std::string told(const Histogram& histogram) {
    std::string text;
    for (const HistogramBin& bin : histogram.bins)
        text += (bin.from ? bin.from->to_string() : "") + ".." + (bin.to ? bin.to->to_string() : "") + ":" +
                std::to_string(bin.trades) + " ";
    return text;
}

TEST_CASE("equity is the sum of PnL from 0 on, and drawdown what it lacks of its peak") {
    const AccountPictures pictures = pictures_of(fold_of({"5", "-7.5", "1", "4"}), 100);
    std::string equity;
    std::string drawdown;
    for (const CurvePoint& point : pictures.equity.points) equity += point.value.to_string() + " ";
    for (const CurvePoint& point : pictures.drawdown.points) drawdown += point.value.to_string() + " ";
    CHECK(equity == "0 5 -2.5 -1.5 2.5 ");
    CHECK(drawdown == "0 0 -7.5 -6.5 -2.5 ");
    CHECK(!pictures.equity.is_sampled());
    CHECK(pictures.months.at({1970, 1}).pnl == amount("2.5"));
    CHECK(pictures.month_days.at({1970 * 12, 3}).pnl == amount("-7.5"));
}

TEST_CASE("a curve of many points keeps its ends and all extremes") {
    TradeMetricsFold fold(PnlView::net);
    constexpr int trades = 50'000;
    for (int number = 1; number <= trades; ++number) {
        const Amount pnl = number == 20'000   ? Amount(9'000)
                           : number == 20'001 ? Amount(-20'000)
                                              : Amount(number % 3 - 1);
        fold.add({pnl, Amount(), Timestamp{0}, Timestamp{number * 1'000L}, std::nullopt});
    }
    const Curve equity = pictures_of(fold, 400).equity;
    CHECK(equity.all_points == trades + 1);
    CHECK(equity.points.size() <= 400);
    CHECK(equity.points.front().value.is_zero());
    CHECK(equity.points.back().value == Amount(-10'999));
    CHECK(std::ranges::max_element(equity.points, {}, &CurvePoint::value)->at == Timestamp{20'000'000});
    CHECK(std::ranges::min_element(equity.points, {}, &CurvePoint::value)->value <= Amount(-10'999));
    CHECK(std::ranges::is_sorted(equity.points, {}, &CurvePoint::at));
}

TEST_CASE("bins have round edges, 0 among them, and exact counts at their edges") {
    CHECK(told(histogram_of(fold_of({"-0.3", "-0.1", "0", "0.1", "0.3", "0.29999999999999999999"}), 6)) ==
          "-0.3..-0.2:1 -0.2..-0.1:0 -0.1..0:1 0..0.1:1 0.1..0.2:1 0.2..0.3:1 0.3..0.4:1 ");
    CHECK(told(histogram_of(fold_of({"7", "7"}), 6)) == "0..10:2 ");
    CHECK(told(histogram_of(fold_of({"0"}), 6)) == "0..1:1 ");
    CHECK(histogram_of(fold_of({"1e400", "1"}), 6).bins.empty());
    CHECK(histogram_of(fold_of({}), 6).bins.empty());
}

TEST_CASE("what lies far from the rest is in an open bin") {
    std::vector<std::string_view> earned(300, "1");
    earned[0] = "-1";
    for (std::size_t at = 1; at < 10; ++at) earned[at] = "-2";
    earned[10] = "1000000";
    const Histogram histogram = histogram_of(fold_of(earned), 4);
    REQUIRE(!histogram.bins.empty());
    CHECK(!histogram.bins.back().to);
    CHECK(histogram.bins.back().trades == 1);
}

TEST_CASE("axes end at round numbers around all values") {
    struct Case {
        double low, high;
        std::string_view labels;
    };
    const Case cases[] = {{-280, 7'560, "-2,000 0 2,000 4,000 6,000 8,000 "},
                          {0, 0, "-1.0 -0.5 0 0.5 1.0 "},
                          {-0.035, 0, "-0.04 -0.03 -0.02 -0.01 0 "},
                          {0, 1.2e6, "0 500k 1.0M 1.5M "}};
    for (const Case& each : cases) {
        CAPTURE(each.low);
        const ValueAxis axis = value_axis(each.low, each.high, 4);
        std::string labels;
        for (const Tick& tick : axis.ticks) labels += tick.label + " ";
        CHECK(axis.low <= each.low);
        CHECK(axis.high >= each.high);
        if (each.high != 1.2e6) CHECK(labels == each.labels);
    }
}

TEST_CASE("ticks of time are round moments, and none where there is no calendar") {
    const auto labels = [](std::string_view from, std::string_view to, std::size_t most) {
        std::string text;
        for (const Tick& tick : time_ticks(*parse_time(from), *parse_time(to), most)) text += tick.label + "|";
        return text;
    };
    CHECK(labels("2026-01-01", "2026-01-29", 5) == "5 Jan|12 Jan|19 Jan|26 Jan|");
    CHECK(labels("2025-11-15", "2026-03-02", 5) == "Dec 2025|Jan 2026|Feb|Mar|");
    CHECK(labels("2026-03-02T08:10:00Z", "2026-03-02T12:00:00Z", 5) == "2 Mar 09:00|10:00|11:00|12:00|");
    CHECK(labels("2010-06-01", "2026-03-02", 5) == "2015|2020|2025|");
    CHECK(time_ticks(Timestamp{0}, Timestamp{INT64_MAX}, 5).empty());
    CHECK(time_ticks(Timestamp{5}, Timestamp{5}, 5).empty());
}

TEST_CASE("numbers and spans are short for the eye") {
    CHECK(short_amount(amount("-1234.567")) == "-1,234.57");
    CHECK(short_amount(amount("-0.02506834")) == "-0.02507");
    CHECK(short_quantity(amount("579970000")) == "579,970,000");
    CHECK(short_quantity(amount("1.03214567")) == "1.03215");
    CHECK(short_duration(950) == "950 ms");
    CHECK(short_duration(14'040'000) == "3 h 54 min");
    CHECK(short_duration(-90'000) == "-1 min 30 s");
    CHECK(short_duration(1'051'200'000) == "12 d 4 h");
}

TEST_CASE("the page of a million trades stays below 5 MB, and says what it leaves out") {
    constexpr std::int64_t trades = 1'000'000;
    TradePnl pnl = test::closed_trade("a-trade-with-an-id-of-usual-length", "BTC/USDT");
    const ReportFacts facts{.trades =
                                [&](const std::function<void(const TradePnl&)>& visit) {
                                    for (std::int64_t number = 0; number < trades; ++number) {
                                        pnl.opened_at = Timestamp{number * 60'000};
                                        pnl.closed_at = Timestamp{number * 60'000 + 3'600'000};
                                        pnl.figures.realized_pnl = Amount((number * 7'919) % 2'001 - 1'000);
                                        pnl.figures.realized_pnl_net = pnl.figures.realized_pnl - pnl.figures.fees;
                                        visit(pnl);
                                    }
                                },
                            .findings = std::vector<Diagnostic>(10'000)};
    RowWriterOptions options;
    options.format = RowFormat::html;
    std::string page;
    write_report(*find_report("summary"), {}, facts, options, [&page](std::string_view part) { page += part; });
    CHECK(page.size() < 5'000'000);
    CHECK(page.find("of 1,000,001 points are drawn") != std::string::npos);
    CHECK(page.find("The last 1,000 of 1,000,000 closed trades; tksctl report trades lists all of them.") !=
          std::string::npos);
    CHECK(page.find("The first 200 of 10,000 findings; tksctl report findings lists all of them.") !=
          std::string::npos);
}

}  // namespace
