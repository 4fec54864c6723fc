#include "store/fill_reader.hpp"

#include <utility>

#include "store/figure_cache.hpp"
#include "store/fill_teller.hpp"
#include "store/numbered.hpp"
#include "store/ordered_texts.hpp"
#include "store/time_order.hpp"

namespace tks::store {

void FillReader::share_out(const ThreadVisitors<TradeFill>& visitors) {
    read_together(connection_, [&](Readers& readers) {
        load(readers);
        readers.share_out<TradeFill>(
            FillFigures::largest_sql, visitors,
            [&](Connection& connection, Part part, const auto& visit) { read(connection, part, visit); });
    });
}

void FillReader::load(Readers& readers) {
    // What is not there has the first word.
    order_words_.number_of("");
    origin_words_.number_of("");
    const Part orders = readers.all_rows(OrderFigures::largest_sql),
               intents = readers.all_rows(IntentFigures::largest_sql),
               signals = readers.all_rows(SignalFigures::largest_sql),
               trades = readers.all_rows(TotalFigures::largest_sql);
    orders_.resize(static_cast<std::size_t>(orders.last) + 1);
    intents_.resize(static_cast<std::size_t>(intents.last) + 1);
    target_prices_.resize(static_cast<std::size_t>(signals.last) + 1);
    trades_.resize(static_cast<std::size_t>(trades.last) + 1);
    readers.each([&](Connection& connection, unsigned index) {
        if (index == 0) load_orders(connection, orders);
        if (index != 1 && readers.count() != 1) return;
        load_intents(connection, intents);
        load_signals(connection, signals);
        load_trades(connection, trades);
    });
}

void FillReader::load_orders(Connection& connection, Part all) {
    using Figures = OrderFigures;
    for_each_figures<Figures, &Figures::intent, &Figures::signal, &Figures::venue, &Figures::strategy, &Figures::type,
                     &Figures::limit_price>(
        connection, all, order_words_, [this](Id number, const OrderFigures& order) {
            orders_[number] = {order.intent, order.signal, order.venue, order.strategy, order.type, order.limit_price};
        });
}

void FillReader::load_intents(Connection& connection, Part all) {
    using Figures = IntentFigures;
    for_each_figures<Figures, &Figures::strategy, &Figures::provider, &Figures::direction, &Figures::target_price>(
        connection, all, origin_words_, [this](Id number, const IntentFigures& intent) {
            intents_[number] = {{intent.strategy, intent.provider, intent.direction}, intent.target_price};
        });
}

void FillReader::load_signals(Connection& connection, Part all) {
    Words words;
    for_each_figures<SignalFigures, &SignalFigures::target_price>(
        connection, all, words,
        [this](Id number, const SignalFigures& signal) { target_prices_[number] = signal.target_price; });
}

void FillReader::load_trades(Connection& connection, Part all) {
    using Figures = TotalFigures;
    for_each_figures<Figures, &Figures::strategy, &Figures::provider, &Figures::direction>(
        connection, all, origin_words_, [this](Id number, const TotalFigures& trade) {
            trades_[number] = {trade.strategy, trade.provider, trade.direction};
        });
}

// The ids are not told: whoever wants no order of fills adds them up.
void FillReader::read(Connection& connection, Part part, const std::function<void(const TradeFill&)>& visit) const {
    Words words;
    TradeFill fill;
    using Figures = FillFigures;
    for_each_figures<Figures, &Figures::order, &Figures::trade, &Figures::market, &Figures::side, &Figures::quantity,
                     &Figures::price, &Figures::fee, &Figures::liquidity, &Figures::filled_at>(
        connection, part, words, [&](Id, const FillFigures& figures) {
            tell(figures, words[figures.market.number], fill);
            visit(fill);
        });
}

std::vector<TimedRow> FillReader::in_order(Readers& readers) {
    auto rows = timed_rows<FillFigures, &FillFigures::filled_at>(readers);
    FigureCache<FillFigures, &FillFigures::fill_id> fills(connection_);
    sort_by_time(rows, [&](const TimedRow& row) { return fills.find(row.number)->fill_id; });
    return rows;
}

void FillReader::for_each(const std::function<void(const TradeFill&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        const std::vector<TimedRow> rows = in_order(readers);
        FillTeller teller(connection_);
        for (const TimedRow& row : rows) visit(teller.tell(row.number));
    });
}

std::uint64_t FillReader::for_each_back(const std::function<bool(const TradeFill&)>& visit) {
    std::uint64_t count = 0;
    read_together(connection_, [&](Readers& readers) {
        const std::vector<TimedRow> rows = in_order(readers);
        FillTeller teller(connection_);
        count = tell_back(rows, teller, visit);
    });
    return count;
}

void FillReader::write(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink, FillOrigins origins) {
    read_together(connection_, [&](Readers& readers) {
        write_in_order<FillTeller>(readers, in_order(readers), makers, sink, origins);
    });
}

void FillReader::tell(const FillFigures& figures, const std::string& market, TradeFill& fill) const {
    fill.market = market;
    tell_own(figures, fill);
    const Id trade = figures.trade;
    const Order& order = numbered(orders_, figures.order);
    const Intent& intent = numbered(intents_, order.intent);
    fill.venue = order_words_[order.venue.number];
    fill.order_type = order.type;
    fill.limit_price = order.limit_price;
    fill.target_price = intent.target_price ? intent.target_price : numbered(target_prices_, order.signal);
    const Origin& origin = trade != no_id ? numbered(trades_, trade) : intent.origin;
    fill.strategy_id = origin_words_[origin.strategy.number];
    if (trade == no_id && !order_words_[order.strategy.number].empty())
        fill.strategy_id = order_words_[order.strategy.number];
    fill.provider_id = origin_words_[origin.provider.number];
    fill.direction = origin.direction;
}

}  // namespace tks::store
