#include "check/life_follower.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <span>

#include "check/facts.hpp"
#include "check/life_messages.hpp"
#include "check/time_unit.hpp"
#include "model/event_payload.hpp"
#include "tks/rules.hpp"

namespace tks::check {

namespace {

using model::lifecycle_step;

std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0) {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

std::uint32_t short_hash_of(std::string_view text) {
    return static_cast<std::uint32_t>(hash_of(text));
}

std::string distance(Timestamp earlier, Timestamp later) {
    return distance_text(difference_ms(later, earlier));
}

}  // namespace

LifeFollower::LifeFollower(const RuleLevels& levels, Capacity capacity)
    : levels_(levels), living_(capacity.living), ended_(capacity.ended) {}

bool LifeFollower::follow(const Record& record, const Event& event, std::vector<Diagnostic>& findings) {
    if (other_unit_of(event.occurred_at)) return false;
    const AggregateType family = describe(event.event_type).aggregate_type;
    const Hash key = hash_of(model::subject_of(event), static_cast<std::uint64_t>(family) + 1);
    if (const EndedLife* life = ended_.find(key)) return judge_end(*life, record, event, findings);
    const Step step = step_of(record, event);
    const std::uint32_t event_id = short_hash_of(event.event_id);
    Life* const life = living_.find(key);
    if (life == nullptr) {
        // The story of something that began earlier is taken up where it changes.
        if (lifecycle_step(event.event_type).changes_state) begin(key, step, event_id);
        return false;
    }
    const std::size_t known = std::min<std::size_t>(life->event_count, life->event_ids.size());
    const std::span<const std::uint32_t> event_ids(life->event_ids.data(), known);
    if (std::ranges::find(event_ids, event_id) != event_ids.end()) return false;
    life->event_ids[life->event_count++ % life->event_ids.size()] = event_id;
    return judge(key, *life, step, record, event, findings);
}

LifeFollower::Step LifeFollower::step_of(const Record& record, const Event& event) {
    auto topic = std::ranges::find(topics_, record.topic);
    if (topic == topics_.end()) topic = topics_.insert(topic, std::string(record.topic));
    return {event.event_type, event.occurred_at, static_cast<std::uint32_t>(topic - topics_.begin()), record.partition,
            record.offset};
}

void LifeFollower::begin(Hash key, const Step& step, std::uint32_t event_id) {
    Life life;
    life.event_ids[life.event_count++] = event_id;
    go_on(key, living_.put(key, life), step);
}

void LifeFollower::go_on(Hash key, Life& life, const Step& step) {
    life.seen.add(step.type);
    if (!lifecycle_step(step.type).changes_state) return;
    life.last = step;
    if (!model::is_end(step.type)) return;
    ended_.put(
        key, {step, life.seen, life.event_ids[(life.event_count + life.event_ids.size() - 1) % life.event_ids.size()]});
    living_.erase(key);
}

bool LifeFollower::judge_end(const EndedLife& life, const Record& record, const Event& event,
                             std::vector<Diagnostic>& findings) {
    const EventType type = event.event_type;
    const bool is_known = short_hash_of(event.event_id) == life.event_id || event.occurred_at < life.last.occurred_at;
    if (is_known || lifecycle_step(type).follows.contains(life.last.type)) return false;
    // Whatever is wrong with fills of an order that is over is for rules that look at quantities.
    if (carries<OrderFill>(type)) return false;
    const std::string before = distance(life.last.occurred_at, event.occurred_at);
    if (type == life.last.type)
        return report(Misstep::repeated, say_repeated_step(type, before), life.last, record, event, findings);
    return report(Misstep::after_end, say_after_end(type, life.last.type, before), life.last, record, event, findings);
}

bool LifeFollower::judge(Hash key, Life& life, const Step& step, const Record& record, const Event& event,
                         std::vector<Diagnostic>& findings) {
    const EventType type = step.type;
    if (step.occurred_at < life.last.occurred_at) {
        life.seen.add(type);
        return false;
    }
    if (lifecycle_step(type).follows.contains(life.last.type)) {
        go_on(key, life, step);
        return false;
    }
    const Step last = life.last;
    const std::string before = distance(last.occurred_at, step.occurred_at);
    if (!model::may_repeat(type) && life.seen.contains(type))
        return report(Misstep::repeated, say_repeated_step(type, type == last.type ? before : "earlier"), last, record,
                      event, findings);
    if (const auto skipped = model::skipped_step(last.type, type)) {
        const bool is_missing = !life.seen.contains(*skipped);
        go_on(key, life, step);
        return is_missing &&
               report(Misstep::missing, say_missing_step(*skipped, last.type, type), last, record, event, findings);
    }
    life.seen.add(type);
    return report(Misstep::illegal, say_illegal_step(type, last.type, before), last, record, event, findings);
}

bool LifeFollower::report(Misstep misstep, std::string message, const Step& other, const Record& record,
                          const Event& event, std::vector<Diagnostic>& findings) const {
    const std::string_view rule = rule_of_misstep(misstep);
    const std::optional<Severity> level = levels_.level_of(rule);
    if (!level) return false;
    Diagnostic finding;
    finding.severity = *level;
    finding.rule = find_rule(rule)->name;
    finding.message = std::move(message);
    finding.origin.topic = record.topic;
    finding.origin.partition = record.partition;
    finding.origin.offset = record.offset;
    finding.event_id = event.event_id;
    Origin place;
    place.topic = topics_[other.topic];
    place.partition = other.partition;
    place.offset = other.offset;
    finding.related.push_back(
        {fmt::format("{} of {}", to_string(other.type), to_iso8601(other.occurred_at)), std::move(place), {}});
    findings.push_back(std::move(finding));
    return *level == Severity::error;
}

}  // namespace tks::check
