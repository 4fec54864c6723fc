#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "projection/grouping.hpp"
#include "projection/story_fold.hpp"
#include "store/connection.hpp"
#include "store/figures.hpp"
#include "store/parts.hpp"
#include "store/words.hpp"
#include "tks/thread_visitors.hpp"

namespace tks::store {

/// Tells the stories of a store. What many intents lead to is read into memory before, table by table, since looking up each would
/// take longer.
class StoryReader {
public:
    explicit StoryReader(Connection& connection);

    /// Throws StoreError for what cannot be read back as it was written.
    void share_out(const ThreadVisitors<Story>& visitors);

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

    void load(Readers& readers);
    void load_signals(Connection& connection, Part all);
    void load_orders(Connection& connection, Part all);
    void load_fills(Connection& connection, Part all);
    void load_trades(Connection& connection, Part all);
    void group(std::size_t intents);
    void read_intents(Connection& connection, Part part, const std::function<void(const Story&)>& visit) const;
    void tell_intent(Id number, const IntentFigures& intent, const Words& words, Story& story) const;
    void add_orders(projection::StoryFold& fold, Id intent, Id signal) const;
    [[nodiscard]] std::string joined_texts(const std::string& json) const;

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
