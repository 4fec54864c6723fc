#include "check/story_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>

#include "base/input_name.hpp"

namespace tks::check {

namespace {

/// Findings of one thread.
struct Findings {
    std::vector<Diagnostic> diagnostics;
    std::map<std::string_view, std::uint64_t> absent_by_rule;
    EventIndex first_absent = no_event;
};

class Reporter final : public StreamReporter {
public:
    Reporter(const Stream& stream, const StoryCheckOptions& options, const std::vector<std::string>& inputs,
             Findings& findings)
        : stream_(stream), options_(options), inputs_(inputs), findings_(findings) {}

    void set_rules(std::span<const RuleDefinition* const> rules) {
        rules_ = rules;
        definition_ = rules.front();
    }

    void set_rule(std::string_view name) override {
        const auto rule =
            std::ranges::find(rules_, name, [](const RuleDefinition* definition) { return definition->rule.name; });
        definition_ = rule == rules_.end() ? nullptr : *rule;
    }

    void report(EventIndex at, std::string message, std::string_view pointer, std::vector<EventIndex> others) override {
        if (definition_ == nullptr) return;
        Diagnostic finding;
        finding.severity = definition_->rule.severity;
        finding.rule = definition_->rule.name;
        finding.message = std::move(message);
        finding.origin = origin(at);
        finding.pointer = pointer;
        finding.event_id = stream_.text(stream_.event(at).event_id);
        for (const EventIndex other : others) finding.related.push_back(related(other));
        findings_.diagnostics.push_back(std::move(finding));
    }

    void report_absent(EventIndex at, std::string message, std::string_view pointer) override {
        if (definition_ == nullptr) return;
        if (options_.is_complete) return report(at, std::move(message), pointer, {});
        ++findings_.absent_by_rule[definition_->rule.name];
        EventIndex& first = findings_.first_absent;
        if (first == no_event || stream_.origin(at).place < stream_.origin(first).place) first = at;
    }

private:
    Origin origin(EventIndex at) const {
        const Place place = stream_.origin(at).place;
        return origin_in(inputs_[place.input], place.line);
    }

    RelatedPlace related(EventIndex other) const {
        const EventFact& event = stream_.event(other);
        return {fmt::format("{} of {}", to_string(event.type), to_iso8601(event.occurred_at)), origin(other),
                stream_.text(event.event_id)};
    }

    const Stream& stream_;
    const StoryCheckOptions& options_;
    const std::vector<std::string>& inputs_;
    Findings& findings_;
    std::span<const RuleDefinition* const> rules_;  // That the check at work is for.
    const RuleDefinition* definition_ = nullptr;    // The one of them that findings break.
};

using StoryCheck = void (*)(const Stream&, Story, StreamReporter&);
using TradeCheck = void (*)(const Stream&, const TradeStory&, StreamReporter&);

StoryCheck check_of(const RuleDefinition& definition, AggregateType family) {
    if (definition.on_story != nullptr) return definition.on_story;
    switch (family) {
        case AggregateType::intent:
            return definition.on_intent;
        case AggregateType::signal:
            return definition.on_signal;
        case AggregateType::order:
            return definition.on_order;
        case AggregateType::trade:
            break;  // See TradeCheck.
    }
    return nullptr;
}

/// A check, and the rules that share it.
template <class Check>
struct SharedCheck {
    Check check;
    std::vector<const RuleDefinition*> rules;
};

/// `check_of` gives the check of a rule; null if it has none.
template <class Check, class CheckOf>
std::vector<SharedCheck<Check>> shared_checks(std::span<const RuleDefinition* const> rules, CheckOf check_of) {
    std::vector<SharedCheck<Check>> checks;
    for (const RuleDefinition* rule : rules) {
        const Check check = check_of(*rule);
        if (check == nullptr) continue;
        auto shared = std::ranges::find(checks, check, &SharedCheck<Check>::check);
        if (shared == checks.end()) shared = checks.insert(shared, {check, {}});
        shared->rules.push_back(rule);
    }
    return checks;
}

/// Shares the work out among threads: the rules for the whole stream, and the stories, block by block.
class StoryWork {
public:
    StoryWork(const Stream& stream, const StoryCheckOptions& options, const std::vector<std::string>& inputs)
        : stream_(stream), options_(options), inputs_(inputs) {
        for (const RuleDefinition* rule : options.rules)
            if (rule->on_stream != nullptr) stream_rules_.push_back(rule);
        // Those that take longest first, so that no thread is left with one of them in the end.
        for (const AggregateType family :
             {AggregateType::trade, AggregateType::order, AggregateType::signal, AggregateType::intent}) {
            checks_[static_cast<std::size_t>(family)] = shared_checks<StoryCheck>(
                options.rules, [family](const RuleDefinition& rule) { return check_of(rule, family); });
            for (std::size_t begin = 0; begin < stream.stories(family).size(); begin += block_size)
                blocks_.push_back({family, begin});
        }
        trade_checks_ =
            shared_checks<TradeCheck>(options.rules, [](const RuleDefinition& rule) { return rule.on_trade; });
    }

    Findings run() {
        std::vector<std::jthread> helpers;
        for (unsigned index = 1; index < options_.threads; ++index) helpers.emplace_back([this] { work(); });
        work();
        helpers.clear();
        return std::move(all_);
    }

private:
    static constexpr std::size_t block_size = 512;

    struct Block {
        AggregateType family;
        std::size_t begin;
    };

    void work() {
        Findings findings;
        Reporter reporter(stream_, options_, inputs_, findings);
        // The rules for the whole stream first, as each takes as long as many blocks.
        const std::size_t whole = stream_rules_.size();
        for (std::size_t index = next_work_++; index < whole + blocks_.size(); index = next_work_++) {
            if (index >= whole) {
                check(blocks_[index - whole], reporter);
                continue;
            }
            reporter.set_rules({&stream_rules_[index], 1});
            stream_rules_[index]->on_stream(stream_, reporter);
        }
        merge(std::move(findings));
    }

    void check(const Block& block, Reporter& reporter) const {
        const Stories stories = stream_.stories(block.family);
        const std::size_t end = std::min(block.begin + block_size, stories.size());
        constexpr std::size_t ahead = 24;
        constexpr std::size_t payloads_ahead = 16;
        constexpr std::size_t causes_ahead = 8;
        TradeStory trade;
        const auto ask = [&](const auto& checks, const auto& story) {
            for (const auto& shared : checks) {
                reporter.set_rules(shared.rules);
                shared.check(stream_, story, reporter);
            }
        };
        // All rules look at a story while its facts are at hand.
        for (std::size_t index = block.begin; index < end; ++index) {
            stories.prefetch(index + ahead);
            stories.prefetch_payloads(index + payloads_ahead);
            stories.prefetch_causes(index + causes_ahead);
            const Story story = stories[index];
            ask(checks_[static_cast<std::size_t>(block.family)], story);
            if (block.family != AggregateType::trade || trade_checks_.empty()) continue;
            trade.read(stream_, story);
            ask(trade_checks_, trade);
        }
    }

    void merge(Findings&& findings) {
        const std::scoped_lock lock(merge_mutex_);
        std::ranges::move(findings.diagnostics, std::back_inserter(all_.diagnostics));
        for (const auto& [rule, count] : findings.absent_by_rule) all_.absent_by_rule[rule] += count;
        const auto place = [this](EventIndex index) { return stream_.origin(index).place; };
        if (findings.first_absent != no_event &&
            (all_.first_absent == no_event || place(findings.first_absent) < place(all_.first_absent)))
            all_.first_absent = findings.first_absent;
    }

    const Stream& stream_;
    const StoryCheckOptions& options_;
    const std::vector<std::string>& inputs_;
    std::vector<const RuleDefinition*> stream_rules_;
    std::vector<SharedCheck<StoryCheck>> checks_[4];  // Indexed by AggregateType.
    std::vector<SharedCheck<TradeCheck>> trade_checks_;
    std::vector<Block> blocks_;
    std::atomic<std::size_t> next_work_ = 0;  // Among the rules for the whole stream, then the blocks.
    std::mutex merge_mutex_;
    Findings all_;
};

std::string summarize_absent(const Findings& findings) {
    std::uint64_t total = 0;
    std::string by_rule;
    for (const auto& [rule, count] : findings.absent_by_rule) {
        total += count;
        by_rule += fmt::format("{}{} {}", by_rule.empty() ? "" : ", ", count, rule);
    }
    return fmt::format(
        "{} to events that are not here ({}); the input seems to begin later than its stories. If it is whole, "
        "say --complete, and each becomes a finding",
        total == 1 ? std::string("1 reference leads") : fmt::format("{} references lead", total), by_rule);
}

}  // namespace

std::vector<Diagnostic> check_stories(const Stream& stream, const StoryCheckOptions& options,
                                      const std::vector<std::string>& inputs) {
    Findings findings = StoryWork(stream, options, inputs).run();
    if (findings.first_absent != no_event) {
        const auto begins_later = std::ranges::find(
            options.rules, begins_later_rule, [](const RuleDefinition* definition) { return definition->rule.name; });
        if (begins_later != options.rules.end()) {
            Findings summary;
            Reporter reporter(stream, options, inputs, summary);
            reporter.set_rules({&*begins_later, 1});
            reporter.report(findings.first_absent, summarize_absent(findings), "", {});
            std::ranges::move(summary.diagnostics, std::back_inserter(findings.diagnostics));
        }
    }
    std::ranges::sort(findings.diagnostics, {}, [](const Diagnostic& finding) {
        const Origin& origin = finding.origin;
        return std::tie(origin.file, origin.line, origin.topic, origin.partition, origin.offset, finding.rule,
                        finding.pointer, finding.message);
    });
    return std::move(findings.diagnostics);
}

}  // namespace tks::check
