#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"

namespace tks {

/// A finding that was there before, and how often.
struct KnownFinding {
    std::string rule;
    std::string event_id;  ///< Empty where the record has none that can be read.
    std::string pointer;
    std::string message;      ///< As it read then; for people alone.
    std::string fingerprint;  ///< By which it is known again.
    std::uint64_t count = 0;
};

/// The findings of an earlier run, so that a run tells only what is new. A finding is known by its rule and its place in its
/// event, whatever the line and the file, each as often as it was there.
class TKS_API Baseline {
public:
    Baseline() = default;

    /// Reads what to_json wrote. Throws UsageError, with `name` in front, for anything else.
    static Baseline parse(std::string_view json, const std::string& name);

    /// Remembers a finding.
    void add(const Diagnostic& finding);

    /// Whether the finding is known. Each time that it is, one less of its kind is left.
    bool take(const Diagnostic& finding);

    /// What has not been taken, as often as that, by rule, event and place.
    [[nodiscard]] std::vector<KnownFinding> left() const;

    /// All that is remembered as a JSON document, sorted: the same findings give the same bytes, in whatever order they came.
    [[nodiscard]] std::string to_json() const;

private:
    struct Entry {
        KnownFinding finding;
        std::uint64_t left = 0;
    };

    [[nodiscard]] std::vector<const Entry*> sorted() const;

    std::unordered_map<std::string, Entry> entries_;  // By fingerprint.
};

}  // namespace tks
