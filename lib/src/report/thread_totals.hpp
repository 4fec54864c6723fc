#pragma once

#include <deque>
#include <functional>
#include <utility>

#include "tks/thread_visitors.hpp"

namespace tks::report {

/// What the threads of a share-out add up: a total for each, which has add(fact) and join(other total).
template <class Total, class Fact>
class ThreadTotals {
public:
    /// `make_empty()` gives a total of nothing.
    explicit ThreadTotals(std::function<Total()> make_empty) : make_empty_(std::move(make_empty)) {}

    [[nodiscard]] ThreadVisitors<Fact> visitors() {
        return [this] {
            Total& total = totals_.emplace_back(make_empty_());
            return [&total](const Fact& fact) { total.add(fact); };
        };
    }

    [[nodiscard]] Total sum() const {
        Total sum = make_empty_();
        for (const Total& total : totals_) sum.join(total);
        return sum;
    }

private:
    std::function<Total()> make_empty_;
    std::deque<Total> totals_;
};

}  // namespace tks::report
