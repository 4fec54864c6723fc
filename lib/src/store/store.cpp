#include "tks/store.hpp"

#include "store/store_access.hpp"

namespace tks {

Store::Store(const std::string& path, StoreOptions options) : impl_(std::make_unique<Impl>(path, std::move(options))) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::string& Store::path() const {
    return impl_->connection.path();
}

bool Store::is_database(const std::string& path) {
    return path != "-" && store::has_database_header(path);
}

void Store::for_each_trade_pnl(const std::function<void(const TradePnl&)>& visit) const {
    impl_->results().for_each_trade_pnl(visit);
}

void Store::write_trade_pnl(const ThreadTextMakers<TradePnl>& makers, const TextSink& sink) const {
    impl_->results().write_trade_pnl(makers, sink);
}

void Store::for_each_trade_pnl(std::span<const std::uint64_t> numbers,
                               const std::function<void(const TradePnl&)>& visit) const {
    impl_->results().for_each_trade_pnl(numbers, visit);
}

void Store::for_each_open_trade_pnl(const std::function<void(const TradePnl&)>& visit) const {
    impl_->results().for_each_open_trade_pnl(visit);
}

void Store::for_each_trade_total(const std::function<void(const TradeTotal&)>& visit) const {
    impl_->results().for_each_trade_total(visit);
}

void Store::for_each_unattributed_fill(const std::function<void(const UnattributedFill&)>& visit) const {
    impl_->results().for_each_unattributed_fill(visit);
}

void Store::for_each_fill(const std::function<void(const TradeFill&)>& visit) const {
    impl_->results().for_each_fill(visit);
}

void Store::share_out_fills(const ThreadVisitors<TradeFill>& visitors) const {
    impl_->results().share_out_fills(visitors);
}

void Store::write_fills(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink) const {
    impl_->results().write_fills(makers, sink, store::FillOrigins::told);
}

void Store::write_fills_without_origin(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink) const {
    impl_->results().write_fills(makers, sink, store::FillOrigins::untold);
}

std::uint64_t Store::for_each_trade_pnl_back(const std::function<bool(const TradePnl&)>& visit) const {
    return impl_->results().for_each_trade_pnl_back(visit);
}

std::uint64_t Store::for_each_fill_back(const std::function<bool(const TradeFill&)>& visit) const {
    return impl_->results().for_each_fill_back(visit);
}

std::uint64_t Store::for_each_listed_order_back(const std::function<bool(const OrderSnapshot&)>& visit) const {
    return impl_->results().for_each_listed_order_back(visit);
}

void Store::share_out_stories(const ThreadVisitors<Story>& visitors) const {
    impl_->results().share_out_stories(visitors);
}

void Store::for_each_intent(const std::function<void(const TradingSignalIntentSnapshot&)>& visit) const {
    impl_->results().for_each_intent(visit);
}

void Store::for_each_signal(const std::function<void(const TradingSignalSnapshot&)>& visit) const {
    impl_->results().for_each_signal(visit);
}

void Store::write_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) const {
    impl_->results().write_orders(makers, sink);
}

void Store::write_listed_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) const {
    impl_->results().write_listed_orders(makers, sink);
}

void Store::for_each_order(const std::function<void(const OrderSnapshot&)>& visit) const {
    impl_->results().for_each_order(visit);
}

void Store::for_each_order_by_time(const std::function<void(const OrderSnapshot&)>& visit) const {
    impl_->results().for_each_order_by_time(visit);
}

void Store::for_each_trade(const std::function<void(const TradeSnapshot&)>& visit) const {
    impl_->results().for_each_trade(visit);
}

void Store::for_each_record_finding(const std::function<void(const Diagnostic&)>& visit) const {
    impl_->results().for_each_record_finding(visit);
}

void Store::for_each_contradiction(const std::function<void(const Diagnostic&)>& visit) const {
    impl_->results().for_each_contradiction(visit);
}

Store::Impl::Impl(const std::string& path, StoreOptions given) : options(std::move(given)), connection(path, options) {
    connection.guard([&] {
        if (!options.is_read_only) {
            writer.emplace(connection);
            writer->adopt_options(options);
        } else {
            connection.check_valuation(options);
        }
        reader.emplace(connection, options);
    });
}

store::Writer& store::StoreAccess::writer(Store& store) {
    return *store.impl_->writer;
}

const StoreOptions& store::StoreAccess::options(const Store& store) {
    return store.impl_->options;
}

}  // namespace tks
