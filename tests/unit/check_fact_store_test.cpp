#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include "base/share_out.hpp"
#include "check/fact_store.hpp"
#include "check_stream_support.hpp"

using tks::Decimal;
using tks::Timestamp;
using namespace tks::check;

namespace {

constexpr std::int64_t least_ms = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most_ms = std::numeric_limits<std::int64_t>::max();

/// A payload goes in and must come out as it was, in an event of that time.
template <class Fact>
void check_round_trip(const Fact& fact, Fact (FactStore::*get)(const EventFact&) const, Timestamp occurred_at) {
    FactStore store;
    EventFact event;
    event.occurred_at = occurred_at;
    event.subject_id = 77;
    // Not at the beginning, so that the place counts.
    store.put(OrderFact{}, occurred_at);
    event.payload = store.put(fact, occurred_at);
    store.put(OrderFact{}, occurred_at);
    store.add(event, {});
    CHECK((store.*get)(store.event(0)) == fact);
}

}  // namespace

TEST_CASE("a time has one distance from another, and the distance leads back to it") {
    for (const std::int64_t from :
         {std::int64_t{0}, std::int64_t{1'767'225'600'000}, std::int64_t{-5}, least_ms, least_ms + 1, most_ms})
        for (const std::int64_t to :
             {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1'767'225'600'001}, least_ms,
              least_ms + 1, least_ms + 2, most_ms, most_ms - 1, most_ms / 2, least_ms / 2}) {
            CAPTURE(from);
            CAPTURE(to);
            const TimeDistance distance(Timestamp{from});
            CHECK(distance.at(distance.to(Timestamp{to})) == Timestamp{to});
            CHECK((distance.to(Timestamp{to}) == 0) == (to == least_ms));
        }
    CHECK(TimeDistance(Timestamp{1000}).to(Timestamp{1000}) == 1);
    CHECK(TimeDistance(Timestamp{1000}).to(Timestamp{900}) < 256);
}

TEST_CASE("the facts of a payload come back as they were, with and without every member") {
    const Decimal small = Decimal::parse("-1.50").value();
    const Decimal large = Decimal::parse("1.234567890123456789012345678901234").value();
    for (const Timestamp at : {Timestamp{0}, Timestamp{1'767'225'600'000}, Timestamp{most_ms}, Timestamp{least_ms}}) {
        SignalFact signal;
        check_round_trip(signal, &FactStore::signal, at);
        signal = {.intent_id = 1,
                  .signal_id = 2,
                  .strategy_id = 3,
                  .market = 4,
                  .created_at = {5},
                  .valid_until = {most_ms},
                  .prm_granted_at = {-7},
                  .side = tks::Side::sell,
                  .direction = tks::Direction::short_};
        check_round_trip(signal, &FactStore::signal, at);

        OrderFact order;
        order.order_id = 77;
        check_round_trip(order, &FactStore::order, at);
        order = {.quantity = small,
                 .limit_price = large,
                 .order_id = 77,
                 .intent_id = 2,
                 .trade_id = 3,
                 .signal_id = 4,
                 .market = 0xFFFFFFFF,
                 .side = tks::Side::sell,
                 .order_type = tks::OrderType::market,
                 .order_origin = tks::OrderOrigin::unassigned};
        check_round_trip(order, &FactStore::order, at);

        FillFact fill;
        fill.order_id = 77;
        check_round_trip(fill, &FactStore::fill, at);
        fill = {.quantity = large,
                .price = small,
                .fee = tks::Decimal(3),
                .filled_at = {1'767'225'600'001},
                .fill_id = 1,
                .order_id = 77,
                .trade_id = 3,
                .signal_id = 4,
                .market = 5,
                .side = tks::Side::sell};
        check_round_trip(fill, &FactStore::fill, at);

        TradeFact trade;
        trade.trade_id = 77;
        check_round_trip(trade, &FactStore::trade, at);
        trade = {.entry_qty = small,
                 .exit_qty = large,
                 .avg_entry_price = small,
                 .avg_exit_price = large,
                 .realized_pnl = -7,
                 .realized_pnl_delta = small,
                 .opened_at = {1},
                 .closed_at = {2},
                 .trade_id = 77,
                 .signal_id = 3,
                 .market = 4,
                 .direction = tks::Direction::short_,
                 .status = tks::TradeStatus::canceled};
        check_round_trip(trade, &FactStore::trade, at);
    }
}

TEST_CASE("an event comes back as it was, with its aggregate and its input") {
    FactStore store;
    std::vector<EventFact> events;
    std::vector<EventOrigin> origins;
    for (std::uint32_t number = 0; number < 12; ++number) {
        EventFact event;
        event.occurred_at = {least_ms + number};
        event.event_id = 1 + number;
        event.subject_id = 100 + number;
        event.aggregate_id = number % 3 == 0 ? 200 + number : event.subject_id;
        event.causation_id = number;
        event.correlation_id = 300;
        event.payload = number;
        event.type = tks::EventType::profit_realized;
        event.payload_version = 65535;
        events.push_back(event);
        // The inputs 0, 2 and 4; one line behind the other, with gaps, and where the lines are not known.
        const std::uint32_t lines[] = {0xFFFFFFF0 + number, 3 * number + number % 2, 0};
        origins.push_back({.place = {number / 5 * 2, lines[number / 5]}, .content_hash = 0xFFFFFFFF - number});
        store.add(events.back(), origins.back());
    }
    for (EventIndex index = 0; index < events.size(); ++index) {
        CHECK(store.event(index) == events[index]);
        CHECK(store.origin(index) == origins[index]);
    }
}

TEST_CASE("events stay what they are in whatever order they are put, by several threads") {
    constexpr EventIndex count = 100'003;  // Several blocks of memory.
    std::vector<EventIndex> near_order(count);
    std::iota(near_order.begin(), near_order.end(), EventIndex{0});
    std::mt19937 random(7);
    for (EventIndex begin = 0; begin + 50 < count; begin += 50)
        std::shuffle(near_order.begin() + begin, near_order.begin() + begin + 50, random);
    std::vector<EventIndex> far_order = near_order;
    std::shuffle(far_order.begin(), far_order.end(), random);
    for (const std::vector<EventIndex>& order : {near_order, far_order}) {
        FactStore store;
        std::vector<EventFact> events(count);
        std::vector<EventOrigin> origins(count);
        for (EventIndex index = 0; index < count; ++index) {
            events[index].occurred_at = {index};
            events[index].subject_id = index + 1;
            events[index].aggregate_id = index % 1000 == 0 ? index + 2 : index + 1;
            origins[index] = {.place = {index / 40'000, index}, .content_hash = index * 3};
            store.add(events[index], origins[index]);
        }
        store.begin_arranging();
        const auto arrange = [&](std::size_t begin, std::size_t end) {
            store.arrange(static_cast<EventIndex>(begin), std::span(order).subspan(begin, end - begin));
        };
        tks::share_out(3, count, arrange, 777);
        store.end_arranging();
        bool are_same = store.size() == count;
        for (EventIndex index = 0; index < count; ++index)
            are_same =
                are_same && store.event(index) == events[order[index]] && store.origin(index) == origins[order[index]];
        CHECK(are_same);
    }
}

TEST_CASE("an id that is both an event's and an aggregate's finds both, in any order") {
    for (const std::string_view text : {"1 order_requested o1 event=o1\n"
                                        "2 order_placed o1 event=e2 cause=o1",
                                        "2 order_placed o1 event=e2 cause=o1\n"
                                        "1 order_requested o1 event=o1"}) {
        const Stream stream = check_test::stream_of(text);
        const tks::Id id = stream.find_id("o1");
        REQUIRE(stream.find_event(id) != no_event);
        CHECK(stream.event(stream.find_event(id)).type == tks::EventType::order_requested);
        CHECK(stream.story(tks::AggregateType::order, id).size() == 2);
        CHECK(stream.story(tks::AggregateType::trade, id).empty());
        CHECK(stream.stories(tks::AggregateType::order).size() == 1);
    }
}

TEST_CASE("aggregates of several families may have the same id") {
    const Stream stream = check_test::stream_of(
        "1 order_requested x\n"
        "3 trade_opened x\n"
        "2 order_placed x\n"
        "4 trading_signal_invalidated s1");
    const tks::Id id = stream.find_id("x");
    CHECK(stream.story(tks::AggregateType::order, id).size() == 2);
    CHECK(stream.story(tks::AggregateType::trade, id).size() == 1);
    CHECK(stream.story(tks::AggregateType::signal, id).empty());
    std::size_t stories = 0;
    for (const Story story : stream.stories(tks::AggregateType::trade)) stories += story.size();
    CHECK(stories == 1);
    CHECK(stream.find_event(id) == no_event);
}
