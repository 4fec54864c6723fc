#include "pipeline/merge_buffer.hpp"

#include <algorithm>

namespace tks::pipeline {

namespace {

/// A partition whose broker is gone must not hold up the others for longer than this and the window.
constexpr auto patience_with_silence = std::chrono::seconds(5);

/// What a held message takes besides its text, about.
constexpr std::size_t overhead_bytes = 400;

}  // namespace

Timestamp MergeBuffer::note(const KafkaMessage& message, std::optional<Timestamp> occurred_at, Clock::time_point now) {
    Front& front = fronts_[{std::string(message.topic), message.partition}];
    front.seen = now;
    if (!begin_) begin_ = now;
    if (!occurred_at) return front.latest;
    front.latest = std::max(front.latest, *occurred_at);
    return *occurred_at;
}

void MergeBuffer::add(const KafkaMessage& message, Timestamp at, Clock::time_point now) {
    const std::size_t bytes = overhead_bytes + message.payload.value_or("").size() + message.key.value_or("").size();
    held_.emplace(Key{at, message.topic, message.partition, message.offset}, Held{now, bytes, KeptMessage(message)});
    bytes_ += bytes;
}

MergeBuffer::Horizon MergeBuffer::horizon_of(const std::vector<Source>& sources, Clock::time_point now) const {
    Horizon horizon;
    for (const Source& source : sources) {
        const auto front = fronts_.find({std::string(source.topic), source.partition});
        const bool is_known = front != fronts_.end();
        const std::int64_t latest = (is_known ? front->second.latest : before_all).ms;
        const auto silence = now - (is_known ? front->second.seen : begin_.value_or(now));
        horizon.of_all_ms = std::min(horizon.of_all_ms, latest);
        if (source.may_have_more && silence < patience_with_silence + std::chrono::milliseconds(window_ms_))
            horizon.of_busy_ms = std::min(horizon.of_busy_ms, latest);
    }
    return horizon;
}

bool MergeBuffer::may_leave(const std::pair<const Key, Held>& entry, const Horizon& horizon,
                            Clock::time_point now) const {
    const Timestamp at = std::get<Timestamp>(entry.first);
    const auto is_complete = [&](std::int64_t latest_ms) {
        return difference_ms(Timestamp{latest_ms}, at) >= window_ms_;
    };
    if (is_complete(horizon.of_all_ms)) return true;
    return is_complete(horizon.of_busy_ms) && now - entry.second.arrival >= std::chrono::milliseconds(window_ms_);
}

}  // namespace tks::pipeline
