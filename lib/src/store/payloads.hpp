#pragma once

#include <optional>
#include <string>

#include "projection/state.hpp"

/// The latest payloads of a state's aggregates, as the tables hold them. Writing them is a good part of all work, and so is done by
/// a thread of its own, some rows ahead of the one that adds them.
namespace tks::store {

struct IntentPayload {
    std::string json;
    std::string market;
    std::optional<Decimal> target_price;
};

struct SignalPayload {
    std::string json;
    std::optional<Decimal> target_price;
    std::string reasons;  ///< A JSON array of texts.
};

struct OrderPayload {
    std::string json;
    std::string venue;
    std::optional<OrderType> type;
    std::optional<Decimal> limit_price;
};

struct TradePayload {
    std::string json;
};

// Each says what a state knows of the aggregate with that id; where it has no payload, nothing is said.
void read_payload(const projection::State& state, Id intent, IntentPayload& payload);
void read_payload(const projection::State& state, Id signal, SignalPayload& payload);
void read_payload(const projection::State& state, Id order, OrderPayload& payload);
void read_payload(const projection::State& state, Id trade, TradePayload& payload);

}  // namespace tks::store
