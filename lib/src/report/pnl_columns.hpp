#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "tks/rows.hpp"

namespace tks::report {

std::vector<Column> pnl_columns();

/// Appends the cells of a trade's PnL, one a column: null for those of which is_wanted(column) is false.
void add_cells(std::vector<Cell>& cells, const TradePnl& pnl, const std::function<bool(std::size_t column)>& is_wanted);

}  // namespace tks::report
