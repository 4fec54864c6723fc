#include "simulate/stray_order.hpp"

#include <string>
#include <utility>

#include "simulate/stray_event.hpp"
#include "tks/codec.hpp"

namespace tks::simulation {
namespace {

constexpr std::int64_t step_ms = 1000;

/// Writes one event after the other, a line each.
class StoryLines {
public:
    StoryLines(FaultyLine& line, std::string_view correlation_id, Timestamp begins_at)
        : line_(line), correlation_id_(correlation_id), now_(begins_at) {}

    void tell(Event& event, EventType type, const EventDetails& details) {
        event_id_ = Identifier::of(line_.random.next(), 0, 0);
        event.event_id = event_id_.view();
        event.event_type = type;
        event.occurred_at = now_;
        event.correlation_id = correlation_id_;
        event.details = details;
        if (!text_.empty()) text_ += '\n';
        append_json(text_, event, line_.contract);
        now_.ms += step_ms;
    }

    /// When what is told next happens.
    [[nodiscard]] Timestamp now() const { return now_; }

    void finish() {
        line_.text = std::move(text_);
        line_.event_id = event_id_.view();
    }

private:
    FaultyLine& line_;
    std::string_view correlation_id_;
    Timestamp now_;
    Identifier event_id_;
    std::string text_;
};

}  // namespace

bool StrayOrder::write(FaultyLine& line) const {
    using enum EventType;
    StrayEvent intent(line, trading_signal_intent_created);
    StrayEvent signal(line, trading_signal_created);
    StrayEvent order(line, order_requested);
    StrayEvent fill(line, order_filled);
    StoryLines story(line, *intent.event.correlation_id, begins_at);

    auto& formed = intent.payload<TradingSignalIntent>();
    formed.side = side;
    formed.direction = direction;
    formed.created_at = story.now();
    story.tell(intent.event, trading_signal_intent_created, NoDetails{});
    const std::string_view signal_id = signal.payload<TradingSignal>().signal_id;
    signal.event.payload = formed.grant(signal_id, story.now());
    story.tell(intent.event, trading_signal_intent_granted, GrantDetails{signal_id, story.now()});
    story.tell(signal.event, trading_signal_created, NoDetails{});
    story.tell(signal.event, trading_signal_qualified_hot, NoDetails{});

    auto& request = order.payload<OrderRequest>();
    request.intent_id = formed.intent_id;
    request.side = side;
    request.created_at = story.now();
    story.tell(order.event, order_requested, NoDetails{});
    story.tell(order.event, order_placed, PlacementDetails{});

    auto& filled = fill.payload<OrderFill>();
    fill.event.aggregate_id = filled.order_id = request.order_id;
    filled.side = side;
    filled.filled_qty = request.quantity;
    filled.filled_at = story.now();
    filled.trade_id = trade_id;
    story.tell(fill.event, order_filled, NoDetails{});
    story.finish();
    return true;
}

}  // namespace tks::simulation
