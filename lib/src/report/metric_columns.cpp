#include "report/metric_columns.hpp"

#include <string_view>

#include "base/text.hpp"
#include "report/cells.hpp"

namespace tks::report {

namespace {

struct Told {
    Cell cell;
    std::string_view why_undefined;
};

template <class Value>
Told tell(const Value& value) {
    return {cell_of(value), {}};
}
template <class Value>
Told tell(const Metric<Value>& metric) {
    return {cell_of(metric.value), metric.why_undefined};
}

struct MetricColumn {
    std::string_view name;
    CellKind kind;
    Told (*tell)(const TradeMetrics&);
};

#define METRIC(NAME, KIND)                                                                    \
    {                                                                                         \
#NAME, CellKind::KIND, [](const TradeMetrics& metrics) { return tell(metrics.NAME); } \
    }
constexpr MetricColumn metric_table[] = {
    METRIC(closed, number),
    METRIC(wins, number),
    METRIC(losses, number),
    METRIC(draws, number),
    METRIC(win_rate, number),
    METRIC(gross_pnl, number),
    METRIC(fees, number),
    METRIC(net_pnl, number),
    METRIC(expectancy, number),
    METRIC(payoff_ratio, number),
    METRIC(profit_factor, number),
    METRIC(largest_win, number),
    METRIC(largest_loss, number),
    METRIC(longest_win_streak, number),
    METRIC(longest_loss_streak, number),
    METRIC(current_streak, number),
    METRIC(holding_time_ms, number),
    METRIC(weighted_holding_time_ms, number),
    METRIC(exposure_time_ms, number),
    METRIC(max_drawdown, number),
    METRIC(max_drawdown_at, time),
    METRIC(max_drawdown_duration_ms, number),
    METRIC(max_drawdown_recovery_ms, number),
    METRIC(max_drawdown_relative, number),
    METRIC(sharpe, number),
    METRIC(sortino, number),
    METRIC(sqn, number),
};
#undef METRIC

}  // namespace

std::vector<Column> metric_columns() {
    std::vector<Column> columns{{"trades", CellKind::number}, {"open", CellKind::number}};
    for (const MetricColumn& column : metric_table) columns.push_back({std::string(column.name), column.kind});
    columns.push_back({"undefined", CellKind::json});
    return columns;
}

void add_metric_cells(std::vector<Cell>& cells, const TradeTotals& totals, const std::optional<Amount>& capital) {
    const TradeMetrics metrics = totals.fold.metrics(capital);
    cells.push_back(cell_of(totals.trades));
    cells.push_back(cell_of(totals.open));
    std::string undefined = "{";
    for (const MetricColumn& column : metric_table) {
        Told told = column.tell(metrics);
        if (!told.cell) {
            if (undefined.size() > 1) undefined += ',';
            append_json_string(undefined, column.name);
            undefined += ':';
            append_json_string(undefined, told.why_undefined);
        }
        cells.push_back(std::move(told.cell));
    }
    undefined += '}';
    cells.emplace_back(std::move(undefined));
}

}  // namespace tks::report
