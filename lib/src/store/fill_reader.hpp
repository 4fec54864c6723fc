#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "store/connection.hpp"
#include "store/figures.hpp"
#include "store/fill_teller.hpp"
#include "store/parts.hpp"
#include "store/time_order.hpp"
#include "store/words.hpp"
#include "tks/text_sink.hpp"
#include "tks/thread_visitors.hpp"
#include "tks/trade_fill.hpp"

namespace tks::store {

/// Tells the fills of a store, as Store says. Where their order is not asked for, what many of them lead to is read into memory
/// before, table by table, since looking up each would take longer.
class FillReader {
public:
    explicit FillReader(Connection& connection) : connection_(connection) {}

    /// In any order, without ids.
    void share_out(const ThreadVisitors<TradeFill>& visitors);

    /// In order of (filled_at, fill_id).
    void for_each(const std::function<void(const TradeFill&)>& visit);
    void write(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink, FillOrigins origins);

    /// See Store::for_each_fill_back().
    std::uint64_t for_each_back(const std::function<bool(const TradeFill&)>& visit);

private:
    struct Origin {
        Word strategy, provider;  // Of origins.
        std::optional<Direction> direction;
    };
    struct Order {
        Id intent = no_id;
        Id signal = no_id;
        Word venue, strategy;  // Of orders.
        std::optional<OrderType> type;
        std::optional<Decimal> limit_price;
    };
    struct Intent {
        Origin origin;
        std::optional<Decimal> target_price;
    };

    std::vector<TimedRow> in_order(Readers& readers);
    void load(Readers& readers);
    void load_orders(Connection& connection, Part all);
    void load_intents(Connection& connection, Part all);
    void load_signals(Connection& connection, Part all);
    void load_trades(Connection& connection, Part all);
    void read(Connection& connection, Part part, const std::function<void(const TradeFill&)>& visit) const;
    void tell(const FillFigures& figures, const std::string& market, TradeFill& fill) const;

    Connection& connection_;
    Words order_words_, origin_words_;
    // By their numbers in the store.
    std::vector<Order> orders_;
    std::vector<Intent> intents_;
    std::vector<std::optional<Decimal>> target_prices_;  // Of signals.
    std::vector<Origin> trades_;
};

}  // namespace tks::store
