#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "pipeline/kept_message.hpp"
#include "tks/time.hpp"

namespace tks::pipeline {

/// Messages of several partitions on their way into the order of time. A message leaves once every partition has shown
/// something that occurred a window later; a partition that has nothing more is only waited for as long as the window is on
/// the clock, and one that is silent though it has more, not for ever. What comes too late to be put in order leaves as soon as
/// it can. Ties go by topic, partition and offset.
class MergeBuffer {
public:
    using Clock = std::chrono::steady_clock;

    /// What may be held. The earliest leave before their time rather than that there are more.
    struct Limits {
        std::size_t messages = 200'000;
        std::size_t bytes = std::size_t{64} << 20U;
    };

    /// A partition that may still deliver messages.
    struct Source {
        std::string_view topic;
        std::int32_t partition = 0;
        bool may_have_more = false;  ///< Now, as far as is known.
    };

    explicit MergeBuffer(std::int64_t window_ms) : MergeBuffer(window_ms, Limits()) {}
    MergeBuffer(std::int64_t window_ms, Limits limits) : window_ms_(window_ms), limits_(limits) {}

    /// Notes what a partition has shown, whether it is wanted or not. Nothing: something without a time. Returns the time by
    /// which to order it, which then is that of what came before it.
    Timestamp note(const KafkaMessage& message, std::optional<Timestamp> occurred_at, Clock::time_point now);

    void add(const KafkaMessage& message, Timestamp at, Clock::time_point now);

    [[nodiscard]] bool is_over_limits() const { return held_.size() > limits_.messages || bytes_ > limits_.bytes; }

    /// Calls tell(message) for all that may leave, in order, as long as it returns true.
    template <class Tell>
    void release(const std::vector<Source>& sources, Clock::time_point now, Tell&& tell) {
        const Horizon horizon = horizon_of(sources, now);
        while (!held_.empty() && (is_over_limits() || may_leave(*held_.begin(), horizon, now)))
            if (!tell_first(tell)) return;
    }

    /// The same for all that there is.
    template <class Tell>
    void flush(Tell&& tell) {
        while (!held_.empty())
            if (!tell_first(tell)) return;
    }

    [[nodiscard]] std::size_t size() const { return held_.size(); }

private:
    static constexpr Timestamp before_all{std::numeric_limits<std::int64_t>::min()};

    /// Up to which time messages are complete.
    struct Horizon {
        std::int64_t of_all_ms = std::numeric_limits<std::int64_t>::max();
        std::int64_t of_busy_ms = std::numeric_limits<std::int64_t>::max();  ///< Of those that are waited for.
    };
    struct Held {
        Clock::time_point arrival;
        std::size_t bytes = 0;
        KeptMessage message;
    };
    using Place = std::pair<std::string, std::int32_t>;
    using Key = std::tuple<Timestamp, std::string, std::int32_t, std::int64_t>;
    struct Front {
        Timestamp latest = before_all;
        Clock::time_point seen;
    };

    [[nodiscard]] Horizon horizon_of(const std::vector<Source>& sources, Clock::time_point now) const;
    [[nodiscard]] bool may_leave(const std::pair<const Key, Held>& entry, const Horizon& horizon,
                                 Clock::time_point now) const;

    template <class Tell>
    bool tell_first(Tell&& tell) {
        auto node = held_.extract(held_.begin());
        bytes_ -= node.mapped().bytes;
        bool goes_on = true;
        node.mapped().message.visit([&](const KafkaMessage& message) { goes_on = tell(message); });
        return goes_on;
    }

    std::int64_t window_ms_;
    Limits limits_;
    std::map<Place, Front> fronts_;
    std::map<Key, Held> held_;
    std::size_t bytes_ = 0;
    std::optional<Clock::time_point> begin_;  // When the first message came.
};

}  // namespace tks::pipeline
