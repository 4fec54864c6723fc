#pragma once

#include <span>
#include <string>
#include <vector>

#include "tks/rows.hpp"
#include "tks/trade_metrics.hpp"

namespace tks::report {

/// What trades of one quote asset add up to, those that are not closed included.
struct TradeTotals {
    explicit TradeTotals(PnlView view) : fold(view) {}

    std::uint64_t trades = 0;
    std::uint64_t open = 0;
    TradeMetricsFold fold;
};

/// The columns of metrics, the last of which tells why others are null.
std::vector<Column> metric_columns();

/// Appends their cells.
void add_metric_cells(std::vector<Cell>& cells, const TradeTotals& totals, const std::optional<Amount>& capital);

}  // namespace tks::report
