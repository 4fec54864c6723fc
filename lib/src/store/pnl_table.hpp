#pragma once

#include <span>
#include <vector>

#include "projection/state.hpp"
#include "projection/valuation.hpp"
#include "store/connection.hpp"
#include "store/new_rows.hpp"
#include "store/statement.hpp"

namespace tks::store {

/// What trades earned, as the other tables say.
class PnlTable {
public:
    explicit PnlTable(Connection& connection);

    /// Values trades anew. Throws StoreError where the tables hold what cannot be. Takes memory by how many they are, but for a part.
    void renew(std::span<const Id> trades, const projection::ValuationOptions& options);

    /// The same of all trades.
    void renew_all(const projection::ValuationOptions& options);

    /// A trade by its number in the store, and in what it is valued from.
    struct Valued {
        Id number = no_id;
        Id trade = no_id;
    };

    /// Writes down what trades earned of which there are no rows yet.
    void add(std::span<const Valued> trades, const projection::Valuation& valuation);

private:
    void renew_some(std::span<const Id> trades, const projection::ValuationOptions& options, NewRows& new_rows);
    static void add(Valued trade, const projection::Valuation& valuation, NewRows& new_rows);
    Id load_trade(Id number, projection::State& state);
    void load_fills(Id number, Id trade, projection::State& state);
    Id load_order(Id number, projection::State& state);
    Id load_signal(Id number, projection::State& state);
    Id load_intent(Id number, projection::State& state, bool with_signals);

    /// A row that was loaded into the state at hand, by its number in the store.
    struct Loaded {
        Id number = no_id;
        Id id = no_id;
        bool has_signals = false;  ///< Of an intent: whether those that it leads to were loaded too.
    };

    const Connection& connection_;
    Loaded last_signal_, last_intent_;  // In the state at hand.
    Statement trade_, fills_, profits_, order_, signal_, intent_, some_trades_, insert_, delete_;
};

}  // namespace tks::store
