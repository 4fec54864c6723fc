#pragma once

#include <algorithm>
#include <cstdint>
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

/// Where intents come from: many share the same.
struct Origin {
    Link strategy;   ///< A word.
    Link provider;   ///< A word.
    Link direction;  ///< A word.

    void join(const Origin& other) {
        strategy.join(other.strategy);
        provider.join(other.provider);
        direction.join(other.direction);
    }
    friend bool operator==(const Origin&, const Origin&) = default;
};

struct IntentRecord {
    Link granted;       ///< The signal that it was granted.
    Link signal;        ///< That comes from it, as the signal says.
    Id origin = no_id;  ///< See State::origin().
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

/// A FillRecord as a state keeps it.
struct PackedFill {
    Blob bytes = no_blob;
};

/// Which events of a trade are the latest ones, and what they say.
struct TradeRecord {
    Moment latest;
    Moment latest_profit;   ///< Of profit_realized alone. PnL asks for its time only, and no id is kept for that.
    Blob report = no_blob;  ///< What the latest event says: a TradeReport, packed.

    static constexpr Timestamp no_moment{std::numeric_limits<std::int64_t>::min()};
};

/// What the latest event of a trade says.
struct TradeReport {
    PackedDecimal realized_pnl = 0;
    Timestamp opened_at = TradeRecord::no_moment;
    Timestamp closed_at = TradeRecord::no_moment;
    Place place;
    Id market = no_id;    ///< A word.
    Id strategy = no_id;  ///< A word.
    Id signal = no_id;
    Direction direction{};
    TradeStatus status{};
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
    [[nodiscard]] Timestamp first() const { return std::min(begun_at, passed_at); }

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

    /// A fill without a record is not seen.
    [[nodiscard]] FillRecord fill(Id id) const;
    [[nodiscard]] Timestamp filled_at(Id fill) const;
    [[nodiscard]] bool has_fill(Id id) const { return fills[id].bytes != no_blob; }
    void put(Id id, const FillRecord& fill);

    [[nodiscard]] const Origin& origin(Id intent) const { return origins[intents[intent].origin]; }
    void join_origin(Id intent, const Origin& offered);
    Id number_of(const Origin& origin);

    [[nodiscard]] TradeReport report(Id trade) const;
    void put(Id trade, const TradeReport& report);

    /// Whether a fill comes before another in order of (filled_at, fill_id).
    [[nodiscard]] bool precedes(Id left, Id right) const;

    /// Gives back the memory that ids are found by, but for those of trades: until it is restored, nothing can be added. To be
    /// called when all has been read, since what is told of it takes memory in turn.
    void forget_places_of_ids();
    void restore_places_of_ids();

    Keyed<NoRecord> words;  ///< Markets, strategies, providers, directions.
    Keyed<Origin> origins;  ///< By their bytes.
    Keyed<IntentRecord> intents;
    Keyed<SignalRecord> signals;
    Keyed<OrderRecord> orders;
    Keyed<PackedFill> fills;  ///< See fill().
    Keyed<TradeRecord> trades;
    Keyed<ProfitRecord> profits;
    Keyed<CauseRecord> causes;
    Keyed<CorrelationRecord> correlations;
    Keyed<AccountRecord> accounts;

    // Payloads, packed, each with what else a snapshot shows of its event. By the numbers of the aggregates; shorter where the
    // last ones have none.
    RecordList<Slot>
        intent_slots;  ///< TradingSignalIntent; GrantDetails or IntentRejectionDetails, if its event has them.
    RecordList<Slot> signal_slots;  ///< TradingSignal; a list of texts, why it was rejected or stays cold.
    RecordList<OrderSlots> order_slots;
    RecordList<Blob> trade_slots;             ///< Trade, as of TradeRecord::latest.
    RecordList<PackedDecimal> profit_deltas;  ///< Of TradeRecord::latest_profit.

    // By the numbers of the aggregates, as far as there is something to say.
    RecordList<FirstSteps> intent_steps, signal_steps, order_steps;

    /// What few aggregates have: the latest event of a type, by that type and the aggregate's number. Of events with details
    /// that a snapshot shows for good, those that are not the latest of all any more; of trading_signal_invalidated, all.
    std::map<std::pair<EventType, Id>, Slot> apart;

    PackedDecimals decimals;
    BlobPool blobs;
    Timestamp latest_at{std::numeric_limits<std::int64_t>::min()};  ///< Of all events and marks.

private:
    template <class Visit>
    void for_each_table(Visit visit);

    Detail detail_;
    std::string id_bytes_;  // Of the event that is being added, packed.
    std::string payload_bytes_;
};

}  // namespace tks::projection
