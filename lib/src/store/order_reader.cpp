#include "store/order_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/read_ahead.hpp"
#include "store/figure_blocks.hpp"
#include "store/ordered_texts.hpp"
#include "store/values.hpp"

namespace tks::store {

namespace {

std::optional<std::string> owned_text(const Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(std::string(row.text(column)));
}

projection::FilledAmount ask_filled(const Connection& connection, Statement& fills_of_order, Id order) {
    projection::FilledAmount filled;
    for (fills_of_order.start(order); fills_of_order.next();)
        filled.add(decimal_of(connection, fills_of_order.text(0)), decimal_of(connection, fills_of_order.text(1)));
    return filled;
}

}  // namespace

OrderReader::RowReader::RowReader(Connection& connection)
    : connection_(connection),
      row_(
          connection.database(),
          R"(SELECT payload, status, rejection_reason, last_event_id, last_event_at FROM "order" WHERE order_no = ?)") {
}

void OrderReader::RowReader::read(Id number, Row& row) {
    if (!row_.find(number)) connection_.fail_damaged("an order is not where its id says");
    row.payload = row_.text(0);
    row.status = row_.text(1);
    row.rejection_reason = owned_text(row_, 2);
    row.last_event_id = owned_text(row_, 3);
    row.last_event_at = Timestamp{row_.integer(4)};
    row_.finish();
}

const OrderSnapshot& OrderReader::SnapshotMaker::make(const Row& row) {
    arena_.release();
    snapshot_ = {};
    if (!payloads_.read(row.payload, arena_, snapshot_.order)) connection_.fail_damaged("a payload cannot be read");
    snapshot_.status = word_of<OrderStatus>(connection_, row.status);
    row.filled.tell(snapshot_);
    snapshot_.rejection_reason = row.rejection_reason;
    snapshot_.last_event_id = row.last_event_id;
    snapshot_.last_event_at = row.last_event_at;
    return snapshot_;
}

const OrderSnapshot& OrderReader::Teller::tell(Id number) {
    rows_.read(number, row_);
    row_.filled = orders_.filled(number);
    return maker_.make(row_);
}

void OrderReader::for_each(const std::function<void(const OrderSnapshot&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        Statement ids(connection_.database(),
                      R"(SELECT order_no FROM "order" WHERE payload IS NOT NULL ORDER BY order_id)");
        std::vector<Id> orders;
        for (ids.start(); ids.next();) orders.push_back(ids.number(0));
        for_each(readers, orders, visit);
    });
}

void OrderReader::for_each_by_time(const std::function<void(const OrderSnapshot&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        const std::vector<TimedRow> rows = by_time(readers);
        std::vector<Id> orders(rows.size());
        std::ranges::transform(rows, orders.begin(), &TimedRow::number);
        for_each(readers, orders, visit);
    });
}

void OrderReader::for_each(Readers& readers, const std::vector<Id>& orders,
                           const std::function<void(const OrderSnapshot&)>& visit) {
    // Whoever wants but the first ones need not wait until all fills are read.
    constexpr std::size_t most_asked = 1000;
    RowReader reader(connection_);
    Statement fills_of_order(connection_.database(), "SELECT quantity, price FROM fill WHERE order_no = ?");
    SnapshotMaker maker(connection_);
    read_ahead<Row>(
        [&](ReadAhead<Row>& rows) {
            for (std::size_t at = 0; at < orders.size(); ++at) {
                if (at == most_asked) load_fills(readers);
                Row& row = rows.next();
                reader.read(orders[at], row);
                row.filled = at < most_asked ? ask_filled(connection_, fills_of_order, orders[at]) : filled(orders[at]);
            }
        },
        [&](const Row& row) { visit(maker.make(row)); });
}

const OrderSnapshot& OrderReader::ListTeller::tell(Id number) {
    const OrderDetails* const found = details_.find(number);
    if (found == nullptr) connection_.fail_damaged("a block of figures lacks an order");
    const OrderDetails& details = *found;
    const auto word = [this](std::optional<Word> of) {
        return of ? std::optional<std::string_view>(details_[*of]) : std::nullopt;
    };
    OrderRequest& order = snapshot_.order;
    order.order_id = details.order_id;
    order.market = details_[details.market];
    order.side = details.side.value_or(Side());
    order.order_type = details.type.value_or(OrderType());
    order.quantity = details.quantity.value_or(Decimal());
    order.limit_price = details.limit_price;
    order.venue = word(details.venue);
    order.strategy_id = word(details.strategy);
    order.intent_id = details.intent_id;
    order.trade_id = details.trade_id;
    order.created_at = details.created_at;
    snapshot_.status = details.status.value_or(OrderStatus());
    snapshot_.avg_fill_price.reset();  // Is told only where something was filled.
    orders_.filled(number).tell(snapshot_);
    snapshot_.rejection_reason = word(details.rejection_reason);
    snapshot_.last_event_at = details.last_event_at;
    return snapshot_;
}

template <class OfOne>
void OrderReader::write_by(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
    read_together(connection_, [&](Readers& readers) {
        load_fills(readers);
        write_in_order<OfOne>(readers, by_time(readers), makers, sink, *this);
    });
}

void OrderReader::write(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
    write_by<Teller>(makers, sink);
}

void OrderReader::write_listed(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
    write_by<ListTeller>(makers, sink);
}

std::uint64_t OrderReader::for_each_listed_back(const std::function<bool(const OrderSnapshot&)>& visit) {
    std::uint64_t count = 0;
    read_together(connection_, [&](Readers& readers) {
        load_fills(readers);
        ListTeller teller(connection_, *this);
        count = tell_back(by_time(readers), teller, visit);
    });
    return count;
}

std::vector<TimedRow> OrderReader::by_time(Readers& readers) {
    using Figures = OrderFigures;
    std::vector<TimedRow> rows = timed_rows<Figures, &Figures::status, &Figures::steps>(
        readers, [](const Figures& order) -> std::optional<Timestamp> {
            if (!order.status) return std::nullopt;
            return order.steps.first();
        });
    FigureCache<Figures, &Figures::order_id> orders(connection_);
    sort_by_time(rows, [&](const TimedRow& row) { return orders.find(row.number)->order_id; });
    return rows;
}

/// Looking up those of each order would take longer.
void OrderReader::load_fills(Readers& readers) {
    const std::int64_t largest = readers.all_rows(FillFigures::largest_sql).last;
    fills_.resize(static_cast<std::size_t>(largest) + 1);
    std::vector<Id> order_of_fill(fills_.size(), no_id);
    readers.each_part(largest, [&](Connection& connection, Part part) {
        Words words;
        for_each_figures<FillFigures, &FillFigures::quantity, &FillFigures::price, &FillFigures::order>(
            connection, part, words, [&](Id number, const FillFigures& fill) {
                fills_[number] = {fill.quantity, fill.price};
                order_of_fill[number] = fill.order;
            });
    });
    const std::int64_t orders = readers.all_rows(OrderFigures::largest_sql).last;
    fills_of_order_ = projection::Grouping(fills_.size(), static_cast<std::size_t>(orders) + 1,
                                           [&](Id fill) { return order_of_fill[fill]; });
}

projection::FilledAmount OrderReader::filled(Id order) const {
    projection::FilledAmount filled;
    for (const Id fill : fills_of_order_.of(order)) filled.add(fills_[fill].quantity, fills_[fill].price);
    return filled;
}

}  // namespace tks::store
