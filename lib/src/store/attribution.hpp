#pragma once

#include <string_view>
#include <vector>

#include "store/numbered_delta.hpp"
#include "store/statement.hpp"

namespace tks::store {

/// Which trade the orders and fills of a store belong to: the chain of projection::Ledger, asked of the tables.
class Attribution {
public:
    explicit Attribution(SQLite::Database& database);

    /// From here on, what is asked of rows that a delta adds is answered by it, once the tables hold them; nothing but the tables
    /// is asked after nullptr. The delta must outlive that.
    void look_into(const NumberedDelta* delta) { delta_ = delta; }

    /// By the trade that an order names, its signal and its intent; no_id for none.
    Id trade_of_order(Id named_trade, Id signal, Id intent);

    /// How a fill's trade was found, in the order in which it is looked for.
    enum class FoundBy : std::uint8_t {
        fill = 1,
        order,
        signal_of_order,
        signal_of_fill,
        intent,
        cause,
        correlation,
        nothing
    };

    struct Found {
        Id trade = no_id;
        FoundBy by = FoundBy::nothing;
    };

    /// What a fill says of where it belongs.
    struct FillLinks {
        Id named_trade = no_id;
        Id order = no_id;
        Id signal = no_id;
        std::string_view event_id;
        std::string_view correlation_id;
    };
    Found trade_of_fill(const FillLinks& fill);

    /// Attributes an order again, since what it is attributed by may have changed.
    void renew_order(Id order);

    /// The same for a fill; adds the trades that it belonged and belongs to.
    void renew_fill(Id fill, std::vector<Id>& trades);

private:
    /// What an order says of where it belongs.
    struct OrderLinks {
        Id named_trade = no_id;
        Id signal = no_id;
        Id intent = no_id;
    };
    Id trade_of_signal(Id signal);
    Id trade_of_intent(Id intent);
    OrderLinks links_of_order(Id order);
    Id find(Statement& statement, Id number);

    const NumberedDelta* delta_ = nullptr;
    Statement trade_of_signal_, trade_of_intent_, links_of_order_, trade_of_cause_, trade_of_correlation_;
    Statement order_, set_order_, fill_, set_fill_;
};

}  // namespace tks::store
