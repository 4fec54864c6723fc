#pragma once

#include <vector>

#include "tks/events.hpp"
#include "tks/statistics.hpp"

namespace tks::check {

/// Counts for statistics. It keeps eight bytes of each event, since gaps are only known once all events are in order.
class StatisticsCounter {
public:
    void add(const Event& event);

    /// Adds what another one counted; in any order.
    void merge(StatisticsCounter&& other);

    /// Of all that was added.
    [[nodiscard]] Statistics finish() &&;

private:
    Statistics statistics_;
    std::vector<Timestamp> times_;
};

}  // namespace tks::check
