#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "projection/grouping.hpp"
#include "projection/story_fold.hpp"
#include "store/connection.hpp"
#include "store/parts.hpp"
#include "store/statement.hpp"

namespace tks::store {

/// Tells the stories of a store. What many intents lead to is read into memory before, table by table, since looking up each would
/// take longer.
class StoryReader {
public:
    explicit StoryReader(Connection& connection);

    /// In any order, one after the other but not always in the same thread. Throws StoreError for what cannot be read back as it was written.
    void for_each(const std::function<void(const Story&)>& visit);

private:
    struct Signal {
        projection::FirstSteps steps;
        std::optional<SignalStatus> status;
    };
    struct Order {
        projection::FirstSteps steps;
        Id intent = no_id;
        std::optional<OrderStatus> status;
    };
    struct Fill {
        Timestamp filled_at;
        Id order = no_id;
        Id trade = no_id;
    };
    struct Trade {
        std::optional<Timestamp> opened_at, closed_at;
        Id signal = no_id;
        std::optional<TradeStatus> status;
    };

    void load_others(Connection& connection);
    void load_signals(Connection& connection);
    void load_orders(Connection& connection);
    void load_fills(Connection& connection);
    void load_trades(Connection& connection);
    void group(std::size_t intents);
    void read_intents(Connection& connection, Part part,
                      const std::function<void(const std::vector<Story>&, std::size_t)>& take) const;
    void tell_intent(const Statement& row, Story& story) const;
    void add_orders(projection::StoryFold& fold, Id intent, Id signal) const;
    [[nodiscard]] projection::FirstSteps steps_of(const Statement& row, int column) const;
    [[nodiscard]] std::string reasons_of(const Statement& row, int column) const;
    template <class Enum>
    [[nodiscard]] std::optional<Enum> word(const Statement& row, int column) const;

    Connection& connection_;
    // By their numbers in the store.
    std::vector<Signal> signals_;
    std::vector<Order> orders_;
    std::vector<Fill> fills_;
    std::vector<Trade> trades_;
    std::map<Id, std::string> signal_reasons_, order_reasons_;
    projection::Grouping orders_of_intent_{0, 0, [](Id) { return no_id; }};
    projection::Grouping fills_of_order_{0, 0, [](Id) { return no_id; }};
};

}  // namespace tks::store
