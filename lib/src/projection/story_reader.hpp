#pragma once

#include <optional>
#include <vector>

#include "projection/ledger.hpp"
#include "projection/snapshot_reader.hpp"
#include "projection/state.hpp"
#include "projection/story_fold.hpp"

namespace tks::projection {

/// Tells the stories of a state with Detail::snapshots. The state and the ledger must not change while it is in use.
class StoryReader {
public:
    StoryReader(const State& state, const Ledger& ledger);

    /// Nothing where no event brought the payload that defines the intent.
    [[nodiscard]] std::optional<Story> story(Id intent);

private:
    [[nodiscard]] SignalPart signal_part(Id signal);
    void add_order(StoryFold& fold, Id order, Id signal);

    const State& state_;
    SnapshotReader snapshots_;
    Grouping orders_of_intent_;
    Grouping fills_of_order_;
    std::vector<Id> trade_of_fill_;
};

}  // namespace tks::projection
