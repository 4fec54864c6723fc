#include "projection/story_fold.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tks::projection {

namespace {

template <class Status>
std::string why(Status status, const std::string& reasons) {
    return reason_of(to_string(status), reasons);
}

}  // namespace

std::string reason_of(std::string_view status, std::string_view reasons) {
    std::string text(status);
    if (!reasons.empty()) text.append(": ").append(reasons);
    return text;
}

StoryFold::StoryFold(const IntentPart& intent) {
    take(StoryStep::intent, intent.steps.begun_at);
    take(StoryStep::granted, intent.steps.passed_at);
    const IntentStatus status = intent.status.value_or(IntentStatus::created);
    const bool is_granted = status == IntentStatus::granted || intent.steps.passed_at != FirstSteps::never;
    end_.step = is_granted ? StoryStep::granted : StoryStep::intent;
    if (status == IntentStatus::created || status == IntentStatus::granted) return;
    end_.outcome = StoryOutcome::stopped;
    end_.reason = why(status, intent.reason);
}

void StoryFold::add(const SignalPart& signal) {
    if (!signal.status && signal.steps == FirstSteps{}) return;  // Only named.
    take(StoryStep::created, signal.steps.begun_at);
    take(StoryStep::hot, signal.steps.passed_at);
    const SignalStatus status = signal.status.value_or(SignalStatus::created);
    const bool is_hot = status == SignalStatus::qualified_hot || signal.steps.passed_at != FirstSteps::never;
    End end{.step = is_hot ? StoryStep::hot : StoryStep::created};
    if (status != SignalStatus::created && status != SignalStatus::qualified_hot) {
        end.outcome = StoryOutcome::stopped;
        end.reason = why(status, signal.reason);
    }
    reach(std::move(end));
}

void StoryFold::add(const OrderPart& order) {
    const bool is_filled = order.filled_at != FirstSteps::never;
    if (!order.status && order.steps == FirstSteps{} && !is_filled) return;
    take(StoryStep::requested, order.steps.begun_at);
    take(StoryStep::placed, order.steps.passed_at);
    take(StoryStep::filled, order.filled_at);
    const OrderStatus status = order.status.value_or(OrderStatus::requested);
    if (!is_filled) {
        const bool is_placed = order.steps.passed_at != FirstSteps::never || status == OrderStatus::placed ||
                               status == OrderStatus::partially_filled || status == OrderStatus::filled;
        End end{.step = is_placed ? StoryStep::placed : StoryStep::requested};
        if (is_terminal(status)) {
            end.outcome = StoryOutcome::stopped;
            end.reason = why(status, order.reason);
        }
        reach(std::move(end));
        return;
    }
    if (order.opens_trade) {
        take(StoryStep::opened, order.opened_at.value_or(FirstSteps::never));
        take(StoryStep::closed, order.closed_at.value_or(FirstSteps::never));
    }
    if (!order.trade_status || *order.trade_status == TradeStatus::pending)
        reach({.step = StoryStep::filled});
    else if (*order.trade_status == TradeStatus::closed)
        reach({.step = StoryStep::closed, .outcome = StoryOutcome::completed});
    else if (*order.trade_status == TradeStatus::canceled)
        reach({.step = StoryStep::opened, .outcome = StoryOutcome::stopped, .reason = "trade canceled"});
    else
        reach({.step = StoryStep::opened});
}

void StoryFold::tell(Story& story) const {
    story.step = end_.step;
    story.outcome = end_.outcome;
    story.reason = end_.reason;
    story.taken_at = taken_at_;
}

/// Of several ends the furthest counts; of equals one that may go on, else that whose reason comes first.
void StoryFold::reach(End end) {
    const auto rank = [](const End& one) { return std::pair(one.step, one.outcome != StoryOutcome::stopped); };
    if (rank(end) > rank(end_) || (rank(end) == rank(end_) && end.reason < end_.reason)) end_ = std::move(end);
}

void StoryFold::take(StoryStep step, Timestamp at) {
    if (at == FirstSteps::never) return;
    std::optional<Timestamp>& taken = taken_at_[static_cast<std::size_t>(step)];
    if (!taken || at < *taken) taken = at;
}

}  // namespace tks::projection
