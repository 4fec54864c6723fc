// Blocks of figures tell what the rows tell that they stand for.
#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <set>

#include "store/figure_blocks.hpp"
#include "store/store_access.hpp"
#include "store_support.hpp"

using namespace store_test;

namespace {

/// Makes all blocks that a store can have.
void pack(const std::string& path) {
    tks::Store store(path);
    tks::store::StoreAccess::writer(store).figures().pack(1);
}

/// The kind and the number of each block.
std::set<std::string> blocks_in(const std::string& path) {
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    SQLite::Statement rows(database, "SELECT kind || ' ' || block_no FROM figures");
    std::set<std::string> blocks;
    while (rows.executeStep()) blocks.insert(rows.getColumn(0).getString());
    return blocks;
}

/// Every order in order, as a report lists it.
std::string listed_orders(const tks::Store& store) {
    std::string lines;
    const std::function<std::string(const tks::OrderSnapshot&)> line_of_order = listed_text;
    store.write_listed_orders(line_makers(line_of_order), [&](std::string_view text) { lines += text; });
    return lines;
}

/// What is read by way of blocks, where there are some.
Lines figures_in(const std::string& path) {
    const tks::Store store(path, {.is_read_only = true});
    Lines lines;
    std::mutex mutex;
    const auto add = [&](const std::string& line) {
        const std::scoped_lock lock(mutex);
        lines.push_back(line);
    };
    store.share_out_stories([&] { return [&](const tks::Story& story) { add(text(story)); }; });
    store.share_out_fills([&] { return [&](const tks::TradeFill& fill) { add(text(fill)); }; });
    store.for_each_trade_total([&](const tks::TradeTotal& total) {
        add(fmt::format("{} {} {} {} {} {} {} {} {} {}", total.market, total.strategy_id, total.provider_id,
                        to_string(total.direction), total.is_open, total.is_closed, text(total.opened_at),
                        text(total.closed_at), total.realized_pnl.to_string(), total.fees.to_string()) +
            ' ' + text(total.held_ms));
    });
    store.for_each_fill([&](const tks::TradeFill& fill) { add(text(fill)); });
    store.for_each_trade_pnl([&](const tks::TradePnl& pnl) { add(text(pnl)); });
    std::ranges::sort(lines);
    lines.push_back(listed_orders(store));
    return lines;
}

/// Copies what a store that can be replayed in a moment has too few of for a block.
void copy_trades_and_signals(const std::string& path) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    for (const std::string table : {"trade", "pnl", "signal"}) {
        const std::string number = table == "signal" ? "signal_no" : "trade_no";
        const int step = table == "signal" ? 4100 : 3000;  // Beyond the largest number, and not far beyond a block.
        database.exec(fmt::format("CREATE TEMP TABLE copy AS SELECT * FROM {0}; UPDATE copy SET {1} = {1} + {2}", table,
                                  number, step));
        if (table != "pnl") database.exec(fmt::format("UPDATE copy SET {0}_id = 'copy ' || {0}_id", table));
        database.exec(fmt::format("INSERT INTO {} SELECT * FROM copy; DROP TABLE copy", table));
    }
}

}  // namespace

TEST_CASE("blocks of figures tell what their rows tell, and go when one of these changes") {
    const source_test::TemporaryDirectory directory;
    const Lines lines = shuffled(stream(2100, 31), 5);
    const std::size_t many = lines.size() / 20 * 19;
    const std::string most = directory.file("most", joined({lines.begin(), lines.begin() + static_cast<int>(many)}));
    const std::string rest = directory.file("rest", joined({lines.begin() + static_cast<int>(many), lines.end()}));
    const std::string path = directory.path("store");
    replay(path, {most});
    CHECK(blocks_in(path).empty());  // There are few rows.
    copy_trades_and_signals(path);
    const Lines expected = figures_in(path);

    pack(path);
    const std::set<std::string> all = {"fill 0", "fill 1",        "intent 0", "order 0", "order_details 0",
                                       "pnl 0",  "pnl_details 0", "signal 0", "trade 0"};
    CHECK(blocks_in(path) == all);
    CHECK(figures_in(path) == expected);

    // What comes late changes rows of all of them.
    replay(path, {rest});
    CHECK(blocks_in(path).empty());
    const Lines later = figures_in(path);
    CHECK(later != expected);
    pack(path);
    CHECK(blocks_in(path).size() >= all.size());
    CHECK(figures_in(path) == later);

    // So does another way of valuing trades.
    const tks::Store revalued(path, {.cost_basis = tks::CostBasis::fifo});
    CHECK(blocks_in(path).count("pnl 0") == 0);
    CHECK(blocks_in(path).count("pnl_details 0") == 0);
    CHECK(blocks_in(path).count("fill 0") == 1);
}

TEST_CASE("a damaged block of figures is named, or tells something") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {directory.file("all", joined(stream(1000, 32, 0)))});
    pack(path);
    REQUIRE(blocks_in(path) == std::set<std::string>{"fill 0"});
    SUBCASE("it ends too soon") {
        SQLite::Database(path, SQLite::OPEN_READWRITE)
            .exec("UPDATE figures SET bytes = substr(bytes, 1, length(bytes) - 3)");
        CHECK_THROWS_WITH(figures_in(path), doctest::Contains("is damaged: a block of figures cannot be read"));
    }
    SUBCASE("other bytes in it") {
        std::mt19937 random(6);
        int named = 0;
        for (int round = 0; round < 40; ++round) {
            SQLite::Database(path, SQLite::OPEN_READWRITE)
                .exec(fmt::format("UPDATE figures SET bytes = CAST(substr(bytes, 1, {0}) || X'{1:02x}' || "
                                  "substr(bytes, {0} + 2) AS BLOB)",
                                  random() % 100'000, random() % 256));
            try {
                static_cast<void>(figures_in(path));
            } catch (const tks::StoreError&) {
                ++named;
            }
        }
        CHECK(named > 0);
    }
}
