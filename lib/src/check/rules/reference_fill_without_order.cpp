#include <fmt/format.h>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

void check_order(const Stream& stream, Story story, StreamReporter& reporter) {
    if (!has_only_fills(stream, story)) return;
    const EventIndex first = story.front();
    const std::size_t others = story.size() - 1;
    reporter.report_absent(first,
                           fmt::format("no event here says what order \"{}\" was{}",
                                       stream.text(stream.fill(stream.event(first)).order_id),
                                       others == 0 ? std::string() : fmt::format("; it has {} more fills", others)),
                           "/payload/order_id");
}

}  // namespace

/// Whether what was filled had been ordered.
std::span<const RuleDefinition> reference_fill_without_order() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "reference/fill-without-order",
                  .severity = Severity::error,
                  .summary = "A fill belongs to an order that is there.",
                  .explanation = "A fill carries the order_id of the order that a venue executed. No other event is "
                                 "about that order, so that "
                                 "nobody can tell what was wanted: which quantity, at which limit, for which intent. "
                                 "The first fill of each "
                                 "such order is reported. Look for fills of orders that were placed around the "
                                 "platform, or for events that "
                                 "were lost. Where the input may begin later than its stories, they are counted in "
                                 "reference/begins-later."},
         .on_order = check_order},
    };
    return definitions;
}

}  // namespace tks::check::rules
