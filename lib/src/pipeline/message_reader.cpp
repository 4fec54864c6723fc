#include "pipeline/message_reader.hpp"

namespace tks::pipeline {

MessageReader::MessageReader(const TailOptions& options) : judge_(options.contract, options.levels, options.clock) {
    if (options.follows_lives) lives_.emplace(options.levels);
}

ReadMessage MessageReader::read(const KafkaMessage& message) {
    ReadMessage result;
    result.message = &message;
    type_.reset();
    if (!message.payload) return result;
    const JudgedRecord judged = judge_.judge(record_of(message));
    type_ = judged.type;
    result.event = judged.event;
    result.marks = judged.marks;
    result.is_bad = !judged.is_good;
    result.is_json = judged.is_json;
    result.findings = judged.findings;
    return result;
}

bool MessageReader::follow(ReadMessage& read) {
    if (!lives_ || read.event == nullptr) return false;
    findings_.clear();
    const bool has_error = lives_->follow(record_of(*read.message), *read.event, findings_);
    if (findings_.empty()) return false;
    findings_.insert(findings_.begin(), read.findings.begin(), read.findings.end());
    read.findings = findings_;
    return has_error;
}

Record MessageReader::record_of(const KafkaMessage& message) {
    Record record;
    record.bytes = *message.payload;
    record.key = message.key.value_or("");
    record.topic = message.topic;
    record.partition = message.partition;
    record.offset = message.offset;
    return record;
}

}  // namespace tks::pipeline
