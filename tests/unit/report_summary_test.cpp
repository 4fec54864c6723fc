#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tks/report.hpp"

namespace {

using tks::ValidateSummary;

ValidateSummary busy_summary() {
    ValidateSummary summary;
    summary.inputs = 3;
    summary.unreadable_inputs = 1;
    summary.bytes = 1'234'567'890;
    summary.records = 1'500'000;
    summary.refused_records = 1'001;
    summary.tombstones = 1;
    summary.by_type[static_cast<std::size_t>(tks::EventType::order_filled)] = {.good = 1'498'998, .refused = 1'000};
    summary.by_type[static_cast<std::size_t>(tks::EventType::trade_opened)] = {.good = 1, .refused = 0};
    summary.findings_by_severity = {0, 2, 1'002};
    summary.findings_by_rule = {{"schema/range", 1'002}, {"schema/coercion", 2}};
    summary.first_occurred_at = tks::Timestamp{1'772'366'400'000};
    summary.last_occurred_at = tks::Timestamp{1'772'452'799'999};
    return summary;
}

std::string as_text(const ValidateSummary& summary, double seconds) {
    std::string text;
    tks::append_text(text, summary, seconds);
    return text;
}

std::string as_json(const ValidateSummary& summary) {
    std::string text;
    tks::append_json(text, summary);
    return text;
}

}  // namespace

TEST_CASE("a summary tells people what was read, what is wrong and when it happened") {
    CHECK(as_text(busy_summary(), 2) ==
          "1,500,000 records, 1,001 refused, in 3 inputs (1.2 GB); 2.00 s, 750,000 events/s, 617.3 MB/s\n"
          "1,002 errors, 2 warnings\n"
          "1 input could not be read\n"
          "1 tombstone\n"
          "occurred from 2026-03-01T12:00:00.000Z to 2026-03-02T11:59:59.999Z\n"
          "  order_filled                         1,499,998  1,000 refused\n"
          "  trade_opened                                 1\n"
          "  schema/coercion                              2\n"
          "  schema/range                             1,002\n");
}

TEST_CASE("an empty summary is short, and names no rates without a time") {
    CHECK(as_text(ValidateSummary{}, 0) == "0 records, 0 refused, in 0 inputs (0 B)\n0 errors, 0 warnings\n");
    ValidateSummary one;
    one.records = one.refused_records = one.inputs = 1;
    one.bytes = 999;
    one.findings_by_severity = {0, 1, 1};
    CHECK(as_text(one, 0) == "1 record, 1 refused, in 1 input (999 B)\n1 error, 1 warning\n");
    one.bytes = 1000;
    CHECK(as_text(one, 0).starts_with("1 record, 1 refused, in 1 input (1.0 kB)\n"));
}

TEST_CASE("a gap of centuries, as between times in different units, stays apart from its length") {
    ValidateSummary summary;
    summary.statistics.emplace();
    summary.statistics->longest_gaps = {{.from = {1'772'366'400'000}, .to = {1'772'366'400'000'000}},
                                        {.from = {0}, .to = {1}}};
    const std::string text = as_text(summary, 0);
    const std::string gaps = text.substr(text.find("longest gaps"));
    CHECK(gaps ==
          "longest gaps\n"
          "  2026-03-01T12:00:00.000Z to 1772366400000000 1770594033600.000 s\n"
          "  1970-01-01T00:00:00.000Z to 1970-01-01T00:00:00.001Z         0.001 s\n");
}

TEST_CASE("a summary as JSON has the same keys in the same order, without anything that the machine's speed changes") {
    CHECK(
        as_json(busy_summary()) ==
        R"({"inputs":3,"unreadable_inputs":1,"bytes":1234567890,"records":1500000,"refused_records":1001,"tombstones":1,)"
        R"("errors":1002,"warnings":2,"known_findings":0,"stale_findings":0,"first_occurred_at":1772366400000,"last_occurred_at":1772452799999,)"
        R"("events":{"order_filled":{"events":1499998,"refused":1000},"trade_opened":{"events":1,"refused":0}},)"
        R"("findings":{"schema/coercion":2,"schema/range":1002}})");
    CHECK(
        as_json(ValidateSummary{}) ==
        R"({"inputs":0,"unreadable_inputs":0,"bytes":0,"records":0,"refused_records":0,"tombstones":0,)"
        R"("errors":0,"warnings":0,"known_findings":0,"stale_findings":0,"first_occurred_at":null,"last_occurred_at":null,"events":{},"findings":{}})");
}
