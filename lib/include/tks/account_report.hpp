#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tks/amount.hpp"
#include "tks/export.hpp"
#include "tks/report_facts.hpp"
#include "tks/row_filter.hpp"
#include "tks/row_writer.hpp"
#include "tks/trade_metrics.hpp"

/// Reports of an account: what trades add up to, in rows of named columns. Money of different quote assets is never added up:
/// wherever rows add up trades, there is a row for each quote asset.
namespace tks {

/// By what rows that add something up are told apart. A day, week or month is that in which trades were closed, fills happened or
/// intents were created, in UTC. Liquidity and venue are those of fills alone.
enum class GroupKey : std::uint8_t { market, strategy, provider, direction, liquidity, venue, day, week, month };
template <>
struct EnumDescription<GroupKey> {
    static constexpr std::string_view name = "GroupKey";
    static constexpr std::string_view words[] = {"market", "strategy", "provider", "direction", "liquidity",
                                                 "venue",  "day",      "week",     "month"};
};

struct ReportRequest {
    RowSelection selection;                 ///< What counts: trades, as of RowKind::pnl, or orders or intents.
    PnlView pnl = PnlView::net;             ///< Which PnL the metrics go by.
    std::map<std::string, Amount> capital;  ///< By quote asset; under "" what counts where there is only one.
    GroupKey by = GroupKey::day;            ///< The periods of the report pnl.
    std::vector<GroupKey> group_by;
    std::vector<std::string> fields;  ///< Columns, in this order; empty for all.
    std::vector<std::string> sort;    ///< Columns, the most important first; with a "-" in front from the largest down.
    std::optional<std::size_t> limit;  ///< At most so many rows.
};

/// One report. The table of reports is what the command, its manual and its tests go by.
struct ReportDefinition {
    std::string_view name;
    std::string_view summary;         ///< One line of help.
    std::span<const Column> columns;  ///< Behind those of the groups.
    bool can_group = false;           ///< Whether its rows can be told apart by more.
    bool needs_snapshots = false;     ///< Whether a replay must keep what snapshots need, to tell it.
    bool tells_fills = false;         ///< Whether what is grouped are fills.
    std::span<const Column>
        grouped_columns{};  ///< In the place of columns, where rows are grouped; empty for the same.
};

TKS_API std::span<const ReportDefinition> reports();

/// Null if there is none of that name.
TKS_API const ReportDefinition* find_report(std::string_view name);

/// Throws UsageError for columns, groups or conditions that the report has not got. Nothing is read or written.
TKS_API void check_request(const ReportDefinition& report, const ReportRequest& request);

/// Writes the rows of a report. Nulls in rows that add up trades are explained in the column `undefined`: an object of the
/// columns' names and the reasons. As a table or Markdown, a summary without groups stands upright, a line a metric.
TKS_API void write_report(const ReportDefinition& report, const ReportRequest& request, const ReportFacts& facts,
                          const RowWriterOptions& options, const TextSink& sink);

}  // namespace tks
