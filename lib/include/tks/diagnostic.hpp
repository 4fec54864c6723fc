#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tks {

/// How much a finding matters. An error means that a consumer of the named contract cannot use the record.
enum class Severity : std::uint8_t { info, warning, error };

constexpr std::string_view to_string(Severity severity) {
    constexpr std::string_view names[] = {"info", "warning", "error"};
    return names[static_cast<std::size_t>(severity)];
}

/// Where a record, or a place in it, comes from. Empty and negative members do not apply.
struct Origin {
    std::string file;             ///< As the user named it; "-" is standard input.
    std::uint64_t line = 0;       ///< From 1, in the decompressed file.
    std::uint64_t column = 0;     ///< From 1, in Unicode characters.
    std::string topic;            ///< Kafka topic.
    std::int32_t partition = -1;  ///< Kafka partition.
    std::int64_t offset = -1;     ///< Kafka offset.
};

/// Another event that a finding speaks of: the one that it contradicts, or its cause.
struct RelatedPlace {
    std::string message;  ///< What stands there, in a few words.
    Origin origin;
    std::string event_id;
};

/// One finding about a record: what was found, where, and what to do. Bad data is a value, never an exception.
struct Diagnostic {
    Severity severity = Severity::error;
    std::string_view
        rule;  ///< Stable kebab-case name with its family, as in "schema/missing"; lives as long as the library.
    std::string message;  ///< One sentence or two for people, without the rule and the place.
    Origin origin;
    std::string pointer;                ///< RFC 6901 pointer into the record; empty for the record as a whole.
    std::string event_id;               ///< Empty where the record has none that can be read.
    std::string excerpt;                ///< The part of the line around the column, for a terminal; may be empty.
    std::vector<RelatedPlace> related;  ///< Events that it speaks of besides; mostly empty.
    std::size_t caret = 0;              ///< Offset in characters into the excerpt of the place meant.
};

}  // namespace tks
