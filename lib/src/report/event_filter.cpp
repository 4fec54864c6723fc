#include "report/event_filter.hpp"

#include <algorithm>

#include "model/event_payload.hpp"
#include "model/lifecycle.hpp"
#include "report/event_columns.hpp"

namespace tks::report {

namespace {

/// The status of the aggregate behind an event; profit_realized changes none, and its trade tells its own.
std::optional<std::string_view> status_of(const Event& event) {
    const std::uint8_t status = model::lifecycle_step(event.event_type).status;
    switch (describe(event.event_type).aggregate_type) {
        case AggregateType::intent:
            return to_string(static_cast<IntentStatus>(status));
        case AggregateType::signal:
            return to_string(static_cast<SignalStatus>(status));
        case AggregateType::order:
            return to_string(static_cast<OrderStatus>(status));
        case AggregateType::trade:
            break;
    }
    const auto* const trade = std::get_if<Trade>(&event.payload);
    return trade == nullptr ? std::nullopt : std::optional(to_string(trade->status));
}

std::vector<std::string_view> all_statuses() {
    std::vector<std::string_view> words;
    const auto add = [&](const auto& more) {
        for (const std::string_view word : more)
            if (std::ranges::find(words, word) == words.end()) words.push_back(word);
    };
    add(EnumDescription<IntentStatus>::words);
    add(EnumDescription<SignalStatus>::words);
    add(EnumDescription<OrderStatus>::words);
    add(EnumDescription<TradeStatus>::words);
    return words;
}

}  // namespace

EventFilter::EventFilter(const RowSelection& selection) : since_(selection.since), until_(selection.until) {
    check_words("direction", selection.directions, EnumDescription<Direction>::words);
    check_words("status", selection.statuses, all_statuses());
    add(selection.markets, model::market_of, WordFilter::Subject::market);
    add(selection.strategies, model::strategy_of);
    add(selection.providers, model::provider_of);
    add(selection.trades, model::trade_of);
    add(selection.directions, model::direction_of);
    add(selection.statuses, status_of);
    if (selection.where.empty()) return;
    conditions_ = parse_conditions({"events", event_columns(), find_event_column}, selection.where);
    is_wanted_.resize(event_columns().size());
    cells_.resize(event_columns().size());
    for (const Condition& condition : conditions_) is_wanted_[condition.column()] = true;
}

void EventFilter::add(const std::vector<std::string>& words, Find find, WordFilter::Subject subject) {
    if (!words.empty()) filters_.push_back({find, WordFilter(words, subject)});
}

bool EventFilter::matches(const Event& event) {
    if (!is_in_period(event.occurred_at)) return false;
    for (const ValueFilter& filter : filters_)
        if (const auto value = filter.find(event); !value || !filter.words.matches(*value)) return false;
    if (conditions_.empty()) return true;
    fill_cells(event, is_wanted_, cells_);
    return std::ranges::all_of(conditions_, [&](const Condition& condition) { return condition.holds(cells_); });
}

}  // namespace tks::report
