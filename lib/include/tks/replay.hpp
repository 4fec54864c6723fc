#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tks/export.hpp"
#include "tks/report_facts.hpp"
#include "tks/snapshots.hpp"
#include "tks/store.hpp"
#include "tks/story.hpp"
#include "tks/thread_visitors.hpp"
#include "tks/trade_fill.hpp"
#include "tks/trade_pnl.hpp"
#include "tks/validate.hpp"

namespace tks {

struct ReplayOptions {
    ValidateOptions reading;         ///< How records are read, and which rules are asked about them.
    std::optional<Timestamp> until;  ///< Events that occurred later are passed over.
    bool with_snapshots = true;      ///< Keep what snapshots need; else the PnL of trades alone can be told.
    CostBasis cost_basis = CostBasis::average;
    Decimal tolerance = default_pnl_tolerance;  ///< Relative, of what counts as reconciled; see reconcile().
    std::map<std::string, Decimal, std::less<>>
        marks{};  ///< Prices by market, in quote currency; they beat marks in the input.
    std::int64_t stale_after_ms =
        300'000;  ///< Marks are stale if their account has been silent for longer, before the last event.
};

/// Rebuilds from events what happened: the state of each aggregate, and what each trade earned. The result does not depend on
/// the order in which the events come, on repetitions, or on how they are split over inputs and calls.
class TKS_API Replay {
public:
    explicit Replay(ReplayOptions options);
    Replay(Replay&&) noexcept;
    Replay& operator=(Replay&&) noexcept;
    ~Replay();

    /// Throws UsageError for options of reading that make no sense. Reads inputs, after those that have been read before. The listener hears of records that cannot be read, and of all
    /// rules but those of the family pnl, of which findings() tells.
    ValidateSummary read(const Inputs& inputs, const ValidateListener& listener);

    /// Adds what another replay with equal options has read.
    void merge(const Replay& other);

    // What has been read adds up to these, one call each; what is handed over is valid during the call.

    /// In order of (opened_at, trade_id).
    void for_each_trade_pnl(const std::function<void(const TradePnl&)>& visit) const;
    /// In order of (filled_at, fill_id).
    void for_each_unattributed_fill(const std::function<void(const UnattributedFill&)>& visit) const;
    /// In order of (filled_at, fill_id). Only with_snapshots, as all below.
    void for_each_fill(const std::function<void(const TradeFill&)>& visit) const;
    /// The same in any order.
    void share_out_fills(const ThreadVisitors<TradeFill>& visitors) const;
    /// One for each intent that has a snapshot, in any order.
    void share_out_stories(const ThreadVisitors<Story>& visitors) const;
    // In order of the aggregate's id. Aggregates whose defining payload is missing have none.
    void for_each_intent(const std::function<void(const TradingSignalIntentSnapshot&)>& visit) const;
    void for_each_signal(const std::function<void(const TradingSignalSnapshot&)>& visit) const;
    void for_each_order(const std::function<void(const OrderSnapshot&)>& visit) const;
    void for_each_trade(const std::function<void(const TradeSnapshot&)>& visit) const;
    /// In order of (when it was first requested or placed, order_id).
    void for_each_order_by_time(const std::function<void(const OrderSnapshot&)>& visit) const;

    /// What does not fit together in all that was read, by the rules of the family pnl: fills without a trade, exits without an
    /// entry, reported figures that do not reconcile (errors), aggregates without their defining payload (info).
    [[nodiscard]] std::vector<Diagnostic> findings() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What reports tell of a replay, which must live as long. The findings are those given, of reading, and the replay's own.
TKS_API ReportFacts facts_of(const Replay& replay, std::vector<Diagnostic> findings);

/// The same of a store; the findings are those of for_each_finding().
TKS_API ReportFacts facts_of(const Store& store, const RuleLevels& levels);

/// Reads inputs into a store, which must not have been opened for reading alone. A file of lines that has been read into it before is
/// read from where that ended, if it still begins with what was read, and so is a partition of the same cluster; other inputs are read from their beginning, which changes
/// nothing where they are the same. Where it does not begin so any more, on_notice hears of it. What is read is committed each time that it amounts to StoreOptions::delta_bytes, together with
/// how far it was read, so that the memory does not grow with the inputs, and a reader of the store never waits. Into a store in which
/// there is nothing yet, files are read in one transaction, until two seconds have passed or all is read.
///
/// Of the options, only `reading` counts: the rest are the store's. Rules that look at several events at once are not asked, since
/// they need memory for each event. Throws UsageError if the options say `until`, and StoreError if the store fails.
TKS_API ValidateSummary replay_into(Store& store, const Inputs& inputs, const ReplayOptions& options,
                                    const ValidateListener& listener);

/// All findings of a store: those of records, in the order of the inputs and their lines, and then what Replay::findings() says. Of
/// the families json and schema the store knows all, whatever levels the replays had; of others what they asked for.
TKS_API void for_each_finding(const Store& store, const RuleLevels& levels,
                              const std::function<void(const Diagnostic&)>& visit);

}  // namespace tks
