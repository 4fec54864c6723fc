#include "pipeline/piece_validator.hpp"

#include "pipeline/record_judge.hpp"
#include "pipeline/record_reporter.hpp"

namespace tks::pipeline {

bool looks_at_stories(const check::RuleDefinition& definition) {
    return definition.on_intent != nullptr || definition.on_signal != nullptr || definition.on_order != nullptr ||
           definition.on_trade != nullptr || definition.on_stream != nullptr;
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
}

void PieceValidator::judge(const Record& record, PieceFindings& result) {
    ValidateSummary& counts = result.counts;
    if (record.tombstone) {
        ++counts.tombstones;
        return;
    }
    const source::Problem* problem = reader_.problem();
    if (problem != nullptr && !problem->is_record) {
        result.findings.push_back(note_on(record, problem->rule, problem->message, problem->column));
        return;
    }
    ++counts.records;
    if (problem != nullptr) {
        result.findings.push_back(note_on(record, problem->rule, problem->message, problem->column));
        ++counts.refused_records;
    } else if (record.oversize_bytes != 0) {
        result.findings.push_back(note_on_oversize(record, options_.input.max_record_bytes));
        ++counts.refused_records;
    } else if (options_.model.empty()) {
        judge_event(record, result);
    } else if (!decoder_.judge(record, options_.model, result.findings)) {
        ++counts.refused_records;
    }
}

void PieceValidator::judge_event(const Record& record, PieceFindings& result) {
    ValidateSummary& counts = result.counts;
    const codec::Decoded decoded = target_.detail ? decoder_.decode_message(record, event_, marks_, result.findings)
                                                  : decoder_.decode(record, event_, result.findings);
    counts.refused_records += decoded.is_good ? 0U : 1U;
    if (target_.detail && decoded.is_good) project(record, decoded.is_marks, result);
    if (!decoded.type) return;
    auto& count = counts.by_type[static_cast<std::size_t>(*decoded.type)];
    ++(decoded.is_good ? count.good : count.refused);
    if (!decoded.is_good) return;
    ask_event_rules(record, result);
    if (options_.with_statistics) result.statistics.add(event_);
    if (takes_facts_) check::take_facts(record, event_, result.facts);
    if (!counts.first_occurred_at || event_.occurred_at < *counts.first_occurred_at)
        counts.first_occurred_at = event_.occurred_at;
    if (!counts.last_occurred_at || event_.occurred_at > *counts.last_occurred_at)
        counts.last_occurred_at = event_.occurred_at;
}

void PieceValidator::project(const Record& record, bool is_marks, PieceFindings& result) {
    if (!result.state) result.state.emplace(*target_.detail);
    const auto is_wanted = [this](Timestamp at) { return !target_.until || at <= *target_.until; };
    if (is_marks) {
        if (is_wanted(marks_.as_of)) result.state->add(marks_);
    } else if (is_wanted(event_.occurred_at)) {
        result.state->add(event_, {.input = 0, .line = place_number(record.number())});
    }
}

void PieceValidator::ask_event_rules(const Record& record, PieceFindings& result) {
    RecordReporter reporter(options_.now, result.findings);
    reporter.set(record, event_);
    for (const check::RuleDefinition* definition : event_rules_) {
        reporter.set(definition->rule);
        definition->on_event(event_, reporter);
    }
}

}  // namespace tks::pipeline
