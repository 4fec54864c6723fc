#include "store/attribution.hpp"

namespace tks::store {

Attribution::Attribution(SQLite::Database& database)
    : trade_of_signal_(database, "SELECT trade_no FROM signal WHERE signal_no = ?"),
      trade_of_intent_(
          database,
          "SELECT coalesce((SELECT trade_no FROM signal WHERE signal.signal_no = only_granted_signal_no), "
          "(SELECT trade_no FROM signal WHERE signal.signal_no = intent.signal_no)) FROM intent WHERE intent_no = ?"),
      links_of_order_(database, R"(SELECT named_trade_no, signal_no, intent_no FROM "order" WHERE order_no = ?)"),
      trade_of_cause_(database, "SELECT trade_no FROM cause WHERE event_id = ?"),
      trade_of_correlation_(database, "SELECT trade_no FROM correlation WHERE correlation_id = ?"),
      order_(database, R"(SELECT named_trade_no, signal_no, intent_no, trade_no FROM "order" WHERE order_no = ?)"),
      set_order_(database, R"(UPDATE "order" SET trade_no = ? WHERE order_no = ?)"),
      fill_(
          database,
          "SELECT named_trade_no, order_no, signal_no, event_id, correlation_id, trade_no, found_by FROM fill WHERE fill_no = ?"),
      set_fill_(database, "UPDATE fill SET trade_no = ?, found_by = ? WHERE fill_no = ?") {}

Id Attribution::find(Statement& statement, Id number) {
    if (number == no_id || !statement.find(number)) return no_id;
    const Id found = statement.number(0);
    statement.finish();
    return found;
}

Id Attribution::trade_of_signal(Id signal) {
    if (delta_ == nullptr) return find(trade_of_signal_, signal);
    const Id added = delta_->signals.new_id(signal);
    if (added == no_id) return find(trade_of_signal_, signal);
    return delta_->trades[delta_->state.signals[added].trade.id()];
}

Id Attribution::trade_of_intent(Id intent) {
    const Id added = delta_ != nullptr ? delta_->intents.new_id(intent) : no_id;
    if (added == no_id) return find(trade_of_intent_, intent);
    const projection::IntentRecord& record = delta_->state.intents[added];
    const Id trade = trade_of_signal(delta_->signals[record.granted.id()]);
    return trade != no_id ? trade : trade_of_signal(delta_->signals[record.signal.id()]);
}

Attribution::OrderLinks Attribution::links_of_order(Id order) {
    if (const Id added = delta_ != nullptr ? delta_->orders.new_id(order) : no_id; added != no_id) {
        const projection::OrderRecord& record = delta_->state.orders[added];
        return {.named_trade = delta_->trades[record.trade.id()],
                .signal = delta_->signals[record.signal.id()],
                .intent = delta_->intents[record.intent.id()]};
    }
    if (!links_of_order_.find(order)) return {};
    const OrderLinks links{.named_trade = links_of_order_.number(0),
                           .signal = links_of_order_.number(1),
                           .intent = links_of_order_.number(2)};
    links_of_order_.finish();
    return links;
}

Id Attribution::trade_of_order(Id named_trade, Id signal, Id intent) {
    if (named_trade != no_id) return named_trade;
    if (const Id trade = trade_of_signal(signal); trade != no_id) return trade;
    return trade_of_intent(intent);
}

Attribution::Found Attribution::trade_of_fill(const FillLinks& fill) {
    if (fill.named_trade != no_id) return {fill.named_trade, FoundBy::fill};
    const OrderLinks order = links_of_order(fill.order);
    if (order.named_trade != no_id) return {order.named_trade, FoundBy::order};
    if (const Id trade = trade_of_signal(order.signal); trade != no_id) return {trade, FoundBy::signal_of_order};
    if (const Id trade = trade_of_signal(fill.signal); trade != no_id) return {trade, FoundBy::signal_of_fill};
    if (const Id trade = trade_of_intent(order.intent); trade != no_id) return {trade, FoundBy::intent};
    const auto find_by_text = [](Statement& statement, std::string_view text) {
        if (text.empty() || !statement.find(text)) return no_id;
        const Id found = statement.number(0);
        statement.finish();
        return found;
    };
    if (const Id trade = find_by_text(trade_of_cause_, fill.event_id); trade != no_id) return {trade, FoundBy::cause};
    if (const Id trade = find_by_text(trade_of_correlation_, fill.correlation_id); trade != no_id)
        return {trade, FoundBy::correlation};
    return {};
}

void Attribution::renew_order(Id order) {
    if (!order_.find(order)) return;
    const Id trade = trade_of_order(order_.number(0), order_.number(1), order_.number(2));
    const bool is_same = trade == order_.number(3);
    order_.finish();
    if (!is_same) set_order_.run(Number{trade}, order);
}

void Attribution::renew_fill(Id fill, std::vector<Id>& trades) {
    if (!fill_.find(fill)) return;
    const Found found =
        trade_of_fill({fill_.number(0), fill_.number(1), fill_.number(2), fill_.text(3), fill_.text(4)});
    const Id before = fill_.number(5);
    const bool is_same = found.trade == before && static_cast<std::int64_t>(found.by) == fill_.integer(6);
    fill_.finish();
    if (before != no_id) trades.push_back(before);
    if (found.trade != no_id) trades.push_back(found.trade);
    if (!is_same) set_fill_.run(Number{found.trade}, static_cast<int>(found.by), fill);
}

}  // namespace tks::store
