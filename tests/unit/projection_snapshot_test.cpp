// What snapshots say of each aggregate.
#include "projection_support.hpp"

namespace {

using namespace projection_test;

/// The snapshots of one family, as "ID STATUS last=EVENT@TIME" and what else is said of each.
std::string intents_in(std::string_view events) {
    const State state = Stream(events).state();
    std::string told;
    for_each_snapshot(state, state.intents, &SnapshotReader::intent,
                      [&](const tks::TradingSignalIntentSnapshot& snapshot) {
                          told += std::string(snapshot.trading_signal_intent.intent_id) + " " +
                                  std::string(tks::to_string(snapshot.status)) +
                                  " last=" + std::string(snapshot.last_event_id.value_or("-")) + "@" +
                                  std::to_string(snapshot.last_event_at.ms);
                          if (snapshot.granted_signal_id)
                              told += " granted=" + std::string(*snapshot.granted_signal_id) + "@" +
                                      std::to_string(snapshot.granted_at->ms);
                          for (const auto reason : snapshot.rejection_reasons)
                              told += " " + std::string(tks::to_string(reason));
                          if (snapshot.reason_detail) told += " detail=" + std::string(*snapshot.reason_detail);
                      });
    return told;
}

std::string signals_in(std::string_view events) {
    const State state = Stream(events).state();
    std::string told;
    for_each_snapshot(state, state.signals, &SnapshotReader::signal, [&](const tks::TradingSignalSnapshot& snapshot) {
        told += std::string(snapshot.trading_signal.signal_id) + " " + std::string(tks::to_string(snapshot.status)) +
                " last=" + std::string(snapshot.last_event_id.value_or("-")) + "@" +
                std::to_string(snapshot.last_event_at.ms);
        for (const std::string_view reason : snapshot.reasons) told += " " + std::string(reason);
    });
    return told;
}

std::string orders_in(std::string_view events) {
    const State state = Stream(events).state();
    std::string told;
    for_each_snapshot(state, state.orders, &SnapshotReader::order, [&](const tks::OrderSnapshot& snapshot) {
        told += std::string(snapshot.order.order_id) + " " + std::string(tks::to_string(snapshot.status)) +
                " last=" + std::string(snapshot.last_event_id.value_or("-")) + "@" +
                std::to_string(snapshot.last_event_at.ms) + " filled=" + snapshot.filled_qty.to_string();
        if (snapshot.avg_fill_price) told += " at=" + snapshot.avg_fill_price->to_string();
        if (snapshot.rejection_reason) told += " reason=" + std::string(*snapshot.rejection_reason);
    });
    return told;
}

std::string trades_in(std::string_view events) {
    const State state = Stream(events).state();
    std::string told;
    for_each_snapshot(state, state.trades, &SnapshotReader::trade, [&](const tks::TradeSnapshot& snapshot) {
        told += std::string(snapshot.trade.trade_id) + " " + std::string(tks::to_string(snapshot.status)) +
                " last=" + std::string(snapshot.last_event_id.value_or("-")) + "@" +
                std::to_string(snapshot.last_event_at.ms) + " delta=" + snapshot.last_realized_pnl_delta.to_string();
        for (const std::string_view order : snapshot.open_order_ids) told += " " + std::string(order);
    });
    return told;
}

struct Case {
    const char* events;
    const char* expected;
};

}  // namespace

TEST_CASE("snapshots of intents") {
    const Case cases[] = {
        {"1 trading_signal_intent_created i", "i created last=e1@1"},
        {"1 trading_signal_intent_created i event=", "i created last=-@1"},
        {"1 trading_signal_intent_granted i signal=s granted=7", "i granted last=e1@1 granted=s@7"},
        {"1 trading_signal_intent_rejected i reasons=scam,banned_ip detail=why",
         "i rejected last=e1@1 scam banned_ip detail=why"},
        {"1 trading_signal_intent_canceled i", "i canceled last=e1@1"},
        {"1 trading_signal_intent_expired i", "i expired last=e1@1"},
        // What has ended is not opened again, and what was granted stays told.
        {"9 trading_signal_intent_created i\n1 trading_signal_intent_expired i", "i expired last=e2@1"},
        {"1 trading_signal_intent_granted i signal=s\n2 trading_signal_intent_expired i",
         "i expired last=e2@2 granted=s@1"},
        {"2 trading_signal_intent_expired i\n1 trading_signal_intent_granted i signal=s",
         "i expired last=e1@2 granted=s@1"},
        {"1 trading_signal_intent_rejected i reasons=scam\n2 trading_signal_intent_granted i signal=s\n3 trading_signal_intent_granted i signal=r",
         "i granted last=e3@3 granted=r@3 scam"},
        {"", ""},
    };
    for (const Case& given : cases) {
        CAPTURE(given.events);
        CHECK(intents_in(given.events) == given.expected);
    }
}

TEST_CASE("snapshots of signals") {
    const Case cases[] = {
        {"1 trading_signal_created s", "s created last=e1@1"},
        {"1 trading_signal_rejected s reasons=scam", "s rejected last=e1@1 scam"},
        {"1 trading_signal_qualified_cold s reasons=system_is_cold,signal_marked_cold",
         "s qualified_cold last=e1@1 system_is_cold signal_marked_cold"},
        {"1 trading_signal_qualified_hot s", "s qualified_hot last=e1@1"},
        {"1 trading_signal_qualified_hot s\n9 trading_signal_created s", "s qualified_hot last=e1@1"},
        {"1 trading_signal_qualified_cold s reasons=system_is_cold\n2 trading_signal_qualified_hot s",
         "s qualified_hot last=e2@2"},
        {"1 trading_signal_created s\n2 trading_signal_invalidated s reason=torn", "s invalidated last=e2@2 torn"},
        {"2 trading_signal_invalidated s reason=torn\n3 trading_signal_rejected s reasons=scam",
         "s rejected last=e2@3 scam"},
        {"2 trading_signal_invalidated s reason=torn", ""},
        {"1 trade_opened t signal=s", ""},
    };
    for (const Case& given : cases) {
        CAPTURE(given.events);
        CHECK(signals_in(given.events) == given.expected);
    }
}

TEST_CASE("snapshots of orders") {
    const Case cases[] = {
        {"1 order_requested o", "o requested last=e1@1 filled=0"},
        {"1 order_requested o\n1 order_placed o", "o placed last=e2@1 filled=0"},
        {"1 order_placed o\n2 order_partially_filled o fill=f quantity=1 price=10\n3 order_partially_filled o fill=g quantity=3 price=14",
         "o partially_filled last=e3@3 filled=4 at=13"},
        {"1 order_placed o\n2 order_filled o fill=f quantity=1 price=10\n2 order_filled o fill=f quantity=1 price=10",
         "o filled last=e3@2 filled=1 at=10"},
        {"1 order_placed o\n2 order_filled o fill=f\n9 order_placed o", "o filled last=e2@2 filled=1 at=100"},
        {"1 order_placed o\n3 order_canceled o\n2 order_partially_filled o fill=f",
         "o canceled last=e2@3 filled=1 at=100"},
        {"1 order_rejected o reason=why", "o rejected last=e1@1 filled=0 reason=why"},
        {"1 order_rejected o reason=why\n2 order_canceled o\n3 order_placed o",
         "o canceled last=e2@2 filled=0 reason=why"},
        {"1 order_filled o fill=f quantity=3 price=1", ""},
        {"1 order_requested o\n1 order_filled o fill=f quantity=3 price=1\n1 order_filled o fill=g quantity=4 price=2",
         "o filled last=e3@1 filled=7 at=1.571428571428571428571428571428571"},
    };
    for (const Case& given : cases) {
        CAPTURE(given.events);
        CHECK(orders_in(given.events) == given.expected);
    }
}

TEST_CASE("snapshots of trades") {
    const Case cases[] = {
        {"1 trade_opened t", "t open last=e1@1 delta=0"},
        {"1 trade_opened t status=pending", "t pending last=e1@1 delta=0"},
        {"1 trade_opened t\n2 trade_reduced t", "t partially_closed last=e2@2 delta=0"},
        {"1 trade_opened t\n2 trade_closed t\n3 trade_reduced t", "t closed last=e2@2 delta=0"},
        {"1 trade_canceled t\n2 trade_opened t", "t canceled last=e1@1 delta=0"},
        {"1 profit_realized t delta=5\n3 trade_closed t\n2 profit_realized t delta=6", "t closed last=e2@3 delta=6"},
        {"1 trade_opened t\n1 order_requested b trade=t\n1 order_placed a trade=t\n1 order_filled c trade=t\n1 order_requested c trade=t\n"
         "1 order_canceled d trade=t\n1 order_placed e",
         "t open last=e1@1 delta=0 a b"},
        // By the signal, and by the intent that was granted it.
        {"1 trade_opened t signal=s\n1 order_requested a signal=s\n1 order_requested b intent=i\n0 trading_signal_intent_granted i signal=s",
         "t open last=e1@1 delta=0 a b"},
        {"1 order_filled o trade=t", ""},
    };
    for (const Case& given : cases) {
        CAPTURE(given.events);
        CHECK(trades_in(given.events) == given.expected);
    }
}
