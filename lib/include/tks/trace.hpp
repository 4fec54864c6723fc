#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tks/decimal.hpp"
#include "tks/diagnostic.hpp"
#include "tks/events.hpp"
#include "tks/time.hpp"

namespace tks {

/// One event of a story.
struct TraceStep {
    EventType type{};
    Timestamp occurred_at;
    std::string event_id;  ///< Empty where the event left it out.
    std::string aggregate_id;
    std::string causation_id;  ///< Empty where the event names no cause.
    std::string correlation_id;
    Origin origin;
    std::size_t depth = 0;  ///< How many causes above it are in the story.
    std::optional<std::int64_t>
        latency_ms;  ///< Since its cause, where that is in the story; negative where clocks disagree.
    // What it says, where it says it.
    std::string market;
    std::optional<Side> side;
    std::optional<Direction> direction;
    std::optional<TradeStatus> status;
    std::optional<Decimal> quantity;      ///< Of an order or a fill; base asset.
    std::optional<Decimal> price;         ///< Limit of an order, price of a fill; quote asset.
    std::optional<Decimal> realized_pnl;  ///< As a trade reports it; quote asset.
    std::vector<Diagnostic> findings;     ///< About this event.
};

/// One story, each event below the one that caused it, and siblings in time.
struct Trace {
    std::string id;                ///< What was asked for.
    std::vector<TraceStep> steps;  ///< Empty if no event has to do with the id.
};

}  // namespace tks
