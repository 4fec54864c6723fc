#pragma once

#include "base/read_ahead.hpp"
#include "store/row_batch.hpp"
#include "store/statement.hpp"

namespace tks::store {

/// New rows of a table on their way there, from the thread that makes them.
class NewRows {
public:
    template <class... Values>
    void add(const Values&... values) {
        if (batch_ == nullptr || batch_->is_full()) {
            batch_ = &batches_.next();
            batch_->clear();
        }
        batch_->add(values...);
    }

private:
    using Batches = ReadAhead<RowBatch, 1>;
    template <class Make, class Take>
    friend void take_rows(Make make, Take take);

    explicit NewRows(Batches& batches) : batches_(batches) {}

    Batches& batches_;
    RowBatch* batch_ = nullptr;
};

/// Calls take(batch) with the rows that `make(new_rows)` makes, many at a time. They are made in a thread of its own, since that is a
/// third of the work of adding them; it may ask the connection for other rows.
template <class Make, class Take>
void take_rows(Make make, Take take) {
    read_ahead<RowBatch, 1>(
        [&](NewRows::Batches& batches) {
            NewRows new_rows(batches);
            make(new_rows);
        },
        take);
}

/// Adds the rows that are made by a statement of insert_batch_sql().
template <class Make>
void add_rows(Statement& insert, Make make) {
    take_rows(make, [&](const RowBatch& rows) { insert.run(rows); });
}

/// Where a row is to go.
struct RowPlace {
    Id id = no_id;                ///< In the delta.
    Id number = no_id;            ///< In the store.
    NewRows* new_rows = nullptr;  ///< Those of its table, if it is not there yet.

    [[nodiscard]] bool is_new() const { return new_rows != nullptr; }
};

/// Adds a row to the new ones, or changes the one that is there. `write(put, which…)` puts the number of the row, the text of its
/// id where it is new, and its other values, in the order of the table's columns.
template <class IdText, class Write>
void put_row(const RowPlace& place, const IdText& id_text, const Write& write, Statement& update) {
    if (place.is_new())
        write([&](const auto&... values) { place.new_rows->add(values...); }, place.number, id_text);
    else
        write([&](const auto&... values) { update.run(values...); }, place.number);
}

}  // namespace tks::store
