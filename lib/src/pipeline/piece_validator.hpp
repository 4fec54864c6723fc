#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check/rule_definition.hpp"
#include "check/statistics_counter.hpp"
#include "codec/decoder.hpp"
#include "pipeline/input_sequence.hpp"
#include "projection/state.hpp"
#include "source/record_reader.hpp"
#include "tks/validate.hpp"

namespace tks::pipeline {

/// What one thread found in one piece of the inputs.
struct PieceFindings {
    std::size_t input = 0;
    std::string failure;
    std::uint64_t lines = 0;
    std::uint64_t end_offset =
        0;  ///< Behind the last whole line; 0 where it is not known, or where the input cannot be resumed there.
    InputFormat format = InputFormat::detect;  ///< Of the piece.
    ValidateSummary counts;
    std::vector<Diagnostic> findings;
    check::PieceFacts facts;
    check::StatisticsCounter statistics;
    std::optional<projection::State>
        state;  ///< What the events told, if that is wanted; its lines count from the piece's first.
};

/// What to project events into.
struct ProjectionTarget {
    std::optional<projection::Detail> detail;  ///< Nothing if no projection is wanted.
    std::optional<Timestamp> until;            ///< Later events are judged, but not projected.
};

/// Where the last whole line of a piece, or its last message, ends in its input; see PieceFindings::end_offset.
std::uint64_t end_of_lines(const Piece& piece);

/// Whether a rule looks at several events at once.
bool looks_at_stories(const check::RuleDefinition& definition);

/// Judges the records of pieces, one by one; each thread has one.
class PieceValidator {
public:
    PieceValidator(const ValidateOptions& options, const std::vector<const check::RuleDefinition*>& rules,
                   const ProjectionTarget& target);

    template <class HandOver>
    PieceFindings operator()(Piece& piece, HandOver& hand_over) {
        PieceFindings result;
        result.input = piece.input;
        result.failure = std::move(piece.failure);
        if (!result.failure.empty()) return result;
        reader_.reset(piece.chunk);
        result.counts.bytes = piece.chunk.size;
        Record record;
        while (reader_.next(record)) {
            judge(record, result);
            if (!reader_.keeps_records()) look_at_events(result);
            if (result.findings.size() < most_findings_kept) continue;
            PieceFindings part = std::exchange(result, PieceFindings{});
            result.input = part.input;
            hand_over(std::move(part));
        }
        look_at_events(result);
        result.lines = reader_.lines();
        result.end_offset = end_of_lines(piece);
        result.format = piece.chunk.format;
        return result;
    }

private:
    /// Input that is all defects must not pile up in memory.
    static constexpr std::size_t most_findings_kept = 2000;

    /// An event that has been read, and borrows from its record.
    struct ReadEvent {
        Record record;
        Event event;
    };

    /// So many events are read before they are looked at: reading and looking would drive each other's instructions out of
    /// the processor's cache if they took turns.
    static constexpr std::size_t events_at_a_time = 16;

    void judge(const Record& record, PieceFindings& result);
    void judge_event(const Record& record, PieceFindings& result);
    void take_findings(PieceFindings& result);
    void look_at_events(PieceFindings& result);
    void ask_event_rules(const ReadEvent& read, PieceFindings& result);
    projection::State& state_of(PieceFindings& result) const;
    [[nodiscard]] bool is_wanted(Timestamp at) const { return !target_.until || at <= *target_.until; }

    const ValidateOptions& options_;
    const ProjectionTarget& target_;
    codec::Decoder decoder_;
    source::RecordReader reader_;
    std::array<ReadEvent, events_at_a_time> read_;  // Those that are still to be looked at, and room for more.
    std::size_t read_count_ = 0;
    PositionsMarkSnapshotV1 marks_;
    std::vector<Diagnostic> findings_;  // In the record at hand.
    std::vector<const check::RuleDefinition*> event_rules_;
    bool takes_facts_ = false;
    bool looks_at_events_ = false;  // Once they have been read.
};

}  // namespace tks::pipeline
