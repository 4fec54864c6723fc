#include "store/fill_teller.hpp"

#include <fmt/format.h>

namespace tks::store {

FillTeller::FillTeller(Connection& connection, FillOrigins origins)
    : connection_(connection),
      told_origins_(origins),
      fills_(connection),
      orders_(connection),
      targets_(connection),
      origins_(connection),
      signals_(connection),
      trades_(connection),
      totals_(connection) {}

const TradeFill& FillTeller::tell(Id number) {
    const FillFigures* const found = fills_.find(number);
    if (found == nullptr) connection_.fail_damaged(fmt::format("fill {} is not among its figures", number));
    const FillFigures& figures = *found;
    fill_.fill_id = figures.fill_id;
    fill_.market = fills_[figures.market];
    tell_own(figures, fill_);
    const OrderFigures* const order = tell_order(figures.order);
    const TradeFigures* const trade = trades_.find(figures.trade);
    fill_.trade_id = trade != nullptr ? trade->trade_id : std::string_view();
    if (told_origins_ == FillOrigins::untold) return fill_;
    if (figures.trade == no_id)
        tell_origin_by_order(order);
    else
        tell_origin_by_trade(figures.trade);
    return fill_;
}

/// Gives the order, or null where the store has none.
const OrderFigures* FillTeller::tell_order(Id number) {
    static const OrderFigures no_order;
    const OrderFigures* const found = orders_.find(number);
    const OrderFigures& order = found != nullptr ? *found : no_order;
    fill_.order_id = order.order_id;
    fill_.venue = found != nullptr ? std::string_view(orders_[order.venue]) : std::string_view();
    fill_.order_type = order.type;
    fill_.limit_price = order.limit_price;
    const IntentFigures* const intent = targets_.find(order.intent);
    fill_.target_price = intent != nullptr ? intent->target_price : std::nullopt;
    if (!fill_.target_price)
        if (const SignalFigures* const signal = signals_.find(order.signal)) fill_.target_price = signal->target_price;
    return found;
}

/// What the order and its intent say of a fill that belongs to no trade.
void FillTeller::tell_origin_by_order(const OrderFigures* order) {
    const IntentFigures* const intent = origins_.find(order != nullptr ? order->intent : no_id);
    const auto word = [&](Word of_intent) { return std::string_view(origins_[of_intent]); };
    fill_.direction = intent != nullptr ? intent->direction : std::nullopt;
    fill_.strategy_id = intent != nullptr ? word(intent->strategy) : std::string_view();
    fill_.provider_id = intent != nullptr ? word(intent->provider) : std::string_view();
    if (order != nullptr && !orders_[order->strategy].empty()) fill_.strategy_id = orders_[order->strategy];
}

void FillTeller::tell_origin_by_trade(Id trade) {
    const TotalFigures* const total = totals_.find(trade);
    fill_.strategy_id = total != nullptr ? std::string_view(totals_[total->strategy]) : std::string_view();
    fill_.provider_id = total != nullptr ? std::string_view(totals_[total->provider]) : std::string_view();
    fill_.direction = total != nullptr ? std::optional(total->direction) : std::nullopt;
}

}  // namespace tks::store
