#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tks/export.hpp"
#include "tks/kafka_offsets.hpp"
#include "tks/kafka_settings.hpp"

namespace tks {

/// How the records of an input are told apart.
enum class InputFormat : std::uint8_t {
    detect,  ///< Found out by looking at the content.
    ndjson,  ///< One JSON value a line.
    json,    ///< JSON values one after another, over any number of lines, or the elements of one JSON array.
    kcat,    ///< The envelopes of `kcat -J`, one a line, with the event as text or as an object in `payload`.
};

struct InputOptions {
    InputFormat format = InputFormat::detect;
    std::size_t max_record_bytes = std::size_t{4} << 20U;  ///< A longer record is a finding and is passed over.
};

/// What to read of which topics of a cluster.
struct TopicSelection {
    KafkaSettings connection;
    std::vector<std::string> names;
    bool is_regex = false;                   ///< Whether the names are regular expressions.
    std::vector<std::int32_t> partitions{};  ///< Only these; empty for all.
    OffsetSelection offsets;
    bool reads_uncommitted = false;  ///< Also what open or aborted transactions wrote.
};

/// Where records come from.
struct Inputs {
    std::vector<std::string> files;  ///< See list_inputs() for what a name may be.

    /// Read behind the files, partition by partition, up to where each of them ends when the reading begins. In findings and
    /// stores, an input of theirs is named kafka:TOPIC/PARTITION. Whoever reads them may throw KafkaError, and UsageError for names
    /// and offsets that make no sense.
    std::optional<TopicSelection> topics{};

    Inputs() = default;
    Inputs(std::vector<std::string> names) : files(std::move(names)) {}  // NOLINT(google-explicit-constructor)
    Inputs(std::initializer_list<std::string> names) : files(names) {}   // NOLINT(google-explicit-constructor)
};

/// The files that the names stand for: "-" is standard input, a directory all regular files below it in the
/// order of their names (hidden ones left out), anything else itself. A name that does not exist and a directory that
/// cannot be read are kept, for whoever opens them to say so: the other files are judged all the same.
TKS_API std::vector<std::string> list_inputs(const std::vector<std::string>& names);

}  // namespace tks
