#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

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

/// "312.4 MB", in powers of ten.
std::string size_text(double bytes) {
    constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    for (; bytes >= 1000 && unit + 1 < std::size(units); ++unit) bytes /= 1000;
    return fmt::format("{:.{}f} {}", bytes, unit == 0 ? 0 : 1, units[unit]);
}

}  // namespace

void append_text(std::string& out, const ValidateSummary& summary, double seconds) {
    const auto line = [&out](std::string_view text) { (out += text) += '\n'; };
    std::string first = fmt::format("{}, {} refused, in {} ({})", counted(summary.records, "record"),
                                    grouped(summary.refused_records), counted(summary.inputs, "input"),
                                    size_text(static_cast<double>(summary.bytes)));
    if (seconds > 0)
        first += fmt::format("; {:.2f} s, {} events/s, {}/s", seconds,
                             grouped(static_cast<std::uint64_t>(static_cast<double>(summary.records) / seconds)),
                             size_text(static_cast<double>(summary.bytes) / seconds));
    line(first);
    line(fmt::format("{}, {}", counted(summary.errors(), "error"), counted(summary.warnings(), "warning")));
    if (summary.unreadable_inputs != 0) line(fmt::format("{} could not be read", counted(summary.unreadable_inputs, "input")));
    if (summary.tombstones != 0) line(counted(summary.tombstones, "tombstone"));
    if (summary.first_occurred_at)
        line(fmt::format("occurred from {} to {}", to_iso8601(*summary.first_occurred_at), to_iso8601(*summary.last_occurred_at)));
    for (std::size_t type = 0; type < event_type_count; ++type) {
        const auto& count = summary.by_type[type];
        if (count.good + count.refused == 0) continue;
        line(fmt::format("  {:<32}{:>14}{}", to_string(static_cast<EventType>(type)), grouped(count.good + count.refused),
                         count.refused == 0 ? std::string() : fmt::format("  {} refused", grouped(count.refused))));
    }
    for (const auto& [rule, count] : summary.findings_by_rule) line(fmt::format("  {:<32}{:>14}", rule, grouped(count)));
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
    out += document.dump();
}

}  // namespace tks
