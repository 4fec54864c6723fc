#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/id_map.hpp"
#include "check/facts.hpp"

namespace tks::check {

class Stream;

/// A fill whose fill_id another fill has that comes before it in the order of stories.
struct DoubledFill {
    EventIndex again = no_event;
    EventIndex first = no_event;
};

/// The fills of some trades.
struct FillsByTrade {
    std::vector<EventIndex> fills;     ///< By trade, then in order of (filled_at, fill_id).
    IdMap trades;                      ///< Those that have fills are numbered.
    std::vector<std::uint32_t> begin;  ///< Indexed by that: where their fills begin; behind the last, their end.
};

/// Which trade each fill belongs to. Often the trade does not exist yet when an order fills, so that the fill does not
/// name it. Then it is found, in this order, by
///   1. the trade_id of the fill itself;
///   2. the trade_id of its order;
///   3. the order's signal_id, the fill's, or the signal granted to the order's intent, as the trade's signal_id;
///   4. a trade event whose causation_id is the fill's event_id;
///   5. the only trade in the fill's correlation_id.
/// Where several trades answer to one of them, it decides nothing, and the next one is asked. Each fill_id counts once.
class Attribution {
public:
    /// Knows no fills.
    Attribution() = default;

    /// Finds the trades of all fills in a stream whose stories are told. Takes time in proportion to the stream,
    /// shared out among threads.
    Attribution(const Stream& stream, unsigned threads);

    /// The fills of a trade in order of (filled_at, fill_id).
    [[nodiscard]] std::span<const EventIndex> fills_of(Id trade_id) const;

    /// Fills for which no trade was found; in an order of no meaning.
    [[nodiscard]] std::span<const EventIndex> unplaced() const { return unplaced_; }

    /// Fills that are counted nowhere since their fill_id has been told before; by the index of the event.
    [[nodiscard]] std::span<const DoubledFill> doubled() const { return doubled_; }
    [[nodiscard]] bool is_doubled(EventIndex fill) const;

    /// Whether a fill for which no trade was found has this correlation_id or signal_id, so that it may well belong to
    /// the trade that has it too.
    [[nodiscard]] bool has_unplaced(Id correlation_or_signal) const;

private:
    std::array<FillsByTrade, 8> shares_;  // By the number of the trade's id, so that several threads gather them.
    std::vector<EventIndex> unplaced_;
    std::vector<DoubledFill> doubled_;
    std::vector<Id> unplaced_ids_;  // Correlations and signals of those, sorted.
};

}  // namespace tks::check
