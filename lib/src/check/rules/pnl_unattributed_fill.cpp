#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"
#include "model/lifecycle.hpp"

namespace tks::check::rules {

namespace {

/// How long after its order has ended a fill may wait for a trade.
constexpr std::int64_t patience_ms = 60'000;

/// When the latest event of a trade happened: so long trades have been told of.
Timestamp latest_of_trades(const Stream& stream) {
    Timestamp latest{std::numeric_limits<std::int64_t>::min()};
    for (const Story story : stream.stories(AggregateType::trade))
        latest = std::max(latest, stream.event(story.back()).occurred_at);
    return latest;
}

/// The event that ended an order; no_event where it goes on.
EventIndex end_of(const Stream& stream, Story order) {
    const auto ends = [&](EventIndex index) { return model::is_end(stream.event(index).type); };
    const auto found = std::ranges::find_if(order, ends);
    return found == order.end() ? no_event : *found;
}

void check_fills(const Stream& stream, StreamReporter& reporter) {
    if (stream.attribution().unplaced().empty()) return;
    const Timestamp latest = latest_of_trades(stream);
    for (const EventIndex index : stream.attribution().unplaced()) {
        const FillFact& fill = stream.fill(stream.event(index));
        const Story order = stream.story(AggregateType::order, fill.order_id);
        const auto request = std::ranges::find_if(
            order, [&](EventIndex other) { return carries<OrderRequest>(stream.event(other).type); });
        const EventIndex end = end_of(stream, order);
        // An order that is not here is told of by reference/fill-without-order. A trade may still be to come.
        if (request == order.end() || end == no_event) continue;
        if (difference_ms(latest, stream.event(end).occurred_at) < patience_ms) continue;
        std::string message = fmt::format(
            "{} {} {} at {} belong to no trade; neither the order of this fill, its signal, a trade's cause nor the "
            "correlation leads to one",
            to_string(fill.side), fill.quantity.reduced().to_string(), stream.text(fill.market),
            fill.price.reduced().to_string());
        const Id intent = stream.order(stream.event(*request)).intent_id;
        if (stream.story(AggregateType::intent, intent).empty())
            reporter.report_absent(index, std::move(message), "/payload/trade_id");
        else
            reporter.report(index, std::move(message), "/payload/trade_id", {*request});
    }
}

}  // namespace

/// Whether what was filled belongs to a trade.
std::span<const RuleDefinition> pnl_unattributed_fill() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "pnl/unattributed-fill",
                  .severity = Severity::error,
                  .summary = "A fill belongs to a trade.",
                  .explanation =
                      "A fill often does not name its trade, which does not exist yet when its order fills. It "
                      "is then looked for by the trade_id of the order, by the signal of the order, the fill "
                      "or the intent, by a trade event that names the fill as its cause, and as the only "
                      "trade of the correlation. What such a fill bought or sold is in no trade's profit and "
                      "loss. validate passes over fills of orders that are not there, which "
                      "reference/fill-without-order tells of, and waits until the order has ended and trades "
                      "have been told of for a minute more; replay tells of every fill that it could not "
                      "place, with its amounts. Let the order or the fill name the trade or its signal."},
         .on_stream = check_fills},
    };
    return definitions;
}

}  // namespace tks::check::rules
