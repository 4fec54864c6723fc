#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "projection/ledger.hpp"
#include "projection/state.hpp"
#include "tks/amount.hpp"
#include "tks/snapshots.hpp"

namespace tks::projection {

/// What the fills of an order add up to.
class FilledAmount {
public:
    void add(const Decimal& quantity, const Decimal& price) {
        quantity_ += quantity;
        value_ += Amount(quantity) * price;
    }

    void tell(OrderSnapshot& order) const {
        order.filled_qty = quantity_.rounded();
        if (quantity_.is_positive()) order.avg_fill_price = quotient(value_, quantity_).rounded();
    }

private:
    Amount quantity_;
    Amount value_;
};

/// Makes the snapshots of a state with Detail::snapshots. Each borrows from the state and from the reader, until the next one is
/// asked for. The state and the ledger must not change while it is in use.
class SnapshotReader {
public:
    SnapshotReader(const State& state, const Ledger& ledger);

    // Nothing where no event brought the payload that defines the aggregate.
    [[nodiscard]] std::optional<TradingSignalIntentSnapshot> intent(Id id);
    [[nodiscard]] std::optional<TradingSignalSnapshot> signal(Id id);
    [[nodiscard]] std::optional<OrderSnapshot> order(Id id);
    [[nodiscard]] std::optional<TradeSnapshot> trade(Id id);

private:
    template <class... Models>
    void unpack(Blob bytes, Models&... models);
    template <class Snapshot>
    void tell_latest(const Moment& moment, Snapshot& snapshot);
    [[nodiscard]] bool comes_after(const Moment& one, const Moment& other) const;
    [[nodiscard]] const Moment& latest_of(const OrderSlots& slots) const;
    [[nodiscard]] bool is_open(Id order) const;

    const State& state_;
    const Ledger& ledger_;
    Grouping fills_of_order_;
    std::pmr::monotonic_buffer_resource arena_;
    std::vector<std::string> open_orders_;
    std::vector<std::string_view> open_order_ids_;
};

}  // namespace tks::projection
