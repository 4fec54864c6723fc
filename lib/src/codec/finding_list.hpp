#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/record.hpp"

namespace tks::codec {

/// Collects what is found in one record, each finding with its place and what stands there.
class FindingList {
public:
    /// One record must not fill the memory with findings: so many errors are told, and so many warnings, and one of either
    /// that says that there are more. Neither can hide the other.
    static constexpr std::size_t max_findings = 1000;

    FindingList(const Record& record, std::vector<Diagnostic>& out) : record_(record), out_(out), first_(out.size()) {}

    /// Adds a finding about the byte at an offset into the record.
    void add(Severity severity, std::string_view rule, std::string message, std::size_t offset,
             std::string pointer = {});

    /// Names the event in all findings of the record, those to come included.
    void set_event_id(std::string_view event_id);

    [[nodiscard]] bool has_errors() const { return error_count_ != 0; }

private:
    const Record& record_;
    std::vector<Diagnostic>& out_;
    std::size_t first_;
    std::size_t error_count_ = 0;
    std::size_t warning_count_ = 0;
    std::string event_id_;
};

/// The place of the value at a JSON pointer, for findings about a record that could be read: line, column and excerpt.
/// The record's beginning if there is no such value.
void set_place(Diagnostic& finding, const Record& record, std::string_view pointer);

/// The place of a byte in a record: line, column and Kafka's coordinates, without the file.
Origin locate(const Record& record, std::size_t offset);

}  // namespace tks::codec
