#include "projection/story_reader.hpp"

#include <fmt/format.h>

namespace tks::projection {

namespace {

FirstSteps steps_of(const RecordList<FirstSteps>& steps, Id id) {
    return id < steps.size() ? steps[id] : FirstSteps{};
}

std::string joined(std::span<const TradingSignalIntentRejectionReason> reasons) {
    std::string text;
    for (const auto reason : reasons) text.append(text.empty() ? "" : ", ").append(to_string(reason));
    return text;
}

}  // namespace

StoryReader::StoryReader(const State& state, const Ledger& ledger)
    : state_(state),
      snapshots_(state, ledger),
      orders_of_intent_(state.orders.size(), state.intents.size(),
                        [&](Id order) { return state.orders[order].intent.id(); }),
      fills_of_order_(state.fills.size(), state.orders.size(), [&](Id fill) { return state.fill(fill).order; }),
      trade_of_fill_(state.fills.size(), no_id) {
    for (Id trade = 1; trade < state.trades.size(); ++trade)
        for (const Id fill : ledger.fills_of(trade)) trade_of_fill_[fill] = trade;
}

std::optional<Story> StoryReader::story(Id intent) {
    const auto snapshot = snapshots_.intent(intent);
    if (!snapshot) return std::nullopt;
    const IntentRecord& record = state_.intents[intent];
    Story story;
    story.intent_id = snapshot->trading_signal_intent.intent_id;
    story.market = snapshot->trading_signal_intent.market;
    const Origin& origin = state_.origin(intent);
    story.strategy_id = state_.words.text(origin.strategy.id());
    story.provider_id = state_.words.text(origin.provider.id());
    if (const Id direction = origin.direction.id(); direction != no_id)
        story.direction = parse_enum<Direction>(state_.words.text(direction));
    story.status = snapshot->status;
    story.created_at = snapshot->trading_signal_intent.created_at;
    story.last_event_at = snapshot->last_event_at;
    StoryFold fold({.status = snapshot->status,
                    .reason = joined(snapshot->rejection_reasons),
                    .steps = steps_of(state_.intent_steps, intent)});
    const Id signal = first_of({record.granted.id(), record.signal.id()});
    if (signal != no_id) fold.add(signal_part(signal));
    for (const Id order : orders_of_intent_.of(intent)) add_order(fold, order, signal);
    fold.tell(story);
    return story;
}

SignalPart StoryReader::signal_part(Id signal) {
    SignalPart part;
    part.steps = steps_of(state_.signal_steps, signal);
    const auto snapshot = snapshots_.signal(signal);
    if (!snapshot) return part;
    part.status = snapshot->status;
    part.reason = fmt::format("{}", fmt::join(snapshot->reasons, ", "));
    return part;
}

void StoryReader::add_order(StoryFold& fold, Id order, Id signal) {
    OrderPart part;
    part.steps = steps_of(state_.order_steps, order);
    if (const auto snapshot = snapshots_.order(order)) {
        part.status = snapshot->status;
        part.reason = snapshot->rejection_reason.value_or("");
    }
    const auto fills = fills_of_order_.of(order);
    if (fills.empty()) fold.add(part);
    for (const Id fill : fills) {
        part.filled_at = state_.filled_at(fill);
        const Id trade = trade_of_fill_[fill];
        const TradeReport record = state_.report(trade);
        const auto known = [](Timestamp at) { return at == TradeRecord::no_moment ? std::nullopt : std::optional(at); };
        part.trade_status = state_.trades[trade].latest.is_set() ? std::optional(record.status) : std::nullopt;
        part.opened_at = known(record.opened_at);
        part.closed_at = known(record.closed_at);
        part.opens_trade = record.signal != no_id && record.signal == signal;
        fold.add(part);
    }
}

}  // namespace tks::projection
