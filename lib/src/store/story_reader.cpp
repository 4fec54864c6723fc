#include "store/story_reader.hpp"

#include <fmt/format.h>

#include <mutex>

#include "store/numbered.hpp"
#include "store/values.hpp"

namespace tks::store {

namespace {

using projection::FirstSteps;

}  // namespace

StoryReader::StoryReader(Connection& connection) : connection_(connection) {}

void StoryReader::for_each(const std::function<void(const Story&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        readers.each([&](Connection& connection, unsigned index) {
            if (index == 0) load_orders(connection);
            if (index == 1 || readers.count() == 1) load_others(connection);
        });
        group(static_cast<std::size_t>(readers.number("SELECT max(intent_no) FROM intent")) + 1);
        std::mutex mutex;
        readers.each_part(readers.number("SELECT max(intent_no) FROM intent"), [&](Connection& connection, Part part) {
            read_intents(connection, part, [&](const std::vector<Story>& stories, std::size_t count) {
                const std::scoped_lock lock(mutex);
                for (std::size_t index = 0; index < count; ++index) visit(stories[index]);
            });
        });
    });
}

void StoryReader::read_intents(Connection& connection, Part part,
                               const std::function<void(const std::vector<Story>&, std::size_t)>& take) const {
    Statement intents(
        connection.database(),
        "SELECT intent_no, intent_id, market, strategy_id, signal_provider_id, direction, status, first_created_at, "
        "first_granted_at, coalesce(only_granted_signal_no, signal_no), rejection_reasons FROM intent "
        "WHERE payload IS NOT NULL AND intent_no BETWEEN ? AND ?");
    std::vector<Story> stories(512);
    std::size_t count = 0;
    for (intents.start(part.first, part.last); intents.next();) {
        tell_intent(intents, stories[count++]);
        if (count < stories.size()) continue;
        take(stories, count);
        count = 0;
    }
    take(stories, count);
}

/// Once all is loaded.
void StoryReader::group(std::size_t intents) {
    orders_of_intent_ =
        projection::Grouping(orders_.size(), intents, [this](Id order) { return orders_[order].intent; });
    fills_of_order_ =
        projection::Grouping(fills_.size(), orders_.size(), [this](Id fill) { return fills_[fill].order; });
}

void StoryReader::tell_intent(const Statement& row, Story& story) const {
    story.intent_id = row.text(1);
    story.market = row.text(2);
    story.strategy_id = row.text(3);
    story.provider_id = row.text(4);
    story.direction = word<Direction>(row, 5);
    const Id signal = row.number(9);
    projection::StoryFold fold(
        {.status = word<IntentStatus>(row, 6), .reason = reasons_of(row, 10), .steps = steps_of(row, 7)});
    if (signal != no_id) {
        const Signal& became = numbered(signals_, signal);
        const auto reason = signal_reasons_.find(signal);
        fold.add(projection::SignalPart{.status = became.status,
                                        .reason = reason != signal_reasons_.end() ? reason->second : std::string(),
                                        .steps = became.steps});
    }
    add_orders(fold, row.number(0), signal);
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

// Of aggregates whose defining payload is missing there is no snapshot, and so no status.

void StoryReader::load_others(Connection& connection) {
    load_signals(connection);
    load_fills(connection);
    load_trades(connection);
}

void StoryReader::load_signals(Connection& connection) {
    Statement rows(connection.database(),
                   "SELECT signal_no, CASE WHEN payload IS NOT NULL THEN status END, first_created_at, first_hot_at, "
                   "CASE WHEN status NOT IN ('created', 'qualified_hot') THEN reasons END FROM signal");
    for (rows.start(); rows.next();) {
        Signal& signal = numbered(signals_, rows.number(0));
        signal.status = word<SignalStatus>(rows, 1);
        signal.steps = steps_of(rows, 2);
        if (std::string reasons = reasons_of(rows, 4); !reasons.empty())
            signal_reasons_.emplace(rows.number(0), std::move(reasons));
    }
}

void StoryReader::load_orders(Connection& connection) {
    Statement rows(
        connection.database(),
        "SELECT order_no, CASE WHEN payload IS NOT NULL THEN status END, first_requested_at, first_placed_at, "
        R"(intent_no, rejection_reason FROM "order")");
    for (rows.start(); rows.next();) {
        Order& order = numbered(orders_, rows.number(0));
        order.status = word<OrderStatus>(rows, 1);
        order.steps = steps_of(rows, 2);
        order.intent = rows.number(4);
        if (!rows.is_null(5)) order_reasons_.emplace(rows.number(0), rows.text(5));
    }
}

void StoryReader::load_fills(Connection& connection) {
    Statement rows(connection.database(), "SELECT fill_no, order_no, trade_no, filled_at FROM fill");
    for (rows.start(); rows.next();)
        numbered(fills_, rows.number(0)) = {Timestamp{rows.integer(3)}, rows.number(1), rows.number(2)};
}

void StoryReader::load_trades(Connection& connection) {
    Statement rows(connection.database(), "SELECT trade_no, status, opened_at, closed_at, signal_no FROM trade");
    for (rows.start(); rows.next();) {
        Trade& trade = numbered(trades_, rows.number(0));
        trade.status = word<TradeStatus>(rows, 1);
        trade.opened_at = rows.time(2);
        trade.closed_at = rows.time(3);
        trade.signal = rows.number(4);
    }
}

FirstSteps StoryReader::steps_of(const Statement& row, int column) const {
    return {row.time(column).value_or(FirstSteps::never), row.time(column + 1).value_or(FirstSteps::never)};
}

std::string StoryReader::reasons_of(const Statement& row, int column) const {
    if (row.is_null(column)) return {};
    return fmt::format("{}", fmt::join(texts_of(connection_, row.text(column)), ", "));
}

template <class Enum>
std::optional<Enum> StoryReader::word(const Statement& row, int column) const {
    if (row.is_null(column)) return std::nullopt;
    return word_of<Enum>(connection_, row.text(column));
}

}  // namespace tks::store
