#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "report/finding_writers.hpp"
#include "report/fingerprint.hpp"
#include "tks/rules.hpp"
#include "tks/version.hpp"

namespace tks::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view level_of(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::info:
            return "note";
    }
    return "";
}

/// The name of a file as a URI reference (RFC 3986).
std::string uri_of(std::string_view file) {
    if (file == "-") return "stdin";
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri = file.starts_with('/') ? "file://" : "";
    for (const char character : file) {
        if (unreserved.find(character) != std::string_view::npos)
            uri += character;
        else
            fmt::format_to(std::back_inserter(uri), "%{:02X}", static_cast<unsigned char>(character));
    }
    return uri;
}

/// Where something stands: in a file, and in the logic of the stream.
Json location(const Origin& origin, std::string_view event_id, std::string_view pointer) {
    Json result = Json::object();
    if (!origin.file.empty()) {
        result["physicalLocation"]["artifactLocation"]["uri"] = uri_of(origin.file);
        if (origin.line != 0) result["physicalLocation"]["region"]["startLine"] = origin.line;
        if (origin.line != 0 && origin.column != 0) result["physicalLocation"]["region"]["startColumn"] = origin.column;
    }
    Json places = Json::array();
    if (!event_id.empty())
        places.push_back({{"name", event_id}, {"fullyQualifiedName", fmt::format("{}{}", event_id, pointer)}});
    if (!origin.topic.empty()) {
        const std::string name = fmt::format("{}/{}/{}", origin.topic, origin.partition, origin.offset);
        places.push_back({{"name", name}, {"fullyQualifiedName", name}});
    }
    if (!places.empty()) result["logicalLocations"] = std::move(places);
    return result;
}

Json descriptor(const Rule& rule) {
    return {
        {"id", rule.name},
        {"shortDescription", {{"text", rule.summary}}},
        {"fullDescription", {{"text", rule.explanation}}},
        {"help",
         {{"text", fmt::format("{}\n\n`tksctl explain {}` shows events that break this rule, and the same ones mended.",
                               rule.explanation, rule.name)}}},
        {"defaultConfiguration", {{"level", level_of(rule.severity)}}},
        {"properties", {{"tags", {rule.family()}}}}};
}

/// The parts of the log are written in an order in which none has to wait for another.
class SarifWriter final : public FindingWriter {
public:
    SarifWriter(const RuleLevels& levels, Sink sink) : sink_(std::move(sink)) {
        Json rules_checked = Json::array();
        for (const Rule& rule : rules()) {
            if (!levels.level_of(rule.name)) continue;
            names_.push_back(rule.name);
            rules_checked.push_back(descriptor(rule));
        }
        const Json tool = {{"driver",
                            {{"name", "tksctl"},
                             {"version", TKS_VERSION},
                             {"semanticVersion", TKS_VERSION},
                             {"rules", std::move(rules_checked)}}}};
        sink_(R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":)" +
              text_of(tool) + R"(,"columnKind":"unicodeCodePoints","results":[)");
    }

    void write(const Diagnostic& finding) override {
        Json result;
        result["ruleId"] = finding.rule;
        result["ruleIndex"] = std::ranges::lower_bound(names_, finding.rule) - names_.begin();
        result["level"] = level_of(finding.severity);
        result["message"]["text"] = finding.message;
        result["locations"] = Json::array({location(finding.origin, finding.event_id, finding.pointer)});
        for (const RelatedPlace& related : finding.related) {
            Json place = location(related.origin, related.event_id, {});
            place["id"] = result["relatedLocations"].size() + 1;
            place["message"]["text"] = related.message;
            result["relatedLocations"].push_back(std::move(place));
        }
        result["partialFingerprints"]["tksctlFinding/v1"] = fingerprint(finding);
        if (!finding.event_id.empty()) result["properties"]["event_id"] = finding.event_id;
        if (!finding.pointer.empty()) result["properties"]["pointer"] = finding.pointer;
        sink_((is_first_ ? "\n" : ",\n") + text_of(result));
        is_first_ = false;
    }

    void write_unreadable_input(const std::string& input, const std::string& message) override {
        Origin origin;
        origin.file = input;
        notifications_.push_back({{"level", "error"},
                                  {"message", {{"text", message}}},
                                  {"locations", Json::array({location(origin, {}, {})})}});
    }

    void finish(const ValidateSummary& /*summary*/) override {
        Json invocation;
        invocation["executionSuccessful"] = notifications_.empty();
        if (!notifications_.empty()) invocation["toolExecutionNotifications"] = std::move(notifications_);
        sink_("\n],\"invocations\":[" + text_of(invocation) + "]}]}\n");
    }

private:
    /// Bytes that are no UTF-8, as they may stand in names of files, become U+FFFD.
    static std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

    Sink sink_;
    std::vector<std::string_view> names_;  // Of the rules that are checked, in the order of their descriptors.
    Json notifications_ = Json::array();
    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<FindingWriter> make_sarif_writer(const RuleLevels& levels, FindingWriter::Sink sink) {
    return std::make_unique<SarifWriter>(levels, std::move(sink));
}

}  // namespace tks::report
