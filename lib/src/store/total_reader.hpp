#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/connection.hpp"
#include "store/figures.hpp"
#include "store/parts.hpp"
#include "store/time_order.hpp"
#include "store/words.hpp"
#include "tks/trade_total.hpp"

namespace tks::store {

/// Tells of trades what totals are made of, as Store::for_each_trade_total() says.
class TotalReader {
public:
    explicit TotalReader(Connection& connection) : connection_(connection) {}

    void for_each(const std::function<void(const TradeTotal&)>& visit);

private:
    struct Row {
        Id trade = no_id;
        TotalFigures figures;  // In words of the part.
    };
    struct Rows {
        std::vector<Row> rows;
        Words words;
    };
    struct Place {
        Timestamp sorted_at;
        std::uint32_t part = 0;
        std::uint32_t row = 0;
    };

    static void read(Connection& connection, Part part, Rows& rows);
    [[nodiscard]] std::vector<Place> in_order();
    static TradeTotal tell(const Rows& part, Row& row);

    Connection& connection_;
    std::vector<Rows> parts_;
};

/// All trades that are valued, in the same order.
std::vector<TimedRow> trades_in_order(Readers& readers, Connection& connection);

}  // namespace tks::store
