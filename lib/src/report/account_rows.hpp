#pragma once

#include <functional>
#include <span>
#include <vector>

#include "report/fact_list.hpp"
#include "tks/account_report.hpp"

namespace tks::report {

/// Takes the cells of the next row.
using TakeCells = std::function<void(std::vector<Cell>)>;

/// A report and how its rows come about.
struct AccountReport {
    ReportDefinition definition;
    std::optional<GroupKey> own_group{};     ///< Its rows are always told apart by that.
    std::vector<GroupKey> default_groups{};  ///< Where the request names none.
    bool is_by_period = false;               ///< Rows are always told apart by the periods that the request names.
    bool groups_by_market = false;           ///< Where rows are grouped, always by the market as well.
    bool is_upright = false;                 ///< Without groups, people read it a line a column.
    RowKind filtered_by = RowKind::pnl;      ///< What the selection is asked of.
    /// Tells its rows; the cells of the groups, if it has any, stand first in each.
    std::function<void(const std::vector<GroupKey>& groups, const ReportFacts&, const ReportRequest&, const TakeCells&)>
        tell{};
    /// Writes the same rows, where they are in no groups; empty for those that add something up.
    std::function<void(const ReportFacts&, const ReportRequest&, const WantedRows&, const TextSink&)> write{};
    /// The same as a table, or false.
    std::function<bool(const ReportFacts&, const ReportRequest&, const WantedTable&, const TextSink&)> write_table{};

    /// All keys that tell its rows apart, in the order of their columns.
    [[nodiscard]] std::vector<GroupKey> groups(const ReportRequest& request) const;
};

/// The report with the rows of a list, which must outlive it.
template <class Fact>
AccountReport listed(const FactList<Fact>& list, AccountReport report) {
    report.definition.columns = list.columns();
    report.tell = [&list](const std::vector<GroupKey>&, const ReportFacts& facts, const ReportRequest& request,
                          const TakeCells& take) { list.tell(facts, request, take); };
    report.write = [&list](const ReportFacts& facts, const ReportRequest& request, const WantedRows& rows,
                           const TextSink& sink) { list.write(facts, request, rows, sink); };
    report.write_table = [&list](const ReportFacts& facts, const ReportRequest& request, const WantedTable& wanted,
                                 const TextSink& sink) { return list.write_table(facts, request, wanted, sink); };
    return report;
}

/// A day, week or month; null for a moment that nobody knows.
Cell period_cell(GroupKey key, std::optional<Timestamp> at);

/// Those that tell of orders and fills, and of what becomes of intents.
std::span<const AccountReport> fill_reports();
std::span<const AccountReport> story_reports();

/// The rows of both reports of what becomes of intents, without groups; the intents are read once.
void tell_stories(const ReportFacts& facts, const ReportRequest& request, const TakeCells& take_funnel,
                  const TakeCells& take_latency);

/// All of them, in the order in which they are listed.
std::span<const AccountReport> account_reports();

}  // namespace tks::report
