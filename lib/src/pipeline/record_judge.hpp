#pragma once

#include <optional>
#include <span>
#include <vector>

#include "check/rule_definition.hpp"
#include "codec/decoder.hpp"
#include "source/record_reader.hpp"
#include "tks/diagnostic.hpp"
#include "tks/rule_levels.hpp"

namespace tks::pipeline {

/// What was read in a record; it borrows from the record and from the judge, until that one's next call.
struct JudgedRecord {
    const Event* event = nullptr;
    const PositionsMarkSnapshotV1* marks = nullptr;  ///< At most one of the two is there.
    std::optional<EventType> type;                   ///< Where at least that could be read.
    bool is_good = false;                            ///< Whether a consumer can read it.
    bool is_json = true;
    std::span<const Diagnostic> findings;
};

/// Decodes records and checks each by the rules that look at one event alone. For those who do this record by record, in one
/// thread.
class RecordJudge {
public:
    /// The levels must outlive it.
    /// `begin` stands in for moments that an event leaves out and that its reader's clock fills in.
    RecordJudge(Revision contract, const RuleLevels& levels, Timestamp begin);

    /// `now` is the present moment, for rules that ask.
    JudgedRecord judge(const Record& record, Timestamp now);

private:
    void ask_event_rules(const Record& record, Timestamp now);

    const RuleLevels& levels_;
    codec::Decoder decoder_;
    std::vector<const check::RuleDefinition*> event_rules_;
    Event event_;
    PositionsMarkSnapshotV1 marks_;
    std::vector<Diagnostic> findings_;
};

/// A finding about a record as a whole, or about a place between records, at this column of the record's line.
Diagnostic note_on(const Record& record, std::string_view rule, std::string message, std::uint64_t column);

/// The finding about a record that is larger than it may be.
Diagnostic note_on_oversize(const Record& record, std::size_t max_record_bytes);

}  // namespace tks::pipeline
