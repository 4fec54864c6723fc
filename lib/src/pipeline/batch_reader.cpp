#include "pipeline/batch_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "report/event_line.hpp"

namespace tks::pipeline {

namespace {

constexpr std::size_t batches_per_thread = 4;

/// For fewer, another thread need not be woken.
constexpr std::size_t least_to_share = 32;

}  // namespace

BatchReader::BatchReader(const TailOptions& options, unsigned threads, bool with_lines) {
    const std::size_t count = std::max(threads, 1U);
    for (std::size_t index = 0; index < count; ++index) workers_.emplace_back(options, with_lines);
    slots_.resize(count == 1 ? 1 : count * batches_per_thread);
    for (std::size_t index = 1; index < count; ++index) helpers_.emplace_back([this, index] { help(workers_[index]); });
}

BatchReader::~BatchReader() {
    {
        const std::scoped_lock lock(mutex_);
        is_stopped_ = true;
    }
    waiting_.notify_all();
}

void BatchReader::submit() {
    const std::size_t size = vacant().messages().size();
    messages_on_their_way_ += size;
    {
        const std::scoped_lock lock(mutex_);
        slots_[submitted_ % slots_.size()].is_done = false;
        ++submitted_;
    }
    if (size >= least_to_share) waiting_.notify_one();
}

const BatchReader::Batch& BatchReader::finish_oldest() {
    Slot& slot = slots_[released_ % slots_.size()];
    std::unique_lock lock(mutex_);
    while (!slot.is_done) {
        if (taken_ < submitted_)
            read_next(workers_.front(), lock);
        else
            done_.wait(lock, [&] { return slot.is_done; });
    }
    if (slot.failure) std::rethrow_exception(std::exchange(slot.failure, nullptr));
    return slot.batch;
}

void BatchReader::release_oldest() {
    Batch& batch = slots_[released_ % slots_.size()].batch;
    messages_on_their_way_ -= batch.given.messages().size();
    batch.given.clear();
    ++released_;
}

void BatchReader::help(Worker& worker) {
    std::unique_lock lock(mutex_);
    for (;;) {
        waiting_.wait(lock, [this] { return is_stopped_ || taken_ < submitted_; });
        if (is_stopped_) return;
        read_next(worker, lock);
        done_.notify_one();
    }
}

/// Lets the lock go while it reads.
void BatchReader::read_next(Worker& worker, std::unique_lock<std::mutex>& lock) {
    Slot& slot = slots_[taken_++ % slots_.size()];
    lock.unlock();
    try {
        worker.read(slot.batch);
    } catch (...) {
        slot.failure = std::current_exception();
    }
    lock.lock();
    slot.is_done = true;
}

void BatchReader::Worker::read(Batch& batch) {
    const Timestamp now = clock();
    const std::span<const KafkaMessage> messages = batch.given.messages();
    if (batch.verdicts.size() < messages.size()) batch.verdicts.resize(messages.size());
    batch.lines.clear();
    for (std::size_t index = 0; index < messages.size(); ++index) {
        Verdict& verdict = batch.verdicts[index];
        verdict.is_wanted = matcher.matches(messages[index]);
        if (verdict.is_wanted) read(messages[index], now, verdict, batch.lines);
    }
}

/// A line is read where it is written, so that its bytes are copied once and still at hand.
void BatchReader::Worker::read(const KafkaMessage& message, Timestamp now, Verdict& verdict, std::string& lines) {
    const std::size_t begin = lines.size();
    const ReadMessage read = with_lines ? reader.read(message, now, lines) : reader.read(message, now);
    verdict.is_wanted = matcher.matches(read, reader.type());
    verdict.is_bad = read.is_bad;
    verdict.is_json = read.is_json;
    verdict.findings.assign(read.findings.begin(), read.findings.end());
    if (!with_lines) return;
    const bool is_line = verdict.is_wanted && verdict.is_json && message.payload;
    lines.resize(begin + (is_line ? message.payload->size() : 0));
    if (is_line) report::end_event_line(lines, begin);
}

}  // namespace tks::pipeline
