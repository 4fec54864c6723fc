#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "check_stream_support.hpp"

// Fills against their orders, and against each other.

namespace {

std::string found(std::string_view events) {
    static const check_test::Rules rules =
        check_test::rules_named({"lifecycle/doubled-fill", "lifecycle/fill-mismatch", "lifecycle/fill-after-end",
                                 "lifecycle/overfilled-order", "lifecycle/underfilled-order", "lifecycle/fill-time"});
    return check_test::findings_of(rules, events);
}

struct Case {
    std::string_view what;
    std::string_view events;
    std::string_view found;
};

template <std::size_t count>
void check_all(const Case (&cases)[count]) {
    for (const Case& row : cases) {
        CAPTURE(row.what);
        CHECK(found(row.events) == row.found);
    }
}

}  // namespace

TEST_CASE("the fills of an order come to its quantity where it is filled, and never to more") {
    check_all({
        {"in two parts",
         "1 order_requested o1 quantity=2\n"
         "2 order_placed o1 quantity=2\n"
         "3 order_partially_filled o1 quantity=0.5\n"
         "4 order_filled o1 quantity=1.5",
         ""},
        {"but for what floating point makes of it",
         "1 order_requested o1 quantity=0.3\n"
         "2 order_partially_filled o1 quantity=0.1\n"
         "3 order_filled o1 quantity=0.20000000000000004",
         ""},
        {"more than a billionth too much",
         "1 order_requested o1 quantity=1\n"
         "2 order_filled o1 quantity=1.00000001",
         "overfilled-order@2(1)"},
        {"more than a billionth too little",
         "1 order_requested o1 quantity=1\n"
         "2 order_filled o1 quantity=0.99999999",
         "underfilled-order@2(1)"},
        {"too much is told once, with the fills before it",
         "1 order_requested o1 quantity=2\n"
         "2 order_partially_filled o1 quantity=1.5\n"
         "3 order_partially_filled o1 quantity=1\n"
         "4 order_filled o1 quantity=1",
         "overfilled-order@3(1,2)"},
        {"too much, although the beginning is not here",
         "2 order_placed o1 quantity=2\n"
         "3 order_partially_filled o1 quantity=3",
         "overfilled-order@2(1)"},
        {"part of it is still to be filled",
         "1 order_requested o1 quantity=2\n"
         "2 order_partially_filled o1 quantity=1",
         ""},
        {"the rest was given up",
         "1 order_requested o1 quantity=2\n"
         "2 order_partially_filled o1 quantity=1\n"
         "3 order_canceled o1 quantity=2",
         ""},
        {"an amended order may fill any of its quantities",
         "1 order_requested o1 quantity=1\n"
         "2 order_placed o1 quantity=2\n"
         "3 order_filled o1 quantity=2",
         ""},
        {"where the beginning is not here, fills may lie before it",
         "1 order_placed o1 quantity=2\n"
         "2 order_filled o1 quantity=1",
         ""},
        {"nothing is known of the order", "1 order_filled o1 quantity=1", ""},
        {"a fill that is told of late counts",
         "1 order_requested o1 quantity=2\n"
         "5 order_filled o1 quantity=1\n"
         "6 order_partially_filled o1 quantity=1 filled_at=4",
         ""},
        {"one that happens later does not",
         "1 order_requested o1 quantity=2\n"
         "5 order_filled o1 quantity=1\n"
         "6 order_partially_filled o1 quantity=1",
         "underfilled-order@2(1)"},
    });
}

TEST_CASE("a fill is in the market of its order and on its side") {
    check_all({
        {"the other side",
         "1 order_requested o1 side=sell\n"
         "2 order_filled o1 side=buy",
         "fill-mismatch@2(1)"},
        {"another market",
         "1 order_requested o1\n"
         "2 order_filled o1 market=ETH/USDT",
         "fill-mismatch@2(1)"},
        {"the same market, written otherwise",
         "1 order_requested o1\n"
         "2 order_filled o1 market=BTC-USDT",
         ""},
        {"it counts for nothing, and is why the order is not full",
         "1 order_requested o1 quantity=2\n"
         "2 order_partially_filled o1 side=sell\n"
         "3 order_filled o1",
         "fill-mismatch@2(1)"},
        {"the side is not told of before",
         "1 order_partially_filled o1 side=sell\n"
         "2 order_canceled o1",
         "fill-mismatch@1(2)"},
    });
}

TEST_CASE("an order that has ended is not filled any more") {
    check_all({
        {"rejected",
         "1 order_requested o1\n"
         "2 order_rejected o1\n"
         "3 order_filled o1",
         "fill-after-end@3(2)"},
        {"rejected, whenever it was executed",
         "1 order_requested o1\n"
         "2 order_rejected o1\n"
         "3 order_filled o1 filled_at=1",
         "fill-after-end@3(2)"},
        {"executed after it was canceled",
         "1 order_requested o1\n"
         "2 order_canceled o1\n"
         "9 order_partially_filled o1 filled_at=3",
         "fill-after-end@3(2)"},
        {"executed before, and told of late: the messages have crossed",
         "1 order_requested o1\n"
         "2 order_canceled o1\n"
         "9 order_partially_filled o1 filled_at=2",
         ""},
        {"each of them",
         "1 order_requested o1\n"
         "2 order_canceled o1\n"
         "8 order_partially_filled o1\n"
         "9 order_partially_filled o1",
         "fill-after-end@3(2) fill-after-end@4(2)"},
    });
}

TEST_CASE("a fill is executed between the request and the event that tells of it") {
    check_all({
        {"at the same moment", "5 order_requested o1\n5 order_filled o1 filled_at=5", ""},
        {"before the request", "5 order_requested o1\n8 order_filled o1 filled_at=4", "fill-time@2(1)"},
        {"before what is known of the order, which may have been requested earlier",
         "5 order_placed o1\n8 order_filled o1 filled_at=4", ""},
        {"after it was told of", "5 order_requested o1\n8 order_filled o1 filled_at=9", "fill-time@2"},
        {"in another unit, which is told elsewhere",
         "1772453100000 order_requested o1\n1772453100005 order_filled o1 filled_at=1772453100", ""},
    });
}

TEST_CASE("a fill_id stands for one fill") {
    check_all({
        {"the same fill in two events; it counts once",
         "1 order_requested o1\n"
         "2 order_partially_filled o1 fill=f1\n"
         "3 order_filled o1 fill=f1",
         "doubled-fill@3(2)"},
        {"fills of two orders, in whatever order they stand",
         "9 order_filled o1 fill=f1\n"
         "2 order_filled o2 fill=f1",
         "doubled-fill@1(2)"},
        {"three times",
         "1 order_partially_filled o1 fill=f1\n"
         "2 order_partially_filled o1 fill=f1\n"
         "3 order_partially_filled o1 fill=f1",
         "doubled-fill@2(1) doubled-fill@3(1)"},
        {"an event that is in the input twice is told elsewhere",
         "1 order_filled o1 fill=f1 event=a\n"
         "1 order_filled o1 fill=f1 event=a",
         ""},
    });
}
