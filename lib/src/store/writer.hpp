#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "store/added_ids.hpp"
#include "store/aggregate_tables.hpp"
#include "store/attribution.hpp"
#include "store/checkpointer.hpp"
#include "store/connection.hpp"
#include "store/delta.hpp"
#include "store/fact_tables.hpp"
#include "store/figure_blocks.hpp"
#include "store/pnl_table.hpp"

namespace tks::store {

/// Adds to a store, one transaction after another. Other writers may come between them: what is added to a store is joined to what is
/// there, so that the order makes no difference.
class Writer {
public:
    explicit Writer(Connection& connection);

    /// An input by its name, which becomes known by this if it is not.
    struct KnownInput {
        Id number = no_id;
        InputPosition position;
    };
    KnownInput open_input(const std::string& name);

    /// For what is read from files to its end, and thus never waited for: a store in which there is nothing yet is made in one
    /// transaction, which may take as long as longest_making. Until then, readers find nothing, and other writers wait.
    void begin_making() { connection_.begin_making(); }
    void publish() { connection_.publish(); }
    void stop_making() { connection_.stop_making(); }

    /// All of it, or nothing if it throws. What follows from it (whose fill is whose, what a trade earned) is brought up to date.
    void commit(const Delta& delta);

    /// What reports add up, in a form in which they read it fast.
    FigureBlocks& figures() { return figures_; }

    /// Nothing more is to be committed soon: what was, goes into the file itself while others go on.
    void settle() { checkpointer_.move_all(); }

    /// Values all trades anew if other options are wanted than the store was valued with.
    void adopt_options(const StoreOptions& wanted);

private:
    static constexpr std::chrono::seconds longest_making{2};

    /// Ids of rows of which something has changed that others are found or told by.
    struct Changes {
        std::vector<Id> signals, intents, orders, fills;
        ChangedTrades trades;
        std::vector<Attribution::Found> found;  ///< By the ids of the delta's fills: where they belong.
    };

    template <class Record>
    RowNumbers number_ids(const projection::Keyed<Record>& keyed, Statement& find, Statement& largest);
    void join(NumberedDelta& delta, Changes& changes);
    void join_leads(const NumberedDelta& delta, Changes& changes);
    void spread(Changes& changes);
    void value_trades(const NumberedDelta& delta, Changes& changes);
    void write_inputs(const Delta& delta);
    static void collect(Statement& statement, Id number, std::vector<Id>& found);

    Connection& connection_;
    Checkpointer checkpointer_;
    AddedIds added_;
    Attribution attribution_;
    IntentTable intents_;
    SignalTable signals_;
    OrderTable orders_;
    FillTable fills_;
    TradeTable trades_;
    ProfitTable profits_;
    LeadTable causes_, correlations_;
    AccountTable accounts_;
    PnlTable pnl_;
    FigureBlocks figures_;
    Statement find_intent_, find_signal_, find_order_, find_fill_, find_trade_;
    Statement largest_intent_, largest_signal_, largest_order_, largest_fill_, largest_trade_;
    Statement signals_of_intent_, orders_of_intent_, intents_of_signal_, orders_of_signal_, trades_of_signal_,
        fills_of_signal_, fills_of_order_, fills_of_event_, fills_of_correlation_, has_fills_by_event_,
        has_fills_by_correlation_;
    Statement find_input_, add_input_, set_position_, forget_findings_, add_finding_, set_options_, set_latest_;
};

}  // namespace tks::store
