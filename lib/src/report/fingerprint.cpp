#include "report/fingerprint.hpp"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tks::report {

std::string fingerprint(const Diagnostic& finding) {
    std::string identity(finding.rule);
    // Texts from events can hold any character but this one, which no UTF-8 has.
    const auto add = [&identity](std::string_view part) { (identity += '\xFF') += part; };
    add(finding.event_id);
    add(finding.pointer);
    if (finding.event_id.empty()) {
        // Nothing names the event, so that what was found has to.
        add(finding.message);
        add(finding.excerpt);
        add(finding.origin.topic);
        if (finding.origin.offset >= 0) add(fmt::format("{}/{}", finding.origin.partition, finding.origin.offset));
    }
    const XXH128_hash_t hash = XXH3_128bits(identity.data(), identity.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace tks::report
