#pragma once

#include <optional>
#include <vector>

#include "report/condition.hpp"
#include "report/word_filter.hpp"
#include "tks/events.hpp"
#include "tks/row_filter.hpp"

namespace tks::report {

/// Tells which events are wanted, in the words that choose rows. The moment of an event is its occurred_at. An event meets
/// what is asked of its provider, trade, direction or status only if it says so itself: a fill has no direction. Its status is
/// that of the aggregate behind it. Conditions are about its own keys and its payload's.
class EventFilter {
public:
    /// Throws UsageError for what no event has, or for conditions that cannot be understood.
    explicit EventFilter(const RowSelection& selection);

    [[nodiscard]] bool is_empty() const { return !since_ && !until_ && filters_.empty() && conditions_.empty(); }

    [[nodiscard]] bool is_in_period(Timestamp moment) const {
        return !(since_ && moment < *since_) && !(until_ && moment > *until_);
    }

    /// Whether anything else than a period is asked for.
    [[nodiscard]] bool asks_content() const { return !filters_.empty() || !conditions_.empty(); }

    [[nodiscard]] bool matches(const Event& event);

private:
    using Find = std::optional<std::string_view> (*)(const Event& event);
    struct ValueFilter {
        Find find;
        WordFilter words;
    };

    void add(const std::vector<std::string>& words, Find find, WordFilter::Subject subject = WordFilter::Subject::text);

    std::optional<Timestamp> since_;
    std::optional<Timestamp> until_;
    std::vector<ValueFilter> filters_;
    std::vector<Condition> conditions_;
    std::vector<bool> is_wanted_;  // By column: whether a condition looks at it.
    std::vector<Cell> cells_;
};

}  // namespace tks::report
