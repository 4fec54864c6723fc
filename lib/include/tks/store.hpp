#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"
#include "tks/snapshots.hpp"
#include "tks/story.hpp"
#include "tks/text_sink.hpp"
#include "tks/thread_visitors.hpp"
#include "tks/trade_fill.hpp"
#include "tks/trade_pnl.hpp"
#include "tks/trade_total.hpp"

namespace tks {

namespace store {
struct StoreAccess;
}

/// How a store is opened, and what its results are told with.
struct StoreOptions {
    bool is_read_only = false;                             ///< Nothing is written: the store must be there.
    std::int64_t busy_after_ms = 10'000;                   ///< How long to wait for another writer before giving up.
    std::uint64_t delta_bytes = std::uint64_t{24} << 20U;  ///< Of memory: what is gathered before it is committed.

    // These two decide what is kept. If they are not given, it is what the store was last opened for writing with, and for a new store
    // average and default_pnl_tolerance. If they are, a store with others is valued anew when it is opened for writing, and refused with
    // UsageError when it is opened for reading alone.
    std::optional<CostBasis> cost_basis{};
    std::optional<Decimal> tolerance{};  ///< Relative, of what counts as reconciled; see reconcile().

    // These are applied when results are told.
    std::map<std::string, Decimal, std::less<>>
        marks{};  ///< Prices by market, in quote currency; they beat marks in the input.
    std::int64_t stale_after_ms =
        300'000;  ///< Marks are stale if their account has been silent for longer, before the last event.
};

/// What a replay has found out, in a file (SQLite; its tables and views are described in tks-store(5)). It grows by what is replayed
/// into it, see replay_into(), in transactions: a process that is killed leaves what it had committed, and the next replay goes on
/// from there. Any number of processes may read while one writes; in a new one that is filled from files they find nothing for the first
/// two seconds. Every member throws StoreError where the file fails. Unless the
/// program has used SQLite before, its statistics of memory are switched off.
class TKS_API Store {
public:
    /// Opens a store, or makes one where there is no file yet or an empty one. Throws StoreError for a file that is no store, that a
    /// newer version has made, or that is damaged; it is left as it is.
    explicit Store(const std::string& path, StoreOptions options = {});
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    [[nodiscard]] const std::string& path() const;

    /// Whether a file is an SQLite database, by its first bytes: a store, if it is any of ours. False for what is not there.
    static bool is_database(const std::string& path);

    // What all events in the store add up to, in the order and the form in which Replay tells it. What is handed over is valid during
    // the call, which must not use the store.

    void for_each_trade_pnl(const std::function<void(const TradePnl&)>& visit) const;
    /// Those with these numbers of TradeTotal, in their order; fastest where they ascend.
    void for_each_trade_pnl(std::span<const std::uint64_t> numbers,
                            const std::function<void(const TradePnl&)>& visit) const;
    /// Those of them of which something is open.
    void for_each_open_trade_pnl(const std::function<void(const TradePnl&)>& visit) const;
    /// The same trades in the same order. Several threads read them, which takes a small part of the time, and memory for each trade.
    void for_each_trade_total(const std::function<void(const TradeTotal&)>& visit) const;
    void for_each_unattributed_fill(const std::function<void(const UnattributedFill&)>& visit) const;
    /// In their order, what text makers make of them, each of some that follow one another.
    void write_trade_pnl(const ThreadTextMakers<TradePnl>& makers, const TextSink& sink) const;
    void for_each_fill(const std::function<void(const TradeFill&)>& visit) const;
    /// The same fills, without fill_id, order_id and trade_id.
    void share_out_fills(const ThreadVisitors<TradeFill>& visitors) const;
    void write_fills(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink) const;
    /// Of the same fills, without strategy_id, provider_id and direction.
    void write_fills_without_origin(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink) const;
    void share_out_stories(const ThreadVisitors<Story>& visitors) const;
    void for_each_intent(const std::function<void(const TradingSignalIntentSnapshot&)>& visit) const;
    void for_each_signal(const std::function<void(const TradingSignalSnapshot&)>& visit) const;
    void for_each_order(const std::function<void(const OrderSnapshot&)>& visit) const;
    void for_each_trade(const std::function<void(const TradeSnapshot&)>& visit) const;
    void for_each_order_by_time(const std::function<void(const OrderSnapshot&)>& visit) const;
    void write_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) const;
    /// The same orders without the keys of their payload that no report lists, which takes a part of the time.
    void write_listed_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) const;

    // The same trades, fills and orders from the last one back, until the visitor returns false. They tell how many there are in all.

    std::uint64_t for_each_trade_pnl_back(const std::function<bool(const TradePnl&)>& visit) const;
    std::uint64_t for_each_fill_back(const std::function<bool(const TradeFill&)>& visit) const;
    std::uint64_t for_each_listed_order_back(const std::function<bool(const OrderSnapshot&)>& visit) const;

    // See for_each_finding(), which knows how much these matter.

    /// What was found in records, without its severity. The name of the rule is valid during the call alone.
    void for_each_record_finding(const std::function<void(const Diagnostic&)>& visit) const;
    /// What does not fit together, by the rules of the family pnl, without their severities.
    void for_each_contradiction(const std::function<void(const Diagnostic&)>& visit) const;

private:
    friend struct store::StoreAccess;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
