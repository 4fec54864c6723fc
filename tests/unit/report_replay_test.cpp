#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report_replay_support.hpp"
#include "tks/pnl_report.hpp"

namespace {

using namespace tks;
using test::amount;
using test::closed_trade;
using test::open_trade;

UnattributedFill stray_fill() {
    UnattributedFill fill;
    fill.fill_id = "f1";
    fill.order_id = "o1";
    fill.market = "BTC/USDT";
    fill.side = Side::sell;
    fill.quantity = test::decimal("0.50");
    fill.price = test::decimal("50000");
    fill.fee = test::decimal("25");
    fill.filled_at = Timestamp{1'000};
    return fill;
}

/// A trade of which the platform says something else than its fills do.
TradePnl contradicted_trade() {
    TradePnl pnl = closed_trade("liar");
    pnl.reported_pnl = amount("12");
    pnl.difference = amount("2");
    pnl.reconciliation = Reconciliation::differs;
    return pnl;
}

std::string report(const RowWriterOptions& options, const std::vector<TradePnl>& trades,
                   const std::vector<UnattributedFill>& fills = {}, const std::vector<Diagnostic>& findings = {}) {
    std::string text;
    PnlReportWriter writer(options, [&text](std::string_view part) { text += part; });
    for (const TradePnl& pnl : trades) writer.write(pnl);
    for (const UnattributedFill& fill : fills) writer.write(fill);
    writer.finish(findings, ValidateSummary{});
    return text;
}

}  // namespace

TEST_CASE("amounts of different quote assets are never added up") {
    PnlTotals totals;
    totals.add(closed_trade("t1", "BTC/USDT"));
    totals.add(closed_trade("t2", "ETH-USDT"));
    totals.add(closed_trade("t3", "BTC/EUR"));
    REQUIRE(totals.by_quote.size() == 2);
    CHECK(totals.by_quote.at("USDT").realized_pnl == amount("20"));
    CHECK(totals.by_quote.at("EUR").realized_pnl == amount("10"));
    CHECK(totals.by_strategy.at({"trend", "USDT"}).trades == 2);
    CHECK(totals.by_strategy.at({"trend", "EUR"}).trades == 1);
    CHECK(totals.by_market.size() == 3);
}

TEST_CASE("totals are exact, and say what they leave out") {
    PnlTotals totals;
    for (int number = 0; number < 10; ++number) {
        TradePnl pnl = closed_trade();
        pnl.figures.realized_pnl = amount("0.1");
        totals.add(pnl);
    }
    totals.add(open_trade("t1", "BTC/USDT"));
    totals.add(open_trade("t2", "BTC/USDT", "-2.5"));
    totals.add(contradicted_trade());
    const PnlTotal& total = totals.by_quote.at("USDT");
    CHECK(total.realized_pnl == amount("31"));
    CHECK(total.trades == 13);
    CHECK(total.open_trades == 2);
    CHECK(total.unvalued_trades == 1);
    CHECK(total.contradicted_trades == 1);
    CHECK(total.unrealized_pnl == amount("-2.5"));
}

TEST_CASE("the tables of a replay tell trades, totals, contradictions and fills without a trade") {
    CHECK(report({}, {closed_trade(), open_trade("t2", "ETH/USDT"), contradicted_trade()}, {stray_fill()}) ==
          "Trades\n"
          "trade  market    direction  status  entered  open  avg entry  avg exit  gross  fees  net  unrealized  "
          "reconciliation\n"
          "t1     BTC/USDT  long       closed        2     0        100       105     10     1    9           -  "
          "matches\n"
          "t2     ETH/USDT  long       open          2     1        100       105     10     1    9           -  "
          "matches\n"
          "liar   BTC/USDT  long       closed        2     0        100       105     10     1    9           -  "
          "differs\n"
          "\n"
          "Totals in quote currency\n"
          "of                  quote  trades  open  gross  fees  net  unrealized\n"
          "all                 USDT        3     1     30     3   27           -\n"
          "market    BTC/USDT  USDT        2     0     20     2   18           0\n"
          "market    ETH/USDT  USDT        1     1     10     1    9           -\n"
          "strategy  trend     USDT        3     1     30     3   27           -\n"
          "1 open trade has no mark, and is left out of unrealized; --mark MARKET=PRICE sets one.\n"
          "\n"
          "Trades that do not add up\n"
          "trade  market    gross  net  matched  reported  deltas  difference  unmatched exits\n"
          "liar   BTC/USDT     10    9        9        12       -           2                0\n"
          "\n"
          "Fills that belong to no trade, and are in no figure above\n"
          "fill  order  market    side  quantity  price  fee  filled at\n"
          "f1    o1     BTC/USDT  sell       0.5  50000   25  1970-01-01T00:00:01.000Z\n");
}

TEST_CASE("a narrow terminal shows what matters most, and the last trades") {
    std::vector<TradePnl> trades;
    trades.reserve(4);
    for (int number = 0; number < 4; ++number) trades.push_back(closed_trade("t" + std::to_string(number)));
    const std::string text = report({.width = 50, .max_rows = 2}, trades);
    constexpr std::string_view expected =
        "Trades\n"
        "trade  market    gross  net  reconciliation\n"
        "t2     BTC/USDT     10    9  matches\n"
        "t3     BTC/USDT     10    9  matches\n"
        "(2 earlier rows and 8 columns left out for want of room; a pipe, a file and the other formats have all)\n"
        "\n"
        "Totals in quote currency\n"
        "of                  quote  gross  net  unrealized\n"
        "all                 USDT      40   36           0\n";
    CHECK(text.substr(0, expected.size()) == expected);
    CHECK(text.find("All figures that the platform reported reconcile with the fills.\n") != std::string::npos);
}

TEST_CASE("a replay without trades says so") {
    CHECK(report({}, {}) == "No trades.\n");
}

TEST_CASE("a replay as Markdown has a heading for each table") {
    const std::string text = report({.format = RowFormat::markdown}, {closed_trade("a|b")});
    CHECK(text.starts_with("## Trades\n\n| trade | market |"));
    CHECK(text.find("| a\\|b | BTC/USDT | long | closed | 2 |") != std::string::npos);
    CHECK(text.find("\n\n## Totals in quote currency\n\n| of |") != std::string::npos);
}

TEST_CASE("a replay as JSON is one document with all of it") {
    Diagnostic finding;
    finding.rule = "pnl/not-reconciled";
    finding.message = "it does not";
    const std::string text =
        report({.format = RowFormat::json}, {closed_trade("t1", ""), contradicted_trade()}, {stray_fill()}, {finding});
    const nlohmann::ordered_json document = nlohmann::ordered_json::parse(text);
    std::vector<std::string> keys;
    for (const auto& [key, value] : document.items()) keys.push_back(key);
    CHECK(keys == std::vector<std::string>{"trades", "totals", "by_market", "by_strategy", "unattributed_fills",
                                           "findings", "summary"});
    CHECK(document["trades"].size() == 2);
    CHECK(document["totals"][0]["quote"] == "USDT");
    CHECK(document["totals"][0]["contradicted_trades"] == 1);
    CHECK(document["by_market"][0]["market"].is_null());
    CHECK(document["by_strategy"][0]["strategy_id"] == "trend");
    CHECK(
        document["unattributed_fills"][0].dump() ==
        R"({"fill_id":"f1","order_id":"o1","market":"BTC/USDT","side":"sell","quantity":0.5,"price":50000,"fee":25,"filled_at":1000})");
    CHECK(document["findings"][0]["rule"] == "pnl/not-reconciled");
    CHECK(document["summary"]["records"] == 0);
    CHECK(text.find("\n],\"totals\":[\n{") != std::string::npos);
}

TEST_CASE("a replay as CSV or ndjson is its trades alone") {
    CHECK(report({.format = RowFormat::ndjson}, {}, {stray_fill()}).empty());
    const std::string text = report({.format = RowFormat::csv}, {closed_trade()}, {stray_fill()});
    CHECK(text.starts_with("trade_id,market,"));
    CHECK(text.find("f1") == std::string::npos);
}
