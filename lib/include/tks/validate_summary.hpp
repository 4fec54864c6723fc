#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "tks/diagnostic.hpp"
#include "tks/events.hpp"
#include "tks/statistics.hpp"
#include "tks/time.hpp"

namespace tks {

/// What a validation saw. Counts are of everything, whatever is printed.
struct ValidateSummary {
    /// Records of one type of event, by whether they could be read.
    struct TypeCount {
        std::uint64_t good = 0;
        std::uint64_t refused = 0;
    };

    std::uint64_t inputs = 0;             ///< Inputs that could be opened.
    std::uint64_t unreadable_inputs = 0;  ///< Inputs that could not be opened, or not be read to their end.
    std::uint64_t bytes = 0;              ///< Decompressed.
    std::uint64_t records = 0;
    std::uint64_t refused_records = 0;                    ///< Records with at least one error.
    std::uint64_t tombstones = 0;                         ///< Kafka records with a null value, which hold no event.
    std::array<TypeCount, event_type_count> by_type{};    ///< Indexed by EventType.
    std::array<std::uint64_t, 3> findings_by_severity{};  ///< Indexed by Severity.
    std::map<std::string_view, std::uint64_t> findings_by_rule;
    std::uint64_t known_findings = 0;  ///< Findings that were known before; no other count has them.
    std::uint64_t stale_findings = 0;  ///< Known ones that are there no more; for the owner of the baseline to fill in.
    std::optional<Timestamp> first_occurred_at;
    std::optional<Timestamp> last_occurred_at;
    std::optional<Statistics> statistics;  ///< Where they were asked for.

    [[nodiscard]] std::uint64_t errors() const {
        return findings_by_severity[static_cast<std::size_t>(Severity::error)];
    }
    [[nodiscard]] std::uint64_t warnings() const {
        return findings_by_severity[static_cast<std::size_t>(Severity::warning)];
    }
};

}  // namespace tks
