#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "report/terminal.hpp"
#include "tks/report.hpp"

namespace tks {

namespace {

/// "1,234,567": people read long numbers in threes.
std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
    return digits;
}

std::string counted(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

/// "2026-03-02T08:00Z".
std::string hour_text(std::int64_t hour) {
    constexpr std::int64_t ms_per_hour = 3'600'000;
    constexpr std::int64_t first_hour = std::numeric_limits<std::int64_t>::min() / ms_per_hour;
    const std::string text = to_iso8601(Timestamp{std::max(hour, first_hour) * ms_per_hour});
    return text.ends_with('Z') ? text.substr(0, 16) + "Z" : text;
}

/// "312.4 MB", in powers of ten.
std::string size_text(double bytes) {
    constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    for (; bytes >= 1000 && unit + 1 < std::size(units); ++unit) bytes /= 1000;
    return fmt::format("{:.{}f} {}", bytes, unit == 0 ? 0 : 1, units[unit]);
}

void append_text(std::string& out, const Statistics& statistics) {
    const auto append_counts = [&out](std::string_view title, const auto& counts, const auto& name_of) {
        if (!counts.empty()) fmt::format_to(std::back_inserter(out), "{}\n", title);
        for (const auto& [key, count] : counts) {
            out += "  ";
            report::append_harmless(out, fmt::format("{:<32}", name_of(key)));
            fmt::format_to(std::back_inserter(out), "{:>14}\n", grouped(count));
        }
    };
    const auto itself = [](const std::string& name) { return name; };
    append_counts("by strategy", statistics.by_strategy, itself);
    append_counts("by market", statistics.by_market, itself);
    append_counts("by hour", statistics.by_hour, [](std::int64_t hour) { return hour_text(hour); });
    if (!statistics.longest_gaps.empty()) out += "longest gaps\n";
    for (const Statistics::Gap& gap : statistics.longest_gaps)
        fmt::format_to(std::back_inserter(out), "  {} to {} {:>13.3f} s\n", to_iso8601(gap.from), to_iso8601(gap.to),
                       static_cast<double>(difference_ms(gap.to, gap.from)) / 1000);
}

nlohmann::ordered_json to_document(const Statistics& statistics) {
    nlohmann::ordered_json document;
    for (const std::string_view key : {"by_strategy", "by_market", "by_hour"})
        document[std::string(key)] = nlohmann::ordered_json::object();
    for (const auto& [name, count] : statistics.by_strategy) document["by_strategy"][name] = count;
    for (const auto& [name, count] : statistics.by_market) document["by_market"][name] = count;
    for (const auto& [hour, count] : statistics.by_hour) document["by_hour"][hour_text(hour)] = count;
    document["longest_gaps"] = nlohmann::ordered_json::array();
    for (const Statistics::Gap& gap : statistics.longest_gaps)
        document["longest_gaps"].push_back(
            {{"from", gap.from.ms}, {"to", gap.to.ms}, {"duration_ms", difference_ms(gap.to, gap.from)}});
    return document;
}

}  // namespace

void append_text(std::string& out, const ValidateSummary& summary, double seconds) {
    const auto line = [&out](std::string_view text) { (out += text) += '\n'; };
    std::string first =
        fmt::format("{}, {} refused, in {} ({})", counted(summary.records, "record"), grouped(summary.refused_records),
                    counted(summary.inputs, "input"), size_text(static_cast<double>(summary.bytes)));
    if (seconds > 0)
        first += fmt::format("; {:.2f} s, {} events/s, {}/s", seconds,
                             grouped(static_cast<std::uint64_t>(static_cast<double>(summary.records) / seconds)),
                             size_text(static_cast<double>(summary.bytes) / seconds));
    line(first);
    std::string second =
        fmt::format("{}, {}", counted(summary.errors(), "error"), counted(summary.warnings(), "warning"));
    if (const std::uint64_t infos = summary.findings_by_severity[static_cast<std::size_t>(Severity::info)]; infos != 0)
        second += fmt::format(", {} of level info", grouped(infos));
    if (summary.known_findings != 0)
        second += fmt::format("; {} not told again", counted(summary.known_findings, "known finding"));
    if (summary.stale_findings != 0)
        second += fmt::format("; {} there no more", counted(summary.stale_findings, "known finding"));
    line(second);
    if (summary.unreadable_inputs != 0)
        line(fmt::format("{} could not be read", counted(summary.unreadable_inputs, "input")));
    if (summary.tombstones != 0) line(counted(summary.tombstones, "tombstone"));
    if (summary.first_occurred_at)
        line(fmt::format("occurred from {} to {}", to_iso8601(*summary.first_occurred_at),
                         to_iso8601(*summary.last_occurred_at)));
    for (std::size_t type = 0; type < event_type_count; ++type) {
        const auto& count = summary.by_type[type];
        if (count.good + count.refused == 0) continue;
        line(fmt::format("  {:<32}{:>14}{}", to_string(static_cast<EventType>(type)),
                         grouped(count.good + count.refused),
                         count.refused == 0 ? std::string() : fmt::format("  {} refused", grouped(count.refused))));
    }
    for (const auto& [rule, count] : summary.findings_by_rule)
        line(fmt::format("  {:<32}{:>14}", rule, grouped(count)));
    if (summary.statistics) append_text(out, *summary.statistics);
}

void append_json(std::string& out, const ValidateSummary& summary) {
    nlohmann::ordered_json document;
    document["inputs"] = summary.inputs;
    document["unreadable_inputs"] = summary.unreadable_inputs;
    document["bytes"] = summary.bytes;
    document["records"] = summary.records;
    document["refused_records"] = summary.refused_records;
    document["tombstones"] = summary.tombstones;
    document["errors"] = summary.errors();
    document["warnings"] = summary.warnings();
    document["known_findings"] = summary.known_findings;
    document["stale_findings"] = summary.stale_findings;
    document["first_occurred_at"] = nullptr;
    document["last_occurred_at"] = nullptr;
    if (summary.first_occurred_at) {
        document["first_occurred_at"] = summary.first_occurred_at->ms;
        document["last_occurred_at"] = summary.last_occurred_at->ms;
    }
    document["events"] = nlohmann::ordered_json::object();
    for (std::size_t type = 0; type < event_type_count; ++type) {
        const auto& count = summary.by_type[type];
        if (count.good + count.refused == 0) continue;
        document["events"][std::string(to_string(static_cast<EventType>(type)))] = {
            {"events", count.good + count.refused}, {"refused", count.refused}};
    }
    document["findings"] = nlohmann::ordered_json::object();
    for (const auto& [rule, count] : summary.findings_by_rule) document["findings"][std::string(rule)] = count;
    if (summary.statistics) document["statistics"] = to_document(*summary.statistics);
    out += document.dump();
}

}  // namespace tks
