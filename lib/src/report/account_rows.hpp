#pragma once

#include <functional>
#include <span>
#include <vector>

#include "tks/account_report.hpp"

namespace tks::report {

/// Takes the cells of the next row.
using TakeCells = std::function<void(std::vector<Cell>)>;

/// A report and how its rows come about.
struct AccountReport {
    ReportDefinition definition;
    std::optional<GroupKey> own_group;  ///< Its rows are always told apart by that.
    bool is_by_period = false;          ///< And by the periods that the request names.
    bool is_upright = false;            ///< Without groups, people read it a line a column.
    /// Tells its rows; the cells of the groups, if it has any, stand first in each.
    void (*tell)(const std::vector<GroupKey>& groups, const ReportFacts&, const ReportRequest&,
                 const TakeCells&) = nullptr;

    /// All keys that tell its rows apart, in the order of their columns.
    [[nodiscard]] std::vector<GroupKey> groups(const ReportRequest& request) const;
};

/// All of them, in the order in which they are listed.
std::span<const AccountReport> account_reports();

}  // namespace tks::report
