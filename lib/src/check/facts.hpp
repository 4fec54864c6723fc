#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "base/id_table.hpp"
#include "base/packed_decimals.hpp"
#include "base/place.hpp"
#include "check/fact_words.hpp"
#include "tks/events.hpp"
#include "tks/record.hpp"

/// What the rules over whole streams need to know of each event, in few bytes: ids are numbers of an IdTable, text that
/// no rule looks at is gone.
namespace tks::check {

/// Number of an event in a stream.
using EventIndex = std::uint32_t;
inline constexpr EventIndex no_event = 0xFFFFFFFF;

/// Whether events of this type carry that payload.
template <class Payload>
constexpr bool carries(EventType type) {
    return describe(type).payload == event_table::IndexOf<Payload, EventPayload>::value;
}

/// The envelope, and where the facts of the payload are.
struct EventFact {
    Timestamp occurred_at;
    Id event_id = no_id;
    Id aggregate_id = no_id;
    Id subject_id = no_id;  ///< The payload's own id, by which stories are told; aggregate_id where it has none.
    Id causation_id = no_id;
    Id correlation_id = no_id;
    std::uint32_t payload = 0;  ///< Where the facts of the payload are.
    EventType type{};
    std::uint16_t payload_version = 1;

    static constexpr Id EventFact::*ids[] = {&EventFact::event_id, &EventFact::aggregate_id, &EventFact::subject_id,
                                             &EventFact::causation_id, &EventFact::correlation_id};

    friend bool operator==(const EventFact&, const EventFact&) = default;
};

/// What is asked of few events.
struct EventOrigin {
    Place place;
    std::uint32_t content_hash = 0;  ///< Of all that the event says.

    friend bool operator==(const EventOrigin&, const EventOrigin&) = default;
};

/// An intent, or the signal that it became.
struct SignalFact {
    Id intent_id = no_id;
    Id signal_id = no_id;  ///< Of a signal, or of a grant.
    Id strategy_id = no_id;
    Id market = no_id;
    Timestamp created_at;
    Timestamp valid_until = no_time;
    Timestamp prm_granted_at = no_time;  ///< Of a signal, or of a grant.
    Side side{};
    Direction direction{};

    static constexpr Id SignalFact::*ids[] = {&SignalFact::intent_id, &SignalFact::signal_id, &SignalFact::strategy_id,
                                              &SignalFact::market};

    static constexpr unsigned ids_in_words = 4;  ///< So many are written, behind the first word.

    /// See FactWriter.
    template <class Words>
    [[gnu::always_inline]] void transfer(Words& words) {
        words.small(side, direction);
        words.each(intent_id, signal_id, strategy_id, market, created_at, valid_until, prm_granted_at);
    }

    friend bool operator==(const SignalFact&, const SignalFact&) = default;
};

struct OrderFact {
    Decimal quantity;
    Decimal limit_price;  ///< Zero where there is none.
    Id order_id = no_id;  ///< The event's subject_id.
    Id intent_id = no_id;
    Id trade_id = no_id;
    Id signal_id = no_id;
    Id market = no_id;
    Side side{};
    OrderType order_type{};
    OrderOrigin order_origin{};

    static constexpr Id OrderFact::*ids[] = {&OrderFact::order_id, &OrderFact::intent_id, &OrderFact::trade_id,
                                             &OrderFact::signal_id, &OrderFact::market};

    static constexpr unsigned ids_in_words = 4;  ///< So many are written, behind the first word.

    /// See FactWriter.
    template <class Words>
    [[gnu::always_inline]] void transfer(Words& words) {
        words.small(side, order_type, order_origin);
        words.each(intent_id, trade_id, signal_id, market, quantity, limit_price);
    }

    friend bool operator==(const OrderFact&, const OrderFact&) = default;
};

struct FillFact {
    Decimal quantity;
    Decimal price;
    Decimal fee;
    Timestamp filled_at;
    Id fill_id = no_id;
    Id order_id = no_id;  ///< The event's subject_id.
    Id trade_id = no_id;
    Id signal_id = no_id;
    Id market = no_id;
    Side side{};

    static constexpr Id FillFact::*ids[] = {&FillFact::fill_id, &FillFact::order_id, &FillFact::trade_id,
                                            &FillFact::signal_id, &FillFact::market};

    static constexpr unsigned ids_in_words = 4;  ///< So many are written, behind the first word.

    /// See FactWriter.
    template <class Words>
    [[gnu::always_inline]] void transfer(Words& words) {
        words.small(side);
        words.each(fill_id, trade_id, signal_id, market, filled_at, quantity, price, fee);
    }

    friend bool operator==(const FillFact&, const FillFact&) = default;
};

struct TradeFact {
    Decimal entry_qty;
    Decimal exit_qty;
    Decimal avg_entry_price;  ///< Zero where there is none.
    Decimal avg_exit_price;   ///< Zero where there is none.
    Decimal realized_pnl;
    Decimal realized_pnl_delta;  ///< Of profit_realized; zero for other types.
    Timestamp opened_at = no_time;
    Timestamp closed_at = no_time;
    Id trade_id = no_id;  ///< The event's subject_id.
    Id signal_id = no_id;
    Id market = no_id;
    Direction direction{};
    TradeStatus status{};

    static constexpr Id TradeFact::*ids[] = {&TradeFact::trade_id, &TradeFact::signal_id, &TradeFact::market};

    static constexpr unsigned ids_in_words = 2;  ///< So many are written, behind the first word.

    /// See FactWriter.
    template <class Words>
    [[gnu::always_inline]] void transfer(Words& words) {
        words.small(direction, status);
        words.each(signal_id, market, opened_at, closed_at);
        words.each(entry_qty, exit_qty, avg_entry_price, avg_exit_price, realized_pnl, realized_pnl_delta);
    }

    friend bool operator==(const TradeFact&, const TradeFact&) = default;
};

/// Facts whose ids are not numbers of the whole stream's table yet, but numbers among `ids`: what one thread took from one
/// piece of the input. The payload of an event is an index into `words`.
struct PieceFacts {
    struct Taken {
        EventFact event;
        EventOrigin origin;  ///< The line is counted from the beginning of the piece.
    };

    IdKeys ids;
    std::vector<Taken> events;
    std::vector<std::uint32_t> words;
    PackedDecimals decimals;
    std::vector<Id> markets;  ///< That events are in, each once; few.
};

/// Calls visit with std::type_identity of the kind of facts that a payload has, if it has some.
template <class Visitor>
void visit_fact_type(EventType type, Visitor&& visit) {
    if (carries<TradingSignalIntent>(type) || carries<TradingSignal>(type))
        visit(std::type_identity<SignalFact>());
    else if (carries<OrderRequest>(type))
        visit(std::type_identity<OrderFact>());
    else if (carries<OrderFill>(type))
        visit(std::type_identity<FillFact>());
    else if (carries<Trade>(type))
        visit(std::type_identity<TradeFact>());
}

/// Adds what the rules need to know of an event.
void take_facts(const Record& record, const Event& event, PieceFacts& facts);

}  // namespace tks::check
