#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "report/partial_rows.hpp"
#include "tks/account_report.hpp"

/// What a selection leaves of facts that are no trades.
namespace tks::report {

/// Texts that are looked up by views.
struct HashOfText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using TextSet = std::unordered_set<std::string, HashOfText, std::equal_to<>>;

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
    TextSet trades_;  // Unless all are wanted.
};

/// Stories are wanted as the snapshots of their intents are.
class WantedStories {
public:
    WantedStories(const ReportFacts& facts, const RowSelection& selection);

    [[nodiscard]] bool contains(const Story& story) const;

private:
    RowFilter filter_;
    PartialRows<Story> stories_;
    bool are_told_by_stories_;
    TextSet intents_;  // Unless stories tell by themselves whether they are wanted.
};

}  // namespace tks::report
