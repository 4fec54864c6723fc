#pragma once

#include <optional>
#include <string>

#include "projection/state.hpp"
#include "tks/story.hpp"

/// How an intent becomes a story, whoever keeps its parts.
namespace tks::projection {

/// What is known of the intent itself.
struct IntentPart {
    std::optional<IntentStatus> status;
    std::string reason;  ///< Of a rejection; may be empty.
    FirstSteps steps;
};

/// What is known of the signal that it became.
struct SignalPart {
    std::optional<SignalStatus> status;
    std::string reason;
    FirstSteps steps;
};

/// What is known of one of its orders, and of the trade that the order belongs to.
struct OrderPart {
    std::optional<OrderStatus> status;
    std::string reason;
    FirstSteps steps;
    Timestamp filled_at = FirstSteps::never;  ///< Of the first fill.
    std::optional<TradeStatus> trade_status;  ///< Nothing where no event of the trade is there.
    std::optional<Timestamp> opened_at;
    std::optional<Timestamp> closed_at;
    bool opens_trade = false;  ///< Whether the trade comes from the signal of this story.
};

/// Adds up the parts of one story; the orders may come in any order.
class StoryFold {
public:
    explicit StoryFold(const IntentPart& intent);
    void add(const SignalPart& signal);
    void add(const OrderPart& order);

    /// Says how far it came, when, and why no further.
    void tell(Story& story) const;

private:
    struct End {
        StoryStep step{};
        StoryOutcome outcome{};
        std::string reason{};
    };
    void reach(End end);
    void take(StoryStep step, Timestamp at);

    End end_;
    std::array<std::optional<Timestamp>, story_step_count> taken_at_{};
};

/// Reasons as one text: "rejected: scam, banned_ip", or the status alone.
std::string reason_of(std::string_view status, std::string_view reasons);

}  // namespace tks::projection
