#include "check/story_trace.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/input_name.hpp"

namespace tks::check {

namespace {

/// Calls visit with each id that an event or its payload names.
template <class Visitor>
void for_each_id(const Stream& stream, const EventFact& event, Visitor&& visit) {
    const auto visit_all = [&](const auto& fact) {
        for (const auto id : std::remove_cvref_t<decltype(fact)>::ids)
            if (fact.*id != no_id) visit(fact.*id);
    };
    visit_all(event);
    stream.visit_payload(event, visit_all);
}

/// Finds the events of one story.
class StoryFinder {
public:
    explicit StoryFinder(const Stream& stream) : stream_(stream) {}

    std::vector<EventIndex> find(Id wanted) {
        for (EventIndex index = 0; index < stream_.size(); ++index) {
            bool names_it = false;
            for_each_id(stream_, stream_.event(index), [&](Id id) { names_it = names_it || id == wanted; });
            if (!names_it) continue;
            story_.insert(index);
            if (const Id correlation = stream_.event(index).correlation_id; correlation != no_id)
                correlations_.insert(correlation);
        }
        for (EventIndex index = 0; index < stream_.size(); ++index)
            if (correlations_.contains(stream_.event(index).correlation_id)) story_.insert(index);
        add_causes();
        add_effects();
        std::vector<EventIndex> events(story_.begin(), story_.end());
        std::ranges::sort(events, [this](EventIndex left, EventIndex right) { return stream_.precedes(left, right); });
        return events;
    }

private:
    void add_causes() {
        std::vector<EventIndex> open(story_.begin(), story_.end());
        while (!open.empty()) {
            const EventIndex cause = stream_.find_event(stream_.event(open.back()).causation_id);
            open.pop_back();
            if (cause != no_event && story_.insert(cause).second) open.push_back(cause);
        }
    }

    void add_effects() {
        std::unordered_map<Id, std::vector<EventIndex>> effects;
        for (EventIndex index = 0; index < stream_.size(); ++index)
            if (const Id cause = stream_.event(index).causation_id; cause != no_id) effects[cause].push_back(index);
        std::vector<EventIndex> open(story_.begin(), story_.end());
        while (!open.empty()) {
            const auto found = effects.find(stream_.event(open.back()).event_id);
            open.pop_back();
            if (found == effects.end()) continue;
            for (const EventIndex effect : found->second)
                if (story_.insert(effect).second) open.push_back(effect);
        }
    }

    const Stream& stream_;
    std::set<EventIndex> story_;
    std::set<Id> correlations_;
};

/// Puts each event below its cause.
class TraceBuilder {
public:
    TraceBuilder(const Stream& stream, const std::vector<Diagnostic>& findings, const std::vector<std::string>& inputs)
        : stream_(stream), inputs_(inputs) {
        for (const Diagnostic& finding : findings) findings_[place_in_input(finding.origin)].push_back(&finding);
    }

    std::vector<TraceStep> build(const std::vector<EventIndex>& events) {
        std::map<EventIndex, std::vector<EventIndex>> effects;
        const std::set<EventIndex> story(events.begin(), events.end());
        std::vector<EventIndex> roots;
        for (const EventIndex index : events) {
            const EventIndex cause = stream_.find_event(stream_.event(index).causation_id);
            const bool has_cause = cause != no_event && cause != index && story.contains(cause);
            (has_cause ? effects[cause] : roots).push_back(index);
        }
        for (const EventIndex root : roots) add_tree(root, effects);
        // Events that cause each other in a circle hang below no root.
        for (const EventIndex index : events) add_tree(index, effects);
        return std::move(steps_);
    }

private:
    /// A stack, with the next event on top, instead of recursion: stories may be as deep as they like.
    void add_tree(EventIndex root, std::map<EventIndex, std::vector<EventIndex>>& effects) {
        struct Open {
            EventIndex event;
            EventIndex cause;
            std::size_t depth;
        };
        std::vector<Open> open{{root, no_event, 0}};
        while (!open.empty()) {
            const Open next = open.back();
            open.pop_back();
            if (!is_told_.insert(next.event).second) continue;
            steps_.push_back(step(next.event, next.cause, next.depth));
            // The first comes out first of the stack.
            const std::vector<EventIndex>& below = effects[next.event];
            std::transform(below.rbegin(), below.rend(), std::back_inserter(open), [&](EventIndex effect) {
                return Open{effect, next.event, next.depth + 1};
            });
        }
    }

    TraceStep step(EventIndex index, EventIndex cause, std::size_t depth) {
        const EventFact& event = stream_.event(index);
        TraceStep step;
        step.type = event.type;
        step.occurred_at = event.occurred_at;
        step.event_id = stream_.text(event.event_id);
        step.aggregate_id = stream_.text(event.aggregate_id);
        step.causation_id = stream_.text(event.causation_id);
        step.correlation_id = stream_.text(event.correlation_id);
        const Place place = stream_.origin(index).place;
        step.origin = origin_in(inputs_[place.input], place.line);
        step.depth = depth;
        if (cause != no_event) step.latency_ms = difference_ms(event.occurred_at, stream_.event(cause).occurred_at);
        stream_.visit_payload(event, [&](const auto& fact) { describe_payload(fact, event.type, step); });
        if (const auto found = findings_.find(place_in_input(step.origin)); found != findings_.end())
            for (const Diagnostic* finding : found->second) step.findings.push_back(*finding);
        return step;
    }

    void describe_payload(const SignalFact& signal, EventType, TraceStep& step) const {
        step.market = stream_.text(signal.market);
        step.side = signal.side;
        step.direction = signal.direction;
    }
    void describe_payload(const OrderFact& order, EventType, TraceStep& step) const {
        step.market = stream_.text(order.market);
        step.side = order.side;
        step.quantity = order.quantity;
        if (!order.limit_price.is_zero()) step.price = order.limit_price;
    }
    void describe_payload(const FillFact& fill, EventType, TraceStep& step) const {
        step.market = stream_.text(fill.market);
        step.side = fill.side;
        step.quantity = fill.quantity;
        step.price = fill.price;
    }
    void describe_payload(const TradeFact& trade, EventType type, TraceStep& step) const {
        step.market = stream_.text(trade.market);
        step.direction = trade.direction;
        step.status = trade.status;
        step.realized_pnl = type == EventType::profit_realized ? trade.realized_pnl_delta : trade.realized_pnl;
    }

    const Stream& stream_;
    const std::vector<std::string>& inputs_;
    std::map<std::pair<std::string, std::uint64_t>, std::vector<const Diagnostic*>> findings_;
    std::vector<TraceStep> steps_;
    std::set<EventIndex> is_told_;
};

}  // namespace

Trace trace_story(const Stream& stream, std::string_view id, const std::vector<Diagnostic>& findings,
                  const std::vector<std::string>& inputs) {
    Trace trace;
    trace.id = id;
    const Id wanted = stream.find_id(id);
    if (wanted == no_id) return trace;
    trace.steps = TraceBuilder(stream, findings, inputs).build(StoryFinder(stream).find(wanted));
    return trace;
}

}  // namespace tks::check
