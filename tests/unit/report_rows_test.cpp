#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "report_replay_support.hpp"
#include "tks/codec.hpp"
#include "tks/row_difference.hpp"
#include "tks/row_writer.hpp"

namespace {

using namespace tks;
using test::amount;
using test::closed_trade;
using test::open_trade;
using test::placed_order;

std::string as_json(const Row& row) {
    std::string text;
    append_json(text, row);
    return text;
}

std::string written(RowKind kind, const RowWriterOptions& options, const std::vector<Row>& rows) {
    std::string text;
    RowWriter writer(kind, options, [&text](std::string_view part) { text += part; });
    for (const Row& row : rows) writer.write(row);
    writer.finish();
    return text;
}

/// The last line of CSV.
std::string csv_of(const TradePnl& pnl) {
    const std::string text = written(RowKind::pnl, {.format = RowFormat::csv}, {to_row(pnl)});
    return text.substr(text.find('\n') + 1);
}

RowSource source_of(std::vector<Row> rows) {
    return [rows = std::move(rows)](const std::function<void(const Row&)>& visit) {
        for (const Row& row : rows) visit(row);
    };
}

std::string differences(const std::vector<Row>& before, const std::vector<Row>& after) {
    std::string text;
    for (const RowDifference& difference : find_differences(RowKind::orders, source_of(before), source_of(after)))
        append_text(text, difference);
    return text;
}

}  // namespace

TEST_CASE("the row of a snapshot is the JSON that the codec writes") {
    const OrderSnapshot order = placed_order();
    CHECK(as_json(to_row(order)) == to_json(order));

    TradingSignalSnapshot signal;
    signal.trading_signal.intent_id = "i1";
    signal.trading_signal.signal_id = "s\"1\n";
    signal.trading_signal.strategy_id = "trend";
    signal.trading_signal.market = "BTC/USDT";
    signal.trading_signal.size_pct = test::decimal("2.5");
    const std::string_view reasons[] = {"scam", "\"quoted\""};
    signal.reasons = reasons;
    CHECK(as_json(to_row(signal)) == to_json(signal));

    TradingSignalIntentSnapshot intent;
    intent.trading_signal_intent = static_cast<const TradingSignalIntent&>(signal.trading_signal);
    const TradingSignalIntentRejectionReason why[] = {TradingSignalIntentRejectionReason::scam};
    intent.rejection_reasons = why;
    CHECK(as_json(to_row(intent)) == to_json(intent));

    TradeSnapshot trade;
    trade.trade.trade_id = "t1";
    trade.trade.market = "BTC/USDT";
    CHECK(as_json(to_row(trade)) == to_json(trade));
}

TEST_CASE("the PnL of a trade has its keys in a fixed order, and null where nothing is known") {
    TradePnl pnl;
    pnl.trade_id = "t1";
    CHECK(
        as_json(to_row(pnl)) ==
        R"({"trade_id":"t1","market":null,"direction":"long","strategy_id":null,"signal_id":null,"status":null,"entry_qty":0,)"
        R"("exit_qty":0,"open_qty":0,"unmatched_exit_qty":0,"avg_entry_price":null,"avg_exit_price":null,"realized_pnl":0,)"
        R"("fees":0,"realized_pnl_net":0,"realized_pnl_matched":0,"unrealized_pnl":null,"reported_pnl":null,)"
        R"("reported_delta_sum":null,"difference":null,"reconciliation":"matches","fills":0,"opened_at":null,"closed_at":null})");
}

TEST_CASE("amounts are exact in JSON and CSV, however long they are") {
    TradePnl pnl = closed_trade();
    pnl.figures.realized_pnl = amount("123456789012345678901234567890.123456789012345678901234567890123");
    CHECK(as_json(to_row(pnl))
              .find("\"realized_pnl\":123456789012345678901234567890.123456789012345678901234567890123,") !=
          std::string::npos);
    CHECK(csv_of(pnl).find(",123456789012345678901234567890.123456789012345678901234567890123,") != std::string::npos);
}

TEST_CASE("paths name columns in full, behind payload, or alone") {
    for (const auto path : {"order.market", "payload.market", "market"})
        CHECK(columns_of(RowKind::orders)[*find_column(RowKind::orders, path)].path == "order.market");
    // The status of a trade's snapshot is not that of the trade in it.
    CHECK(columns_of(RowKind::trades)[*find_column(RowKind::trades, "status")].path == "status");
    CHECK(columns_of(RowKind::trades)[*find_column(RowKind::trades, "payload.status")].path == "trade.status");
    CHECK(columns_of(RowKind::pnl)[*find_column(RowKind::pnl, "payload.market")].path == "market");
    CHECK_FALSE(find_column(RowKind::orders, "order"));
    CHECK_FALSE(find_column(RowKind::orders, "signal.market"));
}

TEST_CASE("CSV quotes what needs it, and lets no text become a formula") {
    struct Example {
        std::string id;
        std::string field;
    };
    const Example examples[] = {
        {"plain", "plain"},
        {"a,b", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"two\r", "\"two\r\""},
        {"=1+1", "\"'=1+1\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@sum", "\"'@sum\""},
        {"\tx", "\"'\tx\""},
        {"=\"x\"", "\"'=\"\"x\"\"\""},
        {"größe", "größe"},
    };
    for (const Example& example : examples)
        CHECK(csv_of(closed_trade(example.id)).starts_with(example.field + ",BTC/USDT,"));
    TradePnl loss = closed_trade();
    loss.figures.realized_pnl = amount("-10");
    CHECK(csv_of(loss).find(",-10,1,") != std::string::npos);
}

TEST_CASE("tables are aligned by what is seen, at the point, and rounded for people") {
    TradePnl wide = closed_trade("日本");
    wide.figures.fees = amount("0.123456789");
    wide.figures.realized_pnl = amount("-1234.5");
    std::string text = written(RowKind::pnl, {.width = 0}, {to_row(closed_trade("ab")), to_row(wide)});
    CHECK(text.find("\nab        BTC/USDT  long") != std::string::npos);
    CHECK(text.find("\n日本      BTC/USDT  long") != std::string::npos);
    CHECK(text.find("  0.12345679  ") != std::string::npos);
    CHECK(text.find("       10    ") != std::string::npos);
    CHECK(text.find("    -1234.5  ") != std::string::npos);
}

TEST_CASE("a table that is held to a width and a number of rows says what it leaves out") {
    std::vector<Row> rows;
    for (int number = 0; number < 5; ++number)
        rows.push_back(to_row(closed_trade("0123456789-" + std::to_string(number))));
    const std::string text = written(RowKind::pnl, {.width = 40, .max_rows = 2}, rows);
    CHECK(text ==
          "trade_id   market    direction\n"
          "01234567…  BTC/USDT  long\n"
          "01234567…  BTC/USDT  long\n"
          "(3 earlier rows and 21 columns left out for want of room; a pipe, a file and the other formats have all)\n");
}

TEST_CASE("Markdown and tables show text from outside and do nothing else with it") {
    const std::vector<Row> rows{to_row(closed_trade("a|b<i>\x1b[31m\n*x*"))};
    const std::string markdown = written(RowKind::pnl, {.format = RowFormat::markdown}, rows);
    CHECK(markdown.find("| a\\|b\\<i\\>?\\[31m?\\*x\\* | BTC/USDT |") != std::string::npos);
    CHECK(written(RowKind::pnl, {}, rows).find('\x1b') == std::string::npos);
}

TEST_CASE("documents without rows are still documents") {
    CHECK(written(RowKind::orders, {.format = RowFormat::json}, {}) == "[\n]\n");
    CHECK(written(RowKind::orders, {.format = RowFormat::ndjson}, {}).empty());
}

TEST_CASE("rows differ by what they mean, not by how it is written") {
    const OrderSnapshot order = placed_order();
    OrderSnapshot same = order;
    same.order.quantity = test::decimal("1.5");
    same.order.metadata.text = R"({ "a.b": 1, "tags": ["a", "b"], "score": 5e-1 })";
    CHECK(differences({to_row(order)}, {to_row(same)}).empty());

    OrderSnapshot changed = order;
    changed.status = OrderStatus::filled;
    changed.avg_fill_price = test::decimal("100");
    CHECK(differences({to_row(order)}, {to_row(changed)}) ==
          "orders \"o1\" changed\n"
          "    status: \"placed\" -> \"filled\"\n"
          "    avg_fill_price: nothing -> 100\n");

    OrderSnapshot other = order;
    other.order.order_id = "o0";
    CHECK(differences({to_row(order)}, {to_row(other)}) == "orders \"o0\" added\norders \"o1\" removed\n");
}

TEST_CASE("a difference is a JSON object with the values as they are") {
    OrderSnapshot changed = placed_order();
    changed.status = OrderStatus::filled;
    changed.last_event_at = Timestamp{7'000};
    std::string text;
    for (const RowDifference& difference :
         find_differences(RowKind::orders, source_of({to_row(placed_order())}), source_of({to_row(changed)})))
        append_json(text, difference);
    CHECK(
        text ==
        R"({"kind":"orders","id":"o1","change":"changed","cells":[{"path":"status","before":"placed","after":"filled"},)"
        R"({"path":"last_event_at","before":6000,"after":7000}]})");
}
