#include "tks/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "check/story_checker.hpp"
#include "codec/decoder.hpp"
#include "model/registry.hpp"
#include "pipeline/input_sequence.hpp"
#include "pipeline/ordered_work.hpp"
#include "source/record_reader.hpp"
#include "tks/error.hpp"
#include "tks/rules.hpp"

namespace tks {

namespace {

/// What one thread found in one piece of the inputs.
struct PieceFindings {
    std::size_t input = 0;
    std::string failure;
    std::uint64_t lines = 0;
    ValidateSummary counts;
    std::vector<Diagnostic> findings;
    check::PieceFacts facts;
};

/// The rules that are to be asked.
std::vector<const check::RuleDefinition*> rules_to_ask(const ValidateOptions& options) {
    std::vector<const check::RuleDefinition*> chosen;
    if (!options.model.empty()) return chosen;
    for (const check::RuleDefinition& definition : check::rule_definitions())
        if (options.families.empty() || std::ranges::find(options.families, definition.rule.family()) != options.families.end())
            chosen.push_back(&definition);
    return chosen;
}

bool looks_at_stories(const check::RuleDefinition& definition) {
    return definition.on_intent != nullptr || definition.on_signal != nullptr || definition.on_order != nullptr ||
           definition.on_trade != nullptr || definition.on_stream != nullptr;
}

/// Takes what the rules find in one event, with its place in the record.
class RecordReporter final : public check::EventReporter {
public:
    RecordReporter(Timestamp now, std::vector<Diagnostic>& findings) : now_(now), findings_(findings) {}

    void set(const Record& record, const Event& event) {
        record_ = &record;
        event_ = &event;
    }
    void set(const Rule& rule) { rule_ = &rule; }

    void report(std::string message, std::string_view pointer) override {
        Diagnostic finding;
        finding.severity = rule_->severity;
        finding.rule = rule_->name;
        finding.message = std::move(message);
        finding.pointer = pointer;
        finding.event_id = event_->event_id;
        codec::set_place(finding, *record_, pointer);
        findings_.push_back(std::move(finding));
    }

    [[nodiscard]] Timestamp now() const override { return now_; }

private:
    Timestamp now_;
    std::vector<Diagnostic>& findings_;
    const Record* record_ = nullptr;
    const Event* event_ = nullptr;
    const Rule* rule_ = nullptr;
};

/// Judges pieces; each thread has one.
class PieceValidator {
public:
    PieceValidator(const ValidateOptions& options, const std::vector<const check::RuleDefinition*>& rules)
        : options_(options), decoder_(options.contract, options.now) {
        for (const check::RuleDefinition* rule : rules) {
            if (rule->on_event != nullptr) event_rules_.push_back(rule);
            takes_facts_ = takes_facts_ || looks_at_stories(*rule);
        }
    }

    template <class HandOver>
    PieceFindings operator()(pipeline::Piece& piece, HandOver& hand_over) {
        PieceFindings result;
        result.input = piece.input;
        result.failure = std::move(piece.failure);
        if (!result.failure.empty()) return result;
        reader_.reset(piece.chunk);
        result.counts.bytes = piece.chunk.size;
        Record record;
        while (reader_.next(record)) {
            judge(record, result);
            if (result.findings.size() < most_findings_kept) continue;
            PieceFindings part = std::exchange(result, PieceFindings{});
            result.input = part.input;
            hand_over(std::move(part));
        }
        result.lines = reader_.lines();
        return result;
    }

private:
    /// Input that is all defects must not pile up in memory.
    static constexpr std::size_t most_findings_kept = 2000;

    void judge(const Record& record, PieceFindings& result) {
        ValidateSummary& counts = result.counts;
        if (record.tombstone) {
            ++counts.tombstones;
            return;
        }
        const source::Problem* problem = reader_.problem();
        if (problem != nullptr && !problem->is_record) {
            note(record, problem->rule, problem->message, problem->column, result);
            return;
        }
        ++counts.records;
        if (problem != nullptr) {
            note(record, problem->rule, problem->message, problem->column, result);
            ++counts.refused_records;
        } else if (record.oversize_bytes != 0) {
            note(record, "json/record-too-large",
                 fmt::format("the record has {} bytes, more than the {} that are read; raise --max-record-bytes to read it",
                             record.oversize_bytes, options_.input.max_record_bytes), record.column, result);
            ++counts.refused_records;
        } else if (options_.model.empty()) {
            judge_event(record, result);
        } else if (!decoder_.judge(record, options_.model, result.findings)) {
            ++counts.refused_records;
        }
    }

    void judge_event(const Record& record, PieceFindings& result) {
        ValidateSummary& counts = result.counts;
        const codec::Decoded decoded = decoder_.decode(record, event_, result.findings);
        counts.refused_records += decoded.is_good ? 0U : 1U;
        if (!decoded.type) return;
        auto& count = counts.by_type[static_cast<std::size_t>(*decoded.type)];
        ++(decoded.is_good ? count.good : count.refused);
        if (!decoded.is_good) return;
        ask_event_rules(record, result);
        if (takes_facts_) check::take_facts(record, event_, result.facts);
        if (!counts.first_occurred_at || event_.occurred_at < *counts.first_occurred_at) counts.first_occurred_at = event_.occurred_at;
        if (!counts.last_occurred_at || event_.occurred_at > *counts.last_occurred_at) counts.last_occurred_at = event_.occurred_at;
    }

    void ask_event_rules(const Record& record, PieceFindings& result) {
        RecordReporter reporter(options_.now, result.findings);
        reporter.set(record, event_);
        for (const check::RuleDefinition* definition : event_rules_) {
            reporter.set(definition->rule);
            definition->on_event(event_, reporter);
        }
    }

    static void note(const Record& record, std::string_view rule, std::string message, std::uint64_t column, PieceFindings& result) {
        Diagnostic finding;
        finding.rule = rule;
        finding.message = std::move(message);
        finding.origin.line = record.line;
        finding.origin.column = column;
        finding.origin.topic = record.topic;
        finding.origin.partition = record.partition;
        finding.origin.offset = record.offset;
        result.findings.push_back(std::move(finding));
    }

    const ValidateOptions& options_;
    codec::Decoder decoder_;
    source::RecordReader reader_;
    Event event_;
    std::vector<const check::RuleDefinition*> event_rules_;
    bool takes_facts_ = false;
};

/// Adds up what the threads found, in the order of the inputs.
class FindingCollector {
public:
    FindingCollector(const std::vector<std::string>& names, const ValidateOptions& options, const ValidateListener& listener)
        : names_(names), options_(options), listener_(listener) {}

    void take(PieceFindings&& piece) {
        if (piece.input != input_) {
            input_ = piece.input;
            lines_ = 0;
        }
        if (!piece.failure.empty()) {
            ++summary_.unreadable_inputs;
            if (listener_.on_unreadable_input) listener_.on_unreadable_input(piece.failure);
            return;
        }
        for (Diagnostic& finding : piece.findings) {
            finding.origin.file = names_[input_];
            finding.origin.line += lines_;
            take(std::move(finding));
        }
        stream_.add(piece.facts, static_cast<std::uint32_t>(input_), lines_);
        lines_ += piece.lines;
        add(piece.counts);
    }

    /// Looks at what the inputs tell together, once all of them have been read.
    ValidateSummary finish(const check::StoryCheckOptions& story_options) && {
        stream_.finish();
        for (Diagnostic& finding : check::check_stories(stream_, story_options, names_)) take(std::move(finding));
        summary_.inputs = names_.size();
        return std::move(summary_);
    }

private:
    void take(Diagnostic&& finding) {
        const std::string_view family = finding.rule.substr(0, finding.rule.find('/'));
        const auto& families = options_.families;
        if (family != "json" && !families.empty() && std::ranges::find(families, family) == families.end()) return;
        ++summary_.findings_by_severity[static_cast<std::size_t>(finding.severity)];
        ++summary_.findings_by_rule[finding.rule];
        if (listener_.on_finding) listener_.on_finding(finding);
    }

    void add(const ValidateSummary& counts) {
        summary_.bytes += counts.bytes;
        summary_.records += counts.records;
        summary_.refused_records += counts.refused_records;
        summary_.tombstones += counts.tombstones;
        for (std::size_t type = 0; type < event_type_count; ++type) {
            summary_.by_type[type].good += counts.by_type[type].good;
            summary_.by_type[type].refused += counts.by_type[type].refused;
        }
        if (!counts.first_occurred_at) return;
        summary_.first_occurred_at = std::min(summary_.first_occurred_at.value_or(*counts.first_occurred_at), *counts.first_occurred_at);
        summary_.last_occurred_at = std::max(summary_.last_occurred_at.value_or(*counts.last_occurred_at), *counts.last_occurred_at);
    }

    const std::vector<std::string>& names_;
    const ValidateOptions& options_;
    const ValidateListener& listener_;
    ValidateSummary summary_;
    check::Stream stream_;
    std::size_t input_ = 0;
    std::uint64_t lines_ = 0;
};

void check_options(const ValidateOptions& options) {
    for (const std::string& family : options.families) {
        if (std::ranges::find(rule_families(), family) != rule_families().end()) continue;
        const std::string_view near = closest_match(family, rule_families());
        throw UsageError(fmt::format("there is no family of rules \"{}\"{}; there are {}", family,
                                     near.empty() ? std::string() : fmt::format(", did you mean \"{}\"?", near),
                                     fmt::join(rule_families(), ", ")));
    }
    if (options.model.empty()) return;
    Revision since = newest_revision;
    const bool is_known = model::visit_model(options.model, [&]<class Model>(std::type_identity<Model>) {
        since = model::ModelDescription<Model>::since;
    });
    if (!is_known) {
        const std::string_view near = closest_match(options.model, model::model_names);
        throw UsageError(fmt::format("there is no model \"{}\"{}; `tksctl schema --list` names them all", options.model,
                                     near.empty() ? std::string() : fmt::format(", did you mean \"{}\"?", near)));
    }
    if (since > options.contract)
        throw UsageError(fmt::format("contract {} has no {}; it came with {}", to_string(options.contract), options.model,
                                     to_string(since)));
}

}  // namespace

ValidateSummary validate(const std::vector<std::string>& inputs, const ValidateOptions& options, const ValidateListener& listener) {
    check_options(options);
    pipeline::InputSequence sequence(list_inputs(inputs), options.input);
    FindingCollector collector(sequence.names(), options, listener);
    const unsigned threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    const std::vector<const check::RuleDefinition*> rules = rules_to_ask(options);
    pipeline::work_in_order<pipeline::Piece>(
        threads, [&](pipeline::Piece& piece) { return sequence.next(piece); }, [&] { return PieceValidator(options, rules); },
        [&](PieceFindings&& piece) { collector.take(std::move(piece)); });
    return std::move(collector).finish({.rules = rules, .is_complete = options.is_complete, .threads = threads});
}

}  // namespace tks
