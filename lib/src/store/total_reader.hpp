#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/connection.hpp"
#include "store/statement.hpp"
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
        Timestamp sorted_at;
        Id trade = no_id;
        std::uint32_t market = 0, strategy = 0, provider = 0;  // Words of the part.
        Direction direction{};
        bool is_open = false, is_closed = false;
        std::optional<Timestamp> opened_at, closed_at;
        Amount realized_pnl, fees;
        std::optional<Amount> held_ms;
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

    static void read(Connection& connection, std::int64_t first, std::int64_t last, Rows& rows);
    [[nodiscard]] std::vector<Place> in_order();
    void order_by_id(std::vector<Place>::iterator begin, std::vector<Place>::iterator end);
    static TradeTotal tell(const Rows& part, Row& row);

    Connection& connection_;
    std::vector<Rows> parts_;
};

}  // namespace tks::store
