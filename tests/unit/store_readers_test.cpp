// What several threads read of a store is what one reads, whoever writes meanwhile.
#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "store_support.hpp"
#include "tks/account_report.hpp"
#include "tks/codec.hpp"
#include "tks/error.hpp"

using namespace store_test;

namespace {

/// A store that is large enough for several threads: copies of a small one, which tell the same under other ids.
void make_large(const std::string& path, const std::string& input) {
    replay(path, {input});
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    database.exec(
        "BEGIN; CREATE TEMP TABLE t AS SELECT trade_no, trade_id, status, merge_key FROM trade; CREATE TEMP TABLE p AS SELECT * FROM pnl; "
        "CREATE TEMP TABLE f AS SELECT * FROM fill");
    for (int copy = 1; copy <= 350; ++copy)
        database.exec(fmt::format(
            "UPDATE t SET trade_no = trade_no + 1000; UPDATE p SET trade_no = trade_no + 1000; "
            "UPDATE f SET fill_no = fill_no + 10000, trade_no = trade_no + 1000; "
            "INSERT INTO trade (trade_no, trade_id, status, merge_key) SELECT trade_no, {0} || trade_id, status, merge_key FROM t; "
            "INSERT INTO pnl SELECT * FROM p; "
            "INSERT INTO fill SELECT fill_no, {0} || fill_id, order_no, trade_no, found_by, named_trade_no, signal_no, event_id, "
            "correlation_id, market, side, quantity, price, fee, liquidity, filled_at, input_no, line, merge_key FROM f",
            copy));
    database.exec("COMMIT");
}

std::string text(const tks::TradeTotal& total) {
    return fmt::format("{} {} {} {} {} {} {} {} {} {} {}", total.market, total.strategy_id, total.provider_id,
                       to_string(total.direction), total.is_open, total.is_closed, store_test::text(total.opened_at),
                       store_test::text(total.closed_at), total.realized_pnl.to_string(), total.fees.to_string(),
                       store_test::text(total.held_ms));
}

/// Without what may be left out.
std::string text_of_any(tks::TradeFill fill) {
    fill.fill_id = fill.order_id = fill.trade_id = {};
    return store_test::text(fill);
}

}  // namespace

TEST_CASE("several threads tell what one tells, also while another process writes") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    make_large(path, directory.file("all", joined(stream(60, 21))));
    const tks::Store store(path, {.is_read_only = true});
    Lines trades, fills;
    store.for_each_trade_pnl([&](const tks::TradePnl& pnl) { trades.push_back(text(total_of(pnl))); });
    store.for_each_fill([&](const tks::TradeFill& fill) { fills.push_back(text_of_any(fill)); });
    REQUIRE(trades.size() > 20'000);
    std::ranges::sort(fills);

    std::atomic<bool> is_over = false;
    std::thread writer([&] {
        SQLite::Database database(path, SQLite::OPEN_READWRITE, 10'000);
        while (!is_over) database.exec("UPDATE store SET latest_at = latest_at + 1");
    });
    Lines totals, any_fills;
    store.for_each_trade_total([&](const tks::TradeTotal& total) { totals.push_back(text(total)); });
    std::mutex mutex;
    store.share_out_fills([&] {
        return [&](const tks::TradeFill& fill) {
            const std::scoped_lock lock(mutex);
            any_fills.push_back(text_of_any(fill));
        };
    });
    is_over = true;
    writer.join();
    CHECK(totals == trades);
    std::ranges::sort(any_fills);
    CHECK(any_fills == fills);
}

TEST_CASE("what several threads make text of comes in order") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    make_large(path, directory.file("all", joined(stream(60, 21))));
    const tks::Store store(path, {.is_read_only = true});
    std::string texts;
    const auto sink = [&](std::string_view text) { texts += text; };

    std::string fills;
    store.for_each_fill([&](const tks::TradeFill& fill) { fills += store_test::text(fill) + '\n'; });
    const std::function<std::string(const tks::TradeFill&)> line_of_fill = [](const tks::TradeFill& fill) {
        return store_test::text(fill);
    };
    store.write_fills(line_makers(line_of_fill), sink);
    CHECK(std::exchange(texts, {}) == fills);

    std::string fills_without_origin;
    const auto line_without_origin = [](tks::TradeFill fill) {
        fill.strategy_id = fill.provider_id = {};
        fill.direction.reset();
        return store_test::text(fill);
    };
    store.for_each_fill([&](const tks::TradeFill& fill) { fills_without_origin += line_without_origin(fill) + '\n'; });
    CHECK(fills_without_origin != fills);
    store.write_fills_without_origin(line_makers(line_of_fill), sink);
    CHECK(std::exchange(texts, {}) == fills_without_origin);

    std::string trades;
    const std::function<std::string(const tks::TradePnl&)> line_of_trade = [](const tks::TradePnl& pnl) {
        return pnl.trade_id + ' ' + text(total_of(pnl));
    };
    store.for_each_trade_pnl([&](const tks::TradePnl& pnl) { trades += line_of_trade(pnl) + '\n'; });
    store.write_trade_pnl(line_makers(line_of_trade), sink);
    CHECK(std::exchange(texts, {}) == trades);

    std::string orders;
    const std::function<std::string(const tks::OrderSnapshot&)> line_of_order = [](const tks::OrderSnapshot& order) {
        return tks::to_json(order);
    };
    store.for_each_order_by_time([&](const tks::OrderSnapshot& order) { orders += tks::to_json(order) + '\n'; });
    store.write_orders(line_makers(line_of_order), sink);
    CHECK(std::exchange(texts, {}) == orders);

    std::string listed;
    const std::function<std::string(const tks::OrderSnapshot&)> listed_line = listed_text;
    store.for_each_order_by_time([&](const tks::OrderSnapshot& order) { listed += listed_text(order) + '\n'; });
    store.write_listed_orders(line_makers(listed_line), sink);
    CHECK(texts == listed);

    // And from the last one back, as far as somebody wants them.
    const auto backwards = [](std::string lines, std::size_t most) {
        std::string last;
        for (; most > 0 && !lines.empty(); --most) {
            const std::size_t begin = lines.rfind('\n', lines.size() - 2) + 1;
            last += lines.substr(begin);
            lines.resize(begin);
        }
        return last;
    };
    const auto count_of = [](const std::string& lines) {
        return static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
    };
    for (const std::size_t most : {std::size_t{1}, std::size_t{7}, std::size_t{10'000'000}}) {
        std::string back;
        std::size_t told = 0;
        const auto add = [&](const std::string& line) {
            back += line + '\n';
            return ++told < most;
        };
        const auto check = [&](std::uint64_t count, const std::string& lines) {
            CHECK(count == count_of(lines));
            CHECK(std::exchange(back, {}) == backwards(lines, most));
            told = 0;
        };
        check(store.for_each_fill_back([&](const tks::TradeFill& fill) { return add(line_of_fill(fill)); }), fills);
        check(store.for_each_trade_pnl_back([&](const tks::TradePnl& pnl) { return add(line_of_trade(pnl)); }), trades);
        check(
            store.for_each_listed_order_back([&](const tks::OrderSnapshot& order) { return add(listed_line(order)); }),
            listed);
    }

    CHECK_THROWS_WITH(store.write_fills(line_makers(line_of_fill),
                                        [](std::string_view) { throw std::runtime_error("the disk is full"); }),
                      "the disk is full");
}

TEST_CASE("orders come in the order of time from a store and from memory alike") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string input = directory.file("all", joined(shuffled(stream(60, 22), 7)));
    replay(path, {input}, {.delta_bytes = 1});
    tks::Replay in_memory(replay_options());
    in_memory.read({input}, {});
    const auto told_by = [](const auto& results) {
        Lines orders;
        results.for_each_order_by_time([&](const tks::OrderSnapshot& order) { orders.push_back(tks::to_json(order)); });
        return orders;
    };
    const Lines orders = told_by(in_memory);
    CHECK(told_by(tks::Store(path, {.is_read_only = true})) == orders);
    Lines by_id;
    in_memory.for_each_order([&](const tks::OrderSnapshot& order) { by_id.push_back(tks::to_json(order)); });
    CHECK(orders != by_id);
    CHECK(std::ranges::is_permutation(orders, by_id));
}

TEST_CASE("reports of a store are those of memory, whatever a filter looks at and however rows are sorted") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string input = directory.file("all", joined(stream(60, 23)));
    replay(path, {input}, {.delta_bytes = 1});
    tks::Replay in_memory(replay_options());
    in_memory.read({input}, {});
    const tks::Store store(path, {.is_read_only = true});
    const tks::ReportFacts facts[] = {facts_of(in_memory, {}), facts_of(store, tks::RuleLevels())};

    std::vector<tks::RowSelection> selections(9);
    selections[1].markets = {"BTC*", "ETH*"};
    selections[2].strategies = {"h*"};
    selections[3].providers = {"*u*"};
    selections[4].directions = {"long"};
    selections[5].since = tks::Timestamp{1'767'229'200'000};
    selections[6].until = tks::Timestamp{1'767'229'200'000};
    selections[7].statuses = {"c*", "f*", "g*"};
    selections[8].where = "market !~ BTC";
    for (const tks::ReportDefinition& report : tks::reports()) {
        if (report.name == "findings") continue;  // A store tells its own.
        for (std::size_t number = 0; number < selections.size(); ++number)
            for (const bool is_sorted : {false, true}) {
                tks::ReportRequest request;
                request.selection = selections[number];
                const std::string last = std::string(report.columns.back().path);
                if (is_sorted) request.sort = {"-" + last};
                if (is_sorted && number % 2 == 1) request.limit = 5;
                CAPTURE(report.name);
                CAPTURE(number);
                CAPTURE(is_sorted);
                std::string told[2];
                try {
                    check_request(report, request);
                } catch (const tks::UsageError&) {
                    continue;  // Orders have no provider.
                }
                for (std::size_t side : {0U, 1U})
                    write_report(report, request, facts[side], {.format = tks::RowFormat::csv},
                                 [&](std::string_view text) { told[side] += text; });
                CHECK(told[0] == told[1]);
                if (number == 0) CHECK(std::ranges::count(told[0], '\n') > 1);
            }
    }
}

TEST_CASE("what one of several threads finds damaged is told") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    make_large(path, directory.file("all", joined(stream(60, 21, 0))));
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec("UPDATE pnl SET fees = 'many' WHERE trade_no = (SELECT max(trade_no) FROM pnl)");
    const tks::Store store(path, {.is_read_only = true});
    CHECK_THROWS_WITH(store.for_each_trade_total([](const tks::TradeTotal&) {}),
                      doctest::Contains("a number is none: many"));
}
