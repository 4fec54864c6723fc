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
    fill_.fill_id = figures.fill_id;
    fill_.market = fills_[figures.market];
    tell_own(figures, fill_);
    tell_order(figures.order);
    if (figures.trade == no_id)
        fill_.trade_id = {};
    else
        tell_trade(figures.trade);
    return fill_;
}

/// What belongs to the trade as well is told as if there were none.
void FillTeller::tell_order(Id number) {
    static const OrderFigures no_order;
    static const IntentFigures no_intent;
    const OrderFigures* const found = orders_.find(number);
    const OrderFigures& order = found != nullptr ? *found : no_order;
    fill_.order_id = order.order_id;
    fill_.venue = found != nullptr ? std::string_view(orders_[order.venue]) : std::string_view();
    fill_.order_type = order.type;
    fill_.limit_price = order.limit_price;
    const IntentFigures* const found_intent = intents_.find(order.intent);
    const IntentFigures& intent = found_intent != nullptr ? *found_intent : no_intent;
    fill_.target_price = intent.target_price;
    if (!fill_.target_price)
        if (const SignalFigures* const signal = signals_.find(order.signal)) fill_.target_price = signal->target_price;
    fill_.direction = intent.direction;
    fill_.strategy_id = found_intent != nullptr ? std::string_view(intents_[intent.strategy]) : std::string_view();
    if (found != nullptr && !orders_[order.strategy].empty()) fill_.strategy_id = orders_[order.strategy];
    fill_.provider_id = found_intent != nullptr ? std::string_view(intents_[intent.provider]) : std::string_view();
}

void FillTeller::tell_trade(Id number) {
    const TradeFigures* const trade = trades_.find(number);
    fill_.trade_id = trade != nullptr ? trade->trade_id : std::string_view();
    const TotalFigures* const total = totals_.find(number);
    fill_.strategy_id = total != nullptr ? std::string_view(totals_[total->strategy]) : std::string_view();
    fill_.provider_id = total != nullptr ? std::string_view(totals_[total->provider]) : std::string_view();
    fill_.direction = total != nullptr ? std::optional(total->direction) : std::nullopt;
}

}  // namespace tks::store
