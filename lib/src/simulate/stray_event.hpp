#pragma once

#include <array>

#include "simulate/faulty_line.hpp"
#include "simulate/identifier.hpp"
#include "tks/events.hpp"

namespace tks::simulation {

/// An event of a story of its own, which nothing comes before and nothing follows: the means of faults that would upset
/// a story if they were planted into it. Its market and its time are those of the event at hand.
class StrayEvent {
public:
    /// Of a type with an intent, a signal, an order, a fill or a trade as payload, and without keys of its own.
    StrayEvent(const FaultyLine& line, EventType type);
    StrayEvent(const StrayEvent&) = delete;  // The event views it.
    StrayEvent& operator=(const StrayEvent&) = delete;

    template <class Payload>
    Payload& payload() {
        return std::get<Payload>(event.payload);
    }

    /// Puts the event over a line.
    bool write(FaultyLine& line) const;

    Event event;

private:
    Identifier event_id_, correlation_id_, intent_id_, signal_id_, order_id_, fill_id_, trade_id_;
};

}  // namespace tks::simulation
