#pragma once

#include <string>
#include <vector>

#include "projection/state.hpp"
#include "store/attribution.hpp"
#include "store/merge_key.hpp"
#include "store/new_rows.hpp"
#include "store/numbered_delta.hpp"
#include "store/payloads.hpp"
#include "store/statement.hpp"

/// The tables of aggregates: each joins what a delta says of an aggregate to its row, on the terms of State::merge. A row that is not there
/// yet goes to `new_rows`, which are those of its table.
namespace tks::store {

/// What joining changed of a row.
struct RowChange {
    bool any = false;
    bool links = false;  ///< What other rows are found or told by.
};

class IntentTable {
public:
    explicit IntentTable(SQLite::Database& database);
    NewRows new_rows() { return NewRows(insert_); }
    RowChange join(NumberedDelta& delta, RowPlace place, const IntentPayload& offered, NewRows& new_rows);

private:
    struct Row;
    void load(Id number, NumberedDelta& delta, Row& row);
    Statement select_, insert_, update_;
};

class SignalTable {
public:
    explicit SignalTable(SQLite::Database& database);
    NewRows new_rows() { return NewRows(insert_); }
    RowChange join(NumberedDelta& delta, RowPlace place, const SignalPayload& offered, NewRows& new_rows);

private:
    Statement select_, insert_, update_;
};

/// Its orders are attributed by what the tables of signals and intents say by then.
class OrderTable {
public:
    OrderTable(SQLite::Database& database, Attribution& attribution);
    NewRows new_rows() { return NewRows(insert_); }
    RowChange join(NumberedDelta& delta, RowPlace place, const OrderPayload& offered, NewRows& new_rows);

private:
    struct Row;
    void load(Id number, NumberedDelta& delta, Row& row);
    Attribution& attribution_;
    Statement select_, insert_, update_;
};

class TradeTable {
public:
    explicit TradeTable(SQLite::Database& database);
    NewRows new_rows() { return NewRows(insert_); }
    RowChange join(NumberedDelta& delta, RowPlace place, const TradePayload& offered, NewRows& new_rows);

private:
    Statement select_, insert_, update_, update_profit_;
};

}  // namespace tks::store
