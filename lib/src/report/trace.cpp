#include <fmt/format.h>

#include <cstdlib>
#include <iterator>

#include "report/json_object.hpp"
#include "report/place_text.hpp"
#include "report/terminal.hpp"
#include "tks/report.hpp"

namespace tks {

namespace {

/// "+850 ms", "+12.3 s", "+4 min 5 s", "+3 h 20 min": as fine as it matters.
std::string duration_text(std::int64_t ms) {
    const std::string_view sign = ms < 0 ? "-" : "+";
    ms = std::abs(ms);
    if (ms < 1000) return fmt::format("{}{} ms", sign, ms);
    if (ms < 60'000) return fmt::format("{}{}.{} s", sign, ms / 1000, ms % 1000 / 100);
    if (ms < 3'600'000) return fmt::format("{}{} min {} s", sign, ms / 60'000, ms % 60'000 / 1000);
    return fmt::format("{}{} h {} min", sign, ms / 3'600'000, ms % 3'600'000 / 60'000);
}

/// What the event says, in the words of its payload.
std::string details_text(const TraceStep& step) {
    std::string text;
    const auto add = [&text](std::string_view word) { (text += text.empty() ? "" : " ") += word; };
    if (!step.market.empty()) add(step.market);
    if (step.side) add(to_string(*step.side));
    if (step.direction) add(to_string(*step.direction));
    if (step.quantity) add(step.quantity->reduced().to_string());
    if (step.price) add(fmt::format("at {}", step.price->reduced().to_string()));
    if (step.status) add(to_string(*step.status));
    if (step.realized_pnl) add(fmt::format("PnL {}", step.realized_pnl->reduced().to_string()));
    return text;
}

}  // namespace

void append_text(std::string& out, const Trace& trace, const TextStyle& style) {
    const auto paint = [&](std::string_view code) { out += style.color ? code : std::string_view(); };
    for (const TraceStep& step : trace.steps) {
        paint(report::faint);
        out += to_iso8601(step.occurred_at);
        paint(report::plain);
        fmt::format_to(std::back_inserter(out), "  {:>12}  ",
                       step.latency_ms ? duration_text(*step.latency_ms) : std::string());
        const std::size_t indent = 2 * step.depth;
        out.append(indent, ' ');
        paint(report::bold);
        out += to_string(step.type);
        paint(report::plain);
        report::append_harmless(out, fmt::format("  {}  {}", step.aggregate_id, details_text(step)));
        paint(report::faint);
        out += "  ";
        report::append_place(out, step.origin);
        paint(report::plain);
        out += '\n';
        for (const Diagnostic& finding : step.findings) {
            out.append(40 + indent, ' ');
            paint(report::color_of(finding.severity));
            out += to_string(finding.severity);
            paint(report::plain);
            report::append_harmless(out, fmt::format(": {} [{}]", finding.message, finding.rule));
            out += '\n';
        }
    }
}

void append_json(std::string& out, const TraceStep& step) {
    report::JsonObject object(out);
    object.add("depth", static_cast<std::int64_t>(step.depth));
    object.add("event_type", to_string(step.type));
    object.add("occurred_at", step.occurred_at.ms);
    if (step.latency_ms) object.add("latency_ms", *step.latency_ms);
    const auto add_text = [&](std::string_view key, const std::string& text) {
        if (!text.empty()) object.add(key, text);
    };
    add_text("event_id", step.event_id);
    add_text("aggregate_id", step.aggregate_id);
    add_text("causation_id", step.causation_id);
    add_text("correlation_id", step.correlation_id);
    report::add_place(object, step.origin);
    add_text("market", step.market);
    if (step.side) object.add("side", to_string(*step.side));
    if (step.direction) object.add("direction", to_string(*step.direction));
    if (step.status) object.add("status", to_string(*step.status));
    if (step.quantity) object.add("quantity", *step.quantity);
    if (step.price) object.add("price", *step.price);
    if (step.realized_pnl) object.add("realized_pnl", *step.realized_pnl);
    if (!step.findings.empty()) {
        object.begin("findings");
        for (const Diagnostic& finding : step.findings) {
            out += &finding == step.findings.data() ? '[' : ',';
            append_json(out, finding);
        }
        out += ']';
    }
    object.end();
}

}  // namespace tks
