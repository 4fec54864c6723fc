// How an intent becomes a story: how far it came, why no further, and when.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "projection/story_fold.hpp"

namespace {

using namespace tks;
using namespace tks::projection;

constexpr FirstSteps begun{.begun_at = Timestamp{10}};
constexpr FirstSteps passed{.begun_at = Timestamp{10}, .passed_at = Timestamp{20}};

IntentPart intent(IntentStatus status, FirstSteps steps = passed, std::string reason = {}) {
    return {.status = status, .reason = std::move(reason), .steps = steps};
}
SignalPart signal(SignalStatus status, FirstSteps steps = passed, std::string reason = {}) {
    return {.status = status, .reason = std::move(reason), .steps = steps};
}
OrderPart order(OrderStatus status, FirstSteps steps = passed) {
    OrderPart part;
    part.status = status;
    part.steps = steps;
    return part;
}
OrderPart filled(std::int64_t at, std::optional<TradeStatus> trade = {}) {
    OrderPart part = order(OrderStatus::filled);
    part.filled_at = Timestamp{at};
    part.trade_status = trade;
    return part;
}

std::string told(const StoryFold& fold) {
    Story story;
    fold.tell(story);
    constexpr std::string_view outcomes[] = {"in flight", "stopped", "completed"};
    std::string text(to_string(story.step));
    text.append(", ").append(outcomes[static_cast<std::size_t>(story.outcome)]);
    return story.reason.empty() ? text : text + ", " + story.reason;
}

TEST_CASE("a story ends where its last part ends") {
    struct Case {
        IntentPart intent;
        std::vector<SignalPart> signals;
        std::vector<OrderPart> orders;
        std::string_view expected;
    };
    const IntentPart granted = intent(IntentStatus::granted);
    const SignalPart hot = signal(SignalStatus::qualified_hot);
    OrderPart rejected = order(OrderStatus::rejected, begun);
    rejected.reason = "too small";
    const Case cases[] = {
        {intent(IntentStatus::created, begun), {}, {}, "intent, in flight"},
        {intent(IntentStatus::expired, begun), {}, {}, "intent, stopped, expired"},
        {intent(IntentStatus::rejected, begun, "scam"), {}, {}, "intent, stopped, rejected: scam"},
        {granted, {}, {}, "granted, in flight"},
        {granted, {SignalPart{}}, {}, "granted, in flight"},
        {granted, {signal(SignalStatus::created, begun)}, {}, "created, in flight"},
        {granted,
         {signal(SignalStatus::qualified_cold, begun, "system_is_cold")},
         {},
         "created, stopped, qualified_cold: system_is_cold"},
        {granted, {signal(SignalStatus::invalidated, passed)}, {}, "hot, stopped, invalidated"},
        {granted, {hot}, {}, "hot, in flight"},
        {granted, {hot}, {order(OrderStatus::requested, begun)}, "requested, in flight"},
        {granted, {hot}, {rejected}, "requested, stopped, rejected: too small"},
        {granted, {hot}, {order(OrderStatus::placed)}, "placed, in flight"},
        {granted, {hot}, {order(OrderStatus::canceled)}, "placed, stopped, canceled"},
        {granted, {hot}, {filled(30)}, "filled, in flight"},
        {granted, {hot}, {filled(30, TradeStatus::pending)}, "filled, in flight"},
        {granted, {hot}, {filled(30, TradeStatus::open)}, "opened, in flight"},
        {granted, {hot}, {filled(30, TradeStatus::closed)}, "closed, completed"},
        {granted, {hot}, {filled(30, TradeStatus::canceled)}, "opened, stopped, trade canceled"},
        // What took a step took those before it, whether or not events tell of them.
        {intent(IntentStatus::created, begun), {}, {filled(30)}, "filled, in flight"},
        // Of several orders the furthest counts; of equals one that may go on.
        {granted, {hot}, {rejected, order(OrderStatus::placed)}, "placed, in flight"},
        {granted, {hot}, {order(OrderStatus::canceled), order(OrderStatus::placed)}, "placed, in flight"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.expected);
        std::vector<std::size_t> turns(each.orders.size());
        for (std::size_t turn = 0; turn < turns.size(); ++turn) turns[turn] = turn;
        do {
            StoryFold fold(each.intent);
            for (const SignalPart& part : each.signals) fold.add(part);
            for (const std::size_t turn : turns) fold.add(each.orders[turn]);
            CHECK(told(fold) == each.expected);
        } while (std::ranges::next_permutation(turns).found);
    }
}

TEST_CASE("of several moments of a step the first counts, and a trade's are those of who opened it") {
    OrderPart opening = filled(40, TradeStatus::closed);
    opening.opened_at = Timestamp{50};
    opening.closed_at = Timestamp{90};
    const auto taken = [&](bool opens_trade) {
        opening.opens_trade = opens_trade;
        StoryFold fold(intent(IntentStatus::granted));
        fold.add(opening);
        fold.add(filled(30, TradeStatus::closed));
        Story story;
        fold.tell(story);
        std::vector<std::int64_t> times;
        for (const auto& at : story.taken_at) times.push_back(at ? at->ms : -1);
        return times;
    };
    CHECK(taken(true) == std::vector<std::int64_t>{10, 20, -1, -1, 10, 20, 30, 50, 90});
    CHECK(taken(false) == std::vector<std::int64_t>{10, 20, -1, -1, 10, 20, 30, -1, -1});
}

TEST_CASE("first steps do not depend on the order of events, nor on repetitions") {
    const FirstSteps events[] = {first_steps_of(EventType::order_placed, Timestamp{7}),
                                 first_steps_of(EventType::order_placed, Timestamp{5}),
                                 first_steps_of(EventType::order_requested, Timestamp{6}),
                                 first_steps_of(EventType::order_canceled, Timestamp{1}),
                                 first_steps_of(EventType::order_requested, Timestamp{0})};
    FirstSteps forth, back;
    for (const FirstSteps& each : events) forth.join(each);
    for (std::size_t index = std::size(events); index-- > 0;) back.join(events[index]);
    back.join(forth);
    CHECK(forth == FirstSteps{.begun_at = Timestamp{6}, .passed_at = Timestamp{5}});
    CHECK(back == forth);
}

}  // namespace
