#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check/rule_definition.hpp"
#include "check/stream.hpp"
#include "tks/diagnostic.hpp"

namespace tks::check {

/// Which rules to ask, and what is known about the stream.
struct StoryCheckOptions {
    std::vector<const RuleDefinition*>
        rules;                 ///< Those that are switched on; rules that see no stories are passed over.
    bool is_complete = false;  ///< Whether the stream holds the beginning of everything that it tells of.
    unsigned threads = 1;
};

/// Asks the rules that look at stories, over a finished stream. The findings come by place, then rule and message,
/// whatever the order in which the events came. `inputs` are the names of the inputs, by their index.
std::vector<Diagnostic> check_stories(const Stream& stream, const StoryCheckOptions& options,
                                      const std::vector<std::string>& inputs);

/// The rule whose one finding stands for all references to what lies before the beginning of the stream.
inline constexpr std::string_view begins_later_rule = "reference/begins-later";

}  // namespace tks::check
