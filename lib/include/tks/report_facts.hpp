#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/snapshots.hpp"
#include "tks/story.hpp"
#include "tks/text_sink.hpp"
#include "tks/thread_visitors.hpp"
#include "tks/trade_fill.hpp"
#include "tks/trade_pnl.hpp"
#include "tks/trade_total.hpp"

namespace tks {

/// Where reports take what they tell: from a replay, or from whatever else holds the same facts. Each function calls its
/// visitor with one fact after the other, and may be asked several times; what is handed over is valid during the call. A
/// visitor that has enough may throw, which ends the function.
struct ReportFacts {
    template <class Fact>
    using Stream = std::function<void(const std::function<void(const Fact&)>&)>;

    /// The same in any order, by as many threads as there is a use for.
    template <class Fact>
    using Shares = std::function<void(const ThreadVisitors<Fact>&)>;

    /// The facts of a stream as text, which several threads make of them, and in their order.
    template <class Fact>
    using Texts = std::function<void(const ThreadTextMakers<Fact>&, const TextSink&)>;

    /// The facts of a stream from the last one back, until the visitor returns false. Tells how many there are in all.
    template <class Fact>
    using StreamBack = std::function<std::uint64_t(const std::function<bool(const Fact&)>&)>;

    Stream<TradePnl> trades;           ///< In order of (opened_at, trade_id).
    std::vector<Diagnostic> findings;  ///< Of reading and of reckoning.

    /// The same trades in the same order, where telling no more of them is cheaper; else empty.
    Stream<TradeTotal> trade_totals{};

    /// Those of the trades with these numbers of their totals, in this order, where there are totals; fastest where they ascend.
    std::function<void(std::span<const std::uint64_t> numbers, const std::function<void(const TradePnl&)>&)>
        trades_of_totals{};

    Texts<TradePnl> trade_texts{};  ///< Of the same trades; empty where there is but one thread for them.

    StreamBack<TradePnl> trades_back{};  ///< The same; or empty, as those below.

    /// Those of them of which something is open, where they are told apart; else empty.
    Stream<TradePnl> open_trades{};

    // These are only asked for by reports that need snapshots.

    Stream<TradeFill> fills{};                     ///< In order of (filled_at, fill_id).
    Texts<TradeFill> fill_texts{};                 ///< Of the same; or empty.
    Texts<TradeFill> fill_texts_without_origin{};  ///< The same, maybe without strategy_id, provider_id and direction.
    StreamBack<TradeFill> fills_back{};
    Shares<TradeFill> shared_fills{};  ///< The same, maybe without fill_id, order_id and trade_id.
    Shares<Story> shared_stories{};
    Stream<OrderSnapshot> orders{};             ///< In order of (when it was first requested or placed, order_id).
    Texts<OrderSnapshot> order_texts{};         ///< Of the same; or empty.
    Texts<OrderSnapshot> listed_order_texts{};  ///< The same, maybe without the keys of payloads that no report lists.
    StreamBack<OrderSnapshot> listed_orders_back{};  ///< As listed_order_texts.
    Stream<TradingSignalIntentSnapshot> intents{};   ///< In order of intent_id.
};

}  // namespace tks
