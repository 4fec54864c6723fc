#pragma once

#include <optional>
#include <string_view>

#include "tks/decimal.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks {

/// A fill with what its order, the intent or signal behind it, and its trade say of it. Text is empty where nothing is known, and
/// borrowed from whoever tells the fill.
struct TradeFill {
    std::string_view fill_id;
    std::string_view order_id;
    std::string_view trade_id;  ///< Empty where none was found for it.
    std::string_view market;
    std::string_view strategy_id;  ///< Of its trade; without one, of its order or intent. So are the next two.
    std::string_view provider_id;
    std::optional<Direction> direction;
    Side side{};
    Decimal quantity;  ///< Base asset.
    Decimal price;     ///< Quote currency.
    Decimal fee;       ///< Quote currency.
    LiquidityType liquidity{};
    std::string_view venue;
    std::optional<OrderType> order_type;
    std::optional<Decimal> limit_price;   ///< Of its order.
    std::optional<Decimal> target_price;  ///< Of the intent that its order names, else of its signal.
    Timestamp filled_at;
};

}  // namespace tks
