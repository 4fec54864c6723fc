#include "tks/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "base/text.hpp"
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
};

/// Judges pieces; each thread has one.
class PieceValidator {
public:
    explicit PieceValidator(const ValidateOptions& options) : options_(options), decoder_(options.contract, options.now) {}

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
        if (!counts.first_occurred_at || event_.occurred_at < *counts.first_occurred_at) counts.first_occurred_at = event_.occurred_at;
        if (!counts.last_occurred_at || event_.occurred_at > *counts.last_occurred_at) counts.last_occurred_at = event_.occurred_at;
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
        for (Diagnostic& finding : piece.findings) take(std::move(finding));
        lines_ += piece.lines;
        add(piece.counts);
    }

    ValidateSummary finish() && {
        summary_.inputs = names_.size();
        return std::move(summary_);
    }

private:
    void take(Diagnostic&& finding) {
        const std::string_view family = finding.rule.substr(0, finding.rule.find('/'));
        const auto& families = options_.families;
        if (family != "json" && !families.empty() && std::ranges::find(families, family) == families.end()) return;
        finding.origin.file = names_[input_];
        finding.origin.line += lines_;
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
    pipeline::work_in_order<pipeline::Piece>(
        threads, [&](pipeline::Piece& piece) { return sequence.next(piece); }, [&] { return PieceValidator(options); },
        [&](PieceFindings&& piece) { collector.take(std::move(piece)); });
    return std::move(collector).finish();
}

}  // namespace tks
