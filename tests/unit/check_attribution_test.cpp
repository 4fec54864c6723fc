#include <string>

#include "check_stream_support.hpp"

using check_test::stream_of;
using tks::check::EventIndex;
using tks::check::Stream;

namespace {

/// The event_ids of the fills of a trade, in order.
std::string fills_of(const Stream& stream, std::string_view trade_id) {
    std::string fills;
    for (const EventIndex index : stream.fills_of(stream.find_id(trade_id)))
        fills += (fills.empty() ? "" : " ") + stream.text(stream.event(index).event_id);
    return fills;
}

struct Case {
    std::string_view name;
    std::string_view text;
    std::string_view fills;  ///< Of the trade t1.
};

const Case cases[] = {
    {"the fill names its trade", "1 order_filled o1 trade=t1", "e1"},
    {"the fill's own word counts more than its order's",
     "1 order_requested o1 trade=t2\n"
     "2 order_filled o1 trade=t1",
     "e2"},
    {"the order names the trade, in any of its events",
     "1 order_requested o1\n"
     "2 order_partially_filled o1\n"
     "3 order_placed o1 trade=t1",
     "e2"},
    {"the trade comes from the order's signal",
     "1 order_requested o1 signal=s1\n"
     "2 order_filled o1\n"
     "3 trade_opened t1 signal=s1",
     "e2"},
    {"the trade comes from the fill's signal",
     "1 order_filled o1 signal=s1\n"
     "2 trade_opened t1 signal=s1",
     "e1"},
    {"the trade comes from the signal that was granted to the order's intent",
     "1 trading_signal_intent_granted i7 signal=s1\n"
     "2 order_requested o1 intent=i7\n"
     "3 order_filled o1\n"
     "4 trade_opened t1 signal=s1",
     "e3"},
    {"the trade comes from a signal of the order's intent, whose grant is not here",
     "1 trading_signal_created s1 intent=i7\n"
     "2 order_requested o1 intent=i7\n"
     "3 order_filled o1\n"
     "4 trade_opened t1 signal=s1",
     "e3"},
    {"an order of another signal is placed by what its fill brought about",
     "1 order_requested o1 signal=s2\n"
     "2 order_filled o1\n"
     "3 trade_opened t1 signal=s1 cause=e2",
     "e2"},
    {"a signal with two trades decides nothing",
     "1 order_requested o1 signal=s1\n"
     "2 order_filled o1\n"
     "3 trade_opened t1 signal=s1 cause=e2\n"
     "4 trade_opened t2 signal=s1",
     "e2"},
    {"there is one trade in the correlation",
     "1 order_filled o1 correlation=c1\n"
     "2 trade_opened t1 correlation=c1\n"
     "3 trade_opened t2 correlation=c2",
     "e1"},
    {"two trades in the correlation decide nothing",
     "1 order_filled o1 correlation=c1\n"
     "2 trade_opened t1 correlation=c1\n"
     "3 trade_opened t2 correlation=c1",
     ""},
    {"nothing in common is nothing in common",
     "1 order_filled o1\n"
     "2 trade_opened t1",
     ""},
    {"fills are in the order in which they happened, not in that of their events",
     "1 order_partially_filled o1 trade=t1 fill=f2 filled_at=0\n"
     "2 order_partially_filled o1 trade=t1 fill=f1 filled_at=0\n"
     "3 order_partially_filled o2 trade=t1 fill=f0 filled_at=-7",
     "e3 e2 e1"},
    {"a fill that is told twice counts once",
     "5 order_partially_filled o1 trade=t1 fill=f1\n"
     "2 order_partially_filled o1 trade=t1 fill=f2\n"
     "3 order_partially_filled o1 trade=t1 fill=f1",
     "e2 e3"},
    {"an event that is repeated counts once",
     "1 order_filled o1 trade=t1 event=e7\n"
     "1 order_filled o1 trade=t1 event=e7",
     "e7"},
};

}  // namespace

TEST_CASE("fills are attributed to trades by what they, their orders and the trades say") {
    for (const Case& one : cases) {
        CAPTURE(one.name);
        CHECK(fills_of(stream_of(one.text), "t1") == one.fills);
    }
}

TEST_CASE("a fill that no way leads from to a trade is kept apart") {
    const Stream stream = stream_of(
        "1 order_requested o1 signal=s1\n"
        "2 order_partially_filled o1 correlation=c1\n"
        "3 order_partially_filled o1 trade=t1\n"
        "4 trade_opened t1 correlation=c1 signal=s1\n"
        "5 trade_opened t2 correlation=c1 signal=s1");
    CHECK(fills_of(stream, "t1") == "e3");
    REQUIRE(stream.attribution().unplaced().size() == 1);
    CHECK(stream.text(stream.event(stream.attribution().unplaced()[0]).event_id) == "e2");
    CHECK(stream.attribution().has_unplaced(stream.find_id("c1")));
    CHECK(stream.attribution().has_unplaced(stream.find_id("s1")));
    CHECK_FALSE(stream.attribution().has_unplaced(stream.find_id("t1")));
    CHECK_FALSE(stream.attribution().has_unplaced(tks::no_id));
}

TEST_CASE("fills that name nothing at all are kept apart") {
    const Stream stream = stream_of(
        "1 order_filled o1 event= fill=f1\n"
        "2 order_filled o2 event= fill=f2\n"
        "3 order_requested o3 trade=t1\n"
        "4 order_filled o3 event= fill=f3\n"
        "5 trade_opened t1 event=");
    CHECK(stream.attribution().unplaced().size() == 2);
    CHECK(stream.fills_of(stream.find_id("t1")).size() == 1);
}

TEST_CASE("every fill is attributed or kept apart") {
    std::string text;
    for (int number = 0; number < 200; ++number) {
        text += std::to_string(number) + " order_partially_filled o" + std::to_string(number % 17) + " fill=f" +
                std::to_string(number);
        if (number % 3 == 0) text += " trade=t" + std::to_string(number % 5);
        if (number % 3 == 1) text += " correlation=c" + std::to_string(number % 7);
        text += '\n';
    }
    text += "300 trade_opened t5 correlation=c1\n301 trade_opened t6 correlation=c3";
    const Stream stream = stream_of(text);
    std::size_t placed = 0;
    for (const char* trade_id : {"t0", "t1", "t2", "t3", "t4", "t5", "t6"})
        placed += stream.fills_of(stream.find_id(trade_id)).size();
    CHECK(placed > 67);
    CHECK(placed + stream.attribution().unplaced().size() == 200);
}
