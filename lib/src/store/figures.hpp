#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id_table.hpp"
#include "projection/state.hpp"
#include "tks/amount.hpp"
#include "tks/decimal.hpp"
#include "tks/pnl.hpp"
#include "tks/time.hpp"
#include "tks/trade_pnl.hpp"
#include "tks/value_objects.hpp"

/// What reports add up, of each row of the large tables: the columns that they ask for, without the payloads between them.
///
/// A kind is packed from one table, whose name it begins with. Each names its columns once, in `sql` and in `visit`, in the same order; reading them from rows, packing them into a block
/// and unpacking them follow from that. Whoever changes one raises the schema_version, with a migration that empties the blocks.
namespace tks::store {

/// How many rows, by their numbers, are kept together: 1 to 4096, 4097 to 8192 …
inline constexpr std::int64_t block_rows = 4096;

// Numbers and times are told by how far they are from those before, modulo 2^64.

inline std::int64_t step_between(std::int64_t last, std::int64_t value) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(last));
}
inline std::int64_t number_after(std::int64_t last, std::int64_t step) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(last) + static_cast<std::uint64_t>(step));
}

/// A text of which there are few, by its number in Words.
struct Word {
    std::uint32_t number = 0;
};

struct IntentFigures {
    static constexpr std::string_view kind = "intent";
    static constexpr const char* largest_sql = "SELECT max(intent_no) FROM intent";
    static constexpr const char* sql =
        "SELECT intent_no, payload IS NOT NULL, intent_id, market, strategy_id, signal_provider_id, direction, status, "
        "first_created_at, first_granted_at, coalesce(only_granted_signal_no, signal_no), rejection_reasons, target_price, payload ->> '$.created_at', last_event_at FROM intent "
        "WHERE intent_no BETWEEN ? AND ?";

    bool is_defined = false;  ///< There is a payload.
    std::string_view intent_id;
    Word market, strategy, provider;
    std::optional<Direction> direction;
    std::optional<IntentStatus> status;
    projection::FirstSteps steps;
    Id signal = no_id;
    Word rejection_reasons;  ///< As the table has them: a JSON array, or nothing.
    std::optional<Decimal> target_price;
    Timestamp created_at, last_event_at;

    void visit(auto& each) {
        each(is_defined), each(intent_id), each(market), each(strategy), each(provider), each(direction), each(status),
            each(steps), each(signal), each(rejection_reasons), each(target_price), each(created_at),
            each(last_event_at);
    }
};

struct SignalFigures {
    static constexpr std::string_view kind = "signal";
    static constexpr const char* largest_sql = "SELECT max(signal_no) FROM signal";
    static constexpr const char* sql =
        "SELECT signal_no, CASE WHEN payload IS NOT NULL THEN status END, first_created_at, first_hot_at, "
        "CASE WHEN status NOT IN ('created', 'qualified_hot') THEN reasons END, target_price FROM signal "
        "WHERE signal_no BETWEEN ? AND ?";

    std::optional<SignalStatus> status;  ///< Of a snapshot; without a payload there is none.
    projection::FirstSteps steps;
    Word reasons;  ///< Why it ended: a JSON array, or nothing.
    std::optional<Decimal> target_price;

    void visit(auto& each) { each(status), each(steps), each(reasons), each(target_price); }
};

struct OrderFigures {
    static constexpr std::string_view kind = "order";
    static constexpr const char* largest_sql = R"(SELECT max(order_no) FROM "order")";
    static constexpr const char* sql =
        "SELECT order_no, order_id, CASE WHEN payload IS NOT NULL THEN status END, first_requested_at, first_placed_at, intent_no, signal_no, "
        R"(venue, order_type, limit_price, strategy_id, rejection_reason FROM "order" WHERE order_no BETWEEN ? AND ?)";

    std::string_view order_id;
    std::optional<OrderStatus> status;  ///< Of a snapshot.
    projection::FirstSteps steps;
    Id intent = no_id;
    Id signal = no_id;
    Word venue;
    std::optional<OrderType> type;
    std::optional<Decimal> limit_price;
    Word strategy, rejection_reason;

    void visit(auto& each) {
        each(order_id), each(status), each(steps), each(intent), each(signal), each(venue), each(type),
            each(limit_price), each(strategy), each(rejection_reason);
    }
};

/// What reports list of an order.
struct OrderDetails {
    static constexpr std::string_view kind = "order_details";
    static constexpr const char* largest_sql = OrderFigures::largest_sql;
    static constexpr const char* sql =
        "SELECT order_no, order_id, payload ->> '$.market', payload ->> '$.side', order_type, "
        "CASE WHEN payload IS NOT NULL THEN status END, payload -> '$.quantity', limit_price, payload ->> '$.venue', "
        "payload ->> '$.strategy_id', payload ->> '$.intent_id', payload ->> '$.trade_id', rejection_reason, "
        R"(payload ->> '$.created_at', last_event_at FROM "order" WHERE order_no BETWEEN ? AND ?)";

    std::string_view order_id;
    Word market;
    std::optional<Side> side;
    std::optional<OrderType> type;
    std::optional<OrderStatus> status;
    std::optional<Decimal> quantity, limit_price;
    std::optional<Word> venue, strategy;
    std::string_view intent_id;
    std::optional<std::string_view> trade_id;
    std::optional<Word> rejection_reason;
    Timestamp created_at, last_event_at;

    void visit(auto& each) {
        each(order_id), each(market), each(side), each(type), each(status), each(quantity), each(limit_price),
            each(venue), each(strategy), each(intent_id), each(trade_id), each(rejection_reason), each(created_at),
            each(last_event_at);
    }
};

struct FillFigures {
    static constexpr std::string_view kind = "fill";
    static constexpr const char* largest_sql = "SELECT max(fill_no) FROM fill";
    static constexpr const char* sql =
        "SELECT fill_no, fill_id, order_no, trade_no, market, side, quantity, price, fee, liquidity, filled_at FROM fill "
        "WHERE fill_no BETWEEN ? AND ?";

    std::string_view fill_id;
    Id order = no_id;
    Id trade = no_id;
    Word market;
    Side side{};
    Decimal quantity, price, fee;
    LiquidityType liquidity{};
    Timestamp filled_at;

    void visit(auto& each) {
        each(fill_id), each(order), each(trade), each(market), each(side), each(quantity), each(price), each(fee),
            each(liquidity), each(filled_at);
    }
};

struct TradeFigures {
    static constexpr std::string_view kind = "trade";
    static constexpr const char* largest_sql = "SELECT max(trade_no) FROM trade";
    static constexpr const char* sql =
        "SELECT trade_no, trade_id, status, opened_at, closed_at, signal_no FROM trade WHERE trade_no BETWEEN ? AND ?";

    std::string_view trade_id;
    std::optional<TradeStatus> status;
    std::optional<Timestamp> opened_at, closed_at;
    Id signal = no_id;

    void visit(auto& each) { each(trade_id), each(status), each(opened_at), each(closed_at), each(signal); }
};

struct TotalFigures {
    static constexpr std::string_view kind = "pnl";
    static constexpr const char* largest_sql = "SELECT max(trade_no) FROM pnl";
    static constexpr const char* sql =
        "SELECT trade_no, sorted_at, market, strategy_id, signal_provider_id, direction, opened_at, closed_at, open_qty <> '0', "
        "open_qty = '0' AND entry_qty <> '0', realized_pnl, fees, held_ms FROM pnl WHERE trade_no BETWEEN ? AND ?";

    Timestamp sorted_at;
    Word market, strategy, provider;
    Direction direction{};
    std::optional<Timestamp> opened_at, closed_at;
    bool is_open = false, is_closed = false;
    Amount realized_pnl, fees;
    std::optional<Amount> held_ms;

    void visit(auto& each) {
        each(sorted_at), each(market), each(strategy), each(provider), each(direction), each(opened_at),
            each(closed_at), each(is_open), each(is_closed), each(realized_pnl), each(fees), each(held_ms);
    }
};

/// All that is reckoned of a trade.
struct PnlDetails {
    static constexpr std::string_view kind = "pnl_details";
    static constexpr const char* largest_sql = TotalFigures::largest_sql;
    static constexpr std::string_view columns =
        "p.market, p.strategy_id, p.signal_provider_id, p.signal_id, p.direction, p.direction_is_assumed, p.opened_at, p.closed_at, "
        "p.fills, p.entry_qty, p.exit_qty, p.open_qty, p.unmatched_exit_qty, p.entry_value, p.exit_value, p.open_cost, p.avg_entry_price, "
        "p.avg_exit_price, p.realized_pnl, p.fees, p.realized_pnl_net, p.realized_pnl_matched, p.reported_pnl, p.reported_delta_sum, "
        "p.difference, p.reconciliation, p.held_ms";
    static const std::string sql;

    Word market, strategy, provider;
    std::string_view signal_id;
    Direction direction{};
    bool direction_is_assumed = false;
    std::optional<Timestamp> opened_at, closed_at;
    Id fills = 0;  ///< How many there are.
    PnlFigures figures;
    std::optional<Amount> reported_pnl, reported_delta_sum, difference;
    Reconciliation reconciliation{};
    std::optional<Amount> held_ms;

    void visit(auto& each) {
        each(market), each(strategy), each(provider), each(signal_id), each(direction), each(direction_is_assumed),
            each(opened_at), each(closed_at), each(fills), each(figures.entry_qty), each(figures.exit_qty),
            each(figures.open_qty), each(figures.unmatched_exit_qty), each(figures.entry_value),
            each(figures.exit_value), each(figures.open_cost), each(figures.avg_entry_price),
            each(figures.avg_exit_price), each(figures.realized_pnl), each(figures.fees),
            each(figures.realized_pnl_net), each(figures.realized_pnl_matched), each(reported_pnl),
            each(reported_delta_sum), each(difference), each(reconciliation), each(held_ms);
    }
};
inline const std::string PnlDetails::sql =
    "SELECT p.trade_no, " + std::string(columns) + " FROM pnl AS p WHERE p.trade_no BETWEEN ? AND ?";

}  // namespace tks::store
