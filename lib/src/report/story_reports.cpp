#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "report/account_rows.hpp"
#include "report/cells.hpp"
#include "report/latencies.hpp"
#include "report/thread_totals.hpp"
#include "report/wanted.hpp"

/// Reports of what becomes of intents.
namespace tks::report {

namespace {

using enum CellKind;

constexpr std::size_t index_of(StoryStep step) {
    return static_cast<std::size_t>(step);
}

Cell group_cell(GroupKey key, const Story& story) {
    switch (key) {
        case GroupKey::market:
            return text_cell(story.market);
        case GroupKey::strategy:
            return text_cell(story.strategy_id);
        case GroupKey::provider:
            return text_cell(story.provider_id);
        case GroupKey::direction:
            return cell_of(story.direction);
        default:
            return period_cell(key, story.taken_at[index_of(StoryStep::intent)]);
    }
}

/// Totals by groups.
template <class Total>
class StoryTotals {
public:
    explicit StoryTotals(const std::vector<GroupKey>& keys) : keys_(keys) {}

    void add(const Story& story) {
        group_.clear();
        for (const GroupKey key : keys_) group_.push_back(group_cell(key, story));
        totals_[group_].add(story);
    }
    void join(const StoryTotals& other) {
        for (const auto& [group, total] : other.totals_) totals_[group].join(total);
    }

    std::map<std::vector<Cell>, Total> take() { return std::move(totals_); }

private:
    const std::vector<GroupKey>& keys_;
    std::vector<Cell> group_;
    std::map<std::vector<Cell>, Total> totals_;
};

/// Adds up wanted stories by their groups.
template <class Total>
std::map<std::vector<Cell>, Total> totals_of(const std::vector<GroupKey>& keys, const ReportFacts& facts,
                                             const ReportRequest& request) {
    const WantedStories wanted(facts, request.selection);
    ThreadTotals<StoryTotals<Total>, Story> totals([&] { return StoryTotals<Total>(keys); });
    facts.shared_stories([&] {
        return [&wanted, visit = totals.visitors()()](const Story& story) {
            if (wanted.contains(story)) visit(story);
        };
    });
    return totals.sum().take();
}

/// How many of some stories took a step, and what became of those that took no further one.
struct FunnelStep {
    std::uint64_t reached = 0;
    std::uint64_t in_flight = 0;
    std::uint64_t stopped = 0;
    std::map<std::string, std::uint64_t> reasons;

    void join(const FunnelStep& other) {
        reached += other.reached;
        in_flight += other.in_flight;
        stopped += other.stopped;
        for (const auto& [reason, count] : other.reasons) reasons[reason] += count;
    }

    /// The most frequent ones as a JSON object, and how many stopped for any other.
    [[nodiscard]] std::string told_reasons() const {
        constexpr std::size_t most = 10;
        std::vector<std::pair<std::string_view, std::uint64_t>> sorted(reasons.begin(), reasons.end());
        std::ranges::stable_sort(sorted, std::greater(), [](const auto& reason) { return reason.second; });
        std::string out = "{";
        std::uint64_t others = 0;
        for (std::size_t index = 0; index < sorted.size(); ++index) {
            if (index >= most) {
                others += sorted[index].second;
                continue;
            }
            if (index != 0) out += ',';
            append_json_string(out, sorted[index].first);
            out += ':' + std::to_string(sorted[index].second);
        }
        if (others != 0) out += ",\"others\":" + std::to_string(others);
        return out += '}';
    }
};

struct Funnel {
    std::array<FunnelStep, story_step_count> steps;

    void add(const Story& story) {
        for (std::size_t step = 0; step <= index_of(story.step); ++step) ++steps[step].reached;
        FunnelStep& last = steps[index_of(story.step)];
        if (story.outcome == StoryOutcome::in_flight) ++last.in_flight;
        if (story.outcome != StoryOutcome::stopped) return;
        ++last.stopped;
        ++last.reasons[story.reason];
    }
    void join(const Funnel& other) {
        for (std::size_t step = 0; step < steps.size(); ++step) steps[step].join(other.steps[step]);
    }
};

void tell(const std::vector<Cell>& group, const Funnel& funnel, const TakeCells& take) {
    const auto share = [](std::uint64_t part, std::uint64_t whole) {
        const auto amount = [](std::uint64_t count) { return Amount(static_cast<std::int64_t>(count)); };
        return whole == 0 ? Cell() : cell_of(quotient(amount(part), amount(whole)));
    };
    for (std::size_t index = 0; index < story_step_count; ++index) {
        const FunnelStep& step = funnel.steps[index];
        std::vector<Cell> cells = group;
        for (Cell cell : {cell_of(static_cast<StoryStep>(index)), cell_of(step.reached),
                          share(step.reached, funnel.steps.front().reached),
                          share(step.reached, funnel.steps[index == 0 ? 0 : index - 1].reached),
                          cell_of(step.in_flight), cell_of(step.stopped), Cell(step.told_reasons())})
            cells.push_back(std::move(cell));
        take(std::move(cells));
    }
}

struct Hop {
    StoryStep from;
    StoryStep to;
};
constexpr Hop hops[] = {{StoryStep::intent, StoryStep::granted},   {StoryStep::granted, StoryStep::created},
                        {StoryStep::created, StoryStep::hot},      {StoryStep::hot, StoryStep::requested},
                        {StoryStep::requested, StoryStep::placed}, {StoryStep::placed, StoryStep::filled},
                        {StoryStep::filled, StoryStep::opened},    {StoryStep::opened, StoryStep::closed},
                        {StoryStep::intent, StoryStep::filled}};

struct HopTimes {
    std::array<Latencies, std::size(hops)> of_hop;

    void add(const Story& story) {
        for (std::size_t index = 0; index < std::size(hops); ++index) {
            const auto& from = story.taken_at[index_of(hops[index].from)];
            const auto& to = story.taken_at[index_of(hops[index].to)];
            if (from && to) of_hop[index].add(difference_ms(*to, *from));
        }
    }
    void join(const HopTimes& other) {
        for (std::size_t index = 0; index < of_hop.size(); ++index) of_hop[index].join(other.of_hop[index]);
    }
};

void tell(const std::vector<Cell>& group, HopTimes& times, const TakeCells& take) {
    for (std::size_t index = 0; index < std::size(hops); ++index) {
        Latencies& latencies = times.of_hop[index];
        std::vector<Cell> cells = group;
        for (Cell cell :
             {cell_of(hops[index].from), cell_of(hops[index].to), cell_of(latencies.count()),
              cell_of(latencies.percentile(50)), cell_of(latencies.percentile(90)), cell_of(latencies.percentile(99)),
              cell_of(latencies.percentile(100)), cell_of(latencies.negative())})
            cells.push_back(std::move(cell));
        take(std::move(cells));
    }
}

template <class Total>
void tell_totals(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
                 const TakeCells& take) {
    auto totals = totals_of<Total>(groups, facts, request);
    for (auto& [group, total] : totals) tell(group, total, take);
}

/// All that is told of stories.
struct FunnelAndTimes {
    Funnel funnel;
    HopTimes times;

    void add(const Story& story) {
        funnel.add(story);
        times.add(story);
    }
    void join(const FunnelAndTimes& other) {
        funnel.join(other.funnel);
        times.join(other.times);
    }
};

const std::vector<Column> funnel_columns = {
    {"step", text},        {"reached", number}, {"share", number}, {"share_of_previous", number},
    {"in_flight", number}, {"stopped", number}, {"reasons", json}};
const std::vector<Column> latency_columns = {{"from", text},     {"to", text},        {"count", number},
                                             {"p50_ms", number}, {"p90_ms", number},  {"p99_ms", number},
                                             {"max_ms", number}, {"negative", number}};

}  // namespace

void tell_stories(const ReportFacts& facts, const ReportRequest& request, const TakeCells& take_funnel,
                  const TakeCells& take_latency) {
    auto totals = totals_of<FunnelAndTimes>({}, facts, request);
    for (auto& [group, total] : totals) {
        tell(group, total.funnel, take_funnel);
        tell(group, total.times, take_latency);
    }
}

std::span<const AccountReport> story_reports() {
    static const AccountReport table[] = {
        {.definition = {.name = "funnel",
                        .summary = "How far intents came on their way to a closed trade, and why no further",
                        .columns = funnel_columns,
                        .can_group = true,
                        .needs_snapshots = true},
         .filtered_by = RowKind::intents,
         .tell = tell_totals<Funnel>},
        {.definition = {.name = "latency",
                        .summary = "How long each step on that way took",
                        .columns = latency_columns,
                        .can_group = true,
                        .needs_snapshots = true},
         .filtered_by = RowKind::intents,
         .tell = tell_totals<HopTimes>},
    };
    return table;
}

}  // namespace tks::report
