#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "simulate_support.hpp"

using simulate_test::for_each_event;
using tks::Decimal;
using tks::Direction;
using tks::EventType;
using tks::Side;

namespace {

/// What the fills of a trade add up to, reckoned once more and in another way than the simulation does.
struct Figures {
    Decimal entry_qty, entry_value, exit_qty, exit_value, realized;

    Figures(const std::vector<tks::OrderFill>& fills, Direction direction) {
        Decimal open_qty, open_cost;
        for (const tks::OrderFill& fill : fills) {
            const Decimal value = fill.filled_qty * fill.filled_price;
            if ((fill.side == Side::buy) == (direction == Direction::long_)) {
                entry_qty += fill.filled_qty;
                entry_value += value;
                open_qty += fill.filled_qty;
                open_cost += value;
            } else {
                const Decimal cost = open_cost * fill.filled_qty / open_qty;
                exit_qty += fill.filled_qty;
                exit_value += value;
                open_qty -= fill.filled_qty;
                open_cost -= cost;
                realized += direction == Direction::long_ ? value - cost : cost - value;
            }
        }
    }
};

/// Whether an average is that of the fills: exact, or rounded where it does not end.
void check_average(const std::optional<Decimal>& average, const Decimal& value, const Decimal& quantity) {
    REQUIRE(average.has_value() == quantity.is_positive());
    if (!average) return;
    const Decimal rest = (*average * quantity - value).abs();
    CHECK(rest <= value * *Decimal::parse("1e-13"));
}

}  // namespace

TEST_CASE("the figures of a trade are exactly those of its fills so far") {
    std::map<std::string, std::vector<tks::OrderFill>> fills_of_story;  // Their text is gone.
    std::map<std::string, Decimal> deltas_of_trade;
    std::map<tks::TradeStatus, int> seen;
    for_each_event({.trades = 400, .seed = 3}, [&](const tks::Event& event) {
        const std::string story(*event.correlation_id);
        if (const auto* fill = std::get_if<tks::OrderFill>(&event.payload)) fills_of_story[story].push_back(*fill);
        const auto* trade = std::get_if<tks::Trade>(&event.payload);
        if (trade == nullptr) return;
        const std::vector<tks::OrderFill>& fills = fills_of_story[story];
        const Figures figures(fills, trade->direction);
        CHECK(trade->entry_qty == figures.entry_qty);
        CHECK(trade->exit_qty == figures.exit_qty);
        CHECK(trade->realized_pnl == figures.realized);
        check_average(trade->avg_entry_price, figures.entry_value, figures.entry_qty);
        check_average(trade->avg_exit_price, figures.exit_value, figures.exit_qty);
        CHECK(trade->opened_at == (fills.empty() ? std::nullopt : std::optional(fills.front().filled_at)));
        CHECK(trade->closed_at.has_value() == trade->is_closed());
        if (trade->is_closed()) CHECK(trade->closed_at == fills.back().filled_at);
        if (const auto* profit = std::get_if<tks::ProfitDetails>(&event.details)) {
            Decimal& sum = deltas_of_trade[std::string(trade->trade_id)];
            CHECK((sum += profit->realized_pnl_delta) == trade->realized_pnl);
        }
        ++seen[trade->status];
    });
    CHECK(seen.size() == 4);  // Nobody tells of a pending trade.
}

TEST_CASE("the status of a trade follows from its quantities, and some trades stay open") {
    std::map<std::string, tks::TradeStatus> last_status;
    for_each_event({.trades = 400, .seed = 4}, [&](const tks::Event& event) {
        const auto* trade = std::get_if<tks::Trade>(&event.payload);
        if (trade == nullptr) return;
        const auto status = last_status.find(std::string(trade->trade_id));
        CHECK((status == last_status.end()) ==
              (event.event_type == EventType::trade_opened || trade->entry_qty.is_zero()));
        if (status != last_status.end() && event.event_type != EventType::profit_realized)
            CHECK_FALSE(tks::is_terminal(status->second));
        const bool is_open = trade->net_qty().is_positive();
        switch (trade->status) {
            case tks::TradeStatus::open:
                CHECK((is_open && trade->exit_qty.is_zero()));
                break;
            case tks::TradeStatus::partially_closed:
                CHECK((is_open && trade->exit_qty.is_positive()));
                break;
            case tks::TradeStatus::closed:
                CHECK((!is_open && trade->exit_qty == trade->entry_qty));
                break;
            case tks::TradeStatus::canceled:
                CHECK(event.event_type == EventType::trade_canceled);
                break;
            case tks::TradeStatus::pending:
                FAIL("a pending trade");
        }
        last_status[std::string(trade->trade_id)] = trade->status;
    });
    const auto open = std::count_if(last_status.begin(), last_status.end(),
                                    [](const auto& trade) { return !tks::is_terminal(trade.second); });
    CHECK(open > 5);
    CHECK(open < 60);
}

TEST_CASE("an order fills within its quantity and its limit, and only while it is placed") {
    struct Order {
        tks::OrderRequest request;  // Its text is gone.
        std::string market;
        Decimal filled;
        bool is_placed = false;
        bool is_over = false;
    };
    std::map<std::string, Order> orders;
    for_each_event({.trades = 300, .seed = 5}, [&](const tks::Event& event) {
        if (event.aggregate_type != tks::AggregateType::order) return;
        Order& order = orders[std::string(event.aggregate_id)];
        CHECK_FALSE(order.is_over);
        if (const auto* request = std::get_if<tks::OrderRequest>(&event.payload)) {
            CHECK(order.market.empty() == (event.event_type == EventType::order_requested));
            order.request = *request;
            order.market = request->market;
            CHECK(request->created_at <= event.occurred_at);
            CHECK(request->limit_price.has_value() == request->is_limit_order());
        }
        if (event.event_type == EventType::order_placed) order.is_placed = true;
        order.is_over = event.event_type == EventType::order_rejected ||
                        event.event_type == EventType::order_canceled || event.event_type == EventType::order_filled;
        const auto* fill = std::get_if<tks::OrderFill>(&event.payload);
        if (fill == nullptr) return;
        CHECK(order.is_placed);
        CHECK(fill->market == order.market);
        CHECK(fill->side == order.request.side);
        CHECK(fill->filled_at <= event.occurred_at);
        order.filled += fill->filled_qty;
        CHECK(order.filled <= order.request.quantity);
        CHECK((order.filled == order.request.quantity) == (event.event_type == EventType::order_filled));
        if (order.request.limit_price && fill->side == Side::buy)
            CHECK(fill->filled_price <= *order.request.limit_price);
        if (order.request.limit_price && fill->side == Side::sell)
            CHECK(fill->filled_price >= *order.request.limit_price);
    });
    CHECK(orders.size() > 500);
}

TEST_CASE("an order comes from a hot signal, that from a grant, and an intent expires no earlier than it says") {
    std::map<std::string, std::string> signal_of_intent;
    std::map<std::string, tks::Timestamp> granted_at;
    std::map<std::string, bool> is_hot;
    for_each_event({.trades = 300, .seed = 6}, [&](const tks::Event& event) {
        if (const auto* grant = std::get_if<tks::GrantDetails>(&event.details)) {
            signal_of_intent[std::string(event.aggregate_id)] = grant->signal_id;
            granted_at[std::string(grant->signal_id)] = grant->prm_granted_at;
            CHECK(grant->prm_granted_at == event.occurred_at);
        }
        if (const auto* signal = std::get_if<tks::TradingSignal>(&event.payload)) {
            CHECK(signal_of_intent[std::string(signal->intent_id)] == signal->signal_id);
            CHECK(granted_at[std::string(signal->signal_id)] == signal->prm_granted_at);
            CHECK(signal->signal_provider_signal_id.has_value());
            if (event.event_type == EventType::trading_signal_qualified_hot) {
                is_hot[std::string(signal->signal_id)] = true;
                CHECK(signal->is_hot);
            }
        }
        if (event.event_type == EventType::trading_signal_intent_expired)
            CHECK(std::get<tks::TradingSignalIntent>(event.payload).can_expire(event.occurred_at));
        if (const auto* order = std::get_if<tks::OrderRequest>(&event.payload)) {
            const std::string signal_id = signal_of_intent[std::string(order->intent_id)];
            CHECK(is_hot[signal_id]);
            if (order->signal_id) CHECK(*order->signal_id == signal_id);
        }
    });
}

TEST_CASE("every fill has a trade, and where it or its order names one, it is this one") {
    struct Story {
        std::string trade_id;
        std::map<std::string, std::string> trade_of_order;
        std::vector<std::pair<std::string, std::string>> fills;  // The trade that a fill names, and its order.
    };
    std::map<std::string, Story> stories;
    for_each_event({.trades = 300, .seed = 8}, [&](const tks::Event& event) {
        Story& story = stories[std::string(*event.correlation_id)];
        if (const auto* order = std::get_if<tks::OrderRequest>(&event.payload))
            story.trade_of_order[std::string(order->order_id)] = order->trade_id.value_or("");
        if (const auto* fill = std::get_if<tks::OrderFill>(&event.payload))
            story.fills.emplace_back(fill->trade_id.value_or(""), fill->order_id);
        if (const auto* trade = std::get_if<tks::Trade>(&event.payload)) {
            // One trade for each correlation, which is the last link of the chain.
            CHECK((story.trade_id.empty() || story.trade_id == trade->trade_id));
            story.trade_id = trade->trade_id;
        }
    });
    for (const auto& [correlation, story] : stories) {
        if (!story.fills.empty()) CHECK_FALSE(story.trade_id.empty());
        for (const auto& [trade_id, order_id] : story.fills) {
            CHECK((trade_id.empty() || trade_id == story.trade_id));
            const std::string& ordered_for = story.trade_of_order.at(order_id);
            CHECK((ordered_for.empty() || ordered_for == story.trade_id));
        }
    }
}
