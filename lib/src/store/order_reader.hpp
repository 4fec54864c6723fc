#pragma once

#include <functional>
#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "codec/read_back.hpp"
#include "projection/grouping.hpp"
#include "projection/snapshot_reader.hpp"
#include "store/connection.hpp"
#include "store/figure_cache.hpp"
#include "store/figures.hpp"
#include "store/parts.hpp"
#include "store/statement.hpp"
#include "store/time_order.hpp"
#include "tks/text_sink.hpp"

namespace tks::store {

/// Tells the snapshots of a store's orders. Rows are read ahead of what makes snapshots of them.
class OrderReader {
public:
    explicit OrderReader(Connection& connection) : connection_(connection) {}

    /// In the order of their ids.
    void for_each(const std::function<void(const OrderSnapshot&)>& visit);

    /// In the order of time; see Replay::for_each_order_by_time().
    void for_each_by_time(const std::function<void(const OrderSnapshot&)>& visit);
    void write(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink);

    /// The same without what no report lists.
    void write_listed(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink);

    std::uint64_t for_each_listed_back(const std::function<bool(const OrderSnapshot&)>& visit);

private:
    struct Fill {
        Decimal quantity, price;
    };
    struct Row {
        std::string payload;
        std::string status;
        std::optional<std::string> rejection_reason, last_event_id;
        Timestamp last_event_at;
        projection::FilledAmount filled;
    };

    /// Reads rows but for what was filled of them. Belongs to one thread, as the next two.
    class RowReader {
    public:
        explicit RowReader(Connection& connection);
        void read(Id number, Row& row);

    private:
        const Connection& connection_;
        Statement row_;
    };

    class SnapshotMaker {
    public:
        explicit SnapshotMaker(const Connection& connection) : connection_(connection) {}

        /// What is made lasts until the next one is, and no longer than the row.
        const OrderSnapshot& make(const Row& row);

    private:
        const Connection& connection_;
        codec::BackReader payloads_;
        std::pmr::monotonic_buffer_resource arena_;
        OrderSnapshot snapshot_;
    };

    class Teller {
    public:
        Teller(Connection& connection, const OrderReader& orders)
            : orders_(orders), rows_(connection), maker_(connection) {}
        const OrderSnapshot& tell(Id number);

    private:
        const OrderReader& orders_;
        RowReader rows_;
        SnapshotMaker maker_;
        Row row_;
    };

    /// Tells what reports list.
    class ListTeller {
    public:
        ListTeller(Connection& connection, const OrderReader& orders)
            : connection_(connection), orders_(orders), details_(connection) {}
        const OrderSnapshot& tell(Id number);

    private:
        const Connection& connection_;
        const OrderReader& orders_;
        FigureCache<OrderDetails> details_;
        OrderSnapshot snapshot_;
    };

    template <class OfOne>
    void write_by(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink);

    void for_each(Readers& readers, const std::vector<Id>& orders,
                  const std::function<void(const OrderSnapshot&)>& visit);
    std::vector<TimedRow> by_time(Readers& readers);
    void load_fills(Readers& readers);
    [[nodiscard]] projection::FilledAmount filled(Id order) const;

    Connection& connection_;
    std::vector<Fill> fills_;  // By their numbers in the store.
    projection::Grouping fills_of_order_{0, 0, [](Id) { return no_id; }};
};

}  // namespace tks::store
