#pragma once

#include <string>
#include <string_view>

#include "tks/rows.hpp"

namespace tks::test {

inline Amount amount(std::string_view text) {
    return *Amount::parse(text);
}
inline Decimal decimal(std::string_view text) {
    return *Decimal::parse(text);
}

/// A closed long that earned 10 before fees of 1.
inline TradePnl closed_trade(std::string id = "t1", std::string market = "BTC/USDT") {
    TradePnl pnl;
    pnl.trade_id = std::move(id);
    pnl.market = std::move(market);
    pnl.strategy_id = "trend";
    pnl.provider_id = "acme";
    pnl.status = TradeStatus::closed;
    pnl.figures.entry_qty = pnl.figures.exit_qty = amount("2");
    pnl.figures.avg_entry_price = amount("100");
    pnl.figures.avg_exit_price = amount("105");
    pnl.figures.realized_pnl = amount("10");
    pnl.figures.fees = amount("1");
    pnl.figures.realized_pnl_net = pnl.figures.realized_pnl_matched = amount("9");
    pnl.fills = 2;
    pnl.reported_pnl = amount("10");
    pnl.opened_at = Timestamp{1'000};
    pnl.closed_at = Timestamp{2'000};
    return pnl;
}

/// A trade that is open, with a mark if one is given.
inline TradePnl open_trade(std::string id, std::string market, std::string_view unrealized = {}) {
    TradePnl pnl = closed_trade(std::move(id), std::move(market));
    pnl.status = TradeStatus::open;
    pnl.figures.open_qty = amount("1");
    pnl.closed_at.reset();
    if (!unrealized.empty()) pnl.unrealized_pnl = amount(unrealized);
    return pnl;
}

inline OrderSnapshot placed_order() {
    OrderSnapshot snapshot;
    snapshot.order.order_id = "o1";
    snapshot.order.intent_id = "i1";
    snapshot.order.market = "BTC/USDT";
    snapshot.order.quantity = decimal("1.50");
    snapshot.order.created_at = Timestamp{5'000};
    snapshot.order.metadata.text = R"({"score":0.5,"tags":["a","b"],"a.b":1})";
    snapshot.status = OrderStatus::placed;
    snapshot.last_event_id = "e1";
    snapshot.last_event_at = Timestamp{6'000};
    return snapshot;
}

}  // namespace tks::test
