#pragma once

#include <cstddef>

#include "tks/account_report.hpp"
#include "tks/export.hpp"

namespace tks {

/// How charts of characters look.
struct ChartOptions {
    std::size_t width = 80;  ///< Of a line in characters; narrower ones than 40 count as 40.
    bool is_ascii = false;   ///< Else with dots of Braille and blocks of Unicode.
    bool color = false;      ///< With ANSI escapes.
};

/// Whether there are charts of a report.
TKS_API bool has_charts(const ReportDefinition& report);

/// Writes the charts of a report for people, one below the other for each quote asset: of the summary equity, drawdown and the
/// distribution of PnL, of PnL over time equity, of drawdowns drawdown. They are about all closed trades that the request wants, and
/// its view of PnL. Nothing where no trade was closed.
TKS_API void write_charts(const ReportDefinition& report, const ReportRequest& request, const ReportFacts& facts,
                          const ChartOptions& options, const TextSink& sink);

}  // namespace tks
