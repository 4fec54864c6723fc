#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "base/packed_decimals.hpp"
#include "base/place.hpp"
#include "projection/blob_pool.hpp"
#include "projection/keyed.hpp"
#include "projection/moment.hpp"
#include "tks/decimal.hpp"
#include "tks/events.hpp"
#include "tks/snapshots.hpp"

/// What has been learnt from events, in whatever order they came: for each aggregate what its latest event said, for each fill
/// its figures, and who names whom. Adding an event and merging two states are commutative, associative and idempotent, so
/// that neither the order, nor a repetition, nor any split of a stream makes a difference.
namespace tks::projection {

/// Bytes that the latest of some events gave; earlier ones do not change it.
struct Slot {
    Moment moment;
    Blob bytes = no_blob;
};

/// A number of State::decimals.
using PackedDecimal = std::uint64_t;

struct IntentRecord {
    Link granted;    ///< The signal that it was granted.
    Link signal;     ///< That comes from it, as the signal says.
    Link strategy;   ///< A word.
    Link provider;   ///< A word.
    Link direction;  ///< A word.
};

struct SignalRecord {
    Link trade;  ///< That comes from it.
    Link intent;
};

struct OrderRecord {
    Link trade;
    Link signal;
    Link intent;
    Link strategy;  ///< A word.
};

struct FillRecord {
    PackedDecimal quantity = 0;
    PackedDecimal price = 0;
    PackedDecimal fee = 0;
    Timestamp filled_at;
    Id order = no_id;
    Id trade = no_id;
    Id signal = no_id;
    Id event = no_id;
    Id correlation = no_id;
    Id market = no_id;  ///< A word.
    Place place;
    std::uint32_t hash = 0;  ///< Of what its event says.
    Side side{};
    LiquidityType liquidity{};

    [[nodiscard]] bool is_seen() const { return order != no_id; }
};

/// What the latest event of a trade says.
struct TradeRecord {
    Moment latest;
    Moment latest_profit;  ///< Of profit_realized alone.
    PackedDecimal realized_pnl = 0;
    PackedDecimal profit_delta = 0;  ///< Of latest_profit.
    Timestamp opened_at = no_moment;
    Timestamp closed_at = no_moment;
    Place place;
    Id market = no_id;    ///< A word.
    Id strategy = no_id;  ///< A word.
    Id signal = no_id;
    Direction direction{};
    TradeStatus status{};

    static constexpr Timestamp no_moment{std::numeric_limits<std::int64_t>::min()};
};

/// One profit_realized, by its event_id.
struct ProfitRecord {
    PackedDecimal delta = 0;
    Id trade = no_id;
    std::uint32_t hash = 0;  ///< Of what the event says.
};

/// An event that caused another one, or whose effects may tell more about it.
struct CauseRecord {
    Link trade;  ///< Whose events name it as their cause.
};

struct CorrelationRecord {
    Link trade;  ///< The only one in it.
};

/// All marks of an account, by the latest of its snapshots.
struct AccountRecord {
    Timestamp as_of{0};         ///< Of the snapshot.
    Timestamp confirmed_at{0};  ///< Of the latest snapshot or heartbeat.
    Blob positions = no_blob;   ///< Packed PositionMarkV1s.
};

/// What a snapshot of an order shows: its latest event is that of `request` or that of `fill`.
struct OrderSlots {
    Slot request;  ///< OrderRequest and the details of its event.
    Moment fill;
};

/// When an aggregate first took the two steps that lead on from it: an intent was created and granted, a signal created and
/// qualified hot, an order requested and placed. The earliest event of each type says so.
struct FirstSteps {
    static constexpr Timestamp never{std::numeric_limits<std::int64_t>::max()};
    Timestamp begun_at = never;
    Timestamp passed_at = never;

    void join(const FirstSteps& other) {
        begun_at = std::min(begun_at, other.begun_at);
        passed_at = std::min(passed_at, other.passed_at);
    }
    friend bool operator==(const FirstSteps&, const FirstSteps&) = default;
};

/// What an event says of them: nothing, if it is of another type or does not say when it occurred.
FirstSteps first_steps_of(EventType type, Timestamp occurred_at);

/// How much a state keeps.
enum class Detail : std::uint8_t {
    pnl,        ///< What profit and loss needs.
    snapshots,  ///< Payloads as well.
};

class State {
public:
    explicit State(Detail detail) : detail_(detail) {}

    void add(const Event& event, Place place);
    void add(const PositionsMarkSnapshotV1& marks);

    /// Adds all that another state of the same detail knows. `input` and `lines_before` are added to its places.
    void merge(const State& other, std::uint32_t input = 0, std::uint32_t lines_before = 0);

    [[nodiscard]] Detail detail() const { return detail_; }

    /// The memory that it takes, nearly.
    [[nodiscard]] std::size_t bytes() const;

    Keyed<NoRecord> words;  ///< Markets, strategies, providers, directions.
    Keyed<IntentRecord> intents;
    Keyed<SignalRecord> signals;
    Keyed<OrderRecord> orders;
    Keyed<FillRecord> fills;
    Keyed<TradeRecord> trades;
    Keyed<ProfitRecord> profits;
    Keyed<CauseRecord> causes;
    Keyed<CorrelationRecord> correlations;
    Keyed<AccountRecord> accounts;

    // Payloads, packed, each with what else a snapshot shows of its event. By the numbers of the aggregates; shorter where the
    // last ones have none.
    std::deque<Slot>
        intent_slots;  ///< TradingSignalIntent; GrantDetails or IntentRejectionDetails, if its event has them.
    std::deque<Slot> signal_slots;  ///< TradingSignal; a list of texts, why it was rejected or stays cold.
    std::deque<OrderSlots> order_slots;
    std::deque<Blob> trade_slots;  ///< Trade, as of TradeRecord::latest.

    // By the numbers of the aggregates, as far as there is something to say.
    std::deque<FirstSteps> intent_steps, signal_steps, order_steps;

    /// What few aggregates have: the latest event of a type, by that type and the aggregate's number. Of events with details
    /// that a snapshot shows for good, those that are not the latest of all any more; of trading_signal_invalidated, all.
    std::map<std::pair<EventType, Id>, Slot> apart;

    PackedDecimals decimals;
    BlobPool blobs;
    Timestamp latest_at{std::numeric_limits<std::int64_t>::min()};  ///< Of all events and marks.

private:
    Detail detail_;
    std::string id_bytes_;  // Of the event that is being added, packed.
    std::string payload_bytes_;
};

}  // namespace tks::projection
