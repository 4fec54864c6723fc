#include "simulate/script.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "simulate/position.hpp"

namespace tks::simulation {
namespace {

constexpr std::int64_t second_ms = 1'000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;

/// The most parts in which an order fills.
constexpr std::int64_t most_fills = 4;

struct Order {
    std::uint8_t requested = Step::no_cause;
    std::uint8_t placed = Step::no_cause;
    bool is_exit = false;
    std::int64_t limit_price = 0;
    std::int64_t quantity = 0;
    std::int64_t grain = 0;  // The quantity of each fill is a multiple of it.
};

/// Numbers are drawn in the order of statements only: that of the arguments of a call differs between compilers.
class ScriptWriter {
public:
    ScriptWriter(Script& script, const Market& market, Direction direction, Random& random)
        : script_(script), market_(market), direction_(direction), random_(random) {
        price_ = market.price + market.price / 1000 * random.between(-150, 150);
        // An intent that is used again, hours later, must not expire.
        reuses_intent_ = random.chance(60);
        tells_each_fill_ = random.chance(70);
    }

    void write(Plot plot);

private:
    std::uint8_t step(EventType type, std::uint8_t cause, std::int64_t delay_ms);
    std::uint8_t new_intent(bool is_exit, std::uint8_t cause);
    std::uint8_t new_signal(bool is_exit, std::uint8_t cause);
    std::uint8_t hot_signal(bool is_exit, std::uint8_t cause);
    Order request(bool is_exit, std::uint8_t cause, std::int64_t quantity, std::int64_t grain);
    void place(Order& order);
    void fill(const Order& order, std::int64_t quantity);
    void tell_trade(bool is_exit, std::uint8_t cause);

    void end_intent(Plot plot);
    void end_signal(Plot plot);
    void end_order(Plot plot);
    Order request_entry(std::uint8_t cause);
    Order request_exit(std::int64_t parts);
    void enter();
    void enter_after_rejection();
    void enter_partly();
    void increase();
    void exit(std::int64_t parts);
    void exit_after_cancellation();
    void act(Plot plot);
    void live(Plot plot);
    void hold(std::int64_t most_per_mille);
    void move_price(std::int64_t most_per_mille);

    [[nodiscard]] bool buys(bool is_exit) const { return (direction_ == Direction::long_) != is_exit; }

    [[nodiscard]] std::int64_t grain() const {
        assert(base_quantity_ >= parts_of_base);
        return base_quantity_ / parts_of_base;
    }

    Script& script_;
    const Market& market_;
    Direction direction_;
    Random& random_;
    bool reuses_intent_ = false;
    bool tells_each_fill_ = false;
    bool is_opened_ = false;
    std::int64_t price_ = 0;       // Where the market stands.
    std::int64_t waiting_ms_ = 0;  // How much later than usual the next step comes.
    std::int64_t open_quantity_ = 0;
    std::int64_t base_quantity_ = 0;  // What was open after the last entry.
    std::uint8_t last_trade_step_ = Step::no_cause;
};

std::uint8_t ScriptWriter::step(EventType type, std::uint8_t cause, std::int64_t delay_ms) {
    assert(delay_ms >= 1 && script_.size() < Step::no_cause);
    Step& step = script_.emplace_back();
    step.type = type;
    step.cause = cause;
    step.delay_ms = static_cast<std::uint32_t>(delay_ms + std::exchange(waiting_ms_, 0));
    return static_cast<std::uint8_t>(script_.size() - 1);
}

std::uint8_t ScriptWriter::new_intent(bool is_exit, std::uint8_t cause) {
    const std::uint8_t created = step(EventType::trading_signal_intent_created, cause, random_.skewed(1, 400));
    script_.back().is_exit = is_exit;
    script_.back().price = random_.chance(85) ? price_ : 0;
    if (!reuses_intent_)
        script_.back().valid_for_ms = static_cast<std::uint32_t>(random_.between(2 * hour_ms, 8 * hour_ms));
    return created;
}

std::uint8_t ScriptWriter::new_signal(bool is_exit, std::uint8_t cause) {
    const std::uint8_t created = new_intent(is_exit, cause);
    const std::uint8_t granted = step(EventType::trading_signal_intent_granted, created, random_.skewed(2, 250));
    return step(EventType::trading_signal_created, granted, random_.skewed(1, 60));
}

std::uint8_t ScriptWriter::hot_signal(bool is_exit, std::uint8_t cause) {
    const std::uint8_t created = new_signal(is_exit, cause);
    return step(EventType::trading_signal_qualified_hot, created, random_.skewed(1, 120));
}

Order ScriptWriter::request(bool is_exit, std::uint8_t cause, std::int64_t quantity, std::int64_t grain) {
    Order order;
    order.requested = step(EventType::order_requested, cause, random_.skewed(2, 200));
    order.is_exit = is_exit;
    order.limit_price = random_.chance(65) ? price_ : 0;
    order.quantity = quantity;
    order.grain = grain;
    script_.back().is_exit = is_exit;
    script_.back().price = order.limit_price;
    script_.back().quantity = quantity;
    return order;
}

void ScriptWriter::place(Order& order) {
    order.placed = step(EventType::order_placed, order.requested, random_.skewed(8, 600));
}

/// Executes a part of an order, or all of it, in one or several fills, each of which the trade is told of at once;
/// or else all of them together.
void ScriptWriter::fill(const Order& order, std::int64_t quantity) {
    const std::int64_t patience_ms = order.limit_price != 0 ? 5 * minute_ms : 2 * second_ms;
    std::int64_t grains = quantity / order.grain;
    std::int64_t fills = random_.chance(55) ? 1 : random_.between(1, most_fills);
    fills = std::min(fills, grains);
    std::int64_t rest = order.quantity;
    for (; fills > 0; --fills) {
        const std::int64_t share = fills == 1 ? grains : random_.between(1, grains - fills + 1);
        grains -= share;
        rest -= share * order.grain;
        const EventType type = rest == 0 ? EventType::order_filled : EventType::order_partially_filled;
        const std::uint8_t filled = step(type, order.placed, random_.skewed(30, patience_ms));
        const std::int64_t slip = random_.skewed(0, std::max<std::int64_t>(price_ / 2000, 1));
        // A limit order fills at its limit or better; a market order takes what is there.
        const bool up = buys(order.is_exit) != (order.limit_price != 0);
        script_.back().price = price_ + (up ? slip : -slip);
        script_.back().quantity = share * order.grain;
        script_.back().is_exit = order.is_exit;
        open_quantity_ += order.is_exit ? -share * order.grain : share * order.grain;
        if (!order.is_exit) base_quantity_ = open_quantity_;
        if (tells_each_fill_ || fills == 1) tell_trade(order.is_exit, filled);
    }
}

void ScriptWriter::tell_trade(bool is_exit, std::uint8_t cause) {
    EventType type = EventType::trade_increased;
    if (!is_opened_)
        type = EventType::trade_opened;
    else if (is_exit)
        type = open_quantity_ == 0 ? EventType::trade_closed : EventType::trade_reduced;
    is_opened_ = true;
    last_trade_step_ = step(type, cause, random_.skewed(1, 30));
    if (is_exit) step(EventType::profit_realized, last_trade_step_, random_.skewed(1, 12));
}

Order ScriptWriter::request_entry(std::uint8_t cause) {
    const std::int64_t lots = random_.skewed(4, market_.most_lots);
    return request(false, cause, lots * Market::lot, Market::lot);
}

/// An order that exits so many parts: on a new signal, or as the entry's signal has it (its take profit, its stop).
Order ScriptWriter::request_exit(std::int64_t parts) {
    const std::uint8_t cause = reuses_intent_ ? last_trade_step_ : hot_signal(true, last_trade_step_);
    return request(true, cause, parts * grain(), grain());
}

void ScriptWriter::enter() {
    Order order = request_entry(hot_signal(false, Step::no_cause));
    place(order);
    fill(order, order.quantity);
}

void ScriptWriter::enter_after_rejection() {
    const Order refused = request_entry(hot_signal(false, Step::no_cause));
    const std::uint8_t rejected = step(EventType::order_rejected, refused.requested, random_.skewed(5, 900));
    Order order = request_entry(rejected);
    place(order);
    fill(order, order.quantity);
}

void ScriptWriter::enter_partly() {
    Order order = request_entry(hot_signal(false, Step::no_cause));
    place(order);
    fill(order, order.grain * random_.between(1, order.quantity / order.grain - 1));
    step(EventType::order_canceled, order.placed, random_.skewed(second_ms, 5 * minute_ms));
}

void ScriptWriter::increase() {
    hold(30);
    const std::uint8_t cause = reuses_intent_ ? last_trade_step_ : hot_signal(false, last_trade_step_);
    Order order = request_entry(cause);
    place(order);
    fill(order, order.quantity);
}

void ScriptWriter::exit(std::int64_t parts) {
    hold(40);
    Order order = request_exit(parts);
    place(order);
    fill(order, order.quantity);
}

/// The order to exit waits in vain, or fills in part only, and another one takes its place.
void ScriptWriter::exit_after_cancellation() {
    hold(40);
    Order order = request_exit(open_quantity_ / grain());
    place(order);
    if (random_.chance(50)) fill(order, random_.between(1, order.quantity / order.grain - 1) * order.grain);
    const std::uint8_t canceled =
        step(EventType::order_canceled, order.placed, random_.skewed(second_ms, 20 * minute_ms));
    move_price(10);
    Order next = request(true, canceled, open_quantity_, grain());
    place(next);
    fill(next, next.quantity);
}

/// Time goes by, and the market moves on. The next step comes so much later.
void ScriptWriter::hold(std::int64_t most_per_mille) {
    waiting_ms_ += random_.skewed(20 * second_ms, 7 * hour_ms);
    move_price(most_per_mille);
}

void ScriptWriter::move_price(std::int64_t most_per_mille) {
    const std::int64_t moves = random_.between(-most_per_mille * 10, most_per_mille * 10);
    price_ = std::max<std::int64_t>(price_ + price_ * moves / 10'000, 1);
}

void ScriptWriter::end_intent(Plot plot) {
    const std::uint8_t created = new_intent(false, Step::no_cause);
    if (plot == Plot::intent_rejected) {
        step(EventType::trading_signal_intent_rejected, created, random_.skewed(2, 250));
    } else if (plot == Plot::intent_canceled) {
        step(EventType::trading_signal_intent_canceled, created, random_.skewed(100, 10 * minute_ms));
    } else {
        const std::int64_t valid_for_ms = random_.between(minute_ms, hour_ms);
        script_.back().valid_for_ms = static_cast<std::uint32_t>(valid_for_ms);
        step(EventType::trading_signal_intent_expired, created, valid_for_ms + random_.skewed(0, second_ms));
    }
}

void ScriptWriter::end_signal(Plot plot) {
    const std::uint8_t created = new_signal(false, Step::no_cause);
    const bool is_cold = plot == Plot::signal_cold;
    step(is_cold ? EventType::trading_signal_qualified_cold : EventType::trading_signal_rejected, created,
         random_.skewed(1, 120));
}

void ScriptWriter::end_order(Plot plot) {
    Order order = request_entry(hot_signal(false, Step::no_cause));
    if (plot == Plot::order_rejected) {
        step(EventType::order_rejected, order.requested, random_.skewed(5, 900));
        return;
    }
    place(order);
    const std::uint8_t canceled =
        step(EventType::order_canceled, order.placed, random_.skewed(second_ms, 20 * minute_ms));
    if (plot == Plot::trade_never_opened) step(EventType::trade_canceled, canceled, random_.skewed(1, 30));
}

/// What happens between entry and end.
void ScriptWriter::act(Plot plot) {
    if (plot == Plot::entry_scaled) {
        for (std::int64_t times = random_.between(1, 3); times > 0; --times) increase();
    } else if (plot == Plot::exit_in_parts) {
        exit(random_.between(2, 9));
        if (random_.chance(60)) exit(random_.between(1, 9));
    } else if (plot == Plot::scaled_between_exits) {
        exit(random_.between(2, 9));
        increase();
        exit(random_.between(2, 15));
    } else if (plot == Plot::left_partly_open) {
        exit(random_.between(2, 15));
    }
}

void ScriptWriter::live(Plot plot) {
    if (plot == Plot::entry_retried)
        enter_after_rejection();
    else if (plot == Plot::entry_cut_short)
        enter_partly();
    else
        enter();
    act(plot);
    if (plot == Plot::left_open || plot == Plot::left_partly_open) return;
    if (plot == Plot::abandoned) {
        hold(40);
        step(EventType::trade_canceled, last_trade_step_, random_.skewed(1, second_ms));
    } else if (plot == Plot::exit_replaced) {
        exit_after_cancellation();
    } else {
        exit(open_quantity_ / grain());
    }
}

void ScriptWriter::write(Plot plot) {
    switch (plot) {
        case Plot::intent_rejected:
        case Plot::intent_canceled:
        case Plot::intent_expired:
            return end_intent(plot);
        case Plot::signal_invalidated:
            step(EventType::trading_signal_invalidated, Step::no_cause, random_.skewed(1, 400));
            return;
        case Plot::signal_rejected:
        case Plot::signal_cold:
            return end_signal(plot);
        case Plot::order_rejected:
        case Plot::order_canceled:
        case Plot::trade_never_opened:
            return end_order(plot);
        default:
            return live(plot);
    }
}

}  // namespace

void write_script(Script& script, Plot plot, const Market& market, Direction direction, Random& random) {
    script.clear();
    ScriptWriter(script, market, direction, random).write(plot);
}

}  // namespace tks::simulation
