#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "../padded_text.hpp"
#include "codec/decoder.hpp"
#include "tks/codec.hpp"

/// What the tests of the codec share: records out of text, what became of them, and sound events to spoil.
namespace codec_test {

/// The moment at which these tests take place: later than anything in the samples.
inline constexpr tks::Timestamp now{1'800'000'000'000};

/// What became of a record.
struct Outcome {
    bool is_good = false;
    std::optional<tks::EventType> type;
    std::string canonical;  ///< What the event is when it is written again; empty if it is not good.
    std::vector<tks::Diagnostic> findings;
};

enum class Road { any, careful };

inline Outcome decode(std::string_view text, tks::Revision revision = tks::newest_revision, Road road = Road::any) {
    const PaddedText padded(text);
    tks::codec::Decoder decoder(revision, now);
    tks::Event event;
    Outcome outcome;
    const tks::Record record = padded.record();
    const tks::codec::Decoded decoded = road == Road::any ? decoder.decode(record, event, outcome.findings)
                                                          : decoder.decode_carefully(record, event, outcome.findings);
    outcome.is_good = decoded.is_good;
    outcome.type = decoded.type;
    if (decoded.is_good) outcome.canonical = tks::to_json(event, revision);
    return outcome;
}

/// Judges a text as a model, by the package's name for it.
inline std::vector<tks::Diagnostic> judge(std::string_view model, std::string_view text,
                                          tks::Revision revision = tks::newest_revision) {
    const PaddedText padded(text);
    std::vector<tks::Diagnostic> findings;
    tks::codec::Decoder decoder(revision, now);
    const bool is_good = decoder.judge(padded.record(), model, findings);
    const auto is_error = [](const tks::Diagnostic& finding) { return finding.severity == tks::Severity::error; };
    CHECK(is_good == std::none_of(findings.begin(), findings.end(), is_error));
    return findings;
}

/// "schema/range /payload/quantity", one a line: what was found, and about what.
inline std::string listed(const std::vector<tks::Diagnostic>& findings) {
    std::string list;
    for (const tks::Diagnostic& finding : findings) {
        if (!list.empty()) list += '\n';
        list.append(finding.rule);
        if (!finding.pointer.empty()) list.append(" ").append(finding.pointer);
    }
    return list;
}

/// The text with the first occurrence of a part replaced, which must be there.
inline std::string with(std::string_view text, std::string_view part, std::string_view replacement) {
    const std::size_t at = text.find(part);
    REQUIRE_MESSAGE(at != std::string_view::npos, part);
    std::string changed(text);
    return changed.replace(at, part.size(), replacement);
}

/// The events of the sample day, which has all types.
inline const std::vector<std::string>& sample_events() {
    static const std::vector<std::string> events = [] {
        std::vector<std::string> lines;
        std::ifstream file(TKS_SOURCE_DIR "/samples/day.ndjson");
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        REQUIRE(lines.size() > 50);
        return lines;
    }();
    return events;
}

/// The first event of a type in the sample day.
inline const std::string& sample_event(tks::EventType type) {
    const std::string wanted = "\"event_type\":\"" + std::string(to_string(type)) + "\"";
    for (const std::string& event : sample_events())
        if (event.find(wanted) != std::string::npos) return event;
    FAIL("the sample day has no " << wanted);
    return sample_events().front();
}

}  // namespace codec_test
