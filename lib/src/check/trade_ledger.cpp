#include "check/trade_ledger.hpp"

#include <algorithm>

#include "check/event_kinds.hpp"
#include "check/order_fills.hpp"
#include "check/tolerance.hpp"

namespace tks::check {

namespace {

/// How long fills of one order may take to overtake those of another on their way to whoever keeps the trades.
constexpr std::int64_t settling_ms = 60'000;

FillSum& operator+=(FillSum& sum, const FillSum& other) {
    sum.quantity += other.quantity;
    sum.value += other.value;
    return sum;
}

}  // namespace

TradeLedger::TradeLedger(const Stream& stream, const TradeStory& trade)
    : stream_(stream), trade_(trade), direction_(trade.first().trade.direction) {
    read_fills();
}

void TradeLedger::read_fills() {
    fills_.reserve(trade_.fills().size());
    for (const auto& [index, occurred_at, fill] : trade_.fills()) {
        if (!is_same_pair(stream_, fill.market, trade_.first().trade.market)) {
            has_other_markets_ = true;
            continue;
        }
        fills_.push_back({index,
                          occurred_at,
                          fill.filled_at,
                          fill.order_id,
                          enters(fill, direction_),
                          false,
                          {fill.quantity, fill.quantity * fill.price},
                          {},
                          {}});
    }
    std::ranges::sort(fills_, [this](const Fill& left, const Fill& right) {
        return left.occurred_at != right.occurred_at ? left.occurred_at < right.occurred_at
                                                     : stream_.precedes(left.event, right.event);
    });
    const Fill* before = nullptr;
    bool has_exits = false;
    for (Fill& fill : fills_) {
        if (before != nullptr) {
            fill.entered = before->entered;
            fill.exited = before->exited;
            fill.is_entered_again = before->is_entered_again;
        }
        fill.is_entered_again = fill.is_entered_again || (fill.is_entry && has_exits);
        has_exits = has_exits || !fill.is_entry;
        (fill.is_entry ? fill.entered : fill.exited) += fill.amount;
        before = &fill;
    }
}

EventIndex TradeLedger::cause_of(const EventFact& event) const {
    const EventIndex cause = stream_.find_event(event.causation_id);
    if (cause == no_event || describe(stream_.event(cause).type).aggregate_type != AggregateType::trade) return cause;
    // profit_realized is mostly caused by the exit that another event of the trade tells of.
    return stream_.find_event(stream_.event(cause).causation_id);
}

bool TradeLedger::go_to(const EventFact& event, const TradeFact& trade) {
    if (event.occurred_at > time_) known_ = known_next_;
    is_closing_ = event.type == EventType::trade_closed;
    time_ = event.occurred_at;
    while (told_ < fills_.size() && fills_[told_].occurred_at <= time_) ++told_;
    least_ = known_;
    cause_order_ = no_id;
    // Of a trade that changes its direction, lifecycle/changed-trade speaks.
    if (trade.direction != direction_) return false;
    const EventIndex cause = cause_of(event);
    if (cause != no_event && carries<OrderFill>(stream_.event(cause).type)) {
        // Of causes after their effects, reference/causation-time speaks.
        if (stream_.event(cause).occurred_at > time_) return false;
        find_least(stream_.event(cause), cause);
    }
    if (is_closing_) least_ = told_;
    known_next_ = std::max(known_next_, least_);
    return true;
}

void TradeLedger::find_least(const EventFact& cause, EventIndex cause_index) {
    std::size_t position = told_;
    for (std::size_t before = told_; before > 0 && fills_[before - 1].occurred_at >= cause.occurred_at; --before)
        if (fills_[before - 1].event == cause_index) position = before - 1;
    // It is no fill of this trade, or earlier events know it already.
    if (position == told_ || least_ > position) return;
    while (fills_[least_].occurred_at.ms < cause.occurred_at.ms - settling_ms) ++least_;
    const Id order_id = fills_[position].order_id;
    const auto must_be_known = [&](std::size_t fill) {
        return fill == position || (fills_[fill].order_id == order_id && fills_[fill].occurred_at < cause.occurred_at);
    };
    while (least_ <= position && must_be_known(least_)) ++least_;
    if (least_ > position) return;
    cause_ = position;
    cause_order_ = order_id;
}

FillSum TradeLedger::with_late(FillSum told, bool is_entry) const {
    for (std::size_t index = told_; index < fills_.size(); ++index)
        if (fills_[index].filled_at <= time_ && fills_[index].is_entry == is_entry) told += fills_[index].amount;
    return told;
}

FillSum TradeLedger::least(Total total, bool is_entry) const {
    FillSum sum = this->sum(total, least_);
    if (cause_order_ == no_id) return sum;
    for (std::size_t index = least_; index <= cause_; ++index) {
        const Fill& fill = fills_[index];
        if (fill.is_entry != is_entry || fill.order_id != cause_order_) continue;
        if (index == cause_ || fill.occurred_at < fills_[cause_].occurred_at) sum += fill.amount;
    }
    return sum;
}

FigureCheck TradeLedger::check(const Decimal& figure, Total total, bool is_entry) const {
    using enum FigureCheck::Result;
    const FillSum told = sum(total, told_);
    if (!is_closing_ && is_near(figure, told.quantity)) return {fits, told};
    const FillSum most = with_late(told, is_entry);
    if (is_near(figure, most.quantity)) return {fits, most};
    if (figure > most.quantity) return {too_much, most};
    const FillSum least = is_closing_ ? most : this->least(total, is_entry);
    if (is_near(figure, least.quantity)) return {fits, least};
    return figure < least.quantity ? FigureCheck{too_little, least} : FigureCheck{between, most};
}

bool TradeLedger::is_entered_again() const {
    return !fills_.empty() && fills_.back().is_entered_again;
}

std::vector<EventIndex> TradeLedger::fills_so_far() const {
    std::vector<EventIndex> so_far;
    for (std::size_t index = 0; index < fills_.size(); ++index)
        if (index < told_ || fills_[index].filled_at <= time_) so_far.push_back(fills_[index].event);
    return so_far;
}

bool TradeLedger::has_faulty_fills() const {
    const auto is_faulty = [this](const Fill& fill) {
        return std::ranges::any_of(
            contradictions_of_fills(stream_, stream_.story(AggregateType::order, fill.order_id)),
            [&](const FillContradiction& found) { return found.fault != FillFault::time && found.at == fill.event; });
    };
    return has_other_markets_ || std::ranges::any_of(fills_, is_faulty);
}

bool TradeLedger::may_lack_fills() const {
    if (check::may_lack_fills(stream_, trade_)) return true;
    return trade_.first().event.type != EventType::trade_opened ||
           !std::ranges::all_of(fills_, [this](const Fill& fill) { return has_begun_here(fill.order_id); });
}

/// The intent, if anything is known of it, tells of earlier orders that are not here.
bool TradeLedger::has_begun_here(Id order_id) const {
    const Story order = stream_.story(AggregateType::order, order_id);
    const EventIndex requested = first_of_type(stream_, order, EventType::order_requested);
    if (requested == no_event) return false;
    const Story intent = stream_.story(AggregateType::intent, stream_.order(stream_.event(requested)).intent_id);
    return intent.empty() || first_of_type(stream_, intent, EventType::trading_signal_intent_created) != no_event;
}

}  // namespace tks::check
