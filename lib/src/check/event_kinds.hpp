#pragma once

#include <algorithm>

#include "check/market_form.hpp"
#include "check/stream.hpp"
#include "check/trade_story.hpp"
#include "tks/events.hpp"

/// Which facts an event has, by its type.
namespace tks::check {

/// The market that an event is about; no_id where its payload is any object.
inline Id market_of(const Stream& stream, const EventFact& event) {
    Id market = no_id;
    stream.visit_payload(event, [&](const auto& fact) { market = fact.market; });
    return market;
}

/// The first event of a type among some; no_event if there is none.
inline EventIndex first_of_type(const Stream& stream, Story events, EventType type) {
    const auto found = std::ranges::find(events, type, [&](EventIndex index) { return stream.event(index).type; });
    return found == events.end() ? no_event : *found;
}

/// Whether all that is known of an order is that it was filled.
inline bool has_only_fills(const Stream& stream, Story events) {
    return std::ranges::all_of(events, [&](EventIndex index) { return carries<OrderFill>(stream.event(index).type); });
}

/// Whether two markets are one pair, perhaps written in two ways: of that, event/mixed-market-forms speaks.
inline bool is_same_pair(const Stream& stream, Id left, Id right) {
    return left == right || pair_of(stream.text(left)) == pair_of(stream.text(right));
}

/// Whether some fill for which no trade was found may well belong to this trade.
inline bool may_lack_fills(const Stream& stream, const TradeStory& trade) {
    if (stream.attribution().unplaced().empty()) return false;
    return std::ranges::any_of(trade.told(), [&](const TradeStory::Told& told) {
        return stream.attribution().has_unplaced(told.event.correlation_id) ||
               stream.attribution().has_unplaced(told.trade.signal_id);
    });
}

/// Whether a fill enlarges the position of a trade of that direction.
inline bool enters(const FillFact& fill, Direction direction) {
    return (fill.side == Side::buy) == (direction == Direction::long_);
}

}  // namespace tks::check
