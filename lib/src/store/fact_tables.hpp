#pragma once

#include <string>
#include <vector>

#include "store/aggregate_tables.hpp"
#include "store/attribution.hpp"
#include "store/statement.hpp"

/// The tables of what is no aggregate, on the same terms.
namespace tks::store {

/// Numbers of trades that are to be valued anew, in no order, some of them several times.
struct ChangedTrades {
    std::vector<Id> all;
    std::vector<Id>
        mixed;  ///< Trades, whether changed or not, whose fills and profits are not all told by the delta alone.

    void add(Id trade) {
        if (trade != no_id) all.push_back(trade);
    }
    void add_mixed(Id trade) {
        add(trade);
        mixed.push_back(trade);
    }
};

class FillTable {
public:
    FillTable(SQLite::Database& database, Attribution& attribution);

    /// Adds the trades that the fill belonged and belongs to. Gives the one that it would belong to if the delta's word counts.
    Attribution::Found join(const NumberedDelta& delta, Id id, ChangedTrades& trades);

private:
    Id find_less_preferred(const std::string& fill_id, const projection::FillRecord& fill, ChangedTrades& trades);

    SQLite::Database& database_;
    Attribution& attribution_;
    Statement select_, insert_, update_;
};

class ProfitTable {
public:
    explicit ProfitTable(SQLite::Database& database);

    /// Adds the trades that the profit belonged and belongs to.
    void join(const NumberedDelta& delta, Id profit, ChangedTrades& trades);

private:
    SQLite::Database& database_;
    Statement select_, insert_, update_;
};

/// The trade that the events of a text lead to: a cause or a correlation.
class LeadTable {
public:
    LeadTable(SQLite::Database& database, const std::string& table, const std::string& column);

    /// Whether that changed where the text leads to.
    bool join(const std::string& text, projection::Link trade, const std::vector<Id>& trade_numbers);

private:
    SQLite::Database& database_;
    Statement join_;
};

class AccountTable {
public:
    explicit AccountTable(SQLite::Database& database);
    void join(const projection::State& delta, Id account);

private:
    void replace_marks(const std::string& account_id, std::string_view packed);
    Statement select_, upsert_, delete_marks_, insert_mark_;
};

}  // namespace tks::store
