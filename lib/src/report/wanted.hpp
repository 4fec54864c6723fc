#pragma once

#include <functional>
#include <set>
#include <string>

#include "tks/account_report.hpp"

/// What a selection leaves of facts that are no trades.
namespace tks::report {

/// Fills are wanted as their trades are, but at the time at which they happened. The facts must live as long.
class WantedFills {
public:
    WantedFills(const ReportFacts& facts, const RowSelection& selection);

    [[nodiscard]] bool are_all() const { return filter_.wants_all() && !since_ && !until_; }

    [[nodiscard]] bool contains(const TradeFill& fill) const;

    /// Those that are wanted, as ReportFacts::shared_fills tells them.
    void share_out(const ThreadVisitors<TradeFill>& visitors) const;

private:
    const ReportFacts& facts_;
    std::optional<Timestamp> since_, until_;
    RowFilter filter_;
    std::set<std::string, std::less<>> trades_;  // Unless all are wanted.
};

/// Stories are wanted as the snapshots of their intents are.
class WantedStories {
public:
    WantedStories(const ReportFacts& facts, const RowSelection& selection);

    [[nodiscard]] bool contains(const Story& story) const;

private:
    bool wants_all_;
    std::set<std::string> intents_;
};

}  // namespace tks::report
