#include "simulate/stray_event.hpp"

#include <cassert>

#include "model/event_payload.hpp"
#include "tks/codec.hpp"

namespace tks::simulation {
namespace {

constexpr std::string_view stray_source = "sandbox";
constexpr std::string_view stray_strategy = "sandbox";
constexpr std::string_view usual_market = "BTC-USDT";

Identifier new_id(Random& random) {
    return Identifier::of(random.next(), 0, 0);
}

TradingSignalIntent make_intent(std::string_view intent_id, std::string_view market, Timestamp at) {
    TradingSignalIntent intent;
    intent.intent_id = intent_id;
    intent.strategy_id = stray_strategy;
    intent.market = market;
    intent.side = Side::buy;
    intent.direction = Direction::long_;
    intent.order_type = OrderType::market;
    intent.size_pct = 1;
    intent.created_at = at;
    return intent;
}

OrderRequest make_order(std::string_view order_id, std::string_view intent_id, std::string_view market, Timestamp at) {
    OrderRequest order;
    order.order_id = order_id;
    order.intent_id = intent_id;
    order.market = market;
    order.side = Side::buy;
    order.order_type = OrderType::market;
    order.quantity = 1;
    order.created_at = at;
    return order;
}

OrderFill make_fill(std::string_view fill_id, std::string_view order_id, std::string_view market, Timestamp at) {
    OrderFill fill;
    fill.fill_id = fill_id;
    fill.order_id = order_id;
    fill.market = market;
    fill.side = Side::buy;
    fill.filled_qty = 1;
    fill.filled_price = 100;
    fill.filled_at = at;
    return fill;
}

Trade make_trade(std::string_view trade_id, std::string_view market, Timestamp at) {
    Trade trade;
    trade.trade_id = trade_id;
    trade.market = market;
    trade.direction = Direction::long_;
    trade.status = TradeStatus::open;
    trade.opened_at = at;
    trade.entry_qty = 1;
    trade.avg_entry_price = 100;
    return trade;
}

}  // namespace

StrayEvent::StrayEvent(const FaultyLine& line, EventType type) {
    for (Identifier* id : {&event_id_, &correlation_id_, &intent_id_, &signal_id_, &order_id_, &fill_id_, &trade_id_})
        *id = new_id(line.random);
    const Timestamp at = line.event.occurred_at;
    const std::string_view market = model::market_of(line.event).value_or(usual_market);
    event.event_id = event_id_.view();
    event.event_type = type;
    event.occurred_at = at;
    event.aggregate_type = describe(type).aggregate_type;
    event.correlation_id = correlation_id_.view();
    event.source = stray_source;
    switch (event.aggregate_type) {
        case AggregateType::intent:
            event.aggregate_id = intent_id_.view();
            event.payload = make_intent(intent_id_.view(), market, at);
            break;
        case AggregateType::signal:
            event.aggregate_id = signal_id_.view();
            event.payload = make_intent(intent_id_.view(), market, at).grant(signal_id_.view(), at);
            break;
        case AggregateType::order:
            event.aggregate_id = order_id_.view();
            if (describe(type).payload == event_table::IndexOf<OrderFill, EventPayload>::value)
                event.payload = make_fill(fill_id_.view(), order_id_.view(), market, at);
            else
                event.payload = make_order(order_id_.view(), intent_id_.view(), market, at);
            break;
        case AggregateType::trade:
            event.aggregate_id = trade_id_.view();
            event.payload = make_trade(trade_id_.view(), market, at);
            break;
    }
    assert(event.payload.index() == describe(type).payload && describe(type).details == 0);
}

bool StrayEvent::write(FaultyLine& line) const {
    line.text.clear();
    append_json(line.text, event, line.contract);
    line.event_id = event.event_id;
    return true;
}

}  // namespace tks::simulation
