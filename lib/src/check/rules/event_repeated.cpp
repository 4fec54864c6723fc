#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

/// Of the events with one event_id, those that are the first with their content, by place, and the others.
struct Contents {
    std::vector<EventIndex> firsts;
    struct Copy {
        EventIndex copy;
        EventIndex first;
    };
    std::vector<Copy> copies;
};

Contents tell_contents_apart(const Stream& stream, std::vector<EventIndex> group) {
    std::ranges::sort(group, {}, [&](EventIndex index) {
        const EventOrigin origin = stream.origin(index);
        return std::pair(origin.content_hash, origin.place);
    });
    Contents contents;
    for (const EventIndex index : group) {
        const bool is_copy = !contents.firsts.empty() &&
                             stream.origin(contents.firsts.back()).content_hash == stream.origin(index).content_hash;
        if (is_copy)
            contents.copies.push_back({index, contents.firsts.back()});
        else
            contents.firsts.push_back(index);
    }
    return contents;
}

void check_duplicates(const Stream& stream, StreamReporter& reporter) {
    for (const auto& group : stream.repeated())
        for (const auto& [copy, first] : tell_contents_apart(stream, group).copies)
            reporter.report(copy, "the event stands here again, with the same content", "/event_id", {first});
}

void check_id_conflicts(const Stream& stream, StreamReporter& reporter) {
    for (const auto& group : stream.repeated()) {
        const std::vector<EventIndex> firsts = tell_contents_apart(stream, group).firsts;
        // The one that counts in the stories, which does not depend on the order of the input.
        const EventIndex told = stream.find_event(stream.event(group.front()).event_id);
        const std::uint32_t told_content = stream.origin(told).content_hash;
        for (const EventIndex index : firsts) {
            if (stream.origin(index).content_hash == told_content) continue;
            reporter.report(
                index,
                fmt::format("event_id is also that of {} of {}, whose content is another; only that one counts for "
                            "what follows",
                            to_string(stream.event(told).type), to_iso8601(stream.event(told).occurred_at)),
                "/event_id", {told});
        }
    }
}

}  // namespace

/// Whether an event_id stands for one event.
std::span<const RuleDefinition> event_repeated() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/duplicate",
                  .severity = Severity::warning,
                  .summary = "An event stands in the input once.",
                  .explanation = "The same event_id stands again with the same content: the same values, whatever the "
                                 "order of the keys, the "
                                 "white space or the number of zeros. Kafka delivers at least once and overlapping "
                                 "dumps repeat, so that "
                                 "consumers must remember event_ids; one that does not books the event twice. tksctl "
                                 "counts it once. Every "
                                 "event but the first is reported, with the place of the first."},
         .on_stream = check_duplicates},
        {.rule = {.name = "event/id-conflict",
                  .severity = Severity::error,
                  .summary = "Two events do not share an event_id.",
                  .explanation = "The same event_id stands again with another content. A consumer that remembers "
                                 "event_ids takes the second "
                                 "for a repetition and loses it, and which one is the second depends on the order of "
                                 "delivery. tksctl goes "
                                 "by the one that happened first and reports the others, with its place. Look for a "
                                 "producer that takes the "
                                 "id of another event as its own, or that mends events it has already sent; a "
                                 "correction is a new event."},
         .on_stream = check_id_conflicts},
    };
    return definitions;
}

}  // namespace tks::check::rules
