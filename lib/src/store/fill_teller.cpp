#include "store/fill_teller.hpp"

namespace tks::store {

FillTeller::FillTeller(Connection& connection)
    : fills_(connection),
      orders_(connection),
      intents_(connection),
      signals_(connection),
      trades_(connection),
      totals_(connection) {}

const TradeFill& FillTeller::tell(Id number) {
    const FillFigures& figures = *fills_.find(number);
    TradeFill& fill = fill_;
    fill.fill_id = figures.fill_id;
    fill.market = fills_[figures.market];
    tell_own(figures, fill);
    tell_order(figures.order, fill);
    if (figures.trade == no_id)
        fill.trade_id = {};
    else
        tell_trade(figures.trade, fill);
    return fill;
}

/// What belongs to the trade as well is told as if there were none.
void FillTeller::tell_order(Id number, TradeFill& fill) {
    static const OrderFigures no_order;
    static const IntentFigures no_intent;
    const OrderFigures* const found = orders_.find(number);
    const OrderFigures& order = found != nullptr ? *found : no_order;
    fill.order_id = order.order_id;
    fill.venue = found != nullptr ? std::string_view(orders_[order.venue]) : std::string_view();
    fill.order_type = order.type;
    fill.limit_price = order.limit_price;
    const IntentFigures* const found_intent = intents_.find(order.intent);
    const IntentFigures& intent = found_intent != nullptr ? *found_intent : no_intent;
    fill.target_price = intent.target_price;
    if (!fill.target_price)
        if (const SignalFigures* const signal = signals_.find(order.signal)) fill.target_price = signal->target_price;
    fill.direction = intent.direction;
    fill.strategy_id = found_intent != nullptr ? std::string_view(intents_[intent.strategy]) : std::string_view();
    if (found != nullptr && !orders_[order.strategy].empty()) fill.strategy_id = orders_[order.strategy];
    fill.provider_id = found_intent != nullptr ? std::string_view(intents_[intent.provider]) : std::string_view();
}

void FillTeller::tell_trade(Id number, TradeFill& fill) {
    const TradeFigures* const trade = trades_.find(number);
    fill.trade_id = trade != nullptr ? trade->trade_id : std::string_view();
    const TotalFigures* const total = totals_.find(number);
    fill.strategy_id = total != nullptr ? std::string_view(totals_[total->strategy]) : std::string_view();
    fill.provider_id = total != nullptr ? std::string_view(totals_[total->provider]) : std::string_view();
    fill.direction = total != nullptr ? std::optional(total->direction) : std::nullopt;
}

}  // namespace tks::store
