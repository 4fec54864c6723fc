#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulate/faults.hpp"
#include "simulate_support.hpp"
#include "tks/rules.hpp"

using simulate_test::LineReader;
using simulate_test::Stream;
using simulate_test::stream_of;
using tks::Revision;
using tks::simulation::Planting;

namespace {

/// Whether a rule is about the text of a record and its fields, so that it looks at one line alone.
bool is_about_records(std::string_view rule) {
    return rule.starts_with("json/") || rule.starts_with("schema/");
}

const tks::simulation::Fault& kind_of(const tks::PlantedFault& planted) {
    const auto fault =
        std::ranges::find(tks::simulation::faults(), planted.description, &tks::simulation::Fault::description);
    REQUIRE(fault != tks::simulation::faults().end());
    return *fault;
}

/// The defects by the first of their lines.
std::map<std::uint64_t, const tks::PlantedFault*> by_first_line(const Stream& stream) {
    std::map<std::uint64_t, const tks::PlantedFault*> faults;
    for (const tks::PlantedFault& fault : stream.planted)
        CHECK(faults.emplace(fault.line - kind_of(fault).lines + 1, &fault).second);
    return faults;
}

}  // namespace

TEST_CASE("every fault names a rule, and stands in a line that can be read unless the rule refuses the record") {
    for (const tks::simulation::Fault& fault : tks::simulation::faults()) {
        CAPTURE(fault.rule);
        const tks::Rule* rule = tks::find_rule(fault.rule);
        REQUIRE(rule != nullptr);
        const bool is_refused = is_about_records(fault.rule) && rule->severity == tks::Severity::error;
        CHECK((fault.planting == Planting::retried) == is_refused);
        CHECK(fault.lines >= 1);
        if (fault.lines > 1) CHECK(fault.planting == Planting::added);
    }
}

TEST_CASE("every rule has its fault") {
    // These are about whole files, about messages that are not simulated, and about many events together.
    const std::set<std::string_view> elsewhere = {
        "json/array",   "json/envelope",         "json/record-too-large",
        "schema/marks", "schema/spot-direction", "reference/begins-later",
    };
    for (const tks::Rule& rule : tks::rules()) {
        if (rule.only_in_replay) continue;
        CAPTURE(rule.name);
        const bool has_fault = std::ranges::find(tks::simulation::faults(), rule.name, &tks::simulation::Fault::rule) !=
                               tks::simulation::faults().end();
        CHECK(has_fault != elsewhere.contains(rule.name));
    }
}

TEST_CASE("each planted defect of a record is found by its rule alone, and nothing else is found") {
    for (const Revision contract : {Revision::v0_1_42, Revision::v0_1_47, Revision::v0_1_50}) {
        const Stream stream = stream_of({.trades = 120, .seed = 9, .fault_rate = 0.3, .contract = contract});
        std::map<std::uint64_t, const tks::PlantedFault*> fault_of_line;
        for (const tks::PlantedFault& fault : stream.planted) CHECK(fault_of_line.emplace(fault.line, &fault).second);
        LineReader reader(contract);
        for (std::size_t index = 0; index < stream.lines.size(); ++index) {
            const auto fault = fault_of_line.find(index + 1);
            std::vector<std::string_view> rules;
            reader.read(stream.lines[index]);
            for (const tks::Diagnostic& finding : reader.findings()) rules.push_back(finding.rule);
            CAPTURE(stream.lines[index]);
            if (fault == fault_of_line.end() || !is_about_records(fault->second->rule)) {
                CHECK(rules.empty());
            } else {
                CAPTURE(fault->second->description);
                CHECK(rules == std::vector{fault->second->rule});
            }
        }
    }
}

TEST_CASE("all kinds of defects have their turn") {
    // Few events can have these, or each market can have it once.
    const std::set<std::string_view> rare = {
        "event/mixed-market-forms",   "lifecycle/early-expiry",      "reference/order-without-hot-signal",
        "pnl/not-reconciled",         "lifecycle/over-exit",         "lifecycle/trade-quantity",
        "lifecycle/trade-average",    "lifecycle/trade-status",      "lifecycle/trade-times",
        "lifecycle/changed-trade",    "lifecycle/fill-mismatch",     "lifecycle/fill-after-end",
        "lifecycle/overfilled-order", "lifecycle/underfilled-order", "lifecycle/fill-time",
        "lifecycle/fill-after-close", "pnl/unmatched-exit"};
    for (const Revision contract : {Revision::v0_1_42, Revision::v0_1_50}) {
        std::map<std::string, int> planted;
        std::set<std::string> rarely_planted;
        for (const tks::PlantedFault& fault :
             stream_of({.trades = 300, .fault_rate = 0.3, .contract = contract}).planted) {
            if (rare.contains(fault.rule))
                rarely_planted.insert(fault.description);
            else
                ++planted[fault.description];
        }
        // Each revision has one kind of its own: a key that is too new for it, an origin that must name its strategy.
        CHECK(planted.size() + rarely_planted.size() == tks::simulation::faults().size() - 1);
        const auto [least, most] =
            std::ranges::minmax_element(planted, {}, [](const auto& entry) { return entry.second; });
        CHECK(least->second > 10);
        CHECK(most->second - least->second <= 2);
    }
}

TEST_CASE("without the lines that nobody can read and those that were added, a spoilt stream is the sound one") {
    const tks::SimulateOptions options{.trades = 60, .seed = 12};
    tks::SimulateOptions spoilt_options = options;
    spoilt_options.fault_rate = 0.5;
    const Stream sound = stream_of(options);
    const Stream spoilt = stream_of(spoilt_options);
    const std::map<std::uint64_t, const tks::PlantedFault*> fault_of_line = by_first_line(spoilt);
    std::size_t next = 0;
    LineReader reader;
    for (std::size_t index = 0; index < spoilt.lines.size(); ++index) {
        const auto fault = fault_of_line.find(index + 1);
        if (fault == fault_of_line.end()) {
            REQUIRE(next < sound.lines.size());
            CHECK(spoilt.lines[index] == sound.lines[next++]);
        } else {
            const tks::simulation::Fault& kind = kind_of(*fault->second);
            const Planting planting = kind.planting;
            for (std::size_t last = index + kind.lines - 1; index < last; ++index) {
                REQUIRE(reader.read(spoilt.lines[index]));
                CHECK(fault->second->event_id != reader.event().event_id);
            }
            CHECK(reader.read(spoilt.lines[index]) == (planting != Planting::retried));
            if (planting == Planting::added) {
                CHECK(fault->second->event_id == reader.event().event_id);
                continue;
            }
            // The fault is at this event, and if it can still be read, the event stands here only.
            REQUIRE(reader.read(sound.lines[next]));
            CHECK(fault->second->event_id == reader.event().event_id);
            if (planting == Planting::replaced) ++next;
        }
    }
    CHECK(next == sound.lines.size());
}

TEST_CASE("a planted defect is told as one JSON object") {
    std::string json;
    tks::append_json(json, {.line = 3, .rule = "json/utf8", .event_id = "e-1", .description = "a \"bad\" byte"});
    CHECK(json == R"({"line":3,"rule":"json/utf8","event_id":"e-1","description":"a \"bad\" byte"})");
}

TEST_CASE("the rate is the share of the events that a defect is planted at") {
    const std::size_t events = stream_of({.trades = 200}).lines.size();
    CHECK(stream_of({.trades = 200, .fault_rate = 0}).planted.empty());
    const std::size_t tenth = stream_of({.trades = 200, .fault_rate = 0.1}).planted.size();
    CHECK(tenth > events / 12);
    CHECK(tenth < events / 8);
    // The first line stays sound.
    CHECK(stream_of({.trades = 200, .fault_rate = 1}).planted.size() == events - 1);
}
