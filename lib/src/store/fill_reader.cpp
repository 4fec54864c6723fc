#include "store/fill_reader.hpp"

#include <mutex>
#include <utility>

#include "store/numbered.hpp"
#include "store/statement.hpp"
#include "store/values.hpp"

namespace tks::store {

namespace {

std::optional<Decimal> decimal_or_none(const Connection& connection, const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return decimal_of(connection, row.text(column));
}

template <class Enum>
std::optional<Enum> word_or_none(const Connection& connection, const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return word_of<Enum>(connection, row.text(column));
}

}  // namespace

void FillReader::for_each(const std::function<void(const TradeFill&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        load(readers);
        std::mutex mutex;
        const auto take = [&](const std::vector<TradeFill>& fills, std::size_t count) {
            const std::scoped_lock lock(mutex);
            for (std::size_t index = 0; index < count; ++index) visit(fills[index]);
        };
        readers.each_part(readers.number("SELECT max(fill_no) FROM fill"),
                          [&](Connection& connection, Part part) { read(connection, part, take); });
    });
}

void FillReader::load(Readers& readers) {
    orders_.reserve(static_cast<std::size_t>(readers.number(R"(SELECT max(order_no) FROM "order")")) + 1);
    intents_.reserve(static_cast<std::size_t>(readers.number("SELECT max(intent_no) FROM intent")) + 1);
    readers.each([&](Connection& connection, unsigned index) {
        if (index == 0) load_orders(connection);
        if (index == 1 || readers.count() == 1) load_origins(connection);
    });
}

void FillReader::load_orders(Connection& connection) {
    order_words_.number_of("");
    Statement rows(
        connection.database(),
        R"(SELECT order_no, intent_no, signal_no, venue, order_type, limit_price, strategy_id FROM "order")");
    for (rows.start(); rows.next();) {
        Order& order = numbered(orders_, rows.number(0));
        order.intent = rows.number(1);
        order.signal = rows.number(2);
        order.venue = order_words_.number_of(rows.text(3));
        order.type = word_or_none<OrderType>(connection, rows, 4);
        order.limit_price = decimal_or_none(connection, rows, 5);
        order.strategy = order_words_.number_of(rows.text(6));
    }
}

void FillReader::load_origins(Connection& connection) {
    origin_words_.number_of("");
    const auto read_origin = [&](const Statement& row) {
        return Origin{origin_words_.number_of(row.text(1)), origin_words_.number_of(row.text(2)),
                      word_or_none<Direction>(connection, row, 3)};
    };
    Statement intents(connection.database(),
                      "SELECT intent_no, strategy_id, signal_provider_id, direction, target_price FROM intent");
    for (intents.start(); intents.next();)
        numbered(intents_, intents.number(0)) = {read_origin(intents), decimal_or_none(connection, intents, 4)};
    Statement signals(connection.database(),
                      "SELECT signal_no, target_price FROM signal WHERE target_price IS NOT NULL");
    for (signals.start(); signals.next();)
        numbered(target_prices_, signals.number(0)) = decimal_or_none(connection, signals, 1);
    Statement trades(connection.database(), "SELECT trade_no, strategy_id, signal_provider_id, direction FROM pnl");
    for (trades.start(); trades.next();) numbered(trades_, trades.number(0)) = read_origin(trades);
}

void FillReader::read(Connection& connection, Part part,
                      const std::function<void(const std::vector<TradeFill>&, std::size_t)>& take) const {
    // The ids of orders and trades are not looked up: whoever wants no order of fills adds them up.
    Statement rows(
        connection.database(),
        "SELECT fill_id, order_no, trade_no, market, side, quantity, price, fee, liquidity, filled_at FROM fill "
        "WHERE fill_no BETWEEN ? AND ?");
    std::vector<TradeFill> fills(512);
    std::size_t count = 0;
    for (rows.start(part.first, part.last); rows.next();) {
        TradeFill& fill = fills[count++];
        fill.fill_id = rows.text(0);
        fill.market = rows.text(3);
        fill.side = word_of<Side>(connection, rows.text(4));
        fill.quantity = decimal_of(connection, rows.text(5));
        fill.price = decimal_of(connection, rows.text(6));
        fill.fee = decimal_of(connection, rows.text(7));
        fill.liquidity = word_of<LiquidityType>(connection, rows.text(8));
        fill.filled_at = Timestamp{rows.integer(9)};
        tell(rows.number(1), rows.number(2), fill);
        if (count < fills.size()) continue;
        take(fills, count);
        count = 0;
    }
    take(fills, count);
}

void FillReader::tell(Id number, Id trade, TradeFill& fill) const {
    const Order& order = numbered(orders_, number);
    const Intent& intent = numbered(intents_, order.intent);
    fill.venue = order_words_[order.venue];
    fill.order_type = order.type;
    fill.limit_price = order.limit_price;
    fill.target_price = intent.target_price ? intent.target_price : numbered(target_prices_, order.signal);
    const Origin& origin = trade != no_id ? numbered(trades_, trade) : intent.origin;
    fill.strategy_id = origin_words_[origin.strategy];
    if (trade == no_id && order.strategy != 0) fill.strategy_id = order_words_[order.strategy];
    fill.provider_id = origin_words_[origin.provider];
    fill.direction = origin.direction;
}

}  // namespace tks::store
