#include "store/order_reader.hpp"

#include <memory>
#include <memory_resource>
#include <mutex>
#include <utility>

#include "base/ordered_work.hpp"
#include "base/read_ahead.hpp"
#include "store/figure_blocks.hpp"
#include "store/figures.hpp"
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

void OrderReader::for_each(const std::function<void(const OrderSnapshot&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        Statements statements(connection_);
        SnapshotMaker maker(connection_);
        read_ahead<Row>(
            [&](ReadAhead<Row>& rows) {
                for (statements.orders.start(); statements.orders.next();) read(statements, readers, rows.next());
            },
            [&](const Row& row) { maker.make(row, visit); });
    });
}

void OrderReader::write(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
    constexpr std::size_t most_rows = 1024;
    read_together(connection_, [&](Readers& readers) {
        Statements statements(connection_);
        std::mutex mutex;
        UsedTexts used;
        bool is_over = false;
        statements.orders.start();
        work_in_order<std::vector<Row>>(
            readers.count(),
            [&](std::vector<Row>& rows) {
                std::size_t count = 0;
                for (; count < most_rows && !is_over; ++count) {
                    is_over = !statements.orders.next();
                    if (is_over) break;
                    if (rows.size() == count) rows.emplace_back();
                    read(statements, readers, rows[count]);
                }
                rows.resize(count);
                return count != 0;
            },
            [&] {
                const std::scoped_lock lock(mutex);
                return [&, text = makers(), maker = std::make_unique<SnapshotMaker>(connection_)](
                           const std::vector<Row>& rows, auto&&) {
                    for (const Row& row : rows) maker->make(row, text.add);
                    return text.take(used.take());
                };
            },
            [&](std::string&& text) {
                sink(text);
                used.give(std::move(text));
            });
    });
}

/// The row at hand.
void OrderReader::read(Statements& statements, Readers& readers, Row& row) {
    // Whoever wants but the first ones need not wait until all fills are read.
    constexpr std::size_t most_asked = 1000;
    if (statements.asked == most_asked) load_fills(readers);
    const Statement& orders = statements.orders;
    const Id order = orders.number(0);
    row.payload = orders.text(1);
    row.status = orders.text(2);
    row.rejection_reason = owned_text(orders, 3);
    row.last_event_id = owned_text(orders, 4);
    row.last_event_at = Timestamp{orders.integer(5)};
    const bool is_asked = statements.asked < most_asked;
    row.filled = is_asked ? ask_filled(connection_, statements.fills_of_order, order) : filled(order);
    ++statements.asked;
}

/// Looking up those of each order would take longer.
void OrderReader::load_fills(Readers& readers) {
    const std::int64_t largest = readers.all_rows(FillFigures::largest_sql).last;
    fills_.resize(static_cast<std::size_t>(largest) + 1);
    readers.each_part(largest, [&](Connection& connection, Part part) {
        Words words;
        for_each_figures<FillFigures, &FillFigures::quantity, &FillFigures::price, &FillFigures::order>(
            connection, part, words, [&](Id number, const FillFigures& fill) {
                fills_[number] = {fill.quantity, fill.price, fill.order};
            });
    });
    const std::int64_t orders = readers.all_rows(OrderFigures::largest_sql).last;
    fills_of_order_ = projection::Grouping(fills_.size(), static_cast<std::size_t>(orders) + 1,
                                           [this](Id fill) { return fills_[fill].order; });
}

projection::FilledAmount OrderReader::filled(Id order) const {
    projection::FilledAmount filled;
    for (const Id fill : fills_of_order_.of(order)) filled.add(fills_[fill].quantity, fills_[fill].price);
    return filled;
}

void OrderReader::SnapshotMaker::make(const Row& row, const std::function<void(const OrderSnapshot&)>& visit) {
    std::pmr::monotonic_buffer_resource arena;
    OrderSnapshot snapshot;
    if (!payloads_.read(row.payload, arena, snapshot.order)) connection_.fail_damaged("a payload cannot be read");
    snapshot.status = word_of<OrderStatus>(connection_, row.status);
    row.filled.tell(snapshot);
    snapshot.rejection_reason = row.rejection_reason;
    snapshot.last_event_id = row.last_event_id;
    snapshot.last_event_at = row.last_event_at;
    visit(snapshot);
}

}  // namespace tks::store
