#include "pipeline/record_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/record_reporter.hpp"

namespace tks::pipeline {

RecordJudge::RecordJudge(Revision contract, const RuleLevels& levels, Timestamp begin)
    : levels_(levels), decoder_(contract, begin) {
    for (const check::RuleDefinition& rule : check::rule_definitions())
        if (rule.on_event != nullptr && levels_.level_of(rule.rule.name)) event_rules_.push_back(&rule);
}

JudgedRecord RecordJudge::judge(const Record& record, Timestamp now) {
    JudgedRecord result;
    findings_.clear();
    const codec::Decoded decoded = decoder_.decode_message(record, event_, marks_, findings_);
    result.type = decoded.type;
    result.is_good = decoded.is_good;
    if (decoded.is_good && decoded.is_marks) result.marks = &marks_;
    if (decoded.is_good && !decoded.is_marks) {
        result.event = &event_;
        ask_event_rules(record, now);
    }
    if (findings_.empty()) return result;
    result.is_json = !std::ranges::any_of(findings_, [](const Diagnostic& finding) {
        return finding.severity == Severity::error && finding.rule.starts_with("json/");
    });
    std::erase_if(findings_, [this](Diagnostic& finding) {
        const std::optional<Severity> level = levels_.level_of(finding.rule);
        if (level) finding.severity = *level;
        return !level;
    });
    result.findings = findings_;
    return result;
}

void RecordJudge::ask_event_rules(const Record& record, Timestamp now) {
    RecordReporter reporter(now, findings_);
    reporter.set(record, event_);
    for (const check::RuleDefinition* definition : event_rules_) {
        reporter.set(definition->rule);
        definition->on_event(event_, reporter);
    }
}

Diagnostic note_on(const Record& record, std::string_view rule, std::string message, std::uint64_t column) {
    Diagnostic finding;
    finding.rule = rule;
    finding.message = std::move(message);
    finding.origin.line = record.line;
    finding.origin.column = column;
    finding.origin.topic = record.topic;
    finding.origin.partition = record.partition;
    finding.origin.offset = record.offset;
    return finding;
}

Diagnostic note_on_oversize(const Record& record, std::size_t max_record_bytes) {
    return note_on(
        record, "json/record-too-large",
        fmt::format("the record has {} bytes, more than the {} that are read; raise --max-record-bytes to read it",
                    record.oversize_bytes, max_record_bytes),
        record.column);
}

}  // namespace tks::pipeline
