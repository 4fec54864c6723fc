#include "pipeline/message_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/event_payload.hpp"
#include "model/registry.hpp"
#include "tks/error.hpp"

namespace tks::pipeline {

namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

MessageMatcher::MessageMatcher(const MessageFilter& filter) : filter_(filter) {
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

bool MessageMatcher::matches(const ReadMessage& read, std::optional<EventType> type) const {
    const bool is_other_type = type && types_.any() && !types_.test(static_cast<std::size_t>(*type));
    if (is_other_type) return false;
    if (read.is_bad) return true;
    const bool asks_payload = types_.any() || !filter_.markets.empty() || !filter_.strategies.empty();
    if (read.event == nullptr) return !asks_payload;
    if (!filter_.markets.empty() && !matches_market(model::market_of(*read.event).value_or(""))) return false;
    return filter_.strategies.empty() || contains(filter_.strategies, model::strategy_of(*read.event).value_or(""));
}

bool MessageMatcher::matches_market(std::string_view market) const {
    return std::ranges::any_of(filter_.markets, [&](const std::string& wanted) {
        return std::ranges::equal(wanted, market, {}, model::with_one_divider, model::with_one_divider);
    });
}

}  // namespace tks::pipeline
