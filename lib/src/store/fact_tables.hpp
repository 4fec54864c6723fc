#pragma once

#include <string>
#include <vector>

#include "store/aggregate_tables.hpp"
#include "store/attribution.hpp"
#include "store/statement.hpp"

/// The tables of what is no aggregate, on the same terms.
namespace tks::store {

class FillTable {
public:
    FillTable(SQLite::Database& database, Attribution& attribution);

    /// Adds the trades that the fill belonged and belongs to, if it has changed.
    void join(const NumberedDelta& delta, Id id, std::vector<Id>& trades);

private:
    Id find_less_preferred(const std::string& fill_id, const projection::FillRecord& fill, std::vector<Id>& trades);

    SQLite::Database& database_;
    Attribution& attribution_;
    Statement select_, insert_, update_;
};

class ProfitTable {
public:
    explicit ProfitTable(SQLite::Database& database);

    /// Adds the trades that the profit belonged and belongs to, if it has changed.
    void join(const NumberedDelta& delta, Id profit, std::vector<Id>& trades);

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
