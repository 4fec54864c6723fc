#include <doctest/doctest.h>

#include <fstream>
#include <regex>

#include "store_support.hpp"
#include "tks/error.hpp"

// One replay of everything and any number of replays of its parts give the same store, and what a replay in memory gives.

using namespace store_test;

namespace {

/// The numbers of lines that differ, for a short message; the texts are long.
void check_same(const Lines& found, const Lines& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t line = 0; line < found.size(); ++line) {
        if (found[line] == expected[line]) continue;
        CHECK(found[line] == expected[line]);
        return;
    }
    CHECK(found == expected);
}

void write(const std::string& path, std::string_view content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// Ids of trades that are open at the end.
std::vector<std::string> open_trades(const std::string& input) {
    tks::Replay replay(replay_options());
    replay.read({input}, {});
    std::vector<std::string> ids;
    replay.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
        if (pnl.figures.open_qty.is_positive()) ids.push_back(pnl.trade_id);
    });
    return ids;
}

Lines with_marks(Lines lines) {
    const source_test::TemporaryDirectory directory;
    const std::vector<std::string> open = open_trades(directory.file("all", joined(lines)));
    REQUIRE_FALSE(open.empty());
    lines.push_back(marks(open, 1'767'300'000'000, "100.5"));
    lines.push_back(marks({open.front()}, 1'767'200'000'000, "99"));
    return lines;
}

}  // namespace

TEST_CASE("a store tells what a replay in memory tells") {
    for (const double fault_rate : {0.0, 0.1}) {
        CAPTURE(fault_rate);
        const source_test::TemporaryDirectory directory;
        const std::string input = directory.file("all", joined(with_marks(stream(150, 3, fault_rate))));
        const std::string path = directory.path("store");
        replay(path, {input});
        check_same(results_in(path), results_in_memory({input}));
        check_soundness(path);
    }
}

TEST_CASE("commits of any size give the same store") {
    const source_test::TemporaryDirectory directory;
    const std::string input = directory.file("all", joined(with_marks(stream(400, 4, 0.05))));
    const Lines expected = results_in_memory({input});
    replay(directory.path("whole"), {input});
    for (const std::uint64_t bytes : {1U, 1'000'000U}) {
        const std::string path = directory.path("store" + std::to_string(bytes));
        replay(path, {input}, {.delta_bytes = bytes});
        check_same(results_in(path), expected);
        check_same(views_in(path), views_in(directory.path("whole")));
        check_soundness(path);
    }
}

TEST_CASE("parts in any order, split anyhow and some of them twice, give the same store") {
    const Lines lines = with_marks(stream(60, 5, 0.1));
    const source_test::TemporaryDirectory directory;
    const Lines expected = results_in_memory({directory.file("all", joined(lines))});
    replay(directory.path("whole"), {directory.path("all")});
    const Lines expected_views = views_in(directory.path("whole"));
    for (unsigned seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const Lines mixed = seed == 1 ? lines : shuffled(lines, seed);
        const std::string path = directory.path("store" + std::to_string(seed));
        std::mt19937 random(seed);
        for (std::size_t begin = 0; begin < mixed.size();) {
            const std::size_t size = 1 + random() % (mixed.size() / 5);
            const std::size_t end = std::min(mixed.size(), begin + size);
            const std::size_t from = begin - std::min<std::size_t>(begin, random() % 20);  // Some are told once more.
            const auto at = [&](std::size_t line) { return mixed.begin() + static_cast<std::ptrdiff_t>(line); };
            const std::string part =
                directory.file(fmt::format("part-{}-{}", seed, begin), joined(Lines(at(from), at(end))));
            replay(path, {part}, {.delta_bytes = random() % 2 == 0 ? 1U : 100'000'000U});
            begin = end;
        }
        check_same(results_in(path), expected);
        check_same(views_in(path), expected_views);
        check_soundness(path);
    }
}

TEST_CASE("what was known of a trade before its other events came is not forgotten") {
    const Lines lines = stream(120, 6);
    const source_test::TemporaryDirectory directory;
    const Lines expected = results_in_memory({directory.file("all", joined(lines))});
    const std::string_view families[] = {"intent", "signal", "order", "trade"};
    // Those of some families come before those of the others.
    for (unsigned chosen = 1; chosen < 15; ++chosen) {
        CAPTURE(chosen);
        Lines parts[2];
        for (const std::string& line : lines) {
            const auto is_of = [&](std::string_view family) {
                return line.find(fmt::format(R"("aggregate_type":"{}")", family)) != std::string::npos;
            };
            const auto family = std::ranges::find_if(families, is_of) - std::begin(families);
            parts[(chosen >> family & 1U) != 0 ? 0 : 1].push_back(line);
        }
        const std::string path = directory.path(fmt::format("store{}", chosen));
        for (const Lines& part : parts)
            replay(path, {directory.file(fmt::format("{}-{}", chosen, part.size()), joined(part))});
        check_same(results_in(path), expected);
    }
}

namespace {

/// Fills that name nobody, so that all that leads from them to their trade is whose cause they were, and the events of trades.
struct FillsAndTrades {
    Lines fills, trades;
};

FillsAndTrades fills_that_name_nobody() {
    const std::regex link(R"re("(signal_id|trade_id|intent_id)":"[^"]*")re");
    FillsAndTrades lines;
    for (const std::string& line : stream(120, 6)) {
        if (line.find(R"("event_type":"order_filled")") != std::string::npos)
            lines.fills.push_back(std::regex_replace(line, link, R"("$1":null)"));
        else if (line.find(R"("aggregate_type":"trade")") != std::string::npos)
            lines.trades.push_back(line);
    }
    return lines;
}

/// The event of a trade as another event of another trade, with the same cause.
std::string of_another_trade(std::string line) {
    for (const std::string key : {R"("aggregate_id":")", R"("event_id":")"}) {
        const std::size_t begin = line.find(key) + key.size();
        const std::string id = line.substr(begin, line.find('"', begin) - begin);
        std::string other = id;
        other.back() = id.back() == '0' ? '1' : '0';
        for (std::size_t at = line.find(id); at != std::string::npos; at = line.find(id, at + 1))
            line.replace(at, id.size(), other);
    }
    return line;
}

}  // namespace

TEST_CASE("fills that name nobody find the trade that comes later") {
    const FillsAndTrades lines = fills_that_name_nobody();
    const source_test::TemporaryDirectory directory;
    const std::string first = directory.file("fills", joined(lines.fills));
    const std::string second = directory.file("trades", joined(lines.trades));
    const std::string path = directory.path("store");
    replay(path, {first});
    replay(path, {second});
    const Lines expected = results_in_memory({first, second});
    CHECK(std::ranges::any_of(expected,
                              [](const std::string& line) { return line.find(" matches") != std::string::npos; }));
    check_same(results_in(path), expected);
}

TEST_CASE("a fill that comes again with another word does not bring its word to a trade that comes with it") {
    // What was told first counts, and names no trade and another order; what comes later names a trade, which is new as well.
    const auto of_nobody = [](std::string line) {
        line = std::regex_replace(line, std::regex(R"re("(signal_id|trade_id|intent_id)":"[^"]*")re"), R"("$1":null)");
        line =
            std::regex_replace(line, std::regex(R"re("(event_id|correlation_id|order_id)":"....)re"), R"("$1":"0000)");
        return std::regex_replace(line, std::regex(R"re("filled_at":17)re"), R"("filled_at":16)");
    };
    Lines first, second;
    for (const std::string& line : stream(120, 6)) {
        const bool is_fill = line.find(R"("event_type":"order_filled")") != std::string::npos;
        if (is_fill) first.push_back(of_nobody(line));
        if (is_fill || line.find(R"("aggregate_type":"trade")") != std::string::npos) second.push_back(line);
    }
    const source_test::TemporaryDirectory directory;
    const std::vector<std::string> inputs = {directory.file("first", joined(first)),
                                             directory.file("second", joined(second))};
    const Lines expected = results_in_memory(inputs);
    CHECK(results_in_memory({inputs[1]}) != expected);
    const std::string path = directory.path("store");
    for (const std::string& input : inputs) replay(path, {input});
    check_same(results_in(path), expected);
}

TEST_CASE("fills that were found by their cause alone are nobody's once it is the cause of another trade, too") {
    const FillsAndTrades lines = fills_that_name_nobody();
    Lines others;
    for (std::size_t line = 0; line < lines.trades.size(); line += 2)
        others.push_back(of_another_trade(lines.trades[line]));
    const source_test::TemporaryDirectory directory;
    const std::vector<std::string> inputs = {directory.file("fills", joined(lines.fills)),
                                             directory.file("trades", joined(lines.trades)),
                                             directory.file("others", joined(others))};
    const std::string path = directory.path("store");
    const auto count = [&](const std::string& what) {
        return SQLite::Database(path).execAndGet("SELECT count(*) FROM " + what).getInt();
    };
    replay(path, {inputs[0], inputs[1]});
    const int unattributed = count("unattributed_fills");
    CHECK(count("cause WHERE trade_no IS NULL") + count("correlation WHERE trade_no IS NULL") == 0);
    replay(path, {inputs[2]});
    CHECK(count("unattributed_fills") > unattributed);
    CHECK(count("cause WHERE trade_no IS NULL") > 0);
    CHECK(count("correlation WHERE trade_no IS NULL") > 0);
    check_same(results_in(path), results_in_memory(inputs));
    replay(directory.path("whole"), inputs);
    check_same(views_in(path), views_in(directory.path("whole")));
    // Told once more in another file, nobody comes back.
    replay(path, {directory.file("again", joined(lines.trades))});
    check_same(views_in(path), views_in(directory.path("whole")));
    check_soundness(path);
}

TEST_CASE("a file that grew is read on, also behind a line that was not finished") {
    const Lines lines = stream(30, 6);
    const source_test::TemporaryDirectory directory;
    const std::string all = joined(lines);
    const std::string path = directory.path("store");
    const std::string name = directory.file("growing", all.substr(0, all.size() / 3));  // In the middle of a line.
    const std::uint64_t first = replay(path, {name}).records;
    write(directory.path("growing"), all.substr(0, all.size() / 2));
    const std::uint64_t second = replay(path, {name}).records;
    write(directory.path("growing"), all);
    const std::uint64_t third = replay(path, {name}).records;
    CHECK(first > 0);
    CHECK(first + second + third <= lines.size() + 2);
    CHECK(replay(path, {name}).records == 0);
    check_same(results_in(path), results_in_memory({name}));

    // Places of findings count from the beginning of the file.
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    CHECK(database.execAndGet("SELECT max(line) FROM fill").getInt() > static_cast<int>(lines.size() / 2));
    CHECK(database.execAndGet("SELECT bytes FROM inputs").getInt64() == static_cast<std::int64_t>(all.size()));
    CHECK(database.execAndGet("SELECT lines FROM inputs").getInt64() == static_cast<std::int64_t>(lines.size()));
}

TEST_CASE("a file that was replaced is read from its beginning, and what was found in the old one is forgotten") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const auto findings = [&] { return SQLite::Database(path).execAndGet("SELECT count(*) FROM finding").getInt(); };
    const std::string name = directory.file("log", "no json\n" + joined(stream(5, 7, 0)));
    replay(path, {name});
    CHECK(findings() == 1);
    const Lines other = stream(9, 8, 0);
    write(directory.path("log"), joined(other));
    CHECK(replay(path, {name}).records == other.size());
    CHECK(findings() == 0);
}

TEST_CASE("findings of a file that grows stay, each once") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const auto findings = [&] { return SQLite::Database(path).execAndGet("SELECT count(*) FROM finding").getInt(); };
    const std::string name = directory.file("log", "no json\n");
    replay(path, {name});
    write(directory.path("log"), "no json\nneither this\n");
    replay(path, {name});
    replay(path, {name});
    CHECK(findings() == 2);
}

TEST_CASE("records are read again where they are read otherwise") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const Lines lines = stream(5, 9, 0);
    const std::string name = directory.file("log", joined(lines));
    replay(path, {name});
    tks::Store store(path);
    tks::ReplayOptions options = replay_options();
    options.reading.contract = tks::Revision::v0_1_42;
    CHECK(replay_into(store, {name}, options, {}).records == lines.size());
}

TEST_CASE("a store is valued anew on another cost basis") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string input = directory.file("all", joined(stream(100, 10)));
    replay(path, {input});
    replay(path, {}, {.cost_basis = tks::CostBasis::fifo});
    tks::ReplayOptions options = replay_options();
    options.cost_basis = tks::CostBasis::fifo;
    tks::Replay in_memory(options);
    in_memory.read({input}, {});
    check_same(results_in(path), results_of(in_memory));
}

TEST_CASE("a store refuses a time up to which events count") {
    const source_test::TemporaryDirectory directory;
    tks::Store store(directory.path("store"));
    tks::ReplayOptions options = replay_options();
    options.until = tks::Timestamp{1};
    CHECK_THROWS_AS(replay_into(store, {}, options, {}), tks::UsageError);
}
