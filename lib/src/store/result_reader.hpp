#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "codec/read_back.hpp"
#include "projection/pnl_findings.hpp"
#include "projection/snapshot_reader.hpp"
#include "projection/valuation.hpp"
#include "store/connection.hpp"
#include "store/fill_teller.hpp"
#include "store/mark_reader.hpp"
#include "store/parts.hpp"
#include "store/statement.hpp"
#include "tks/story.hpp"
#include "tks/text_sink.hpp"
#include "tks/trade_fill.hpp"

namespace tks::store {

/// Tells what a store holds. Throws StoreError, also for what cannot be read back as it was written.
class ResultReader {
public:
    ResultReader(Connection& connection, const StoreOptions& options);

    void for_each_trade_pnl(const std::function<void(const TradePnl&)>& visit);
    void write_trade_pnl(const ThreadTextMakers<TradePnl>& makers, const TextSink& sink);
    void for_each_trade_pnl(std::span<const std::uint64_t> numbers, const std::function<void(const TradePnl&)>& visit);
    void for_each_open_trade_pnl(const std::function<void(const TradePnl&)>& visit);
    void for_each_trade_total(const std::function<void(const TradeTotal&)>& visit);
    void for_each_unattributed_fill(const std::function<void(const UnattributedFill&)>& visit);
    void for_each_fill(const std::function<void(const TradeFill&)>& visit);
    void write_fills(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink, FillOrigins origins);
    void share_out_fills(const ThreadVisitors<TradeFill>& visitors);
    void share_out_stories(const ThreadVisitors<Story>& visitors);
    void for_each_intent(const std::function<void(const TradingSignalIntentSnapshot&)>& visit);
    void for_each_signal(const std::function<void(const TradingSignalSnapshot&)>& visit);
    void write_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink);
    std::uint64_t for_each_trade_pnl_back(const std::function<bool(const TradePnl&)>& visit);
    std::uint64_t for_each_fill_back(const std::function<bool(const TradeFill&)>& visit);
    std::uint64_t for_each_listed_order_back(const std::function<bool(const OrderSnapshot&)>& visit);
    void write_listed_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink);
    void for_each_order(const std::function<void(const OrderSnapshot&)>& visit);
    void for_each_order_by_time(const std::function<void(const OrderSnapshot&)>& visit);
    void for_each_trade(const std::function<void(const TradeSnapshot&)>& visit);
    void for_each_record_finding(const std::function<void(const Diagnostic&)>& visit);
    void for_each_contradiction(const std::function<void(const Diagnostic&)>& visit);

private:
    void read(const std::function<void()>& function);
    void read(const std::function<void(Readers&)>& function);
    void finishing(const std::function<void()>& function);
    Timestamp read_latest_at();
    void read_pnl(const Statement& row, TradePnl& pnl);
    void read_unattributed(UnattributedFill& fill);
    void tell(const projection::PlacedFinding& placed, const std::function<void(const Diagnostic&)>& visit);
    [[nodiscard]] Place place_of_pnl();
    [[nodiscard]] projection::UndefinedAggregates undefined(std::string_view family, Statement& statement);

    template <class Enum>
    [[nodiscard]] Enum word(const Statement& statement, int column) const;
    [[nodiscard]] Decimal decimal(const Statement& statement, int column) const;
    template <class Model>
    void payload(std::string_view json, std::pmr::memory_resource& arena, Model& model);
    [[nodiscard]] std::vector<std::string> texts(const Statement& statement, int column) const;

    Connection& connection_;
    projection::ValuationOptions options_;
    codec::BackReader payloads_;
    Statement latest_at_, open_pnl_, doubtful_pnl_;
    MarkReader marks_;
    Statement unattributed_, intents_, signals_, trades_, open_orders_of_trade_, first_fill_, input_name_,
        record_findings_, undefined_signals_, undefined_orders_;
};

}  // namespace tks::store
