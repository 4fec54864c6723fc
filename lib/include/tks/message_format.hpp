#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tks/diagnostic.hpp"
#include "tks/events.hpp"
#include "tks/export.hpp"
#include "tks/kafka_message.hpp"
#include "tks/report.hpp"
#include "tks/snapshots.hpp"

/// Kafka messages in the forms in which they are shown and passed on. All functions append to a string.
namespace tks {

/// A message, and what was read in it. It borrows, for as long as whoever delivered it says.
struct ReadMessage {
    const KafkaMessage* message = nullptr;
    const Event* event = nullptr;                    ///< Null where it holds none that can be read.
    const PositionsMarkSnapshotV1* marks = nullptr;  ///< Likewise; at most one of the two is there.
    std::span<const Diagnostic> findings;
    bool is_bad = false;  ///< Whether a consumer cannot use it: one of the findings is an error.
    bool is_json = true;  ///< Whether its payload is sound JSON at least.

    [[nodiscard]] bool is_tombstone() const { return !message->payload; }
};

/// A line for people, with its line break: when, what, of which aggregate, in which market, and the amounts. What cannot be
/// read is a line that says where it stands; its findings are told by append_text of a Diagnostic.
TKS_API void append_text(std::string& out, const ReadMessage& read, const TextStyle& style = {});

/// The payload on one line, with its line break. Nothing for a tombstone, and for what is no JSON.
TKS_API void append_ndjson(std::string& out, const ReadMessage& read);

/// The message as `kcat -J` writes it, on one line with its line break, but with headers as an object; a name that is there
/// twice has an array. A text that is no UTF-8 is written in base64, and "key_encoding":"base64" or "payload_encoding":"base64"
/// stands before it; a header's value then is {"base64":…}. A null payload is a tombstone, "" an empty one.
TKS_API void append_envelope(std::string& out, const KafkaMessage& message);

/// A line as a user wants it. In braces stands the path of a value in the payload, as in {occurred_at} or {payload.market};
/// {PATH:time} writes milliseconds since the epoch in ISO 8601. A text is written as it is, any other value as JSON, and
/// nothing where there is none. %t %p %o %k %s %T %h %% are topic, partition, offset, key, payload, timestamp (ms), headers
/// (NAME=VALUE, comma-separated) and the percent sign; "\n", "\t", "\\" and {{ }} what they usually are.
class TKS_API MessageTemplate {
public:
    /// Throws UsageError for a text that is none.
    explicit MessageTemplate(std::string_view text);
    MessageTemplate(MessageTemplate&&) noexcept;
    MessageTemplate& operator=(MessageTemplate&&) noexcept;
    ~MessageTemplate();

    /// Whether it shows headers, which messages only carry if they are asked for.
    [[nodiscard]] bool shows_headers() const;

    /// With a line break at the end.
    void append(std::string& out, const ReadMessage& read) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
