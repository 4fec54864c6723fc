#pragma once

#include "store/connection.hpp"
#include "store/figure_cache.hpp"
#include "tks/trade_fill.hpp"

namespace tks::store {

/// What a fill says itself, without texts.
inline void tell_own(const FillFigures& figures, TradeFill& fill) {
    fill.side = figures.side;
    fill.quantity = figures.quantity;
    fill.price = figures.price;
    fill.fee = figures.fee;
    fill.liquidity = figures.liquidity;
    fill.filled_at = figures.filled_at;
}

/// Whether the strategy, the provider and the direction of fills are told.
enum class FillOrigins : bool { untold, told };

/// Tells single fills, with their ids. It finds most of what a fill leads to in blocks that those before it lead to as well.
class FillTeller {
public:
    explicit FillTeller(Connection& connection, FillOrigins origins = FillOrigins::told);

    /// What is told lasts until the next one is asked for.
    const TradeFill& tell(Id number);

private:
    const OrderFigures* tell_order(Id order);
    void tell_origin_by_order(const OrderFigures* order);
    void tell_origin_by_trade(Id trade);

    const Connection& connection_;
    FillOrigins told_origins_;
    FigureCache<FillFigures> fills_;
    FigureCache<OrderFigures, &OrderFigures::order_id, &OrderFigures::intent, &OrderFigures::signal,
                &OrderFigures::venue, &OrderFigures::type, &OrderFigures::limit_price, &OrderFigures::strategy>
        orders_;
    FigureCache<IntentFigures, &IntentFigures::target_price> targets_;
    FigureCache<IntentFigures, &IntentFigures::strategy, &IntentFigures::provider, &IntentFigures::direction> origins_;
    FigureCache<SignalFigures, &SignalFigures::target_price> signals_;
    FigureCache<TradeFigures, &TradeFigures::trade_id> trades_;
    FigureCache<TotalFigures, &TotalFigures::strategy, &TotalFigures::provider, &TotalFigures::direction> totals_;
    TradeFill fill_;
};

}  // namespace tks::store
