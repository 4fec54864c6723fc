#include "pipeline/message_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/registry.hpp"
#include "tks/error.hpp"

namespace tks::pipeline {

namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

MessageMatcher::MessageMatcher(const MessageFilter& filter) : filter_(filter), content_(filter.content) {
    for (const std::string& name : filter.types) {
        const std::optional<EventType> type = model::find_event_type(name);
        if (!type)
            throw UsageError(fmt::format("there is no type of event {}{}", quoted_for_people(name),
                                         did_you_mean(name, EnumDescription<EventType>::words)));
        types_.set(static_cast<std::size_t>(*type));
    }
}

bool MessageMatcher::matches(const KafkaMessage& message) const {
    if (!filter_.keys.empty() && !(message.key && contains(filter_.keys, *message.key))) return false;
    return std::ranges::all_of(filter_.headers, [&](const auto& wanted) {
        return std::ranges::any_of(message.headers, [&](const KafkaHeader& header) {
            return header.name == wanted.first && header.value == std::string_view(wanted.second);
        });
    });
}

bool MessageMatcher::matches(const ReadMessage& read, std::optional<EventType> type) {
    const bool is_other_type = type && types_.any() && !types_.test(static_cast<std::size_t>(*type));
    if (is_other_type) return false;
    if (read.is_bad || (types_.none() && content_.is_empty())) return true;
    if (read.event != nullptr) return content_.matches(*read.event);
    if (types_.any() || content_.asks_content()) return false;
    return read.marks != nullptr && content_.is_in_period(read.marks->as_of);
}

}  // namespace tks::pipeline
