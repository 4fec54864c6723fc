#pragma once

#include "store/row_batch.hpp"
#include "store/statement.hpp"

namespace tks::store {

/// Where a row is to go.
struct RowPlace {
    Id id = no_id;      ///< In the delta.
    Id number = no_id;  ///< In the store.
    bool is_new = false;
};

/// New rows of a table on their way there: a statement of insert_batch_sql() adds many at a time, and finish() the last ones. Until then
/// they are not in the table.
class NewRows : public BatchedRows {
public:
    explicit NewRows(Statement& insert) : BatchedRows([&insert](const RowBatch& rows) { insert.run(rows); }) {}
};

/// Adds a row to the new ones, or changes the one that is there. `write(put, which…)` puts the number of the row, the text of its
/// id where it is new, and its other values, in the order of the table's columns.
template <class IdText, class Write>
void put_row(const RowPlace& place, const IdText& id_text, const Write& write, NewRows& new_rows, Statement& update) {
    if (place.is_new)
        write([&](const auto&... values) { new_rows.add(values...); }, place.number, id_text);
    else
        write([&](const auto&... values) { update.run(values...); }, place.number);
}

}  // namespace tks::store
