#include "pipeline/piece_validator.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "pipeline/record_judge.hpp"
#include "pipeline/record_reporter.hpp"

namespace tks::pipeline {

bool looks_at_stories(const check::RuleDefinition& definition) {
    return definition.on_intent != nullptr || definition.on_signal != nullptr || definition.on_order != nullptr ||
           definition.on_trade != nullptr || definition.on_story != nullptr || definition.on_stream != nullptr;
}

std::uint64_t end_of_lines(const Piece& piece) {
    if (!piece.can_resume || piece.chunk.end_offset == 0) return 0;
    if (!piece.chunk.topic.empty()) return piece.chunk.end_offset;
    // What stands behind the last line end of a file may be the beginning of a line that is still being written.
    const std::string_view bytes(piece.chunk.buffer.data(), piece.chunk.size);
    const std::size_t line_end = bytes.rfind('\n');
    const std::size_t unfinished = line_end == std::string_view::npos ? bytes.size() : bytes.size() - line_end - 1;
    return piece.chunk.end_offset - unfinished;
}

PieceValidator::PieceValidator(const ValidateOptions& options, const std::vector<const check::RuleDefinition*>& rules,
                               const ProjectionTarget& target)
    : options_(options), target_(target), decoder_(options.contract, options.now) {
    for (const check::RuleDefinition* rule : rules) {
        if (rule->on_event != nullptr) event_rules_.push_back(rule);
        takes_facts_ = takes_facts_ || looks_at_stories(*rule);
    }
    looks_at_events_ = !event_rules_.empty() || takes_facts_ || options.with_statistics || target.detail;
}

void PieceValidator::judge(const Record& record, PieceFindings& result) {
    ValidateSummary& counts = result.counts;
    if (record.tombstone) {
        ++counts.tombstones;
        return;
    }
    const source::Problem* problem = reader_.problem();
    if (problem != nullptr) findings_.push_back(note_on(record, problem->rule, problem->message, problem->column));
    const bool is_record = problem == nullptr || problem->is_record;
    counts.records += is_record ? 1U : 0U;
    if (problem != nullptr) {
        counts.refused_records += is_record ? 1U : 0U;
    } else if (record.oversize_bytes != 0) {
        findings_.push_back(note_on_oversize(record, options_.input.max_record_bytes));
        ++counts.refused_records;
    } else if (options_.model.empty()) {
        return judge_event(record, result);
    } else if (!decoder_.judge(record, options_.model, findings_)) {
        ++counts.refused_records;
    }
    take_findings(result);
}

void PieceValidator::judge_event(const Record& record, PieceFindings& result) {
    ValidateSummary& counts = result.counts;
    if (read_count_ == 0) decoder_.release();
    ReadEvent* read = &read_[read_count_];
    const codec::Decoded decoded =
        decoder_.decode_more(record, read->event, target_.detail ? &marks_ : nullptr, findings_);
    if (!findings_.empty()) {
        take_findings(result);
        std::swap(read_.front(), *std::exchange(read, &read_.front()));
    }
    counts.refused_records += decoded.is_good ? 0U : 1U;
    if (decoded.is_good && decoded.is_marks) {
        look_at_events(result);
        if (is_wanted(marks_.as_of)) state_of(result).add(marks_);
    }
    if (!decoded.type) return;
    auto& count = counts.by_type[static_cast<std::size_t>(*decoded.type)];
    ++(decoded.is_good ? count.good : count.refused);
    if (!decoded.is_good) return;
    const Timestamp occurred_at = read->event.occurred_at;
    if (!counts.first_occurred_at || occurred_at < *counts.first_occurred_at) counts.first_occurred_at = occurred_at;
    if (!counts.last_occurred_at || occurred_at > *counts.last_occurred_at) counts.last_occurred_at = occurred_at;
    if (!looks_at_events_) return;
    read->record = record;
    if (++read_count_ == read_.size()) look_at_events(result);
}

/// Takes what was found in the record at hand, behind what is found in those before it.
void PieceValidator::take_findings(PieceFindings& result) {
    if (findings_.empty()) return;
    look_at_events(result);
    std::ranges::move(findings_, std::back_inserter(result.findings));
    findings_.clear();
}

/// Step by step, each of which has all events go through the same instructions.
void PieceValidator::look_at_events(PieceFindings& result) {
    const std::span<const ReadEvent> events(read_.data(), std::exchange(read_count_, 0));
    if (!event_rules_.empty())
        for (const ReadEvent& read : events) ask_event_rules(read, result);
    if (takes_facts_)
        for (const auto& [record, event] : events) check::take_facts(record, event, result.facts);
    if (options_.with_statistics)
        for (const ReadEvent& read : events) result.statistics.add(read.event);
    if (!target_.detail) return;
    for (const auto& [record, event] : events)
        if (is_wanted(event.occurred_at))
            state_of(result).add(event, {.input = 0, .line = place_number(record.number())});
}

projection::State& PieceValidator::state_of(PieceFindings& result) const {
    return result.state ? *result.state : result.state.emplace(*target_.detail);
}

void PieceValidator::ask_event_rules(const ReadEvent& read, PieceFindings& result) {
    RecordReporter reporter(options_.now, result.findings);
    reporter.set(read.record, read.event);
    for (const check::RuleDefinition* definition : event_rules_) {
        reporter.set(definition->rule);
        definition->on_event(read.event, reporter);
    }
}

}  // namespace tks::pipeline
