#include <optional>
#include <string_view>

#include "pipeline/validation.hpp"
#include "projection/ledger.hpp"
#include "projection/pnl_findings.hpp"
#include "projection/valuation.hpp"
#include "tks/validate.hpp"

namespace tks {

namespace {

/// The samples tell of the day before.
constexpr Timestamp day_after_samples{1'772'496'000'000};

/// The options with which a rule is seen at work in its samples.
ValidateOptions options_for(const Rule& rule) {
    ValidateOptions options;
    options.is_complete = rule.name != "reference/begins-later";
    options.threads = 1;
    options.now = day_after_samples;
    if (rule.name == "json/record-too-large") options.input.max_record_bytes = 1000;
    if (rule.name == "schema/marks") options.model = "PositionsMarkSnapshotV1";
    if (rule.name == "schema/spot-direction") options.model = "TradingSignalSpot";
    return options;
}

}  // namespace

std::vector<Diagnostic> findings_in(const RuleSample& sample, const Rule& rule) {
    std::vector<Diagnostic> findings;
    const ValidateOptions options = options_for(rule);
    // Every rule is asked, as some speak for others.
    const auto keep = [&](const Diagnostic& finding) {
        if (finding.rule == rule.name) findings.push_back(finding);
    };
    const ValidateListener listener{.on_finding = keep, .on_unreadable_input = {}};
    pipeline::Validation validation(
        {std::string(sample.file)},
        [&](const std::string& name, const InputOptions& input, const source::Resumption&) {
            return source::open_bytes(sample.bytes, name, input);
        },
        options, listener);
    projection::State state(projection::Detail::snapshots);
    if (rule.only_in_replay) validation.project_into({.state = &state, .numbers = {0}}, std::nullopt);
    validation.run();
    const projection::Ledger ledger(state);
    for (projection::PlacedFinding& placed : projection::find_contradictions(state, ledger, {state, ledger, {}})) {
        placed.finding.severity = rule.severity;
        placed.finding.origin.file = sample.file;
        placed.finding.origin.line = placed.place.line;
        placed.finding.origin.column = 1;
        if (rule.only_in_replay) keep(placed.finding);
    }
    return findings;
}

}  // namespace tks
