#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "check/stream.hpp"
#include "check/trade_story.hpp"

namespace tks::check {

/// What fills add up to on one side of a trade.
struct FillSum {
    Decimal quantity;
    Decimal value;  ///< Quantity × price.
};

/// A figure of a trade event, against the fills that the event can know.
struct FigureCheck {
    enum class Result : std::uint8_t {
        fits,       ///< It is that of all fills so far, or of those that the event must know.
        between,    ///< It may be that of some of them.
        too_much,   ///< The fills so far come to less.
        too_little  ///< The fills that the event must know come to more.
    };
    Result result = Result::fits;
    FillSum fills;  ///< Those that the figure fits, or the bound that it breaks.
};

/// Goes through the events of a trade beside its fills. Services tell of fills and of trades without waiting for each
/// other, so that an event need not know all fills so far. It may know the fills that were executed, or told of, up to
/// its own time; and it must know
///   - the fill that caused it and those of the same order before that,
///   - fills of other orders that were told of a minute before its cause, as orders overtake each other,
///   - what an earlier event of the trade must have known,
///   - where it closes the trade, all that it may know.
class TradeLedger {
public:
    /// Neither must go away or change meanwhile.
    TradeLedger(const Stream& stream, const TradeStory& trade);

    /// Whether there is anything to compare.
    [[nodiscard]] bool has_fills() const { return !fills_.empty(); }

    /// Goes on to the next event of the story; each one must be visited. False if nothing can be said of its figures.
    bool go_to(const EventFact& event, const TradeFact& trade);

    // The quantities of the event gone to, by its trade's direction.
    [[nodiscard]] FigureCheck check_entry(const Decimal& entry_qty) const {
        return check(entry_qty, &Fill::entered, true);
    }
    [[nodiscard]] FigureCheck check_exit(const Decimal& exit_qty) const {
        return check(exit_qty, &Fill::exited, false);
    }

    /// Whether an entry comes after an exit among the fills so far.
    [[nodiscard]] bool is_entered_again() const;

    /// The fills so far, for findings.
    [[nodiscard]] std::vector<EventIndex> fills_so_far() const;

    /// Whether other rules tell why the trade cannot agree with its fills: one of them is at odds with its order, or in
    /// another market than the trade. Slow.
    [[nodiscard]] bool has_faulty_fills() const;

    /// Whether fills of the trade may be missing: the trade or one of its orders begins before the stream, or there are
    /// fills that may well be the trade's. Slow.
    [[nodiscard]] bool may_lack_fills() const;

private:
    struct Fill {
        EventIndex event;
        Timestamp occurred_at;
        Timestamp filled_at;
        Id order_id;
        bool is_entry;
        bool is_entered_again;  // An entry comes after an exit, up to here.
        FillSum amount;
        FillSum entered;  // Up to here.
        FillSum exited;
    };

    using Total = FillSum Fill::*;

    void read_fills();
    [[nodiscard]] EventIndex cause_of(const EventFact& event) const;
    void find_least(const EventFact& cause, EventIndex cause_index);
    [[nodiscard]] FillSum sum(Total total, std::size_t count) const {
        return count == 0 ? FillSum{} : fills_[count - 1].*total;
    }
    [[nodiscard]] FigureCheck check(const Decimal& figure, Total total, bool is_entry) const;
    [[nodiscard]] FillSum with_late(FillSum told, bool is_entry) const;
    [[nodiscard]] FillSum least(Total total, bool is_entry) const;
    [[nodiscard]] bool has_begun_here(Id order_id) const;

    const Stream& stream_;
    const TradeStory& trade_;
    Direction direction_;      // Of the trade, as its first event says.
    std::vector<Fill> fills_;  // In the order in which they are told of.
    bool has_other_markets_ = false;

    // Of the event gone to.
    bool is_closing_ = false;
    Timestamp time_{std::numeric_limits<std::int64_t>::min()};
    std::size_t told_ = 0;        // So many fills are told of up to its time.
    std::size_t least_ = 0;       // It must know so many,
    std::size_t cause_ = 0;       // and up to this one those of the order
    Id cause_order_ = no_id;      // (if there is one) that caused it.
    std::size_t known_ = 0;       // Earlier events must know so many,
    std::size_t known_next_ = 0;  // and with those of the same time so many.
};

}  // namespace tks::check
