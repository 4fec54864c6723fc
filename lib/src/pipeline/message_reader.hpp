#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/life_follower.hpp"
#include "pipeline/record_judge.hpp"
#include "tks/tail.hpp"

namespace tks::pipeline {

/// Decodes and checks messages, one after another.
class MessageReader {
public:
    /// The options must outlive it.
    explicit MessageReader(const TailOptions& options);

    /// `now` is the present moment. The result borrows from the message and from the reader, until its next call.
    ReadMessage read(const KafkaMessage& message, Timestamp now) {
        bytes_.clear();
        return read(message, now, bytes_);
    }

    /// The same, with a copy of the payload at the end of `bytes` and Record::padding behind it; what is read borrows from that.
    ReadMessage read(const KafkaMessage& message, Timestamp now, std::string& bytes);

    /// Adds to what was read last what is at odds with the life of its aggregate. Each message once, in the order in which they
    /// are told. Returns whether there was an error. Does nothing unless the options ask for it.
    bool follow(ReadMessage& read);

    /// Of what was read last, where at least that could be read.
    [[nodiscard]] std::optional<EventType> type() const { return type_; }

private:
    void set_record(const KafkaMessage& message, std::string& bytes);

    RecordJudge judge_;
    std::string bytes_;
    Record record_;
    std::optional<check::LifeFollower> lives_;
    std::optional<EventType> type_;
    std::vector<Diagnostic> findings_;  // Where there are more than the judge's.
};

}  // namespace tks::pipeline
