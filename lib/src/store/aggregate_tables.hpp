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

/// The tables of aggregates: each joins what a delta says of an aggregate to its row, on the terms of State::merge. Rows
/// that are not there yet are added by insert().
namespace tks::store {

/// What joining changed of a row.
struct RowChange {
    bool any = false;
    bool links = false;  ///< What other rows are found or told by.
};

class IntentTable {
public:
    explicit IntentTable(SQLite::Database& database);
    Statement& insert() { return insert_; }
    RowChange join(NumberedDelta& delta, RowPlace place, const IntentPayload& offered);

private:
    struct Row;
    void load(Id number, NumberedDelta& delta, Row& row);
    Statement select_, insert_, update_;
};

class SignalTable {
public:
    explicit SignalTable(SQLite::Database& database);
    Statement& insert() { return insert_; }
    RowChange join(NumberedDelta& delta, RowPlace place, const SignalPayload& offered);

private:
    Statement select_, insert_, update_;
};

/// Its orders are attributed by what the tables of signals and intents say by then.
class OrderTable {
public:
    OrderTable(SQLite::Database& database, Attribution& attribution);
    Statement& insert() { return insert_; }
    RowChange join(NumberedDelta& delta, RowPlace place, const OrderPayload& offered);

private:
    struct Row;
    void load(Id number, NumberedDelta& delta, Row& row);
    Attribution& attribution_;
    Statement select_, insert_, update_;
};

class TradeTable {
public:
    explicit TradeTable(SQLite::Database& database);
    Statement& insert() { return insert_; }
    RowChange join(NumberedDelta& delta, RowPlace place, const TradePayload& offered);

private:
    Statement select_, insert_, update_, update_profit_;
};

}  // namespace tks::store
