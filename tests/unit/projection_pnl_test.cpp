// What trades earned, by hand: small streams, and the figures that somebody computed on paper.
#include "projection_support.hpp"

namespace {

using namespace projection_test;

/// A stream, and of its first trade what is expected, as "NAME=VALUE" words; "-" stands for nothing.
struct Case {
    const char* name;
    const char* events;
    const char* expected;
    ValuationOptions options{};
};

void check(const Case& given, const State& state) {
    CAPTURE(given.name);
    const std::vector<std::string> rows = rows_of(state, given.options);
    REQUIRE(!rows.empty());
    CAPTURE(rows.front());
    std::istringstream words{std::string(given.expected)};
    for (std::string word; words >> word;) {
        const std::string name = word.substr(0, word.find('='));
        CHECK(name + "=" + value_in(rows.front(), name) == word);
    }
}

}  // namespace

TEST_CASE("the figures of trades are those that were computed by hand") {
    const Case cases[] = {
        {"one entry, nothing closed", "1 order_filled o1 fill=f1 trade=t quantity=2 price=100 fee=0.2\n",
         "entry=2 exit=0 open=2 entry_price=100 exit_price=- gross=0 fees=0.2 net=-0.2 matched=0 verdict=not_reported closed=- opened=1"},
        {"partial exits",
         "1 order_filled o1 fill=f1 trade=t quantity=4 price=100 fee=0.4\n"
         "2 order_filled o2 fill=f2 trade=t quantity=1 price=110 fee=0.11 side=sell\n"
         "3 order_filled o2 fill=f3 trade=t quantity=2 price=95 fee=0.19 side=sell\n",
         // 1 × 10 + 2 × -5; matched: less 0.3, and less 3/4 of 0.4
         "entry=4 exit=3 open=1 exit_price=100 gross=0 fees=0.7 net=-0.7 matched=-0.6"},
        {"a scale-in between exits",
         "1 order_filled o1 fill=f1 trade=t quantity=2 price=100\n"
         "2 order_filled o2 fill=f2 trade=t quantity=1 price=120 side=sell\n"
         "3 order_filled o3 fill=f3 trade=t quantity=1 price=200\n"
         "4 order_filled o4 fill=f4 trade=t quantity=2 price=160 side=sell\n",
         // 20; then the average of 100 and 200 is 150, and 2 × 10
         "entry=3 exit=3 open=0 gross=40 closed=4"},
        {"the same by the oldest lots",
         "1 order_filled o1 fill=f1 trade=t quantity=2 price=100\n"
         "2 order_filled o2 fill=f2 trade=t quantity=1 price=120 side=sell\n"
         "3 order_filled o3 fill=f3 trade=t quantity=1 price=200\n"
         "4 order_filled o4 fill=f4 trade=t quantity=1 price=160 side=sell\n",
         "open=1 gross=80",
         {.cost_basis = tks::CostBasis::fifo}},
        {"a short",
         "1 trade_opened t direction=short\n"
         "1 order_filled o1 fill=f1 trade=t quantity=3 price=50 side=sell\n"
         "2 order_filled o2 fill=f2 trade=t quantity=3 price=40\n",
         "direction=short gross=30 open=0 entry_price=50 exit_price=40"},
        {"more is closed than was open",
         "1 order_filled o1 fill=f1 trade=t quantity=1 price=100\n"
         "2 order_filled o2 fill=f2 trade=t quantity=3 price=110 side=sell fee=0.33\n",
         "exit=1 unmatched=2 open=0 gross=10 fees=0.33"},
        {"fills are taken in the order of filled_at, not of the stream",
         "9 order_filled o2 fill=f2 trade=t quantity=1 price=110 side=sell filled_at=2\n"
         "9 order_filled o1 fill=f1 trade=t quantity=1 price=100 filled_at=1\n"
         "9 trade_opened t\n",
         "gross=10 unmatched=0 opened=1 closed=2"},
        {"a fill_id counts once",
         "1 order_filled o1 fill=f1 trade=t quantity=1 price=100\n"
         "1 order_filled o1 fill=f1 trade=t quantity=1 price=100\n"
         "1 order_filled o1 fill=f1 trade=t quantity=1 price=100 event=again\n",
         "entry=1 fills=1"},
        {"18 decimals are right to the last",
         "1 order_filled o1 fill=f1 trade=t quantity=1234567890.123456789012345678 price=0.000000000000000001\n"
         "2 order_filled o1 fill=f2 trade=t quantity=0.000000000000000002 price=3\n",
         "entry=1234567890.12345678901234568 open=1234567890.12345678901234568"},
        {"tiny prices",
         "1 order_filled o1 fill=f1 trade=t quantity=1000000000 price=0.00000001\n"
         "2 order_filled o2 fill=f2 trade=t quantity=1000000000 price=0.000000015 side=sell\n",
         "gross=5 open=0"},
        {"doubles are not used: 0.1 + 0.2 is 0.3",
         "1 order_filled o1 fill=f1 trade=t quantity=0.1 price=1\n"
         "2 order_filled o1 fill=f2 trade=t quantity=0.2 price=1\n",
         "entry=0.3"},
        {"who says the direction: a signal's intent, where the trade does not",
         "1 trading_signal_created s intent=i direction=short side=sell strategy=fade provider=acme\n"
         "2 order_requested o1 intent=i trade=t\n"
         "3 order_filled o1 fill=f1 quantity=1 price=10 side=sell\n",
         "direction=short assumed=- signal=s strategy=fade provider=acme status=- reported=-"},
        {"who says the direction: nobody", "3 order_filled o1 trade=t fill=f1 quantity=1 price=10 side=sell\n",
         "direction=short assumed=yes"},
        {"the signal that only the fill names tells the strategy",
         "1 trading_signal_created s intent=i strategy=fade\n"
         "3 order_filled o1 trade=t signal=s fill=f1\n",
         "signal=s strategy=fade"},
    };
    for (const Case& given : cases) check(given, Stream(given.events).state());
}

TEST_CASE("reported figures are compared with the fills that their platform could know of") {
    const std::string fills =
        "1 order_filled o1 fill=f1 trade=t quantity=2 price=100 fee=0.2\n"
        "5 order_filled o2 fill=f2 trade=t quantity=1 price=110 fee=0.1 side=sell\n";
    // Gross 10, net of all fees 9.7, net of those of what was closed 9.8.
    const struct {
        const char* reports;
        const char* expected;
    } cases[] = {
        {"6 trade_reduced t pnl=10", "verdict=matches difference=- reported=10"},
        {"6 trade_reduced t pnl=9.7", "verdict=matches_net"},
        {"6 trade_reduced t pnl=9.8", "verdict=matches_matched"},
        {"6 trade_reduced t pnl=11", "verdict=differs difference=1"},
        {"6 trade_reduced t pnl=10.000000001", "verdict=matches"},
        {"6 trade_reduced t pnl=10.00001", "verdict=differs difference=0.00001"},
        {"6 trade_opened t pnl=0", "verdict=differs difference=-10"},
        // It was said before the exit happened.
        {"4 trade_opened t pnl=0", "verdict=matches gross=10"},
        // The venue's clock is ahead of the platform's: it knew of a fill that is said to be later.
        {"4 trade_reduced t pnl=10", "verdict=matches"},
        // A delta counts once an event_id.
        {"6 profit_realized t pnl=10 delta=10 event=p\n6 profit_realized t pnl=10 delta=10 event=p",
         "verdict=matches deltas=10"},
        {"6 profit_realized t pnl=10 delta=4 event=p\n7 profit_realized t pnl=10 delta=6 event=q",
         "verdict=matches deltas=10"},
        {"6 profit_realized t pnl=10 delta=10 event=p\n7 profit_realized t pnl=10 delta=10 event=q",
         "verdict=differs deltas=20 difference=10"},
        {"6 profit_realized t pnl=10 delta=10 event=\n6 profit_realized t pnl=10 delta=10 event=",
         "verdict=matches deltas=10"},
    };
    for (const auto& given : cases) check({given.reports, "", given.expected}, Stream(fills + given.reports).state());

    check({"reports without fills", "", "verdict=no_fills difference=3 fills=0"},
          Stream("1 trade_closed t pnl=3").state());
    check({"reports of nothing without fills", "", "verdict=no_fills difference=- fills=0"},
          Stream("1 trade_closed t pnl=0").state());
}

TEST_CASE("open quantities are valued at marks") {
    const char* const events =
        "1000 trade_opened t market=BTC/USDT\n"
        "1000 order_filled o1 fill=f1 trade=t quantity=2 price=100\n";
    MarksMaker maker;
    const auto old = maker.snapshot("a", 2000, {{"t", "90"}, {"u", "1"}});
    const auto newer = maker.snapshot("a", 3000, {{"t", "120"}});
    const auto gone = maker.snapshot("a", 4000, {{"u", "1"}});
    const auto other = maker.snapshot("b", 2500, {{"t", "95"}});
    const auto heartbeat = MarksMaker::heartbeat("a", 400'000);
    const auto later = MarksMaker::heartbeat("z", 400'000);
    const struct {
        const char* name;
        std::vector<tks::PositionsMarkSnapshotV1> marks;
        const char* expected;
        ValuationOptions options{};
    } cases[] = {
        {"none", {}, "mark=- unrealized=- stale=-"},
        {"a snapshot", {old}, "mark=90 unrealized=-20 stale=-"},
        {"the later snapshot replaces the earlier", {newer, old}, "mark=120 unrealized=40"},
        {"a position that the later one leaves out has no mark", {old, gone}, "mark=- unrealized=-"},
        {"of several accounts the latest", {old, other}, "mark=95"},
        {"an account that was silent for long", {newer, later}, "mark=120 stale=yes unrealized=40"},
        {"a heartbeat confirms", {newer, heartbeat}, "mark=120 stale=-"},
        {"patience", {newer, later}, "mark=120 stale=-", {.stale_after_ms = 397'000}},
        {"a mark by hand beats all",
         {newer, later},
         "mark=100.5 unrealized=1 stale=-",
         {.marks = {{"BTC/USDT", *tks::Decimal::parse("100.5")}}}},
        {"a mark by hand for another market", {newer}, "mark=120", {.marks = {{"ETH/USDT", 1}}}},
    };
    for (const auto& given : cases) {
        Stream stream(events);
        for (const auto& marks : given.marks) stream.add(marks);
        check({given.name, "", given.expected, given.options}, stream.state());
    }
    Stream closed(std::string(events) + "1001 order_filled o2 fill=f2 trade=t quantity=2 price=100 side=sell\n");
    closed.add(newer);
    check({"what is closed needs no mark", "", "mark=- unrealized=- open=0"}, closed.state());
}

TEST_CASE("what does not fit together is found") {
    const auto findings = [](std::string_view events) {
        const State state = Stream(events).state();
        const Ledger ledger(state);
        const Valuation valuation(state, ledger, {});
        std::string found;
        for (const auto& placed : tks::projection::find_contradictions(state, ledger, valuation))
            found += (found.empty() ? "" : " ") + std::string(placed.finding.rule.substr(4)) + "@" +
                     std::to_string(placed.place.line);
        return found;
    };
    CHECK(findings("1 trade_opened t\n1 order_requested o1\n1 order_filled o1 fill=f1 trade=t") == "");
    CHECK(findings("1 order_requested o1\n\n1 order_filled o1 fill=f1") == "unattributed-fill@3");
    CHECK(findings("1 order_requested o1\n1 trade_opened t\n1 order_filled o1 fill=f1 trade=t side=sell") ==
          "unmatched-exit@2");
    CHECK(findings("1 order_requested o1\n1 order_filled o1 fill=f1 trade=t\n2 trade_closed t pnl=7") ==
          "not-reconciled@3");
    CHECK(findings("1 order_requested o1\n1 order_filled o1 fill=f1 trade=t") == "assumed-direction@2");
    CHECK(findings("1 trade_opened t\n1 order_filled o1 fill=f1 trade=t") == "undefined-aggregate@0");
    CHECK(findings("1 trading_signal_invalidated s\n1 trading_signal_invalidated r") == "undefined-aggregate@0");
    CHECK(findings("1 trading_signal_invalidated s\n1 trading_signal_created s") == "");
}
