#pragma once

#include <vector>

#include "tks/rows.hpp"

/// Rows of which only those cells are made that somebody looks at: all others are null.
namespace tks::report {

/// Says of each column of a kind whether it is looked at.
using WantedCells = std::vector<bool>;

Row to_row(const TradePnl& pnl, const WantedCells& wanted);
Row to_row(const OrderSnapshot& snapshot, const WantedCells& wanted);
Row to_row(const TradingSignalIntentSnapshot& snapshot, const WantedCells& wanted);

}  // namespace tks::report
