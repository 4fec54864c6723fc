#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "check_stream_support.hpp"

// Trades against their fills, and against what they said before.

namespace {

std::string found(std::string_view rule, std::string_view events, bool is_complete = true) {
    return check_test::findings_of(check_test::rules_named({rule, "reference/begins-later"}), events, is_complete);
}

/// Two units bought at 100 and at 200: lines 1 to 4.
constexpr std::string_view entered =
    "1 order_requested o1 quantity=2 trade=t1\n"
    "2 order_placed o1 quantity=2 trade=t1\n"
    "3 order_partially_filled o1 quantity=1 price=100 trade=t1\n"
    "4 order_filled o1 quantity=1 price=200 trade=t1\n";

/// Then sold again at 300: lines 5 to 8.
constexpr std::string_view left =
    "5 trade_opened t1 entry=2 entry_price=150 cause=e4\n"
    "6 order_requested o2 side=sell quantity=2 trade=t1\n"
    "7 order_placed o2 side=sell quantity=2 trade=t1\n"
    "8 order_filled o2 side=sell quantity=2 price=300 trade=t1\n";

std::string after_entry(std::string_view events) {
    return std::string(entered) + std::string(events);
}
std::string after_exit(std::string_view events) {
    return after_entry(left) + std::string(events);
}

struct Case {
    std::string_view what;
    std::string events;
    std::string_view found;
};

template <std::size_t count>
void check_all(std::string_view rule, const Case (&cases)[count]) {
    for (const Case& row : cases) {
        CAPTURE(row.what);
        CHECK(found(rule, row.events) == row.found);
    }
}

}  // namespace

TEST_CASE("a trade has entered and exited what its fills come to") {
    check_all(
        "lifecycle/trade-quantity",
        {
            {"all fills", after_entry("5 trade_opened t1 entry=2 cause=e4"), ""},
            {"as they are in floating point", after_entry("5 trade_opened t1 entry=2.0000000000000004 cause=e4"), ""},
            {"those up to the one that caused it", after_entry("5 trade_opened t1 entry=1 cause=e3"), ""},
            {"some of them, as nobody knows what caused it", after_entry("5 trade_opened t1 entry=1"), ""},
            {"nothing of an earlier fill of the same order", after_entry("5 trade_opened t1 entry=1 cause=e4"),
             "trade-quantity@5(3,4)"},
            {"more than all fills", after_entry("5 trade_opened t1 entry=3 cause=e4"), "trade-quantity@5(3,4)"},
            {"told once, as later events repeat it",
             after_entry("5 trade_opened t1 entry=3 cause=e4\n6 trade_increased t1 entry=3"), "trade-quantity@5(3,4)"},
            {"less than it had before", after_entry("5 trade_opened t1 entry=2 cause=e4\n9 trade_increased t1 entry=1"),
             "trade-quantity@6(3,4)"},
            {"less than it had before, without fills", "5 trade_opened t1 entry=2\n9 trade_increased t1 entry=1",
             "trade-quantity@2(1)"},
            {"a fill that is told of later, but was executed before",
             after_entry("5 trade_opened t1 entry=3\n6 order_filled o2 trade=t1 filled_at=4"), ""},
            {"a fill of another order may still be on its way",
             after_entry("6 order_filled o2 quantity=5 trade=t1\n7 trade_opened t1 entry=2 cause=e4"), ""},
            {"but not for more than a minute",
             after_entry("70000 order_filled o2 quantity=5 trade=t1\n70001 trade_opened t1 entry=5 cause=e5"),
             "trade-quantity@6(3,4,5)"},
            {"all of it has left", after_exit("9 trade_closed t1 entry=2 exit=2 cause=e8"), ""},
            {"it closes with less than its fills", after_exit("9 trade_closed t1 entry=1 exit=1 cause=e8"),
             "trade-quantity@9(3,4,8)"},
            {"that it exits too much is told elsewhere", after_exit("9 trade_closed t1 entry=2 exit=3 cause=e8"), ""},
            {"so is a fill on the wrong side, which is the reason",
             "1 order_requested o1 quantity=2 trade=t1\n2 order_filled o1 quantity=2 side=sell trade=t1\n"
             "3 trade_opened t1 entry=2 cause=e2",
             ""},
            {"a short enters by selling",
             "1 order_requested o1 side=sell trade=t1\n2 order_filled o1 side=sell trade=t1\n"
             "3 trade_opened t1 direction=short entry=2 cause=e2",
             "trade-quantity@3(2)"},
        });
}

TEST_CASE("fills of a trade may lie before an input that begins later") {
    const std::string events =
        "3 order_filled o1 quantity=1 trade=t1\n"
        "4 trade_opened t1 entry=2 cause=e1";
    CHECK(found("lifecycle/trade-quantity", events, false) == "begins-later@2");
    CHECK(found("lifecycle/trade-quantity", events, true) == "trade-quantity@2");
    CHECK(found("lifecycle/trade-average", events + " entry_price=77", false).empty());
}

TEST_CASE("average prices are those of the fills, by their quantities") {
    check_all(
        "lifecycle/trade-average",
        {
            {"it is", after_exit("9 trade_closed t1 entry=2 exit=2 entry_price=150 exit_price=300 cause=e8"), ""},
            {"as it is in floating point", after_entry("5 trade_opened t1 entry=2 entry_price=150.00000000000003"), ""},
            {"not given", after_entry("5 trade_opened t1 entry=2 cause=e4"), ""},
            {"the price of the last fill", after_entry("5 trade_opened t1 entry=2 entry_price=200 cause=e4"),
             "trade-average@5(3,4)"},
            {"of the exits", after_exit("9 trade_closed t1 entry=2 exit=2 entry_price=150 exit_price=301 cause=e8"),
             "trade-average@9(3,4,8)"},
            {"with a quantity that is wrong, nobody knows of which fills",
             after_entry("5 trade_opened t1 entry=1.5 entry_price=200"), ""},
            {"of fewer fills, as the quantity", after_entry("5 trade_opened t1 entry=1 entry_price=100 cause=e3"), ""},
            {"entered again: conventions differ",
             after_exit("9 trade_reduced t1 entry=2 exit=1\n10 order_filled o3 quantity=2 price=400 trade=t1\n"
                        "11 trade_increased t1 entry=4 exit=2 entry_price=77"),
             ""},
        });
}

TEST_CASE("a trade exits no more than it entered") {
    check_all("lifecycle/over-exit",
              {
                  {"as much", "5 trade_closed t1 entry=2 exit=2", ""},
                  {"as much, in floating point", "5 trade_closed t1 entry=0.3 exit=0.30000000000000004", ""},
                  {"more, which is told once", "5 trade_reduced t1 entry=2 exit=3\n6 trade_closed t1 entry=2 exit=3",
                   "over-exit@1"},
              });
}

TEST_CASE("a trade's status goes with the event and with its quantities") {
    check_all("lifecycle/trade-status",
              {
                  {"pending", "1 trade_opened t1 status=pending", ""},
                  {"pending, but entered", "1 trade_opened t1 status=pending entry=1", "trade-status@1"},
                  {"opened and closed at once", "1 trade_opened t1 status=closed entry=1 exit=1", "trade-status@1"},
                  {"increased after an exit", "1 trade_increased t1 status=partially_closed entry=2 exit=1", ""},
                  {"partially closed without an exit", "1 trade_increased t1 status=partially_closed entry=2",
                   "trade-status@1"},
                  {"reduced, but as open as before", "1 trade_reduced t1 status=open entry=2 exit=1", "trade-status@1"},
                  {"reduced to nothing", "1 trade_reduced t1 status=closed entry=2 exit=2", ""},
                  {"open with nothing left", "1 trade_increased t1 status=open entry=2 exit=2", "trade-status@1"},
                  {"closed with something left", "1 trade_closed t1 entry=2 exit=1", "trade-status@1"},
                  {"closed without quantities", "1 trade_closed t1", ""},
                  {"closed, but open", "1 trade_closed t1 status=open entry=2 exit=1", "trade-status@1"},
                  {"canceled, but closed", "1 trade_canceled t1 status=closed", "trade-status@1"},
                  {"a profit of a closed trade", "1 profit_realized t1 status=closed entry=1 exit=1", ""},
                  {"a profit of a pending trade", "1 profit_realized t1 status=pending", "trade-status@1"},
                  {"an exit that is too large is told elsewhere", "1 trade_closed t1 entry=1 exit=2", ""},
              });
}

TEST_CASE("a trade opens once, closes after it, and neither in the future") {
    check_all("lifecycle/trade-times",
              {
                  {"from first to last",
                   "5 trade_opened t1 opened_at=4\n8 trade_closed t1 opened_at=4 closed_at=8\n"
                   "9 profit_realized t1 status=closed opened_at=4 closed_at=9",
                   ""},
                  {"closed before it opened", "8 trade_closed t1 opened_at=5 closed_at=4", "trade-times@1"},
                  {"opened in the future", "5 trade_opened t1 opened_at=6", "trade-times@1"},
                  {"closed in the future", "8 trade_closed t1 opened_at=4 closed_at=9", "trade-times@1"},
                  {"closed, but open", "5 trade_opened t1 opened_at=4 closed_at=5", "trade-times@1"},
                  {"opened again and again, which is told once",
                   "5 trade_opened t1 opened_at=5\n6 trade_increased t1 opened_at=6\n7 trade_increased t1 opened_at=7",
                   "trade-times@2(1)"},
                  {"what was pending opens when it fills",
                   "5 trade_opened t1 status=pending opened_at=5\n9 trade_increased t1 opened_at=8", ""},
                  {"in another unit, which is told elsewhere",
                   "1772453100000 trade_closed t1 opened_at=1772453100000000 closed_at=1772453100000", ""},
              });
}

TEST_CASE("a trade keeps its market, its direction and its signal") {
    check_all("lifecycle/changed-trade",
              {
                  {"it does", "1 trade_opened t1 signal=s1\n2 trade_closed t1 signal=s1", ""},
                  {"it learns of its signal later", "1 trade_opened t1\n2 trade_closed t1 signal=s1", ""},
                  {"another direction, which is told once",
                   "1 trade_opened t1\n2 trade_increased t1 direction=short\n3 trade_closed t1 direction=short",
                   "changed-trade@2(1)"},
                  {"another market", "1 trade_opened t1\n2 trade_closed t1 market=ETH/USDT", "changed-trade@2(1)"},
                  {"the same market, written otherwise", "1 trade_opened t1\n2 trade_closed t1 market=BTC-USDT", ""},
                  {"another signal", "1 trade_opened t1 signal=s1\n2 trade_closed t1 signal=s2", "changed-trade@2(1)"},
                  {"another direction than its signal",
                   "1 trading_signal_created s1 direction=short side=sell\n2 trade_opened t1 signal=s1",
                   "changed-trade@2(1)"},
                  {"another market than its signal",
                   "1 trading_signal_created s1 market=ETH/USDT\n2 trade_opened t1 signal=s1", "changed-trade@2(1)"},
                  {"another market than its fill", "1 order_filled o1 market=ETH/USDT trade=t1\n2 trade_opened t1",
                   "changed-trade@2(1)"},
                  {"that the fill is in another market than its order is told elsewhere",
                   "1 order_requested o1\n2 order_filled o1 market=ETH/USDT trade=t1\n3 trade_opened t1", ""},
              });
}

TEST_CASE("a trade that has ended is not entered any more") {
    check_all(
        "lifecycle/fill-after-close",
        {
            {"before it closed", "4 order_filled o1 trade=t1\n5 trade_closed t1", ""},
            {"after it closed", "5 trade_closed t1\n9 order_filled o1 trade=t1 filled_at=6", "fill-after-close@2(1)"},
            {"after it was canceled", "5 trade_canceled t1\n9 order_filled o1 trade=t1", "fill-after-close@2(1)"},
            {"by an order that names it", "5 trade_closed t1\n8 order_requested o1 trade=t1\n9 order_filled o1",
             "fill-after-close@3(1)"},
            {"executed before, and told of late", "5 trade_closed t1\n9 order_filled o1 trade=t1 filled_at=5", ""},
            {"it is a guess that it is the trade's",
             "5 trade_closed t1 correlation=c1\n9 order_filled o1 correlation=c1", ""},
            {"an exit, of which another rule speaks", "5 trade_closed t1\n9 order_filled o1 side=sell trade=t1", ""},
        });
}

TEST_CASE("a trade that holds something has fills") {
    check_all("reference/trade-without-fill",
              {
                  {"it has", after_entry("5 trade_opened t1 entry=2"), ""},
                  {"it has none, which is told once", "1 trade_opened t1 entry=1\n2 trade_closed t1 entry=1 exit=1",
                   "trade-without-fill@1"},
                  {"it holds nothing yet", "1 trade_opened t1\n2 trade_canceled t1", ""},
                  {"it begins before the input, which is told elsewhere", "1 trade_increased t1 entry=1", ""},
                  {"there is a fill that may be its own",
                   "1 order_filled o1 correlation=c1\n2 trade_opened t1 entry=1 correlation=c1\n"
                   "3 trade_opened t2 correlation=c1",
                   ""},
              });
    CHECK(found("reference/trade-without-fill", "1 trade_opened t1 entry=1", false) == "begins-later@1");
}
