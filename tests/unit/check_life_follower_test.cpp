#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "check/life_follower.hpp"

namespace {

using namespace tks;
using enum EventType;

/// Events of orders, trades and so on as they come, one a millisecond unless told otherwise.
class Follower {
public:
    explicit Follower(check::LifeFollower::Capacity capacity = {}) : lives_(levels_, capacity) {}

    /// The rule that the event broke; empty if none.
    std::string follow(EventType type, const std::string& id, const std::string& event_id = {},
                       std::optional<std::int64_t> at_ms = {}) {
        ++count_;
        const std::string name = event_id.empty() ? "e" + std::to_string(count_) : event_id;
        Event event;
        event.event_type = type;
        event.event_id = name;
        event.occurred_at = Timestamp{begin_ms + at_ms.value_or(static_cast<std::int64_t>(count_))};
        event.aggregate_id = id;
        set_payload(event, id);
        Record record;
        record.topic = "orders";
        record.partition = 3;
        record.offset = static_cast<std::int64_t>(count_);
        findings_.clear();
        lives_.follow(record, event, findings_);
        return findings_.empty() ? std::string() : std::string(findings_.front().rule);
    }

    [[nodiscard]] const Diagnostic& finding() const { return findings_.front(); }
    [[nodiscard]] std::size_t living() const { return lives_.living(); }

private:
    static constexpr std::int64_t begin_ms = 1'772'366'400'000;

    static void set_payload(Event& event, const std::string& id) {
        switch (describe(event.event_type).aggregate_type) {
            case AggregateType::intent: {
                TradingSignalIntent intent;
                intent.intent_id = id;
                event.payload = intent;
                break;
            }
            case AggregateType::signal:
                if (event.event_type != trading_signal_invalidated) {
                    TradingSignal signal;
                    signal.signal_id = id;
                    event.payload = signal;
                }
                break;
            case AggregateType::order:
                if (event.event_type == order_filled || event.event_type == order_partially_filled) {
                    OrderFill fill;
                    fill.order_id = id;
                    event.payload = fill;
                } else {
                    OrderRequest order;
                    order.order_id = id;
                    event.payload = order;
                }
                break;
            case AggregateType::trade: {
                Trade trade;
                trade.trade_id = id;
                event.payload = trade;
                break;
            }
        }
    }

    RuleLevels levels_;
    check::LifeFollower lives_;
    std::vector<Diagnostic> findings_;
    std::uint64_t count_ = 0;
};

}  // namespace

TEST_CASE("sound lives are followed to their ends without a finding, and then let go of") {
    const std::vector<std::vector<EventType>> lives = {
        {trading_signal_intent_created, trading_signal_intent_granted},
        {trading_signal_created, trading_signal_qualified_hot},
        {trading_signal_invalidated},
        {order_requested, order_placed, order_partially_filled, order_partially_filled, order_filled},
        {order_requested, order_canceled},
        {trade_opened, trade_increased, trade_reduced, profit_realized, trade_closed, profit_realized},
    };
    Follower follower;
    for (const std::vector<EventType>& life : lives) {
        const std::string id(to_string(life.front()));
        for (const EventType type : life) CHECK(follower.follow(type, id + std::to_string(life.size())) == "");
        CHECK(follower.living() == 0);
    }
}

TEST_CASE("missteps are found as they come") {
    struct Example {
        std::vector<EventType> life;
        std::string rule;  ///< That the last one breaks.
    };
    const Example examples[] = {
        {{order_requested, order_filled}, "lifecycle/missing-step"},
        {{order_requested, order_placed, order_placed}, "lifecycle/repeated-step"},
        {{order_requested, order_placed, order_requested}, "lifecycle/repeated-step"},
        {{order_requested, order_placed, order_partially_filled, order_rejected}, "lifecycle/illegal-step"},
        {{order_requested, order_placed, order_filled, order_canceled}, "lifecycle/after-end"},
        {{order_requested, order_placed, order_canceled, order_canceled}, "lifecycle/repeated-step"},
        {{trade_opened, trade_closed, trade_reduced}, "lifecycle/after-end"},
        {{trade_opened, trade_canceled, profit_realized}, "lifecycle/after-end"},
        {{trading_signal_intent_created, trading_signal_intent_expired, trading_signal_intent_granted},
         "lifecycle/after-end"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.rule);
        Follower follower;
        std::string last;
        for (const EventType type : example.life) {
            CHECK(last.empty());
            last = follower.follow(type, "a");
        }
        CHECK(last == example.rule);
    }
}

TEST_CASE("a finding says where it is and what it contradicts") {
    Follower follower;
    follower.follow(order_requested, "a");
    follower.follow(order_filled, "a", "the fill");
    const Diagnostic& finding = follower.finding();
    CHECK(finding.message == "order_placed of the order is missing, which comes between order_requested and this");
    CHECK(finding.origin.topic == "orders");
    CHECK(finding.origin.partition == 3);
    CHECK(finding.origin.offset == 2);
    CHECK(finding.event_id == "the fill");
    REQUIRE(finding.related.size() == 1);
    CHECK(finding.related.front().origin.offset == 1);
    CHECK(finding.related.front().message == "order_requested of 2026-03-01T12:00:00.001Z");
}

TEST_CASE("what began before the reading is followed from where it changes, and nothing is missed of it") {
    Follower follower;
    CHECK(follower.follow(order_partially_filled, "a") == "");
    CHECK(follower.follow(order_placed, "a") == "lifecycle/illegal-step");
    CHECK(follower.follow(order_filled, "a") == "");
    CHECK(follower.follow(profit_realized, "t") == "");
    CHECK(follower.living() == 0);
}

TEST_CASE("messages that come again, or late, are not held against anybody") {
    Follower follower;
    CHECK(follower.follow(order_requested, "a", "first", 10) == "");
    CHECK(follower.follow(order_placed, "a", "second", 20) == "");
    CHECK(follower.follow(order_requested, "a", "first", 10) == "");
    CHECK(follower.follow(order_placed, "a", "second", 20) == "");
    CHECK(follower.follow(order_canceled, "a", "third", 30) == "");
    CHECK(follower.follow(order_canceled, "a", "third", 30) == "");
    CHECK(follower.follow(order_partially_filled, "a", "late", 25) == "");
}

TEST_CASE("aggregates of different families may have one id") {
    Follower follower;
    CHECK(follower.follow(order_requested, "a") == "");
    CHECK(follower.follow(trade_opened, "a") == "");
    CHECK(follower.follow(order_placed, "a") == "");
    CHECK(follower.living() == 2);
}

TEST_CASE("of too many aggregates those are forgotten that nothing was heard of for longest") {
    Follower follower({.living = 100, .ended = 100});
    CHECK(follower.follow(order_requested, "kept") == "");
    for (int number = 0; number < 1000; ++number) {
        follower.follow(order_requested, "o" + std::to_string(number));
        if (number % 10 == 0) follower.follow(order_requested, "kept", "again", 0);
        CHECK(follower.living() <= 101);
    }
    CHECK(follower.follow(order_filled, "kept") == "lifecycle/missing-step");
    CHECK(follower.follow(order_filled, "o1") == "");
}
