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

namespace tks::store {

/// Tells the snapshots of a store's orders. A thread of its own reads the rows ahead of the one that makes snapshots of them.
class OrderReader {
public:
    explicit OrderReader(Connection& connection) : connection_(connection) {}

    /// In the order of their ids.
    void for_each(const std::function<void(const OrderSnapshot&)>& visit);

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

    void load_fills(Readers& readers);
    [[nodiscard]] projection::FilledAmount filled(Id order) const;
    void tell(const Row& row, const std::function<void(const OrderSnapshot&)>& visit);

    Connection& connection_;
    codec::BackReader payloads_;
    std::vector<Fill> fills_;  // By their numbers in the store.
    projection::Grouping fills_of_order_{0, 0, [](Id) { return no_id; }};
};

}  // namespace tks::store
