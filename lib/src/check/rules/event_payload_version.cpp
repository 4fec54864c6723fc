#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

/// The events of one type that have one version.
struct Version {
    std::uint16_t version = 0;
    std::uint64_t events = 0;
    EventIndex first = no_event;
};

/// How often which version stands in the events of one type.
class VersionCounts {
public:
    void add(const Stream& stream, EventIndex index) {
        Version& version = find(stream.event(index).payload_version);
        ++version.events;
        if (version.first == no_event || stream.precedes(index, version.first)) version.first = index;
    }

    /// The usual one; the older where two are equally frequent.
    [[nodiscard]] const Version& usual() const {
        return *std::ranges::max_element(versions_, {}, [](const Version& version) {
            return std::pair(version.events, -static_cast<int>(version.version));
        });
    }

    [[nodiscard]] const std::vector<Version>& all() const { return versions_; }

private:
    Version& find(std::uint16_t version) {
        const auto found = std::ranges::find(versions_, version, &Version::version);
        if (found != versions_.end()) return *found;
        versions_.push_back({.version = version});
        return versions_.back();
    }

    std::vector<Version> versions_;  // In practice one or two.
};

void check_payload_versions(const Stream& stream, StreamReporter& reporter) {
    std::vector<VersionCounts> counts_of_type(event_type_count);
    for (EventIndex index = 0; index < stream.size(); ++index)
        if (!stream.is_repetition(index))
            counts_of_type[static_cast<std::size_t>(stream.event(index).type)].add(stream, index);
    for (const VersionCounts& counts : counts_of_type) {
        if (counts.all().size() < 2) continue;
        const Version& usual = counts.usual();
        for (const Version& version : counts.all()) {
            if (version.version == usual.version) continue;
            reporter.report(version.first,
                            fmt::format("payload_version is {} in {} of the events of this type, but {} in {}",
                                        version.version, version.events, usual.version, usual.events),
                            "/payload_version", {usual.first});
        }
    }
}

}  // namespace

/// Whether the events of a type agree on the version of their payload.
std::span<const RuleDefinition> event_payload_version() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/payload-version",
                  .severity = Severity::warning,
                  .summary = "All events of one type have the same payload_version.",
                  .explanation =
                      "Producers of two releases wrote into this input. A consumer that was made for one version may "
                      "read the "
                      "other wrongly, for the envelope is read all the same. Each version that is not the most "
                      "frequent one of "
                      "its type is reported once, at the first event that has it, with the first event of the usual "
                      "version. "
                      "During a release this is expected; later, look for the service that was left behind."},
         .on_stream = check_payload_versions},
    };
    return definitions;
}

}  // namespace tks::check::rules
