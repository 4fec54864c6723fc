#pragma once

#include <vector>

#include "tks/rows.hpp"

namespace tks::report {

std::vector<Column> pnl_columns();

/// Appends the cells of a trade's PnL, one a column.
void add_cells(std::vector<Cell>& cells, const TradePnl& pnl);

}  // namespace tks::report
