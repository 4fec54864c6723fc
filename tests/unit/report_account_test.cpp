// Reports of an account: rows, their shape, and what is refused.
#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "report/table_stream.hpp"
#include "report_replay_support.hpp"
#include "tks/account_report.hpp"
#include "tks/error.hpp"
#include "tks/period.hpp"

namespace {

using namespace tks;
using test::amount;
using test::closed_trade;
using test::open_trade;

/// Facts of trades, which must outlive them.
ReportFacts facts_of(const std::vector<TradePnl>& trades) {
    return {.trades =
                [&](const std::function<void(const TradePnl&)>& visit) {
                    for (const TradePnl& pnl : trades) visit(pnl);
                },
            .findings = {}};
}

std::string told(std::string_view name, const ReportRequest& request, const ReportFacts& facts,
                 const RowWriterOptions& options) {
    std::string text;
    check_request(*find_report(name), request);
    write_report(*find_report(name), request, facts, options, [&text](std::string_view part) { text += part; });
    return text;
}

std::string told(std::string_view name, const ReportRequest& request, const std::vector<TradePnl>& trades,
                 RowFormat format = RowFormat::csv) {
    RowWriterOptions options;
    options.format = format;
    return told(name, request, facts_of(trades), options);
}

TradePnl earning(std::string id, std::string market, std::string_view net, std::int64_t closed_at) {
    TradePnl pnl = closed_trade(std::move(id), std::move(market));
    pnl.figures.realized_pnl = amount(net) + pnl.figures.fees;
    pnl.figures.realized_pnl_net = amount(net);
    pnl.closed_at = Timestamp{closed_at};
    return pnl;
}

TEST_CASE("money of different quote assets is never added up") {
    ReportRequest request;
    request.fields = {"quote", "trades", "open", "closed", "net_pnl"};
    CHECK(told("summary", request,
               {closed_trade("a"), closed_trade("b", "BTC/EUR"), closed_trade("c"), open_trade("d", "ETH/EUR")}) ==
          "quote,trades,open,closed,net_pnl\nEUR,2,1,1,9\nUSDT,2,0,2,18\n");
}

TEST_CASE("a capital without a quote asset counts where there is one alone") {
    ReportRequest request;
    request.fields = {"max_drawdown_relative"};
    request.capital[""] = amount("10");
    const TradePnl loss = earning("a", "BTC/USDT", "-5", 5'000);
    CHECK(told("summary", request, {loss}) == "max_drawdown_relative\n0.5\n");
    CHECK(told("summary", request, {loss, closed_trade("b", "BTC/EUR")}) == "max_drawdown_relative\n\n\n");
    request.capital["USDT"] = amount("50");
    CHECK(told("summary", request, {loss, closed_trade("b", "BTC/EUR")}) == "max_drawdown_relative\n\n0.1\n");
}

TEST_CASE("PnL over time has a row a period, and a running sum for each group") {
    ReportRequest request;
    request.by = GroupKey::month;
    request.fields = {"month", "quote", "net_pnl", "cumulative_pnl"};
    CHECK(told("pnl", request, {earning("a", "BTC/USDT", "5", 0), earning("b", "BTC/USDT", "-2", 40LL * 86'400'000)}) ==
          "month,quote,net_pnl,cumulative_pnl\n1970-01,USDT,5,5\n1970-02,USDT,-2,3\n");
}

TEST_CASE("rows are sorted by value with what is unknown last, and cut off") {
    ReportRequest request;
    request.fields = {"trade_id", "net_pnl"};
    request.sort = {"-net_pnl", "trade_id"};
    const std::vector<TradePnl> trades = {earning("b", "BTC/USDT", "9", 1), earning("c", "BTC/USDT", "10", 2),
                                          earning("a", "BTC/USDT", "9.0", 3)};
    CHECK(told("trades", request, trades) == "trade_id,net_pnl\nc,10\na,9\nb,9\n");
    request.limit = 1;
    CHECK(told("trades", request, trades) == "trade_id,net_pnl\nc,10\n");
    request.sort = {"closed_at"};
    CHECK(told("trades", request, {open_trade("o", "BTC/USDT"), closed_trade("x")}) == "trade_id,net_pnl\nx,9\n");
}

TEST_CASE("what a report has not got is refused before anything is read") {
    ReportRequest request;
    request.fields = {"net_pln"};
    CHECK_THROWS_WITH_AS(told("trades", request, {}), doctest::Contains("did you mean \"net_pnl\""), UsageError);
    request.fields.clear();
    request.group_by = {GroupKey::market};
    CHECK_THROWS_AS(told("trades", request, {}), UsageError);
}

TEST_CASE("pages and tab-separated values carry hostile text without harm") {
    ReportRequest request;
    request.fields = {"trade_id"};
    const std::string hostile = "=<script>alert(\"1\")</script>\t\\&'";
    CHECK(told("trades", request, {closed_trade(hostile)}, RowFormat::tsv) ==
          "trade_id\n'=<script>alert(\"1\")</script>\\t\\\\&'\n");
    const std::string page = told("trades", request, {closed_trade(hostile)}, RowFormat::html);
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\t\\&amp;&#39;") != std::string::npos);
}

TEST_CASE("a table of a list is that of its rows, by one maker or by several, sorted or not") {
    std::vector<TradePnl> trades;
    for (const std::string_view net : {"1", "-12345.678", "0.123456789012", "100000000", "1E-30", "0", "-0.5"}) {
        const std::string number = std::to_string(trades.size());
        trades.push_back(
            earning(trades.size() == 3 ? "東京\x1b[1m|" + number : std::string(trades.size(), 'x') + number, "BTC/USDT",
                    net, 5'000));
    }
    trades.push_back(open_trade("open", "ETH/EUR"));
    const ReportFacts facts = facts_of(trades);
    ReportFacts by_makers = facts;
    by_makers.trade_texts = [&](const ThreadTextMakers<TradePnl>& make_maker, const TextSink& sink) {
        const TextMaker<TradePnl> makers[] = {make_maker(), make_maker()};
        std::string text;
        for (std::size_t number = 0; number < trades.size(); ++number) {
            makers[number % 2].add(trades[number]);
            sink(text = makers[number % 2].take(std::move(text)));
        }
    };
    const std::span<const tks::Column> columns = tks::find_report("trades")->columns;
    for (const std::vector<std::string>& sort :
         {std::vector<std::string>{}, {"-net_pnl"}, {"status", "trade_id"}, {"closed_at"}})
        for (const std::optional<std::size_t> limit : {std::optional<std::size_t>(), std::optional<std::size_t>(5)})
            for (const RowFormat format : {RowFormat::table, RowFormat::markdown})
                for (const std::size_t width : {0U, 200U, 60U}) {
                    ReportRequest request;
                    request.sort = sort;
                    request.limit = limit;
                    RowWriterOptions options;
                    options.format = format;
                    options.width = width;
                    options.color = width == 60;
                    options.max_rows = width == 200 ? 3 : 0;
                    CAPTURE(width);
                    CAPTURE(sort.size());
                    std::string expected;
                    tks::RowWriter writer(columns, options, [&](std::string_view text) { expected += text; });
                    std::istringstream lines(told("trades", request, trades, RowFormat::tsv));
                    std::string line;
                    std::getline(lines, line);  // Of the names.
                    while (std::getline(lines, line)) {
                        std::vector<tks::Cell> cells;
                        std::istringstream texts(line);
                        for (std::string cell; std::getline(texts, cell, '\t');)
                            cells.push_back(cell.empty() ? tks::Cell() : cell);
                        REQUIRE(cells.size() == columns.size());
                        writer.write(cells);
                    }
                    writer.finish();
                    CHECK(told("trades", request, facts, options) == expected);
                    CHECK(told("trades", request, by_makers, options) == expected);
                }
}

TEST_CASE("the last rows of a table are the same whether they are found from the end or from the beginning") {
    std::vector<TradePnl> trades;
    for (int number = 0; number < 9; ++number)
        trades.push_back(earning(std::string(1, static_cast<char>('a' + number)),
                                 number % 2 == 0 ? "BTC/USDT" : "ETH/USDT", std::to_string(number), 5'000));
    const ReportFacts facts = facts_of(trades);
    ReportFacts from_end = facts;
    std::size_t told_back = 0;
    from_end.trades_back = [&](const std::function<bool(const TradePnl&)>& visit) {
        told_back = 0;
        for (const TradePnl& pnl : std::vector<TradePnl>(trades.rbegin(), trades.rend())) {
            ++told_back;
            if (!visit(pnl)) break;
        }
        return std::uint64_t{trades.size()};
    };
    for (const std::size_t most : {1U, 4U, 8U, 9U, 10U})
        for (const char* market : {"", "ETH*"})
            for (const std::optional<std::size_t> limit :
                 {std::optional<std::size_t>(), std::optional<std::size_t>(6)}) {
                RowWriterOptions options;
                options.format = RowFormat::table;
                options.max_rows = most;
                options.width = 100;
                ReportRequest request;
                request.limit = limit;
                if (*market != '\0') request.selection.markets = {market};
                CAPTURE(most);
                CAPTURE(market);
                CHECK(told("trades", request, from_end, options) == told("trades", request, facts, options));
                if (*market == '\0' && !limit) CHECK(told_back == std::min(most, trades.size()));
            }
}

TEST_CASE("a cell that needs more room than the first rows of a table moves the rest of its line") {
    const std::vector<tks::Column> shown = {
        {"trade_id", tks::CellKind::text}, {"net_pnl", tks::CellKind::number}, {"status", tks::CellKind::text}};
    const std::vector<tks::report::TableColumn> columns = tks::report::table_columns(shown);
    const std::string_view rows[][3] = {
        {"a", "1", "closed"}, {"b", "-2.5", "open"}, {"later-one", "-1234567.125", "closed"}, {"c", "3", "closed"}};
    for (const bool are_parts_larger : {false, true}) {
        std::string written;
        const tks::TextSink sink = [&](std::string_view text) { written += text; };
        tks::report::TableStream table(columns, 0, false, sink, 2);
        auto cells = table.cells();
        tks::report::TextBuffer text;
        for (const auto& row : rows) {
            cells.begin_row(text);
            for (std::size_t column = 0; column < columns.size(); ++column) {
                const std::size_t begin = cells.begin_cell(text, column);
                text.append(row[column]);
                cells.end_cell(text, column, begin, tks::report::ShownCell::any);
            }
            cells.end_row(text);
            if (!are_parts_larger) table.add(text.take({}));
        }
        if (are_parts_larger) table.add(text.text());
        CHECK(table.finish() == 0);
        CHECK(written ==
              "trade_id  net_pnl  status\n"
              "a             1    closed\n"
              "b            -2.5  open\n"
              "later-one  -1234567.125  closed\n"
              "c             3    closed\n");
    }
}

TEST_CASE("periods are those of UTC, and weeks those of ISO 8601") {
    struct Case {
        std::string_view moment, day, week, month;
    };
    const Case cases[] = {{"2026-03-02T00:00:00Z", "2026-03-02", "2026-W10", "2026-03"},
                          {"2026-03-01T23:59:59.999Z", "2026-03-01", "2026-W09", "2026-03"},
                          {"2027-01-03", "2027-01-03", "2026-W53", "2027-01"},
                          {"2024-12-30", "2024-12-30", "2025-W01", "2024-12"},
                          {"1969-12-31T23:59:59.999Z", "1969-12-31", "1970-W01", "1969-12"}};
    for (const Case& each : cases) {
        CAPTURE(each.moment);
        const Timestamp at = *parse_time(each.moment);
        CHECK(name_of_period(at, Period::day) == each.day);
        CHECK(name_of_period(at, Period::week) == each.week);
        CHECK(name_of_period(at, Period::month) == each.month);
    }
    CHECK(name_of_period({INT64_MAX}, Period::week) == std::to_string(INT64_MAX));
}

}  // namespace
