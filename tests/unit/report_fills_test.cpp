// Reports of fills and of stories: what they add up to, and by what they are told apart.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "report/latencies.hpp"
#include "report_replay_support.hpp"
#include "tks/account_report.hpp"
#include "tks/error.hpp"

namespace {

using namespace tks;
using test::closed_trade;
using test::decimal;

/// As three threads would, of which one has nothing to do.
template <class Fact>
void share_out(const std::vector<Fact>& all, const ThreadVisitors<Fact>& visitors) {
    const std::array visits{visitors(), visitors(), visitors()};
    for (std::size_t index = 0; index < all.size(); ++index) visits[index % 2](all[index]);
}

std::string told(std::string_view name, const ReportRequest& request, const std::vector<TradeFill>& fills,
                 const std::vector<Story>& stories = {}) {
    ReportFacts facts;
    facts.trades = [](const std::function<void(const TradePnl&)>& visit) {
        visit(closed_trade("t1"));
        visit(closed_trade("t2", "ETH/EUR"));
    };
    facts.fills = [&](const std::function<void(const TradeFill&)>& visit) {
        for (const TradeFill& fill : fills) visit(fill);
    };
    facts.shared_fills = [&](const auto& visitors) { share_out(fills, visitors); };
    facts.shared_stories = [&](const auto& visitors) { share_out(stories, visitors); };
    RowWriterOptions options;
    options.format = RowFormat::csv;
    std::string text;
    check_request(*find_report(name), request);
    write_report(*find_report(name), request, facts, options, [&text](std::string_view part) { text += part; });
    return text;
}

TradeFill filled(Side side, std::string_view quantity, std::string_view price, std::string_view target = {}) {
    TradeFill fill;
    fill.fill_id = "f";
    fill.trade_id = "t1";
    fill.market = "BTC/USDT";
    fill.venue = "binance";
    fill.side = side;
    fill.quantity = decimal(quantity);
    fill.price = decimal(price);
    fill.fee = decimal("0.1");
    fill.liquidity = LiquidityType::maker;
    if (!target.empty()) fill.target_price = decimal(target);
    fill.filled_at = Timestamp{1'500};
    return fill;
}

TEST_CASE("slippage is positive where a fill is worse than wanted") {
    ReportRequest request;
    request.fields = {"side", "target_bp"};
    CHECK(told("slippage", request,
               {filled(Side::buy, "1", "101", "100"), filled(Side::buy, "1", "99", "100"),
                filled(Side::sell, "1", "99", "100"), filled(Side::sell, "1", "101", "100"),
                filled(Side::buy, "1", "100", "100"), filled(Side::buy, "1", "100")}) ==
          "side,target_bp\nbuy,100\nbuy,-100\nsell,100\nsell,-100\nbuy,0\nbuy,\n");
}

TEST_CASE("means of slippage go by quantity, and markets are never mixed") {
    ReportRequest request;
    request.group_by = {GroupKey::venue};
    TradeFill other = filled(Side::buy, "5", "20", "10");
    other.market = "ETH/EUR";
    CHECK(told("slippage", request,
               {filled(Side::buy, "3", "101", "100"), filled(Side::buy, "1", "105", "100"), filled(Side::buy, "9", "1"),
                other}) ==
          "venue,market,fills,quantity,target_fills,target_bp,limit_fills,limit_bp\n"
          "binance,BTC/USDT,3,13,2,200,0,\nbinance,ETH/EUR,1,5,1,10000,0,\n");
}

TEST_CASE("fees are told by liquidity and venue, and by quote asset always") {
    TradeFill other = filled(Side::sell, "2", "10");
    other.market = "ETH/EUR";
    other.trade_id = "t2";
    const std::vector<TradeFill> fills = {filled(Side::buy, "1", "100"), filled(Side::sell, "3", "100"), other};
    CHECK(
        told("fees", {}, fills) ==
        "liquidity,venue,quote,fills,value,fees,fee_bp\nmaker,binance,EUR,1,20,0.1,50\nmaker,binance,USDT,2,400,0.2,5\n");
    ReportRequest request;
    request.group_by = {GroupKey::day};
    request.fields = {"day", "quote", "fills"};
    CHECK(told("fees", request, fills) == "day,quote,fills\n1970-01-01,EUR,1\n1970-01-01,USDT,2\n");
}

TEST_CASE("fills are wanted as their trades are, at the time at which they happened") {
    const auto fills_wanted = [](const RowSelection& selection) {
        TradeFill other = filled(Side::buy, "1", "1");
        other.trade_id = "t2";
        other.fill_id = "g";
        TradeFill stray = other;
        stray.trade_id = "";
        stray.fill_id = "h";
        stray.market = "ADA/USDT";
        stray.filled_at = Timestamp{9'000};
        ReportRequest request;
        request.fields = {"fill_id"};
        request.selection = selection;
        return told("fills", request, {filled(Side::buy, "1", "1"), other, stray});
    };
    RowSelection selection;
    CHECK(fills_wanted(selection) == "fill_id\nf\ng\nh\n");
    selection.markets = {"ETH/EUR", "ADA/USDT"};
    CHECK(fills_wanted(selection) == "fill_id\ng\nh\n");
    selection.since = Timestamp{2'000};
    CHECK(fills_wanted(selection) == "fill_id\nh\n");
    selection = {};
    selection.trades = {"t1"};
    CHECK(fills_wanted(selection) == "fill_id\nf\n");
}

Story story(StoryStep step, StoryOutcome outcome, std::string reason = {}) {
    Story one;
    one.intent_id = "i";
    one.step = step;
    one.outcome = outcome;
    one.reason = std::move(reason);
    return one;
}

TEST_CASE("a funnel counts each story at every step that it took, and its end once") {
    ReportRequest request;
    request.sort = {"-reached"};
    request.limit = 4;
    CHECK(told("funnel", request, {},
               {story(StoryStep::intent, StoryOutcome::stopped, "expired"),
                story(StoryStep::intent, StoryOutcome::stopped, "rejected: a \"b\""),
                story(StoryStep::intent, StoryOutcome::stopped, "expired"),
                story(StoryStep::granted, StoryOutcome::in_flight),
                story(StoryStep::created, StoryOutcome::completed)}) ==
          "step,reached,share,share_of_previous,in_flight,stopped,reasons\n"
          "intent,5,1,1,0,3,\"{\"\"expired\"\":2,\"\"rejected: a \\\"\"b\\\"\"\"\":1}\"\n"
          "granted,2,0.4,0.4,1,0,{}\ncreated,1,0.2,0.5,0,0,{}\nhot,0,0,0,0,0,{}\n");
}

TEST_CASE("percentiles are nearest ranks, and times that end before they begin are counted apart") {
    report::Latencies latencies;
    CHECK_FALSE(latencies.percentile(50));
    latencies.add(-5);
    CHECK_FALSE(latencies.percentile(50));
    for (std::int64_t ms = 1; ms <= 9; ++ms) latencies.add(ms);
    latencies.add(100'000);
    CHECK(latencies.count() == 11);
    CHECK(latencies.negative() == 1);
    CHECK(latencies.percentile(50) == 5);
    CHECK(latencies.percentile(90) == 9);
    CHECK(latencies.percentile(91) == 100'000);
    CHECK(latencies.percentile(100) == 100'000);
}

TEST_CASE("what only fills have tells no trades apart") {
    ReportRequest request;
    request.group_by = {GroupKey::venue};
    CHECK_THROWS_WITH_AS(told("summary", request, {}), doctest::Contains("only fills have a venue"), UsageError);
    CHECK_THROWS_AS(told("funnel", request, {}), UsageError);
}

}  // namespace
