#include "pipeline/message_reader.hpp"

#include <string_view>

namespace tks::pipeline {

MessageReader::MessageReader(const TailOptions& options) : judge_(options.contract, options.levels, options.clock()) {
    if (options.follows_lives) lives_.emplace(options.levels);
}

ReadMessage MessageReader::read(const KafkaMessage& message, Timestamp now, std::string& bytes) {
    ReadMessage result;
    result.message = &message;
    type_.reset();
    if (!message.payload) return result;
    set_record(message, bytes);
    const JudgedRecord judged = judge_.judge(record_, now);
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
    const bool has_error = lives_->follow(record_, *read.event, findings_);
    if (findings_.empty()) return false;
    findings_.insert(findings_.begin(), read.findings.begin(), read.findings.end());
    read.findings = findings_;
    return has_error;
}

void MessageReader::set_record(const KafkaMessage& message, std::string& bytes) {
    const std::size_t begin = bytes.size();
    bytes += *message.payload;
    bytes.append(Record::padding, '\0');
    record_.bytes = std::string_view(bytes).substr(begin, message.payload->size());
    record_.key = message.key.value_or("");
    record_.topic = message.topic;
    record_.partition = message.partition;
    record_.offset = message.offset;
}

}  // namespace tks::pipeline
