#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "codec/read_back.hpp"
#include "projection/grouping.hpp"
#include "projection/snapshot_reader.hpp"
#include "store/connection.hpp"
#include "store/parts.hpp"
#include "store/statement.hpp"
#include "tks/text_sink.hpp"

namespace tks::store {

/// Tells the snapshots of a store's orders. Rows are read ahead of what makes snapshots of them.
class OrderReader {
public:
    explicit OrderReader(Connection& connection) : connection_(connection) {}

    /// In the order of their ids.
    void for_each(const std::function<void(const OrderSnapshot&)>& visit);
    void write(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink);

private:
    struct Fill {
        Decimal quantity, price;
        Id order = no_id;
    };
    struct Row {
        std::string payload;
        std::string status;
        std::optional<std::string> rejection_reason, last_event_id;
        Timestamp last_event_at;
        projection::FilledAmount filled;
    };

    struct Statements {
        explicit Statements(Connection& connection)
            : orders(connection.database(),
                     "SELECT order_no, payload, status, rejection_reason, last_event_id, last_event_at FROM "
                     R"("order" WHERE payload IS NOT NULL ORDER BY order_id)"),
              fills_of_order(connection.database(), "SELECT quantity, price FROM fill WHERE order_no = ?") {}

        Statement orders, fills_of_order;
        std::size_t asked = 0;  ///< How many orders were read.
    };

    /// Belongs to one thread.
    class SnapshotMaker {
    public:
        explicit SnapshotMaker(const Connection& connection) : connection_(connection) {}

        void make(const Row& row, const std::function<void(const OrderSnapshot&)>& visit);

    private:
        const Connection& connection_;
        codec::BackReader payloads_;
    };

    void read(Statements& statements, Readers& readers, Row& row);
    void load_fills(Readers& readers);
    [[nodiscard]] projection::FilledAmount filled(Id order) const;

    Connection& connection_;
    std::vector<Fill> fills_;  // By their numbers in the store.
    projection::Grouping fills_of_order_{0, 0, [](Id) { return no_id; }};
};

}  // namespace tks::store
