#include "store/pnl_table.hpp"

#include <algorithm>
#include <string>

#include "projection/ledger.hpp"
#include "store/merge_key.hpp"
#include "store/values.hpp"

namespace tks::store {

namespace {

using projection::State;

}  // namespace

PnlTable::PnlTable(Connection& connection)
    : connection_(connection),
      trade_(
          connection.database(),
          "SELECT trade_id, merge_key, status, direction, market, strategy_id, signal_no, opened_at, closed_at, realized_pnl "
          "FROM trade WHERE trade_no = ?"),
      fills_(
          connection.database(),
          "SELECT fill_id, side, quantity, price, fee, filled_at, market, order_no, signal_no FROM fill WHERE trade_no = ?"),
      profits_(connection.database(), "SELECT event_id, realized_pnl_delta FROM profit WHERE trade_no = ?"),
      order_(connection.database(), R"(SELECT signal_no, intent_no, strategy_id FROM "order" WHERE order_no = ?)"),
      signal_(connection.database(), "SELECT signal_id, intent_no FROM signal WHERE signal_no = ?"),
      intent_(
          connection.database(),
          "SELECT only_granted_signal_no, signal_no, strategy_id, signal_provider_id, direction FROM intent WHERE intent_no = ?"),
      some_trades_(connection.database(),
                   "SELECT trade_no FROM trade WHERE trade_no > ? ORDER BY trade_no LIMIT 10000"),
      insert_(
          connection.database(),
          insert_batch_sql(
              "pnl",
              "trade_no, sorted_at, market, strategy_id, signal_provider_id, signal_id, direction, "
              "direction_is_assumed, opened_at, closed_at, fills, entry_qty, exit_qty, open_qty, unmatched_exit_qty, "
              "entry_value, exit_value, open_cost, avg_entry_price, avg_exit_price, realized_pnl, fees, "
              "realized_pnl_net, realized_pnl_matched, reported_pnl, reported_delta_sum, difference, reconciliation, "
              "held_ms")),
      delete_(connection.database(), "DELETE FROM pnl WHERE trade_no = ?") {}

void PnlTable::add(Valued trade, const projection::Valuation& valuation, NewRows& new_rows) {
    const TradePnl pnl = valuation.value(trade.trade);
    const PnlFigures& figures = pnl.figures;
    new_rows.add(trade.number, valuation.sorted_at(trade.trade), pnl.market, pnl.strategy_id, pnl.provider_id,
                 pnl.signal_id, to_string(pnl.direction), pnl.direction_is_assumed, pnl.opened_at, pnl.closed_at,
                 pnl.fills, figures.entry_qty, figures.exit_qty, figures.open_qty, figures.unmatched_exit_qty,
                 figures.entry_value, figures.exit_value, figures.open_cost, figures.avg_entry_price,
                 figures.avg_exit_price, figures.realized_pnl, figures.fees, figures.realized_pnl_net,
                 figures.realized_pnl_matched, pnl.reported_pnl, pnl.reported_delta_sum, pnl.difference,
                 to_string(pnl.reconciliation), pnl.held_ms);
}

void PnlTable::renew(std::span<const Id> trades, const projection::ValuationOptions& options) {
    constexpr std::size_t at_once = 1000;
    add_rows(insert_, [&](NewRows& new_rows) {
        for (std::size_t begin = 0; begin < trades.size(); begin += at_once)
            renew_some(trades.subspan(begin, std::min(at_once, trades.size() - begin)), options, new_rows);
    });
}

void PnlTable::renew_all(const projection::ValuationOptions& options) {
    for (Id last = no_id;;) {
        std::vector<Id> trades;
        for (some_trades_.start(last); some_trades_.next();) trades.push_back(some_trades_.number(0));
        if (trades.empty()) return;
        renew(trades, options);
        last = trades.back();
    }
}

/// What was reckoned before is gone when the new rows come. SQLite would replace it as well, but row by row, and keep a copy of each page
/// that it changes on the way.
void PnlTable::renew_some(std::span<const Id> trades, const projection::ValuationOptions& options, NewRows& new_rows) {
    State state(projection::Detail::pnl);
    last_signal_ = {};
    last_intent_ = {};
    std::vector<Id> numbers{no_id};  // In the store, by the trade's number in the state.
    for (const Id number : trades) {
        const Id trade = load_trade(number, state);
        if (trade == no_id) continue;
        numbers.resize(trade + 1);
        numbers[trade] = number;
    }
    const projection::Ledger ledger(state);
    const projection::Valuation valuation(state, ledger, options);
    for (Id trade = 1; trade < numbers.size(); ++trade) {
        delete_.run(numbers[trade]);
        if (valuation.is_told(trade)) add({numbers[trade], trade}, valuation, new_rows);
    }
}

/// The trade with all that its valuation asks for. What is known by its number alone, and not told, has that for an id.
Id PnlTable::load_trade(Id number, State& state) {
    if (!trade_.find(number)) return no_id;
    const Id trade = state.trades.intern(trade_.text(0));
    projection::TradeRecord record;
    projection::TradeReport report;
    KeptMoment latest, profit;
    const std::string key_bytes(trade_.bytes(1));
    MergeKeyReader key(key_bytes);
    key.read(latest);
    key.read(profit);
    record.latest = latest.moment;
    record.latest.event_id = projection::no_blob;
    record.latest_profit = profit.moment;
    record.latest_profit.event_id = projection::no_blob;
    // Of a trade that is only named, nothing is known.
    if (!trade_.is_null(2)) report.status = word_of<TradeStatus>(connection_, trade_.text(2));
    if (!trade_.is_null(3)) report.direction = word_of<Direction>(connection_, trade_.text(3));
    report.market = state.words.intern(trade_.text(4));
    report.strategy = state.words.intern(trade_.text(5));
    const Id signal = trade_.number(6);
    report.opened_at = trade_.time(7).value_or(projection::TradeRecord::no_moment);
    report.closed_at = trade_.time(8).value_or(projection::TradeRecord::no_moment);
    if (!trade_.is_null(9)) report.realized_pnl = state.decimals.pack(decimal_of(connection_, trade_.text(9)));
    trade_.finish();
    report.signal = load_signal(signal, state);
    state.trades[trade] = record;
    state.put(trade, report);
    load_fills(number, trade, state);
    for (profits_.start(number); profits_.next();) {
        projection::ProfitRecord& realized = state.profits[state.profits.intern(profits_.text(0))];
        realized.delta = state.decimals.pack(decimal_of(connection_, profits_.text(1)));
        realized.trade = trade;
    }
    return trade;
}

void PnlTable::load_fills(Id number, Id trade, State& state) {
    Id first = no_id;
    Id order_of_first = no_id;
    Id signal_of_first = no_id;
    for (fills_.start(number); fills_.next();) {
        projection::FillRecord fill;
        fill.trade = trade;
        fill.side = word_of<Side>(connection_, fills_.text(1));
        fill.quantity = state.decimals.pack(decimal_of(connection_, fills_.text(2)));
        fill.price = state.decimals.pack(decimal_of(connection_, fills_.text(3)));
        fill.fee = state.decimals.pack(decimal_of(connection_, fills_.text(4)));
        fill.filled_at = Timestamp{fills_.integer(5)};
        fill.market = state.words.intern(fills_.text(6));
        const Id id = state.fills.intern(fills_.text(0));
        state.put(id, fill);
        if (first != no_id && state.precedes(first, id)) continue;
        first = id;
        order_of_first = fills_.number(7);
        signal_of_first = fills_.number(8);
    }
    if (first == no_id) return;
    // The origin of a trade is told by its first fill alone.
    projection::FillRecord fill = state.fill(first);
    fill.order = load_order(order_of_first, state);
    fill.signal = load_signal(signal_of_first, state);
    state.put(first, fill);
}

Id PnlTable::load_order(Id number, State& state) {
    if (!order_.find(number)) return no_id;
    const Id order = state.orders.intern(std::to_string(number));
    const Id signal = order_.number(0);
    const Id intent = order_.number(1);
    state.orders[order].strategy.join(state.words.intern(order_.text(2)));
    order_.finish();
    state.orders[order].signal = projection::Link::restore(load_signal(signal, state), false);
    state.orders[order].intent = projection::Link::restore(load_intent(intent, state, true), false);
    return order;
}

Id PnlTable::load_signal(Id number, State& state) {
    if (number == last_signal_.number)
        return last_signal_.id;  // Often the same one is asked for several times in a row.
    if (!signal_.find(number)) return no_id;
    const Id signal = state.signals.intern(signal_.text(0));
    const Id intent = signal_.number(1);
    signal_.finish();
    last_signal_ = {number, signal};
    state.signals[signal].intent = projection::Link::restore(load_intent(intent, state, false), false);
    return signal;
}

/// The signals that the intent leads to are only of interest where no other is known.
Id PnlTable::load_intent(Id number, State& state, bool with_signals) {
    if (number == no_id) return no_id;
    if (number == last_intent_.number && (last_intent_.has_signals || !with_signals)) return last_intent_.id;
    if (!intent_.find(number)) return no_id;
    const Id intent = state.intents.intern(std::to_string(number));
    const auto word = [&](int column) {
        return projection::Link::restore(state.words.intern(intent_.text(column)), false);
    };
    state.join_origin(intent, {.strategy = word(2), .provider = word(3), .direction = word(4)});
    const Id granted = intent_.number(0);
    const Id signal = intent_.number(1);
    intent_.finish();
    last_intent_ = {number, intent, with_signals};
    if (!with_signals) return intent;
    const auto link = [&](Id to) { return projection::Link::restore(load_signal(to, state), false); };
    state.intents[intent].granted = link(granted);
    state.intents[intent].signal = link(signal);
    return intent;
}

void PnlTable::add(std::span<const Valued> trades, const projection::Valuation& valuation) {
    add_rows(insert_, [&](NewRows& new_rows) {
        for (const Valued trade : trades) add(trade, valuation, new_rows);
    });
}

}  // namespace tks::store
