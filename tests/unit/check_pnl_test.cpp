#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "check_stream_support.hpp"

namespace {

std::string found(const std::string& events) {
    return check_test::findings_in(events, "pnl");
}
std::string found_in_complete(const std::string& events) {
    return check_test::findings_in(events, "pnl", true);
}

/// A long of 2, entered at 100 for a fee of 1, of which 1 is sold at 110 for a fee of 1: by then 10 gross, 8 net of all
/// fees, 8.5 net of those of what was closed. Lines 1 to 3.
const std::string half_sold =
    "10 order_filled o1 trade=t1 quantity=2 price=100 fee=1\n"
    "11 trade_opened t1 entry=2 entry_price=100\n"
    "20 order_filled o2 trade=t1 side=sell quantity=1 price=110 fee=1\n";

std::string reduced(std::string_view pnl) {
    return half_sold + "21 trade_reduced t1 entry=2 exit=1 pnl=" + std::string(pnl) + "\n";
}

}  // namespace

TEST_CASE("a trade reports what its fills realized, by one of three conventions") {
    const struct {
        std::string_view pnl;
        std::string_view found;
    } cases[] = {
        {"10", ""},
        {"8", ""},
        {"8.5", ""},
        {"10.0000000000001", ""},  // As doubles round.
        {"0", ""},                 // As it was before the latest fill, of which the service may not know yet.
        {"-1", ""},                // The same, net of the fee of the entry.
        {"10.01", "not-reconciled@4(3)"},
        {"-10", "not-reconciled@4(3)"},
        {"110", "not-reconciled@4(3)"},
        {"9", "not-reconciled@4(3)"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.pnl);
        CHECK(found(reduced(row.pnl)) == row.found);
    }
}

TEST_CASE("a short realizes the other way round") {
    const std::string events =
        "10 order_filled o1 trade=t1 side=sell quantity=2 price=100\n"
        "11 trade_opened t1 direction=short entry=2\n"
        "20 order_filled o2 trade=t1 quantity=2 price=110\n";
    CHECK(found(events + "21 trade_closed t1 direction=short entry=2 exit=2 pnl=-20") == "");
    CHECK(found(events + "21 trade_closed t1 direction=short entry=2 exit=2 pnl=20") == "not-reconciled@4(3)");
}

TEST_CASE("the first event that is wrong is told of, with the fills since the event before") {
    CHECK(found(reduced("12") + "30 order_filled o3 trade=t1 side=sell quantity=1 price=120 fee=1\n"
                                "31 trade_closed t1 entry=2 exit=2 pnl=32\n") == "not-reconciled@4(3)");
    CHECK(found(reduced("10") + "30 order_filled o3 trade=t1 side=sell quantity=1 price=120 fee=1\n"
                                "31 trade_closed t1 entry=2 exit=2 pnl=32\n") == "not-reconciled@6(5)");
    CHECK_MESSAGE(found("10 order_filled o1 trade=t1 quantity=2 price=100\n"
                        "11 trade_opened t1 entry=2 pnl=5\n") == "not-reconciled@2(1)",
                  "what was only entered has realized nothing");
}

TEST_CASE("a finding says what was reported and what the three figures are") {
    std::vector<const tks::check::RuleDefinition*> rules;
    for (const auto& definition : tks::check::rule_definitions())
        if (definition.rule.name == "pnl/not-reconciled") rules.push_back(&definition);
    const auto findings =
        tks::check::check_stories(check_test::stream_of(reduced("12.5")), {.rules = rules}, {"input"});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].event_id == "e4");
    CHECK(findings[0].pointer == "/payload/realized_pnl");
    CHECK(
        findings[0].message ==
        "realized_pnl is 12.5, but what had been filled until then makes 10 gross, 8 net of fees, 8.5 net of the fees "
        "of what was closed");
}

TEST_CASE("a service may report fill by fill while more fills come in") {
    // Three exits within a moment, of which the trade tells one after the other.
    const std::string fills =
        "10 order_filled o1 trade=t1 quantity=3 price=100\n"
        "11 trade_opened t1 entry=3\n"
        "20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n"
        "21 order_filled o2 trade=t1 side=sell quantity=1 price=120\n"
        "22 order_filled o2 trade=t1 side=sell quantity=1 price=130\n";
    const struct {
        std::string_view what;
        std::string events;
        std::string_view found;
    } cases[] = {
        {"with its quantities",
         "30 trade_reduced t1 entry=3 exit=1 pnl=10\n31 profit_realized t1 entry=3 exit=1 pnl=10 delta=10\n"
         "32 trade_reduced t1 entry=3 exit=2 pnl=30\n33 profit_realized t1 entry=3 exit=2 pnl=30 delta=20\n"
         "34 trade_closed t1 entry=3 exit=3 pnl=60\n35 profit_realized t1 entry=3 exit=3 pnl=60 delta=30\n",
         ""},
        {"deltas behind the trade",
         "30 trade_reduced t1 entry=3 exit=1 pnl=10\n31 trade_reduced t1 entry=3 exit=2 pnl=30\n"
         "32 trade_closed t1 entry=3 exit=3 pnl=60\n33 profit_realized t1 entry=3 exit=3 pnl=60 delta=10\n"
         "34 profit_realized t1 entry=3 exit=3 pnl=60 delta=20\n35 profit_realized t1 entry=3 exit=3 pnl=60 delta=30\n",
         ""},
        {"without quantities",
         "30 trade_reduced t1 pnl=10\n31 profit_realized t1 pnl=10 delta=10\n32 trade_reduced t1 pnl=30\n"
         "33 trade_closed t1 pnl=60\n34 profit_realized t1 pnl=60 delta=50\n",
         ""},
        {"an older figure once more is known",
         "30 trade_closed t1 entry=3 exit=3 pnl=60\n31 trade_closed t1 entry=3 exit=3 pnl=30\n", "not-reconciled@7(5)"},
        {"a wrong delta among right ones",
         "30 trade_reduced t1 entry=3 exit=1 pnl=10\n31 profit_realized t1 entry=3 exit=1 pnl=10 delta=11\n"
         "32 trade_closed t1 entry=3 exit=3 pnl=60\n33 profit_realized t1 entry=3 exit=3 pnl=60 delta=50\n",
         "not-reconciled@7(1,3,4,5)"},
        {"the first delta is told twice",
         "30 trade_closed t1 entry=3 exit=3 pnl=60\n31 profit_realized t1 entry=3 exit=3 pnl=60 delta=60\n"
         "32 profit_realized t1 entry=3 exit=3 pnl=60 delta=60\n",
         "not-reconciled@8(5)"},
        {"the total in the place of the last delta",
         "30 trade_reduced t1 entry=3 exit=1 pnl=10\n31 profit_realized t1 entry=3 exit=1 pnl=10 delta=10\n"
         "32 trade_closed t1 entry=3 exit=3 pnl=60\n33 profit_realized t1 entry=3 exit=3 pnl=60 delta=60\n",
         "not-reconciled@9(4,5)"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found(fills + row.events) == row.found);
    }
}

TEST_CASE("a trade of many fills takes time in proportion to them, whatever its service reports") {
    // Nothing tells quantities, and what is reported is what held at first.
    std::string events = "1 trade_opened t1\n";
    for (int second = 1; second < 3000; ++second) {
        const std::string at = std::to_string(second * 1000);
        for (const std::string_view told : {" order_filled o1 trade=t1 quantity=2 price=100\n",
                                            " order_filled o2 trade=t1 side=sell quantity=1 price=110\n",
                                            " trade_increased t1\n", " profit_realized t1\n"})
            events.append(at).append(told);
    }
    CHECK(found(events) == "");
}

TEST_CASE("a clock that is behind the venue's does not hide the fill that an event tells of") {
    CHECK(found("10 order_filled o1 trade=t1 quantity=1 price=100\n"
                "11 trade_opened t1 entry=1\n"
                "20 order_filled o2 trade=t1 side=sell quantity=1 price=110 filled_at=25\n"
                "21 trade_closed t1 entry=1 exit=1 pnl=10\n") == "");
}

TEST_CASE("first in, first out is as good as the average cost") {
    const std::string events =
        "10 order_filled o1 trade=t1 quantity=1 price=100\n"
        "11 trade_opened t1 entry=1\n"
        "12 order_filled o2 trade=t1 quantity=1 price=200\n"
        "13 trade_increased t1 entry=2\n"
        "20 order_filled o3 trade=t1 side=sell quantity=1 price=300\n";
    CHECK(found(events + "21 trade_reduced t1 entry=2 exit=1 pnl=150") == "");
    CHECK(found(events + "21 trade_reduced t1 entry=2 exit=1 pnl=200") == "");
    CHECK(found(events + "21 trade_reduced t1 entry=2 exit=1 pnl=100") == "not-reconciled@6(5)");
}

TEST_CASE("nothing is said of trades of which not all fills are here") {
    const struct {
        std::string_view what;
        std::string events;
    } cases[] = {
        {"no fills at all", "11 trade_opened t1 entry=2\n21 trade_closed t1 entry=2 exit=2 pnl=20 "},
        {"the entry is missing",
         "11 trade_opened t1 entry=2\n20 order_filled o2 trade=t1 side=sell quantity=2 price=110\n"
         "21 trade_closed t1 entry=2 exit=2 pnl=20\n22 profit_realized t1 entry=2 exit=2 pnl=20 delta=20"},
        {"a part of the entry is missing",
         "10 order_filled o1 trade=t1 quantity=1 price=100\n11 trade_opened t1 entry=2\n"
         "20 order_filled o2 trade=t1 side=sell quantity=2 price=110\n21 trade_closed t1 entry=2 exit=2 pnl=30"},
        {"an exit is missing",
         "10 order_filled o1 trade=t1 quantity=2 price=100\n11 trade_opened t1 entry=2\n"
         "20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n21 trade_closed t1 entry=2 exit=2 pnl=30"},
        {"a part of the entry is missing, and a later one is as large",
         "10 order_filled o1 trade=t1 quantity=1 price=100\n11 trade_opened t1 entry=2\n"
         "20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n21 trade_reduced t1 entry=2 exit=1 pnl=30\n"
         "9000 order_filled o3 trade=t1 quantity=1 price=110"},
        {"the beginning is missing, and quantities are not told",
         "19 order_filled o1 trade=t1 quantity=1 price=100\n"
         "20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n21 trade_closed t1 pnl=30"},
        {"the earlier deltas are missing",
         "10 order_filled o1 trade=t1 quantity=2 price=100\n20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n"
         "30 order_filled o3 trade=t1 side=sell quantity=1 price=120\n31 trade_closed t1 entry=2 exit=2 pnl=30\n"
         "32 profit_realized t1 entry=2 exit=2 pnl=30 delta=20"},
        {"a fill that belongs to no trade may be this one's",
         "10 order_filled o1 trade=t1 quantity=1 price=100\n11 trade_opened t1 entry=1 correlation=c1\n"
         "12 trade_opened t2 correlation=c1\n15 order_filled o9 correlation=c1 quantity=1 price=100\n"
         "20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n21 trade_closed t1 entry=1 exit=1 pnl=30"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found(row.events) == "");
    }
    CHECK_MESSAGE(
        found(
            "10 order_filled o1 trade=t1 quantity=2 price=100\n20 order_filled o2 trade=t1 side=sell quantity=1 price=110\n"
            "21 trade_reduced t1 entry=2 exit=1 pnl=11") == "not-reconciled@3(1,2)",
        "the quantities say that all fills are here");
}

TEST_CASE("fills exit no more than they entered") {
    const std::string closed =
        "10 order_filled o1 trade=t1 quantity=2 price=100\n"
        "11 trade_opened t1 entry=2\n"
        "20 order_filled o2 trade=t1 side=sell quantity=2 price=110\n"
        "21 trade_closed t1 entry=2 exit=2 pnl=20\n";
    CHECK(found(closed) == "");
    CHECK(found(closed + "30 order_filled o3 trade=t1 side=sell quantity=1 price=110") == "unmatched-exit@5(2)");
    CHECK(found(closed + "30 order_filled o3 trade=t1 side=sell quantity=1 price=110\n"
                         "31 order_filled o3 trade=t1 side=sell quantity=1 price=110") == "unmatched-exit@5(2)");
    CHECK_MESSAGE(found(closed + "30 order_filled o3 trade=t1 quantity=1 price=110") == "", "it is open again");
    CHECK_MESSAGE(found("20 order_filled o2 trade=t1 side=sell quantity=2 price=110\n"
                        "21 trade_closed t1 entry=2 exit=2 pnl=20\n") == "",
                  "the trade began before");
    CHECK_MESSAGE(found("11 trade_opened t1 entry=2\n"
                        "20 order_filled o2 trade=t1 side=sell quantity=2 price=110\n") == "",
                  "the entry is missing");
}

TEST_CASE("a fill belongs to a trade") {
    const std::string filled =
        "1 trading_signal_intent_created i1\n"
        "5 order_requested o1 intent=i1\n"
        "6 order_filled o1\n";
    const std::string later_trade = "60006 trade_opened t2\n";
    CHECK(found(filled + later_trade) == "unattributed-fill@3(2)");
    CHECK_MESSAGE(found(filled) == "", "nothing is told of trades");
    CHECK_MESSAGE(found(filled + "60005 trade_opened t2\n") == "", "the trade may be on its way");
    CHECK_MESSAGE(found(filled + "60006 trade_opened t1 cause=e3\n") == "", "it is this trade's");
    CHECK_MESSAGE(
        found("1 trading_signal_intent_created i1\n5 order_requested o1 intent=i1\n6 order_partially_filled o1\n" +
              later_trade) == "",
        "the order goes on, and the trade may open when it ends");
    CHECK_MESSAGE(found("6 order_filled o1\n" + later_trade) == "", "that the order is missing is told elsewhere");
    CHECK_MESSAGE(found("5 order_requested o1 intent=i1\n6 order_filled o1\n" + later_trade) == "",
                  "what led to the order is not here");
    CHECK(found_in_complete("5 order_requested o1 intent=i1\n6 order_filled o1\n" + later_trade) ==
          "unattributed-fill@2");
}
