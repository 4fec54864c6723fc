#include <iterator>
#include <utility>

#include "tks/replay.hpp"

namespace tks {

namespace {

/// What a replay and a store tell in the same way.
template <class Results>
ReportFacts facts_in(const Results& results, std::vector<Diagnostic>&& findings) {
    return {.trades = [&](const std::function<void(const TradePnl&)>& visit) { results.for_each_trade_pnl(visit); },
            .findings = std::move(findings),
            .fills = [&](const std::function<void(const TradeFill&)>& visit) { results.for_each_fill(visit); },
            .shared_fills = [&](const ThreadVisitors<TradeFill>& visitors) { results.share_out_fills(visitors); },
            .shared_stories = [&](const ThreadVisitors<Story>& visitors) { results.share_out_stories(visitors); },
            .orders =
                [&](const std::function<void(const OrderSnapshot&)>& visit) { results.for_each_order_by_time(visit); },
            .intents =
                [&](const std::function<void(const TradingSignalIntentSnapshot&)>& visit) {
                    results.for_each_intent(visit);
                }};
}

}  // namespace

ReportFacts facts_of(const Replay& replay, std::vector<Diagnostic> findings) {
    std::ranges::move(replay.findings(), std::back_inserter(findings));
    return facts_in(replay, std::move(findings));
}

ReportFacts facts_of(const Store& store, const RuleLevels& levels) {
    std::vector<Diagnostic> findings;
    for_each_finding(store, levels, [&](const Diagnostic& finding) { findings.push_back(finding); });
    ReportFacts facts = facts_in(store, std::move(findings));
    facts.trade_totals = [&](const std::function<void(const TradeTotal&)>& visit) {
        store.for_each_trade_total(visit);
    };
    facts.trades_of_totals = [&](std::span<const std::uint64_t> numbers,
                                 const std::function<void(const TradePnl&)>& visit) {
        store.for_each_trade_pnl(numbers, visit);
    };
    facts.trade_texts = [&](const ThreadTextMakers<TradePnl>& makers, const TextSink& sink) {
        store.write_trade_pnl(makers, sink);
    };
    facts.trades_back = [&](const std::function<bool(const TradePnl&)>& visit) {
        return store.for_each_trade_pnl_back(visit);
    };
    facts.fills_back = [&](const std::function<bool(const TradeFill&)>& visit) {
        return store.for_each_fill_back(visit);
    };
    facts.listed_orders_back = [&](const std::function<bool(const OrderSnapshot&)>& visit) {
        return store.for_each_listed_order_back(visit);
    };
    facts.fill_texts = [&](const ThreadTextMakers<TradeFill>& makers, const TextSink& sink) {
        store.write_fills(makers, sink);
    };
    facts.fill_texts_without_origin = [&](const ThreadTextMakers<TradeFill>& makers, const TextSink& sink) {
        store.write_fills_without_origin(makers, sink);
    };
    facts.order_texts = [&](const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
        store.write_orders(makers, sink);
    };
    facts.listed_order_texts = [&](const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
        store.write_listed_orders(makers, sink);
    };
    facts.open_trades = [&](const std::function<void(const TradePnl&)>& visit) {
        store.for_each_open_trade_pnl(visit);
    };
    return facts;
}

}  // namespace tks
