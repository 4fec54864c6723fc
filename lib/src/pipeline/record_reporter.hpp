#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/rule_definition.hpp"
#include "codec/finding_list.hpp"
#include "tks/record.hpp"

namespace tks::pipeline {

/// Takes what the rules find in one event, with its place in the record.
class RecordReporter final : public check::EventReporter {
public:
    RecordReporter(Timestamp now, std::vector<Diagnostic>& findings) : now_(now), findings_(findings) {}

    void set(const Record& record, const Event& event) {
        record_ = &record;
        event_ = &event;
    }
    void set(const Rule& rule) { rule_ = &rule; }

    void report(std::string message, std::string_view pointer) override {
        Diagnostic finding;
        finding.severity = rule_->severity;
        finding.rule = rule_->name;
        finding.message = std::move(message);
        finding.pointer = pointer;
        finding.event_id = event_->event_id;
        codec::set_place(finding, *record_, pointer);
        findings_.push_back(std::move(finding));
    }

    [[nodiscard]] Timestamp now() const override { return now_; }

private:
    Timestamp now_;
    std::vector<Diagnostic>& findings_;
    const Record* record_ = nullptr;
    const Event* event_ = nullptr;
    const Rule* rule_ = nullptr;
};

}  // namespace tks::pipeline
