#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "store/added_ids.hpp"
#include "store/aggregate_tables.hpp"
#include "store/attribution.hpp"
#include "store/new_rows.hpp"
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

    Statement& insert() { return insert_; }

    /// Adds the trades that the fill belonged and belongs to. Gives the one that it would belong to if the delta's word counts.
    Attribution::Found join(const NumberedDelta& delta, RowPlace place, ChangedTrades& trades);

private:
    bool is_less_preferred(Id number, const projection::FillRecord& fill, ChangedTrades& trades);

    Attribution& attribution_;
    std::string event_id_, correlation_id_;  // Of the fill at hand.
    Statement select_, insert_, update_;
};

class ProfitTable {
public:
    explicit ProfitTable(SQLite::Database& database);

    /// Joins all profits of a delta. Adds the trades that they belonged and belong to.
    void join(const NumberedDelta& delta, AddedIds& added, ChangedTrades& trades);

private:
    /// A profit of which there is a row.
    struct Known {
        Id profit = no_id;
        std::uint32_t hash = 0;
        Id trade = no_id;  ///< In the store.
    };
    std::vector<Known> find_known(const projection::State& state, AddedIds& added);
    Statement find_, insert_, update_;
};

/// The trades that the events of texts lead to: causes or correlations.
class LeadTable {
public:
    LeadTable(SQLite::Database& database, const std::string& table, const std::string& column);

    /// Joins all of a delta that name a trade. Gives those that may lead elsewhere than before.
    template <class Record>
    std::vector<Id> join(const projection::Keyed<Record>& leads, const std::vector<Id>& trade_numbers);

private:
    std::size_t add(const RowBatch& rows);

    SQLite::Database& database_;
    Statement insert_, find_contradicted_, contradict_;
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
