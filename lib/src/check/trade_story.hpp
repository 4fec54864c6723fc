#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "check/stream.hpp"
#include "check/trade_figures.hpp"

namespace tks::check {

/// The story of a trade, and the fills that belong to it, unpacked once for all rules that look at trades. Whoever goes from
/// trade to trade reads one after the other into the same object, which keeps its memory.
class TradeStory {
public:
    struct Told {
        EventIndex index;
        EventFact event;
        TradeFact trade;
        bool is_over_exit;     ///< See check::is_over_exit().
        bool is_status_sound;  ///< See check::status_contradiction().
    };
    struct Fill {
        EventIndex index;
        Timestamp occurred_at;
        FillFact fact;
    };

    void read(const Stream& stream, Story story) {
        story_ = story;
        told_.clear();
        for (const EventIndex index : story) {
            const EventFact event = stream.event(index);
            const TradeFact trade = stream.trade(event);
            told_.push_back(
                {index, event, trade, check::is_over_exit(trade), check::is_status_sound(event.type, trade)});
        }
        fills_.clear();
        for (const EventIndex index : stream.fills_of(id())) {
            const EventFact event = stream.event(index);
            fills_.push_back({index, event.occurred_at, stream.fill(event)});
        }
    }

    [[nodiscard]] Id id() const { return first().event.subject_id; }

    /// In the order of the story.
    [[nodiscard]] std::span<const Told> told() const { return told_; }
    [[nodiscard]] const Told& first() const { return told_.front(); }
    [[nodiscard]] const Told& at(EventIndex index) const { return told_[index - story_.front()]; }

    /// In order of (filled_at, fill_id): see Attribution.
    [[nodiscard]] std::span<const Fill> fills() const { return fills_; }

    [[nodiscard]] bool has(EventType type) const {
        return std::ranges::find(told_, type, [](const Told& told) { return told.event.type; }) != told_.end();
    }

private:
    Story story_;
    std::vector<Told> told_;
    std::vector<Fill> fills_;
};

}  // namespace tks::check
