#include "store/story_reader.hpp"

#include <fmt/format.h>

#include "store/figure_blocks.hpp"
#include "store/numbered.hpp"
#include "store/values.hpp"

namespace tks::store {

StoryReader::StoryReader(Connection& connection) : connection_(connection) {}

void StoryReader::share_out(const ThreadVisitors<Story>& visitors) {
    read_together(connection_, [&](Readers& readers) {
        load(readers);
        group(static_cast<std::size_t>(readers.all_rows(IntentFigures::largest_sql).last) + 1);
        readers.share_out<Story>(
            IntentFigures::largest_sql, visitors,
            [&](Connection& connection, Part part, const auto& visit) { read_intents(connection, part, visit); });
    });
}

void StoryReader::load(Readers& readers) {
    const Part signals = readers.all_rows(SignalFigures::largest_sql),
               orders = readers.all_rows(OrderFigures::largest_sql), fills = readers.all_rows(FillFigures::largest_sql),
               trades = readers.all_rows(TradeFigures::largest_sql);
    signals_.resize(static_cast<std::size_t>(signals.last) + 1);
    orders_.resize(static_cast<std::size_t>(orders.last) + 1);
    fills_.resize(static_cast<std::size_t>(fills.last) + 1);
    trades_.resize(static_cast<std::size_t>(trades.last) + 1);
    readers.each([&](Connection& connection, unsigned index) {
        if (index == 0) load_orders(connection, orders);
        if (index != 1 && readers.count() != 1) return;
        load_signals(connection, signals);
        load_fills(connection, fills);
        load_trades(connection, trades);
    });
}

void StoryReader::read_intents(Connection& connection, Part part,
                               const std::function<void(const Story&)>& visit) const {
    Words words;
    Story story;
    for_each_figures<IntentFigures>(connection, part, words, [&](Id number, const IntentFigures& intent) {
        if (!intent.is_defined) return;
        tell_intent(number, intent, words, story);
        visit(story);
    });
}

/// Once all is loaded.
void StoryReader::group(std::size_t intents) {
    orders_of_intent_ =
        projection::Grouping(orders_.size(), intents, [this](Id order) { return orders_[order].intent; });
    fills_of_order_ =
        projection::Grouping(fills_.size(), orders_.size(), [this](Id fill) { return fills_[fill].order; });
}

void StoryReader::tell_intent(Id number, const IntentFigures& intent, const Words& words, Story& story) const {
    story.intent_id = intent.intent_id;
    story.market = words[intent.market.number];
    story.strategy_id = words[intent.strategy.number];
    story.provider_id = words[intent.provider.number];
    story.direction = intent.direction;
    story.status = intent.status.value_or(IntentStatus());
    story.created_at = intent.created_at;
    story.last_event_at = intent.last_event_at;
    projection::StoryFold fold({.status = intent.status,
                                .reason = joined_texts(words[intent.rejection_reasons.number]),
                                .steps = intent.steps});
    if (intent.signal != no_id) {
        const Signal& became = numbered(signals_, intent.signal);
        const auto reason = signal_reasons_.find(intent.signal);
        fold.add(projection::SignalPart{.status = became.status,
                                        .reason = reason != signal_reasons_.end() ? reason->second : std::string(),
                                        .steps = became.steps});
    }
    add_orders(fold, number, intent.signal);
    fold.tell(story);
}

void StoryReader::add_orders(projection::StoryFold& fold, Id intent, Id signal) const {
    for (const Id number : orders_of_intent_.of(intent)) {
        const Order& order = orders_[number];
        const auto reason = order_reasons_.find(number);
        projection::OrderPart part;
        part.status = order.status;
        part.reason = reason != order_reasons_.end() ? reason->second : std::string();
        part.steps = order.steps;
        const auto fills = fills_of_order_.of(number);
        if (fills.empty()) fold.add(part);
        for (const Id fill : fills) {
            const Trade& trade = numbered(trades_, fills_[fill].trade);
            part.filled_at = fills_[fill].filled_at;
            part.trade_status = trade.status;
            part.opened_at = trade.opened_at;
            part.closed_at = trade.closed_at;
            part.opens_trade = trade.signal != no_id && trade.signal == signal;
            fold.add(part);
        }
    }
}

void StoryReader::load_signals(Connection& connection, Part all) {
    using Figures = SignalFigures;
    Words words;
    for_each_figures<Figures, &Figures::steps, &Figures::status, &Figures::reasons>(
        connection, all, words, [&](Id number, const Figures& signal) {
            signals_[number] = {signal.steps, signal.status};
            if (const std::string& reasons = words[signal.reasons.number]; !reasons.empty())
                signal_reasons_.emplace(number, joined_texts(reasons));
        });
}

void StoryReader::load_orders(Connection& connection, Part all) {
    using Figures = OrderFigures;
    Words words;
    for_each_figures<Figures, &Figures::steps, &Figures::intent, &Figures::status, &Figures::rejection_reason>(
        connection, all, words, [&](Id number, const Figures& order) {
            orders_[number] = {order.steps, order.intent, order.status};
            if (const std::string& reason = words[order.rejection_reason.number]; !reason.empty())
                order_reasons_.emplace(number, reason);
        });
}

void StoryReader::load_fills(Connection& connection, Part all) {
    using Figures = FillFigures;
    Words words;
    for_each_figures<Figures, &Figures::filled_at, &Figures::order, &Figures::trade>(
        connection, all, words, [&](Id number, const Figures& fill) {
            fills_[number] = {fill.filled_at, fill.order, fill.trade};
        });
}

void StoryReader::load_trades(Connection& connection, Part all) {
    using Figures = TradeFigures;
    Words words;
    for_each_figures<Figures, &Figures::opened_at, &Figures::closed_at, &Figures::signal, &Figures::status>(
        connection, all, words, [&](Id number, const Figures& trade) {
            trades_[number] = {trade.opened_at, trade.closed_at, trade.signal, trade.status};
        });
}

/// The texts of a JSON array, if there is one.
std::string StoryReader::joined_texts(const std::string& json) const {
    if (json.empty()) return {};
    return fmt::format("{}", fmt::join(texts_of(connection_, json), ", "));
}

}  // namespace tks::store
