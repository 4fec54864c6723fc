#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "tks/time.hpp"

namespace tks {

/// A header of a Kafka message: bytes, or null.
struct KafkaHeader {
    std::string_view name;
    std::optional<std::string_view> value;
};

/// What a message's timestamp means.
enum class KafkaTimestampType : std::uint8_t {
    none,        ///< There is none.
    create,      ///< When its producer made it.
    log_append,  ///< When the broker took it.
};

/// A Kafka message as it was read. All that it views belongs to whoever delivered it, for as long as that says.
struct KafkaMessage {
    std::string_view topic;
    std::int32_t partition = -1;
    std::int64_t offset = -1;
    KafkaTimestampType timestamp_type = KafkaTimestampType::none;
    Timestamp timestamp;                      ///< Means nothing without a type.
    std::int32_t broker = -1;                 ///< Who delivered it; -1 where that is not known.
    std::optional<std::string_view> key;      ///< Nothing is null, which is not the same as empty.
    std::optional<std::string_view> payload;  ///< Nothing is a tombstone.
    std::span<const KafkaHeader> headers;     ///< In their order; a name may stand there twice.
};

}  // namespace tks
