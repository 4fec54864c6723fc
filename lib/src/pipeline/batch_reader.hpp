#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "pipeline/message_filter.hpp"
#include "pipeline/message_reader.hpp"
#include "tks/tail.hpp"

namespace tks::pipeline {

/// Decodes and checks many messages at a time, in several threads.
class BatchReader {
public:
    /// What became of a message; the event itself is gone.
    struct Verdict {
        bool is_wanted = false;
        bool is_bad = false;
        bool is_json = true;
        std::vector<Diagnostic> findings;
    };

    /// The options must outlive it. `threads` counts the caller's as well.
    BatchReader(const TailOptions& options, unsigned threads);
    ~BatchReader();
    BatchReader(const BatchReader&) = delete;
    BatchReader& operator=(const BatchReader&) = delete;

    /// One verdict for each message, in their order; they hold until the next call. Throws what a thread threw.
    std::span<const Verdict> read(std::span<const KafkaMessage> messages);

private:
    /// Of each thread its own.
    struct Worker {
        explicit Worker(const TailOptions& options) : reader(options), matcher(options.filter) {}

        MessageReader reader;
        MessageMatcher matcher;
    };

    void help(Worker& worker);
    void work(Worker& worker);

    std::deque<Worker> workers_;  // The first is the caller's.
    std::span<const KafkaMessage> messages_;
    std::vector<Verdict> verdicts_;
    std::atomic<std::size_t> next_ = 0;

    std::mutex mutex_;  // Guards the rest.
    std::condition_variable begin_;
    std::condition_variable end_;
    std::uint64_t batch_ = 0;
    std::size_t busy_ = 0;
    bool is_stopped_ = false;
    std::exception_ptr failure_;

    std::vector<std::jthread> helpers_;
};

}  // namespace tks::pipeline
