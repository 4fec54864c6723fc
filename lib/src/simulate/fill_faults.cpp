#include <string>
#include <variant>

#include "simulate/faults.hpp"
#include "simulate/stray_event.hpp"
#include "simulate/stray_order.hpp"
#include "tks/codec.hpp"

namespace tks::simulation {
namespace {

using Line = FaultyLine;
using enum Planting;

std::int64_t short_while_ms(Line& line) {
    constexpr std::int64_t most_ms = 900;  // Less than any order waits before it is canceled.
    return line.random.between(1, most_ms);
}

// ---- Fills against their order.

/// A fill of the order that an event is about, of all of its quantity and for a trade that nobody knows: no trade is
/// upset by it.
class StrayFill {
public:
    StrayFill(Line& line, std::int64_t later_ms)
        : trade_id_(Identifier::of(line.random.next(), 0, 0)), stray_(line, EventType::order_partially_filled) {
        const auto& order = std::get<OrderRequest>(line.event.payload);
        Event& event = stray_.event;
        event.aggregate_id = order.order_id;
        event.occurred_at.ms += later_ms;
        event.correlation_id = line.event.correlation_id;
        OrderFill& fill = this->fill();
        fill.order_id = order.order_id;
        fill.trade_id = trade_id_.view();
        fill.market = order.market;
        fill.side = order.side;
        fill.filled_qty = order.quantity;
        fill.filled_at = event.occurred_at;
    }

    [[nodiscard]] Event& event() { return stray_.event; }
    [[nodiscard]] OrderFill& fill() { return stray_.payload<OrderFill>(); }
    bool write(Line& line) const { return stray_.write(line); }

private:
    Identifier trade_id_;
    StrayEvent stray_;
};

/// So that the fills of an order stay below its quantity.
Decimal tiny_part(const Decimal& quantity) {
    return (quantity * Decimal::from_parts(false, 1, -6)).reduced();
}

bool is_canceled_order(const Line& line) {
    return line.event.event_type == EventType::order_canceled;
}

bool fill_on_other_side(Line& line) {
    if (!is_canceled_order(line)) return false;
    StrayFill stray(line, -short_while_ms(line));
    stray.fill().side = stray.fill().side == Side::buy ? Side::sell : Side::buy;
    return stray.write(line);
}

bool fill_after_end(Line& line, EventType end) {
    return line.event.event_type == end && StrayFill(line, short_while_ms(line)).write(line);
}

bool fill_too_much(Line& line) {
    if (!is_canceled_order(line)) return false;
    StrayFill stray(line, -short_while_ms(line));
    stray.fill().filled_qty *= Decimal(2);
    return stray.write(line);
}

/// Says that an order is filled instead of canceled.
bool fill_too_little(Line& line) {
    if (!is_canceled_order(line)) return false;
    StrayFill stray(line, 0);
    stray.event().event_id = line.event.event_id;
    stray.event().event_type = EventType::order_filled;
    stray.event().causation_id = line.event.causation_id;
    stray.fill().filled_qty = tiny_part(stray.fill().filled_qty);
    return stray.write(line);
}

bool fill_before_request(Line& line) {
    if (!is_canceled_order(line)) return false;
    StrayFill stray(line, -short_while_ms(line));
    stray.fill().filled_qty = tiny_part(stray.fill().filled_qty);
    stray.fill().filled_at.ms = std::get<OrderRequest>(line.event.payload).created_at.ms - short_while_ms(line);
    return stray.write(line);
}

/// Tells of a fill again, in another event.
bool fill_again(Line& line, EventType type) {
    if (line.event.event_type != type) return false;
    const Identifier event_id = Identifier::of(line.random.next(), 0, 0);
    Event again = line.event;
    again.event_id = event_id.view();
    again.occurred_at.ms += short_while_ms(line);
    again.causation_id.reset();
    line.text.clear();
    append_json(line.text, again, line.contract);
    line.event_id = again.event_id;
    return true;
}

// ---- Trades. One is closed once, so that it has each of these defects at most once: what follows repeats the first.

const Trade* trade_of(const Line& line, EventType type) {
    return line.event.event_type == type ? &std::get<Trade>(line.event.payload) : nullptr;
}

const Trade* closed_trade(const Line& line) {
    return trade_of(line, EventType::trade_closed);
}

std::string twice(const Decimal& amount) {
    return (amount * Decimal(2)).reduced().to_string();
}

bool exit_too_much(Line& line) {
    const Trade* trade = closed_trade(line);
    return trade != nullptr && line.replace("payload/exit_qty", twice(trade->exit_qty));
}

bool book_all_twice(Line& line) {
    const Trade* trade = closed_trade(line);
    return trade != nullptr && line.replace("payload/entry_qty", twice(trade->entry_qty)) &&
           line.replace("payload/exit_qty", twice(trade->exit_qty));
}

bool misprice(Line& line, std::string_view path, const std::optional<Decimal> Trade::*price) {
    const Trade* trade = closed_trade(line);
    return trade != nullptr && trade->*price && line.replace(path, twice(*(trade->*price)));
}

bool leave_status(Line& line, EventType type, std::string_view status) {
    return trade_of(line, type) != nullptr && line.replace("payload/status", status);
}

bool close_before_opening(Line& line) {
    const Trade* trade = closed_trade(line);
    return trade != nullptr && trade->opened_at &&
           line.replace("payload/closed_at", std::to_string(trade->opened_at->ms - short_while_ms(line)));
}

bool open_in_future(Line& line) {
    return trade_of(line, EventType::trade_opened) != nullptr &&
           line.replace("payload/opened_at", std::to_string(line.event.occurred_at.ms + short_while_ms(line)));
}

bool come_from_other_signal(Line& line) {
    const Trade* trade = closed_trade(line);
    return trade != nullptr && trade->signal_id && line.replace("payload/signal_id", R"("sandbox")");
}

// ---- Fills after the end of a trade. The next events of the trade follow its end within milliseconds, and know nothing of them.

bool fill_ended_trade(Line& line, EventType end, bool enters) {
    constexpr std::int64_t later_ms = 1000;
    const Trade* trade = trade_of(line, end);
    if (trade == nullptr) return false;
    const bool buys = (trade->direction == Direction::long_) == enters;
    return StrayOrder{.begins_at = {line.event.occurred_at.ms + later_ms},
                      .side = buys ? Side::buy : Side::sell,
                      .direction = trade->direction,
                      .trade_id = trade->trade_id}
        .write(line);
}

/// So long before an event of a trade that nobody waits for the fill's trade any more.
bool fill_for_no_trade(Line& line) {
    constexpr std::int64_t earlier_ms = 180'000;
    if (line.event.aggregate_type != AggregateType::trade) return false;
    return StrayOrder{.begins_at = {line.event.occurred_at.ms - earlier_ms}, .trade_id = {}}.write(line);
}

constexpr Fault fill_table[] = {
    {"lifecycle/fill-mismatch", "a fill is on the other side than its order", added, fill_on_other_side},
    {"lifecycle/fill-after-end", "an order was filled after it was canceled", added,
     [](Line& line) { return fill_after_end(line, EventType::order_canceled); }},
    {"lifecycle/fill-after-end", "an order was filled after it was rejected", added,
     [](Line& line) { return fill_after_end(line, EventType::order_rejected); }},
    {"lifecycle/overfilled-order", "a fill is twice as large as its order", added, fill_too_much},
    {"lifecycle/underfilled-order", "a canceled order is said to be filled", replaced, fill_too_little},
    {"lifecycle/fill-time", "a fill was executed before its order was requested", added, fill_before_request},
    {"lifecycle/doubled-fill", "a fill was told of again before its order was filled", added,
     [](Line& line) { return fill_again(line, EventType::order_partially_filled); }},
    {"lifecycle/doubled-fill", "the last fill of an order was told of again", added,
     [](Line& line) { return fill_again(line, EventType::order_filled); }},
    {"lifecycle/over-exit", "a closed trade has exited twice what it entered", replaced, exit_too_much},
    {"lifecycle/trade-quantity", "a closed trade has booked all of its fills twice", replaced, book_all_twice},
    {"lifecycle/trade-average", "the average exit price of a closed trade is not that of its fills", replaced,
     [](Line& line) { return misprice(line, "payload/avg_exit_price", &Trade::avg_exit_price); }},
    {"lifecycle/trade-status", "a trade is partially closed where it was closed", replaced,
     [](Line& line) { return leave_status(line, EventType::trade_closed, R"("partially_closed")"); }},
    {"lifecycle/trade-status", "a trade is pending where it was increased", replaced,
     [](Line& line) { return leave_status(line, EventType::trade_increased, R"("pending")"); }},
    {"lifecycle/trade-times", "a trade closed before it opened", replaced, close_before_opening},
    {"lifecycle/trade-times", "a trade opens after the event that tells of it", replaced, open_in_future},
    {"lifecycle/changed-trade", "a trade comes from another signal than before", replaced, come_from_other_signal},
    {"lifecycle/fill-after-close", "a trade was entered after it was closed", added,
     [](Line& line) { return fill_ended_trade(line, EventType::trade_closed, true); }, StrayOrder::lines},
    {"lifecycle/fill-after-close", "a trade was entered after it was canceled", added,
     [](Line& line) { return fill_ended_trade(line, EventType::trade_canceled, true); }, StrayOrder::lines},
    {"pnl/unmatched-exit", "a trade was left again after it was closed", added,
     [](Line& line) { return fill_ended_trade(line, EventType::trade_closed, false); }, StrayOrder::lines},
    {"pnl/unattributed-fill", "an order was filled for no trade", added, fill_for_no_trade, StrayOrder::lines},
    {"reference/trade-without-fill", "a trade has entered something without a fill", added,
     [](Line& line) { return StrayEvent(line, EventType::trade_opened).write(line); }},
};

}  // namespace

std::span<const Fault> fill_faults() {
    return fill_table;
}

}  // namespace tks::simulation
