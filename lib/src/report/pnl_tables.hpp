#pragma once

#include <string>
#include <vector>

#include "report/text_table.hpp"
#include "tks/pnl_report.hpp"
#include "tks/row_writer.hpp"

namespace tks::report {

/// A table of trades, without any.
TextTable table_of_trades();

/// What the tables of a replay are made of.
struct PnlTables {
    /// Takes a trade into all of them; of the table of trades, only the last ones are shown, unless `most_rows` is 0.
    void add(const TradePnl& pnl, std::size_t most_rows);

    PnlTotals totals;
    TextTable trades = table_of_trades();
    std::size_t trades_left_out = 0;      ///< Those before them.
    std::vector<TradePnl> contradicted;   ///< Those whose figures do not add up.
    std::vector<UnattributedFill> fills;  ///< Those without a trade.
};

/// Writes them as text or as Markdown.
void write_tables(const PnlTables& tables, const RowWriterOptions& options, const TextSink& sink);

}  // namespace tks::report
