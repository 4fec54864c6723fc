#include "simulate/story.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>

namespace tks::simulation {
namespace {

/// The families of ids, so that equal numbers in two of them give two ids.
enum IdFamily : std::uint64_t { correlation_ids, event_ids, intent_ids, signal_ids, order_ids, fill_ids, trade_ids };

template <class Enum>
constexpr auto all_values() {
    std::array<Enum, std::size(EnumDescription<Enum>::words)> values{};
    for (std::size_t index = 0; index < values.size(); ++index) values[index] = static_cast<Enum>(index);
    return values;
}

/// Some neighbours out of all values of an enumeration, from the first one given.
template <class Enum>
std::span<const Enum> some_values(Random& random, std::uint32_t most, std::uint32_t first = 0) {
    static constexpr auto values = all_values<Enum>();
    const std::uint32_t count = 1 + random.below(most);
    const auto begin = first + random.below(static_cast<std::uint32_t>(values.size()) - first - count + 1);
    return std::span(values).subspan(begin, count);
}

/// In the direction of the profit, or against it for a negative share.
std::int64_t price_away(std::int64_t price, std::int64_t per_mille, Direction direction) {
    const std::int64_t distance = std::max<std::int64_t>(price * (per_mille < 0 ? -per_mille : per_mille) / 1000, 1);
    const bool up = (per_mille > 0) == (direction == Direction::long_);
    return std::max<std::int64_t>(up ? price + distance : price - distance, 1);
}

}  // namespace

void Story::begin(std::uint64_t seed, std::uint64_t number, Plot plot, std::int64_t begin_ms) {
    key_ = mix(mix(seed + 1) + number);
    number_ = number;
    random_ = Random(key_);
    plot_ = plot;
    strategy_ = &strategies()[random_.below(static_cast<std::uint32_t>(strategies().size()))];
    market_ = strategy_->markets[random_.below(static_cast<std::uint32_t>(strategy_->markets.size()))];
    direction_ = strategy_->may_short && random_.chance(45) ? Direction::short_ : Direction::long_;
    write_script(script_, plot, *market_, direction_, random_);
    next_ = 0;
    now_ms_ = begin_ms;
    intents_ = 0;
    orders_ = 0;
    signal_ = {};
    order_ = {};
    position_ = Position(*market_, direction_);
    trade_ = {};
    choose_identity();
}

void Story::choose_identity() {
    correlation_id_ = Identifier::of(key_, correlation_ids, 0);
    trade_id_ = Identifier::of(key_, trade_ids, 0);
    orders_name_trade_ = plot_ == Plot::trade_never_opened || random_.chance(40);
    fills_name_trade_ = random_.chance(60);
    trade_names_signal_ = random_.chance(strategy_->origin == OrderOrigin::unassigned ? 50 : 90);
    trade_.trade_id = trade_id_.view();
    trade_.market = market_->name;
    trade_.direction = direction_;
    trade_.order_origin = strategy_->origin;
    if (strategy_->is_external) {
        provider_trade_id_ = NumberedId("T", random_.next() >> 24U);
        trade_.signal_provider_trade_id = provider_trade_id_.view();
        signal_.signal_provider_trade_id = provider_trade_id_.view();
    }
    if (strategy_->origin == OrderOrigin::strategy) trade_.strategy_id = strategy_->id;
}

void Story::tell(Event& event) {
    const Step& step = script_[next_];
    previous_ms_ = now_ms_;
    now_ms_ += step.delay_ms;
    event.details = NoDetails{};
    tell_envelope(event, step);
    switch (event.aggregate_type) {
        case AggregateType::intent:
            tell_intent(event, step);
            break;
        case AggregateType::signal:
            tell_signal(event, step);
            break;
        case AggregateType::order:
            if (step.type == EventType::order_filled || step.type == EventType::order_partially_filled)
                tell_fill(event, step);
            else
                tell_order(event, step);
            break;
        case AggregateType::trade:
            tell_trade(event, step);
            break;
    }
    ++next_;
}

void Story::tell_envelope(Event& event, const Step& step) {
    event_id_ = Identifier::of(key_, event_ids, next_);
    event.event_id = event_id_.view();
    event.event_type = step.type;
    event.occurred_at = {now_ms_};
    event.aggregate_type = describe(step.type).aggregate_type;
    event.correlation_id = correlation_id_.view();
    event.causation_id.reset();
    if (step.cause != Step::no_cause) {
        causation_id_ = Identifier::of(key_, event_ids, step.cause);
        event.causation_id = causation_id_.view();
    }
    event.source = source_of(step.type);
    event.metadata = some_metadata(10);
}

void Story::tell_intent(Event& event, const Step& step) {
    if (step.type == EventType::trading_signal_intent_created) new_intent(step);
    event.aggregate_id = signal_.intent_id;
    switch (step.type) {
        case EventType::trading_signal_intent_granted:
            signal_id_ = Identifier::of(key_, signal_ids, intents_);
            event.details = GrantDetails{signal_id_.view(), {now_ms_}};
            event.payload = static_cast<const TradingSignalIntent&>(signal_);
            signal_ = signal_.grant(signal_id_.view(), {now_ms_});
            return;
        case EventType::trading_signal_intent_rejected: {
            IntentRejectionDetails details{some_values<TradingSignalIntentRejectionReason>(random_, 3), {}};
            if (random_.chance(70)) details.reason_detail = words(Topic::rejection_detail);
            event.details = details;
            break;
        }
        case EventType::trading_signal_intent_canceled:
            event.details = OptionalReasonDetails{words(Topic::withdrawal)};
            break;
        case EventType::trading_signal_intent_expired:
            event.details = OptionalReasonDetails{};
            break;
        default:
            break;
    }
    event.payload = static_cast<const TradingSignalIntent&>(signal_);
}

void Story::new_intent(const Step& step) {
    intent_id_ = Identifier::of(key_, intent_ids, ++intents_);
    signal_.intent_id = intent_id_.view();
    signal_.signal_provider = strategy_->provider;
    signal_.signal_provider_signal_id.reset();
    if (strategy_->is_external) {
        provider_signal_id_ = NumberedId("S", random_.next() >> 24U);
        signal_.signal_provider_signal_id = provider_signal_id_.view();
    }
    signal_.strategy_id = strategy_->id;
    signal_.market = market_->name;
    signal_.direction = direction_;
    signal_.side = (direction_ == Direction::long_) != step.is_exit ? Side::buy : Side::sell;
    signal_.order_type = step.price != 0 ? OrderType::limit : OrderType::market;
    signal_.target_price.reset();
    signal_.take_profit.reset();
    signal_.stop_loss.reset();
    if (step.price != 0) signal_.target_price = market_->price_of(step.price);
    if (step.price != 0 && !step.is_exit) {
        signal_.take_profit = market_->price_of(price_away(step.price, random_.between(10, 80), direction_));
        signal_.stop_loss = market_->price_of(price_away(step.price, -random_.between(5, 40), direction_));
    }
    signal_.size_pct = to_decimal(random_.skewed(1, 80) * 25, 2);
    // Only what is hot may become an order; what is not may have ended for any reason.
    signal_.is_hot = plot_ > Plot::signal_cold || random_.chance(50);
    signal_.created_at = {now_ms_};
    signal_.valid_until.reset();
    if (step.valid_for_ms != 0) signal_.valid_until = Timestamp{now_ms_ + step.valid_for_ms};
    signal_.rationale.reset();
    if (random_.chance(40)) signal_.rationale = words(Topic::rationale);
    signal_.metadata = some_metadata(15);
}

void Story::tell_signal(Event& event, const Step& step) {
    if (step.type == EventType::trading_signal_invalidated) {
        signal_id_ = Identifier::of(key_, signal_ids, intents_);
        event.aggregate_id = signal_id_.view();
        event.payload = RawJson{words(Topic::invalid_payload)};
        event.details = ReasonDetails{words(Topic::invalidation)};
        return;
    }
    event.aggregate_id = signal_.signal_id;
    event.payload = signal_;
    if (step.type == EventType::trading_signal_rejected) {
        event.details = SignalRejectionDetails{some_values<TradingSignalRejectionReason>(random_, 3)};
    } else if (step.type == EventType::trading_signal_qualified_cold) {
        static constexpr std::array marked_cold = {TradingSignalColdReason::signal_marked_cold};
        event.details = ColdDetails{signal_.is_hot ? some_values<TradingSignalColdReason>(random_, 2, 1)
                                                   : std::span<const TradingSignalColdReason>(marked_cold)};
    }
}

void Story::new_order(const Step& step) {
    order_id_ = Identifier::of(key_, order_ids, ++orders_);
    order_ = {};
    order_.order_id = order_id_.view();
    order_.intent_id = signal_.intent_id;
    // A trade that is already open has an id in any case.
    if (orders_name_trade_ || position_.is_open()) order_.trade_id = trade_id_.view();
    order_.order_origin = strategy_->origin;
    if (strategy_->origin == OrderOrigin::strategy) order_.strategy_id = strategy_->id;
    if (strategy_->origin != OrderOrigin::unassigned) {
        order_.signal_id = signal_.signal_id;
        order_.signal_provider_signal_id = signal_.signal_provider_signal_id;
        order_.signal_provider_trade_id = signal_.signal_provider_trade_id;
    }
    order_.market = market_->name;
    order_.side = (direction_ == Direction::long_) != step.is_exit ? Side::buy : Side::sell;
    order_.order_type = step.price != 0 ? OrderType::limit : OrderType::market;
    order_.quantity = market_->quantity(step.quantity);
    if (step.price != 0) {
        order_.limit_price = market_->price_of(step.price);
        order_.time_in_force = "GTC";
    } else if (random_.chance(50)) {
        order_.time_in_force = "IOC";
    }
    if (random_.chance(95)) order_.venue = strategy_->venue;
    order_.reduce_only = step.is_exit;
    order_.created_at = {now_ms_};
    order_.metadata = some_metadata(6);
}

void Story::tell_order(Event& event, const Step& step) {
    if (step.type == EventType::order_requested) new_order(step);
    event.aggregate_id = order_.order_id;
    event.payload = order_;
    switch (step.type) {
        case EventType::order_placed: {
            PlacementDetails details;
            venue_order_id_ = NumberedId("", random_.next() >> 1U);
            if (random_.chance(90)) details.venue_order_id = venue_order_id_.view();
            event.details = details;
            break;
        }
        case EventType::order_rejected:
            event.details = ReasonDetails{words(Topic::order_rejection)};
            break;
        case EventType::order_canceled: {
            OptionalReasonDetails details;
            if (random_.chance(80)) details.reason = words(Topic::order_cancellation);
            event.details = details;
            break;
        }
        default:
            break;
    }
}

void Story::tell_fill(Event& event, const Step& step) {
    constexpr std::int64_t maker_millionths = 200;
    constexpr std::int64_t taker_millionths = 500;
    constexpr std::int64_t longest_way_ms = 40;  // From the venue to the platform.
    if (step.is_exit)
        position_.exit(step.quantity, step.price);
    else
        position_.enter(step.quantity, step.price);

    OrderFill fill;
    fill_id_ = Identifier::of(key_, fill_ids, next_);
    fill.fill_id = fill_id_.view();
    fill.order_id = order_.order_id;
    if (fills_name_trade_) fill.trade_id = order_.trade_id;
    fill.strategy_id = order_.strategy_id;
    fill.signal_id = order_.signal_id;
    fill.signal_provider_signal_id = order_.signal_provider_signal_id;
    fill.signal_provider_trade_id = order_.signal_provider_trade_id;
    fill.order_origin = order_.order_origin;
    fill.market = order_.market;
    fill.side = order_.side;
    fill.filled_qty = market_->quantity(step.quantity);
    fill.filled_price = market_->price_of(step.price);
    if (random_.chance(88))
        fill.liquidity = order_.limit_price && random_.chance(75) ? LiquidityType::maker : LiquidityType::taker;
    const bool is_free = fill.liquidity == LiquidityType::unknown && random_.chance(50);
    const std::int64_t millionths = fill.liquidity == LiquidityType::maker ? maker_millionths : taker_millionths;
    if (!is_free) fill.fee = market_->fee(step.quantity * step.price, millionths);
    const std::int64_t way_ms = std::min(random_.between(0, longest_way_ms), now_ms_ - previous_ms_ - 1);
    fill.filled_at = {now_ms_ - way_ms};
    fill.metadata = some_metadata(4);

    if (!trade_.opened_at) trade_.opened_at = fill.filled_at;
    if (!position_.is_open()) trade_.closed_at = fill.filled_at;
    event.aggregate_id = order_.order_id;
    event.payload = fill;
}

void Story::update_trade(const Step& step) {
    if (step.type == EventType::trade_canceled)
        trade_.status = TradeStatus::canceled;
    else if (!position_.is_open())
        trade_.status = TradeStatus::closed;
    else
        trade_.status = position_.has_exits() ? TradeStatus::partially_closed : TradeStatus::open;
    trade_.entry_qty = position_.entry_quantity();
    trade_.exit_qty = position_.exit_quantity();
    trade_.avg_entry_price = position_.average_entry_price();
    trade_.avg_exit_price = position_.average_exit_price();
    trade_.realized_pnl = position_.realized();
}

void Story::tell_trade(Event& event, const Step& step) {
    const bool is_first = step.type == EventType::trade_opened || plot_ == Plot::trade_never_opened;
    if (is_first && trade_names_signal_) {
        // Later signals may add to the trade or leave it, but it comes from this one.
        trade_signal_id_ = signal_id_;
        trade_.signal_id = trade_signal_id_.view();
        if (strategy_->is_external) {
            trade_provider_signal_id_ = provider_signal_id_;
            trade_.signal_provider_signal_id = trade_provider_signal_id_.view();
        } else if (strategy_->origin != OrderOrigin::unassigned) {
            trade_.signal_provider_signal_id = trade_signal_id_.view();
        }
    }
    update_trade(step);
    if (step.type != EventType::profit_realized) trade_.metadata = some_metadata(6);
    event.aggregate_id = trade_.trade_id;
    event.payload = trade_;
    if (step.type == EventType::profit_realized)
        event.details = ProfitDetails{position_.take_realized_delta()};
    else if (step.type == EventType::trade_canceled)
        event.details = OptionalReasonDetails{words(Topic::trade_cancellation)};
}

RawJson Story::some_metadata(std::uint32_t percent) {
    return random_.chance(percent) ? RawJson{words(Topic::metadata)} : RawJson{};
}

std::string_view Story::words(Topic topic) {
    return words_on(topic, static_cast<std::uint32_t>(random_.next() >> 32U));
}

std::string_view Story::source_of(EventType type) const {
    switch (describe(type).aggregate_type) {
        case AggregateType::trade:
            return "trade-keeper";
        case AggregateType::order:
            return strategy_->execution_source;
        case AggregateType::signal:
            return type == EventType::trading_signal_created ? strategy_->source : "signal-router";
        case AggregateType::intent:
            break;
    }
    const bool by_manager =
        type == EventType::trading_signal_intent_granted || type == EventType::trading_signal_intent_rejected;
    return by_manager ? "prm" : strategy_->source;
}

}  // namespace tks::simulation
