#include "check/order_fills.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/event_kinds.hpp"
#include "check/time_unit.hpp"
#include "check/tolerance.hpp"

namespace tks::check {

namespace {

std::string text(const Decimal& amount) {
    return amount.reduced().to_string();
}

bool has_other_unit(Timestamp time) {
    return other_unit_of(time).has_value();
}

/// Goes through the fills of an order that something is known of.
class FillWalk {
public:
    FillWalk(const Stream& stream, Story story, EventIndex first_of_order)
        : stream_(stream),
          story_(story),
          first_of_order_(first_of_order),
          requested_(first_of_type(stream, story, EventType::order_requested)),
          order_(stream.order(stream.event(first_of_order))) {
        // An order may be amended: then any of its quantities will do.
        least_quantity_ = most_quantity_ = order_.quantity;
        for (const EventIndex index : story) {
            const EventFact& event = stream.event(index);
            if (!carries<OrderRequest>(event.type) || index == first_of_order) continue;
            const Decimal quantity = stream.order(event).quantity;
            if (quantity == order_.quantity) continue;
            if (quantity < least_quantity_) least_quantity_ = quantity;
            if (quantity > most_quantity_) most_quantity_ = quantity;
        }
    }

    std::vector<FillContradiction> walk() {
        for (std::size_t position = 0; position < story_.size(); ++position) {
            const EventIndex index = story_[position];
            const EventType type = stream_.event(index).type;
            if (end_ == no_event && (type == EventType::order_canceled || type == EventType::order_rejected))
                end_ = index;
            if (!carries<OrderFill>(type) || stream_.attribution().is_doubled(index)) continue;
            const FillFact& fill = stream_.fill(stream_.event(index));
            if (is_of_other_order(index, fill) || is_after_end(index, fill)) continue;
            judge_time(index, fill);
            count(index, fill);
            if (type == EventType::order_filled) judge_whether_filled(position, fill);
        }
        return std::move(found_);
    }

private:
    bool is_of_other_order(EventIndex index, const FillFact& fill) {
        if (fill.side != order_.side) {
            set_aside(
                FillFault::mismatch, index, "/payload/side",
                fmt::format("the fill is a {}, but its order is a {}", to_string(fill.side), to_string(order_.side)),
                first_of_order_);
            return true;
        }
        if (is_same_pair(stream_, fill.market, order_.market)) return false;
        set_aside(FillFault::mismatch, index, "/payload/market",
                  fmt::format("the fill is in the market \"{}\", but its order is in \"{}\"", stream_.text(fill.market),
                              stream_.text(order_.market)),
                  first_of_order_);
        return true;
    }

    /// What was executed before the cancellation and is told of later is sound: the two messages have crossed.
    bool is_after_end(EventIndex index, const FillFact& fill) {
        if (end_ == no_event) return false;
        const EventFact& end = stream_.event(end_);
        if (end.type == EventType::order_rejected) {
            set_aside(
                FillFault::after_end, index, "/payload/order_id",
                fmt::format("the order was rejected at {}, and so it cannot be filled", to_iso8601(end.occurred_at)),
                end_);
            return true;
        }
        if (fill.filled_at <= end.occurred_at || has_other_unit(fill.filled_at) || has_other_unit(end.occurred_at))
            return false;
        set_aside(FillFault::after_end, index, "/payload/filled_at",
                  fmt::format("the fill was executed {} ms after the order was canceled",
                              fill.filled_at.ms - end.occurred_at.ms),
                  end_);
        return true;
    }

    void judge_time(EventIndex index, const FillFact& fill) {
        const EventFact& event = stream_.event(index);
        if (fill.filled_at > event.occurred_at && !has_other_unit(fill.filled_at) && !has_other_unit(event.occurred_at))
            return add(FillFault::time, index, {}, "/payload/filled_at",
                       fmt::format("filled_at is {} ms after the event that tells of the fill",
                                   fill.filled_at.ms - event.occurred_at.ms));
        if (requested_ == no_event) return;
        const EventFact& requested = stream_.event(requested_);
        if (fill.filled_at >= requested.occurred_at) return;
        if (has_other_unit(fill.filled_at) || has_other_unit(requested.occurred_at)) return;
        add(FillFault::time, index, {requested_}, "/payload/filled_at",
            fmt::format("the fill was executed {} ms before its order was requested",
                        requested.occurred_at.ms - fill.filled_at.ms));
    }

    void count(EventIndex index, const FillFact& fill) {
        filled_ += fill.quantity;
        if (is_overfilled_ || !exceeds(filled_, most_quantity_)) return;
        is_overfilled_ = true;
        std::vector<EventIndex> others = {first_of_order_};
        for (const EventIndex other : story_) {
            if (other == index) break;
            if (carries<OrderFill>(stream_.event(other).type)) others.push_back(other);
        }
        add(FillFault::overfill, index, std::move(others), "/payload/filled_qty",
            fmt::format("with this fill the order has filled {}, more than its quantity of {}", text(filled_),
                        text(most_quantity_)));
    }

    void judge_whether_filled(std::size_t position, const FillFact& last) {
        // Where the beginning is missing, fills may be missing with it; where fills were set aside, they are the reason.
        if (has_set_aside_ || requested_ == no_event) return;
        if (!exceeds(least_quantity_, filled_)) return;
        Decimal filled = filled_;
        for (const EventIndex index : story_.behind(position + 1)) {
            if (!carries<OrderFill>(stream_.event(index).type) || stream_.attribution().is_doubled(index)) continue;
            // It was executed in time, and is told of late.
            const FillFact& late = stream_.fill(stream_.event(index));
            if (late.filled_at <= last.filled_at) filled += late.quantity;
        }
        if (!exceeds(least_quantity_, filled)) return;
        add(FillFault::underfill, story_[position], {first_of_order_}, "/event_type",
            fmt::format("the order is said to be filled, but its fills come to {} of {}", text(filled),
                        text(least_quantity_)));
    }

    void set_aside(FillFault fault, EventIndex at, std::string_view pointer, std::string message, EventIndex other) {
        has_set_aside_ = true;
        add(fault, at, {other}, pointer, std::move(message));
    }

    void add(FillFault fault, EventIndex at, std::vector<EventIndex> others, std::string_view pointer,
             std::string message) {
        found_.push_back({fault, at, std::move(others), pointer, std::move(message)});
    }

    const Stream& stream_;
    Story story_;
    EventIndex first_of_order_;
    EventIndex requested_;
    OrderFact order_;
    Decimal least_quantity_;
    Decimal most_quantity_;
    EventIndex end_ = no_event;  // The cancellation or rejection that has been passed.
    Decimal filled_;
    bool is_overfilled_ = false;
    bool has_set_aside_ = false;
    std::vector<FillContradiction> found_;
};

}  // namespace

std::vector<FillContradiction> contradictions_of_fills(const Stream& stream, Story order) {
    EventIndex first_of_order = no_event;
    bool has_fills = false;
    for (const EventIndex index : order) {
        const EventType type = stream.event(index).type;
        has_fills = has_fills || carries<OrderFill>(type);
        if (first_of_order == no_event && carries<OrderRequest>(type)) first_of_order = index;
    }
    if (!has_fills || first_of_order == no_event) return {};
    return FillWalk(stream, order, first_of_order).walk();
}

}  // namespace tks::check
