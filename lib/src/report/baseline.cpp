#include "tks/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "report/fingerprint.hpp"
#include "report/json_object.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format_name = "tksctl-baseline";
constexpr std::int64_t newest_version = 1;
constexpr std::int64_t oldest_version = 1;

/// Throws UsageError unless the document says that it is a baseline of a version that is known.
void check_head(const Json& document, const std::string& name) {
    if (!document.is_object() || document.value("format", Json()) != format_name)
        throw UsageError(fmt::format("{}: is no baseline; tksctl validate --write-baseline writes one", name));
    const Json version = document.value("version", Json());
    if (!version.is_number_integer() || version < oldest_version)
        throw UsageError(fmt::format("{}: has no version of a baseline that is known", name));
    if (version > newest_version)
        throw UsageError(fmt::format("{}: has version {}, and this tksctl reads baselines up to version {}", name,
                                     version.get<std::int64_t>(), newest_version));
    if (!document.value("findings", Json()).is_array()) throw UsageError(fmt::format("{}: lists no findings", name));
}

/// Throws what the parser throws where a member is missing or of another type.
KnownFinding to_finding(const Json& row, const std::string& name) {
    const auto text = [&row](const char* key) {
        return row.contains(key) ? row.at(key).get<std::string>() : std::string();
    };
    if (!row.at("count").is_number_unsigned())
        throw UsageError(fmt::format("{}: is no baseline: a count is no count", name));
    return {.rule = row.at("rule").get<std::string>(),
            .event_id = text("event_id"),
            .pointer = text("pointer"),
            .message = text("message"),
            .fingerprint = row.at("fingerprint").get<std::string>(),
            .count = row.at("count").get<std::uint64_t>()};
}

}  // namespace

Baseline Baseline::parse(std::string_view json, const std::string& name) {
    Baseline baseline;
    try {
        const Json document = Json::parse(json);
        check_head(document, name);
        for (const Json& row : document.at("findings")) {
            KnownFinding finding = to_finding(row, name);
            Entry& entry = baseline.entries_[finding.fingerprint];
            entry.left += finding.count;
            finding.count = entry.left;
            entry.finding = std::move(finding);
        }
    } catch (const nlohmann::json::exception& error) {
        throw UsageError(fmt::format("{}: is no baseline: {}", name, error.what()));
    }
    return baseline;
}

void Baseline::add(const Diagnostic& finding) {
    std::string print = report::fingerprint(finding);
    Entry& entry = entries_[print];
    ++entry.left;
    KnownFinding& known = entry.finding;
    // Of findings that share a fingerprint, the message that sorts first stands for all, whatever their order.
    std::string message = report::valid_utf8(finding.message);
    if (known.count == 0 || message < known.message) known.message = std::move(message);
    if (++known.count != 1) return;
    known.rule = finding.rule;
    known.event_id = report::valid_utf8(finding.event_id);
    known.pointer = report::valid_utf8(finding.pointer);
    known.fingerprint = std::move(print);
}

bool Baseline::take(const Diagnostic& finding) {
    const auto found = entries_.find(report::fingerprint(finding));
    if (found == entries_.end() || found->second.left == 0) return false;
    --found->second.left;
    return true;
}

std::vector<KnownFinding> Baseline::left() const {
    std::vector<KnownFinding> findings;
    for (const Entry* entry : sorted()) {
        if (entry->left == 0) continue;
        findings.push_back(entry->finding);
        findings.back().count = entry->left;
    }
    return findings;
}

std::string Baseline::to_json() const {
    // A finding a line, so that a version control system shows what came and went.
    std::string out = fmt::format("{{\"format\":\"{}\",\"version\":{},\"findings\":[", format_name, newest_version);
    std::string_view separator = "\n";
    for (const Entry* entry : sorted()) {
        const KnownFinding& finding = entry->finding;
        out += std::exchange(separator, ",\n");
        report::JsonObject object(out);
        object.add("rule", finding.rule);
        if (!finding.event_id.empty()) object.add("event_id", finding.event_id);
        if (!finding.pointer.empty()) object.add("pointer", finding.pointer);
        object.add("message", finding.message);
        object.add("fingerprint", finding.fingerprint);
        object.add("count", static_cast<std::int64_t>(finding.count));
        object.end();
    }
    return out += "\n]}\n";
}

std::vector<const Baseline::Entry*> Baseline::sorted() const {
    std::vector<const Entry*> entries;
    for (const auto& [fingerprint, entry] : entries_) entries.push_back(&entry);
    std::ranges::sort(entries, {}, [](const Entry* entry) {
        const KnownFinding& finding = entry->finding;
        return std::tie(finding.rule, finding.event_id, finding.pointer, finding.fingerprint);
    });
    return entries;
}

}  // namespace tks
