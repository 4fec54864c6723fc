#pragma once

#include <optional>
#include <string>

#include "tks/decimal.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks {

/// A fill with what its order, the intent or signal behind it, and its trade say of it. Text is empty where nothing is known.
struct TradeFill {
    std::string fill_id;
    std::string order_id;
    std::string trade_id;  ///< Empty where none was found for it.
    std::string market;
    std::string strategy_id;  ///< Of its trade; without one, of its order or intent. So are the next two.
    std::string provider_id;
    std::optional<Direction> direction;
    Side side{};
    Decimal quantity;  ///< Base asset.
    Decimal price;     ///< Quote currency.
    Decimal fee;       ///< Quote currency.
    LiquidityType liquidity{};
    std::string venue;
    std::optional<OrderType> order_type;
    std::optional<Decimal> limit_price;   ///< Of its order.
    std::optional<Decimal> target_price;  ///< Of the intent that its order names, else of its signal.
    Timestamp filled_at;
};

}  // namespace tks
