#pragma once

#include <deque>
#include <string>
#include <vector>

#include "tks/pnl_report.hpp"
#include "tks/row_writer.hpp"

namespace tks::report {

/// What the tables of a replay are made of.
struct PnlTables {
    PnlTotals totals;
    std::deque<TradePnl> trades;          ///< Those that are shown, the last ones.
    std::size_t trades_left_out = 0;      ///< Those before them.
    std::vector<TradePnl> contradicted;   ///< Those whose figures do not add up.
    std::vector<UnattributedFill> fills;  ///< Those without a trade.
};

/// Appends them as text or as Markdown.
void append_tables(std::string& out, const PnlTables& tables, const RowWriterOptions& options);

}  // namespace tks::report
