#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/stream.hpp"
#include "check/trade_story.hpp"
#include "tks/events.hpp"
#include "tks/rules.hpp"

/// What a rule is made of. Each file in check/rules/ defines the rules of one subject in a function of the file's own
/// name; the build collects these functions, so that a new rule is one file (see rules.cpp).
namespace tks::check {

/// Takes what a rule finds in the event at hand.
class EventReporter {
public:
    virtual ~EventReporter() = default;

    /// `pointer` is an RFC 6901 pointer to the value that is wrong.
    virtual void report(std::string message, std::string_view pointer) = 0;

    /// The present moment; zero where nobody said what time it is.
    [[nodiscard]] virtual Timestamp now() const = 0;
};

/// Takes what a rule finds in a stream.
class StreamReporter {
public:
    virtual ~StreamReporter() = default;

    /// `at` is the event that the finding is about, `others` those that it contradicts.
    virtual void report(EventIndex at, std::string message, std::string_view pointer,
                        std::vector<EventIndex> others = {}) = 0;

    /// Says which of the rules that share a check the next findings break. Those of a rule that is not asked for are dropped.
    virtual void set_rule(std::string_view name) = 0;

    /// The event refers to something that is not in the stream. Where the stream may begin later than what it tells
    /// of, such findings are counted, and told in one; in a complete stream each is a finding.
    virtual void report_absent(EventIndex at, std::string message, std::string_view pointer) = 0;
};

struct RuleDefinition {
    Rule rule;
    // How it is checked: one of these, or none where the decoder or the projection does it. None of them keeps anything between calls, and
    // they run on several threads at a time. Rules that look at the same things may share a check of stories, which is then
    // called once for all of them, and says for each finding which rule it breaks.
    void (*on_event)(const Event& event, EventReporter& reporter) = nullptr;
    void (*on_intent)(const Stream& stream, Story story, StreamReporter& reporter) = nullptr;
    void (*on_signal)(const Stream& stream, Story story, StreamReporter& reporter) = nullptr;
    void (*on_order)(const Stream& stream, Story story, StreamReporter& reporter) = nullptr;
    void (*on_trade)(const Stream& stream, const TradeStory& trade, StreamReporter& reporter) = nullptr;
    void (*on_story)(const Stream& stream, Story story, StreamReporter& reporter) = nullptr;  ///< Of any family.
    void (*on_stream)(const Stream& stream, StreamReporter& reporter) = nullptr;
};

/// All rules, by name.
std::span<const RuleDefinition> rule_definitions();

}  // namespace tks::check
