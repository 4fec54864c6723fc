#include "pipeline/batch_reader.hpp"

#include <algorithm>
#include <utility>

namespace tks::pipeline {

namespace {

/// Messages that a thread takes at a time.
constexpr std::size_t block_size = 32;

/// For fewer, the other threads need not be woken.
constexpr std::size_t least_to_share = 4 * block_size;

}  // namespace

BatchReader::BatchReader(const TailOptions& options, unsigned threads) {
    const std::size_t count = std::max(threads, 1U);
    for (std::size_t index = 0; index < count; ++index) workers_.emplace_back(options);
    for (std::size_t index = 1; index < count; ++index) helpers_.emplace_back([this, index] { help(workers_[index]); });
}

BatchReader::~BatchReader() {
    {
        const std::scoped_lock lock(mutex_);
        is_stopped_ = true;
    }
    begin_.notify_all();
}

std::span<const BatchReader::Verdict> BatchReader::read(std::span<const KafkaMessage> messages) {
    messages_ = messages;
    if (verdicts_.size() < messages.size()) verdicts_.resize(messages.size());
    next_ = 0;
    const bool is_shared = messages.size() >= least_to_share && !helpers_.empty();
    if (is_shared) {
        const std::scoped_lock lock(mutex_);
        ++batch_;
        busy_ = helpers_.size();
    }
    if (is_shared) begin_.notify_all();
    std::exception_ptr failure;
    try {
        work(workers_.front());
    } catch (...) {
        failure = std::current_exception();
    }
    if (is_shared) {
        std::unique_lock lock(mutex_);
        end_.wait(lock, [this] { return busy_ == 0; });
        const std::exception_ptr other = std::exchange(failure_, nullptr);
        if (!failure) failure = other;
    }
    if (failure) std::rethrow_exception(failure);
    return {verdicts_.data(), messages.size()};
}

void BatchReader::help(Worker& worker) {
    std::uint64_t done = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
        begin_.wait(lock, [&] { return is_stopped_ || batch_ != done; });
        if (is_stopped_) return;
        done = batch_;
        lock.unlock();
        std::exception_ptr failure;
        try {
            work(worker);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        if (failure) failure_ = failure;
        if (--busy_ == 0) end_.notify_one();
    }
}

void BatchReader::work(Worker& worker) {
    for (std::size_t begin = next_.fetch_add(block_size); begin < messages_.size();
         begin = next_.fetch_add(block_size)) {
        const std::size_t end = std::min(begin + block_size, messages_.size());
        for (std::size_t index = begin; index < end; ++index) {
            const ReadMessage read = worker.reader.read(messages_[index]);
            Verdict& verdict = verdicts_[index];
            verdict.is_wanted = worker.matcher.matches(read, worker.reader.type());
            verdict.is_bad = read.is_bad;
            verdict.is_json = read.is_json;
            verdict.findings.assign(read.findings.begin(), read.findings.end());
        }
    }
}

}  // namespace tks::pipeline
