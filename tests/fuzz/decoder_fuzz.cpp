#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "../padded_text.hpp"
#include "codec/decoder.hpp"
#include "tks/codec.hpp"

// Reads arbitrary bytes as an event, in every revision, and holds what must hold of any input: the two roads agree, an
// event that is good has no error and comes back as itself, a refused one has an error, and every finding lies inside.

namespace {

using codec_test::PaddedText;

constexpr tks::Timestamp now{1'800'000'000'000};

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

bool has_error(const std::vector<tks::Diagnostic>& findings) {
    for (const tks::Diagnostic& finding : findings)
        if (finding.severity == tks::Severity::error) return true;
    return false;
}

void check_event(const tks::Event& event, tks::Revision revision, bool is_from_fast_road) {
    const std::string once = tks::to_json(event, revision);
    const PaddedText padded(once);
    tks::codec::Decoder decoder(revision, now);
    tks::Event again;
    std::vector<tks::Diagnostic> findings;
    require(decoder.decode(padded.record(), again, findings).is_good, "an event that was written can be read");
    require(tks::to_json(again, revision) == once, "an event that was written is read as itself");
    if (is_from_fast_road)
        require(!has_error(findings), "an event of the fast road has no error when it is written again");
}

void check(std::string_view text, tks::Revision revision) {
    const PaddedText padded(text);
    const tks::Record record = padded.record();
    tks::codec::Decoder decoder(revision, now);
    tks::Event event;
    std::vector<tks::Diagnostic> findings;
    const bool is_good = decoder.decode(record, event, findings).is_good;
    require(is_good != has_error(findings), "a record is refused if and only if it has an error");
    const std::string either = is_good ? tks::to_json(event, revision) : std::string();
    if (is_good) check_event(event, revision, findings.empty());

    std::vector<tks::Diagnostic> careful_findings;
    require(decoder.decode_carefully(record, event, careful_findings).is_good == is_good,
            "the roads give the same verdict");
    require(careful_findings.size() == findings.size(), "the roads find the same");
    if (is_good) require(tks::to_json(event, revision) == either, "the roads read the same event");
    for (const tks::Diagnostic& finding : findings)
        require(finding.origin.line >= 1 && finding.origin.column >= 1 && !finding.message.empty(),
                "a finding has a place and a message");
}

}  // namespace

// libFuzzer's name, by which it finds the function. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const tks::Revision revision : {tks::Revision::v0_1_42, tks::Revision::v0_1_47, tks::Revision::v0_1_50})
        check(text, revision);
    return 0;
}
