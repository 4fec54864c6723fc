#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "check/life_walk.hpp"
#include "model/lifecycle.hpp"
#include "tks/diagnostic.hpp"
#include "tks/events.hpp"
#include "tks/record.hpp"
#include "tks/rule_levels.hpp"

namespace tks::check {

/// Holds events against the lives of their aggregates as they come, by the steps that the rules over whole streams go by.
/// Whatever an aggregate did before the first event of it that came is not known: a beginning is never missed. An event that
/// occurred before the one that came last is not judged, nor is one that came before (the same event_id). Of an aggregate whose
/// life goes on it keeps about a hundred bytes, of one whose life has ended less, and both for a bounded number: those that
/// nothing was heard of for longest are forgotten.
class LifeFollower {
public:
    struct Capacity {
        std::size_t living = 500'000;
        std::size_t ended = 100'000;
    };

    /// The levels must outlive it.
    explicit LifeFollower(const RuleLevels& levels) : LifeFollower(levels, Capacity()) {}
    LifeFollower(const RuleLevels& levels, Capacity capacity);

    /// Adds what is wrong with it to the findings, with the place of the record. True if there was something, at the level error.
    bool follow(const Record& record, const Event& event, std::vector<Diagnostic>& findings);

    /// Aggregates whose life goes on, as far as is known.
    [[nodiscard]] std::size_t living() const { return living_.size(); }

private:
    using Hash = std::uint64_t;

    /// An event that brought a state about.
    struct Step {
        EventType type{};
        Timestamp occurred_at;
        std::uint32_t topic = 0;  // Index into topics_.
        std::int32_t partition = -1;
        std::int64_t offset = -1;
    };
    struct Life {
        Step last;
        model::EventTypes seen;
        std::array<std::uint32_t, 8> event_ids{};  // The last ones, by their hashes.
        std::uint32_t event_count = 0;
    };
    struct EndedLife {
        Step last;
        model::EventTypes seen;
        std::uint32_t event_id = 0;
    };

    /// What was heard of last, up to a number; what was not looked for is dropped in whole generations.
    template <class Value>
    class Recent {
    public:
        explicit Recent(std::size_t capacity) : half_(capacity / 2) {}

        Value* find(Hash key) {
            if (const auto place = young_.find(key); place != young_.end()) return &place->second;
            auto node = old_.extract(key);
            if (node.empty()) return nullptr;
            make_room();
            return &young_.insert(std::move(node)).position->second;
        }
        Value& put(Hash key, const Value& value) {
            make_room();
            return young_[key] = value;
        }
        void erase(Hash key) {
            if (young_.erase(key) == 0) old_.erase(key);
        }
        [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

    private:
        void make_room() {
            if (young_.size() < half_) return;
            old_ = std::exchange(young_, {});
        }

        std::size_t half_;
        std::unordered_map<Hash, Value> young_;
        std::unordered_map<Hash, Value> old_;
    };

    [[nodiscard]] Step step_of(const Record& record, const Event& event);
    void begin(Hash key, const Step& step, std::uint32_t event_id);
    void go_on(Hash key, Life& life, const Step& step);
    bool judge_end(const EndedLife& life, const Record& record, const Event& event, std::vector<Diagnostic>& findings);
    bool judge(Hash key, Life& life, const Step& step, const Record& record, const Event& event,
               std::vector<Diagnostic>& findings);
    bool report(Misstep misstep, std::string message, const Step& other, const Record& record, const Event& event,
                std::vector<Diagnostic>& findings) const;

    const RuleLevels& levels_;
    std::vector<std::string> topics_;
    Recent<Life> living_;
    Recent<EndedLife> ended_;
};

}  // namespace tks::check
