#include "source/topic_watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace tks::source {

void TopicWatch::refuse_lost_topics() {
    constexpr auto time_between_looks = std::chrono::seconds(3);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_look_ < time_between_looks) return;
    last_look_ = now;
    std::optional<std::string> lost = client_.find_lost_topic();
    // One answer may come from a broker that has not heard of the topic yet.
    if (lost && lost == lost_topic_)
        throw KafkaError(fmt::format("{}: the topic was deleted while it was read", *lost));
    lost_topic_ = std::move(lost);
}

}  // namespace tks::source
