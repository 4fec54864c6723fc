#pragma once

#include <bitset>
#include <optional>

#include "report/event_filter.hpp"
#include "tks/tail.hpp"

namespace tks::pipeline {

/// A MessageFilter, ready to be asked.
class MessageMatcher {
public:
    /// The filter must outlive it. Throws UsageError for a type of event that there is not, and for content that no event has.
    explicit MessageMatcher(const MessageFilter& filter);

    [[nodiscard]] bool needs_headers() const { return !filter_.headers.empty(); }

    /// What can be told without looking into the payload.
    [[nodiscard]] bool matches(const KafkaMessage& message) const;

    /// The rest; `type` is the event's where at least that could be read.
    [[nodiscard]] bool matches(const ReadMessage& read, std::optional<EventType> type);

private:
    const MessageFilter& filter_;
    report::EventFilter content_;
    std::bitset<event_type_count> types_;
};

}  // namespace tks::pipeline
