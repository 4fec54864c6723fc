#include "pipeline/finding_collector.hpp"

#include <algorithm>
#include <cassert>

#include "base/input_name.hpp"
#include "tks/rules.hpp"

namespace tks::pipeline {

void FindingCollector::take(PieceFindings&& piece) {
    if (piece.input != input_) begin_input(piece.input);
    if (!piece.failure.empty()) {
        ++summary_.unreadable_inputs;
        if (listener_.on_unreadable_input) listener_.on_unreadable_input(names_[input_], piece.failure);
        return;
    }
    for (Diagnostic& finding : piece.findings) {
        complete_origin(finding.origin, names_[input_], lines_);
        take(std::move(finding));
    }
    if (!piece.findings.empty() && listener_.on_rest) listener_.on_rest();
    if (options_.with_statistics) statistics_.merge(std::move(piece.statistics));
    if (piece.state && target_.state != nullptr)
        target_.state->merge(*piece.state, target_.numbers[input_], static_cast<std::uint32_t>(lines_));
    stream_.add(piece.facts, static_cast<std::uint32_t>(input_), lines_);
    lines_ += piece.lines;
    add(piece.counts);
    if (target_.on_piece)
        target_.on_piece({.input = input_, .offset = piece.end_offset, .lines = lines_, .format = piece.format});
}

void FindingCollector::begin_input(std::size_t input) {
    input_ = input;
    lines_ = target_.lines_before.empty() ? 0 : target_.lines_before[input];
}

void FindingCollector::finish(const check::StoryCheckOptions& story_options) {
    stream_.finish(story_options.threads);
    for (Diagnostic& finding : check::check_stories(stream_, story_options, names_)) take(std::move(finding));
    if (options_.with_statistics) summary_.statistics = std::move(statistics_).finish();
    summary_.inputs = names_.size();
}

void FindingCollector::take(Diagnostic&& finding) {
    assert(find_rule(finding.rule) != nullptr);
    const std::optional<Severity> level = options_.levels.level_of(finding.rule);
    if (!level) return;
    finding.severity = *level;
    if (listener_.is_known && listener_.is_known(finding)) {
        ++summary_.known_findings;
        return;
    }
    ++summary_.findings_by_severity[static_cast<std::size_t>(finding.severity)];
    ++summary_.findings_by_rule[finding.rule];
    if (listener_.on_finding) listener_.on_finding(finding);
}

void FindingCollector::add(const ValidateSummary& counts) {
    summary_.bytes += counts.bytes;
    summary_.records += counts.records;
    summary_.refused_records += counts.refused_records;
    summary_.tombstones += counts.tombstones;
    for (std::size_t type = 0; type < event_type_count; ++type) {
        summary_.by_type[type].good += counts.by_type[type].good;
        summary_.by_type[type].refused += counts.by_type[type].refused;
    }
    if (!counts.first_occurred_at) return;
    summary_.first_occurred_at =
        std::min(summary_.first_occurred_at.value_or(*counts.first_occurred_at), *counts.first_occurred_at);
    summary_.last_occurred_at =
        std::max(summary_.last_occurred_at.value_or(*counts.last_occurred_at), *counts.last_occurred_at);
}

}  // namespace tks::pipeline
