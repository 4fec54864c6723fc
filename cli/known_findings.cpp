#include "known_findings.hpp"

#include <fmt/format.h>

#include <utility>

namespace tksctl {

namespace {

constexpr std::size_t most_stale_named = 10;

}  // namespace

KnownFindings::KnownFindings(std::string baseline, std::string new_baseline)
    : baseline_file_(std::move(baseline)), new_file_(std::move(new_baseline)) {
    if (!baseline_file_.empty()) known_ = tks::Baseline::parse(read_file(baseline_file_), baseline_file_);
}

bool KnownFindings::is_known(const tks::Diagnostic& finding) {
    if (new_file_.empty()) return known_.take(finding);
    new_.add(finding);
    return true;
}

void KnownFindings::finish(tks::ValidateSummary& summary, const tks::RuleLevels& levels, const Io& io, bool is_quiet) {
    const bool is_all_read = summary.unreadable_inputs == 0;
    if (!baseline_file_.empty() && is_all_read) count_stale(summary, levels, io, is_quiet);
    if (new_file_.empty()) return;
    if (!is_all_read) {
        io.say(fmt::format("{}: not written, as an input could not be read", new_file_));
        return;
    }
    Output output(new_file_);
    output.write(new_.to_json());
    output.close();
    if (!is_quiet)
        io.say(fmt::format("{}: knows {} finding{} now", new_file_, summary.known_findings,
                           summary.known_findings == 1 ? "" : "s"));
}

void KnownFindings::count_stale(tks::ValidateSummary& summary, const tks::RuleLevels& levels, const Io& io,
                                bool is_quiet) const {
    std::size_t kinds = 0;
    for (const tks::KnownFinding& finding : known_.left()) {
        if (!levels.level_of(finding.rule)) continue;
        summary.stale_findings += finding.count;
        if (is_quiet || ++kinds > most_stale_named) continue;
        const std::string place = finding.pointer.empty() ? "" : fmt::format(" at {}", finding.pointer);
        const std::string event = finding.event_id.empty() ? "" : fmt::format(" of event {}", finding.event_id);
        const std::string times = finding.count == 1 ? "" : fmt::format(", {} times", finding.count);
        io.say(fmt::format("{}: there no more: {}{}{}{}", baseline_file_, finding.rule, place, event, times));
    }
    if (kinds > most_stale_named)
        io.say(
            fmt::format("{}: and {} more; --write-baseline writes it anew", baseline_file_, kinds - most_stale_named));
}

}  // namespace tksctl
