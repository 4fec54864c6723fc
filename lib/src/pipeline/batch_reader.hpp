#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/message_filter.hpp"
#include "pipeline/message_reader.hpp"
#include "source/message_batch.hpp"
#include "tks/tail.hpp"

namespace tks::pipeline {

/// Decodes and checks batches of messages in several threads, while the caller's gets the next ones. They come out in the order
/// in which they went in. Only few are on their way at a time, so that memory is bounded.
///
///   while (reader.has_room() && get(reader.vacant())) reader.submit();
///   while (!reader.is_empty()) use(reader.finish_oldest()), reader.release_oldest();
class BatchReader {
public:
    /// What became of a message; the event itself is gone.
    struct Verdict {
        bool is_wanted = false;
        bool is_bad = false;
        bool is_json = true;
        std::vector<Diagnostic> findings;
    };

    struct Batch {
        source::MessageBatch given;
        std::vector<Verdict> verdicts;  ///< One for each message, in their order; there may be more behind them.
        std::string lines;              ///< The events of those that are wanted, as append_ndjson() writes them.
    };

    /// The options must outlive it. `threads` counts the caller's as well. Without `with_lines`, batches have none.
    BatchReader(const TailOptions& options, unsigned threads, bool with_lines);
    ~BatchReader();
    BatchReader(const BatchReader&) = delete;
    BatchReader& operator=(const BatchReader&) = delete;

    [[nodiscard]] bool has_room() const { return submitted_ - released_ < slots_.size(); }
    [[nodiscard]] bool is_empty() const { return submitted_ == released_; }
    [[nodiscard]] std::size_t messages_on_their_way() const { return messages_on_their_way_; }

    /// Where the next batch goes. Only with room for it.
    source::MessageBatch& vacant() { return slots_[submitted_ % slots_.size()].batch.given; }

    /// Lets the threads read what is in vacant().
    void submit();

    /// Waits until the oldest batch has been read, and reads as well meanwhile. Not where it is empty. Throws what was thrown while
    /// that batch was read.
    const Batch& finish_oldest();

    /// Frees what finish_oldest() returned, to be called also where it threw.
    void release_oldest();

private:
    /// Of each thread its own.
    struct Worker {
        Worker(const TailOptions& options, bool is_for_lines)
            : with_lines(is_for_lines), clock(options.clock), reader(options), matcher(options.filter) {}

        void read(Batch& batch);
        void read(const KafkaMessage& message, Timestamp now, Verdict& verdict, std::string& lines);

        bool with_lines;
        const std::function<Timestamp()>& clock;
        MessageReader reader;
        MessageMatcher matcher;
    };
    struct Slot {
        Batch batch;
        std::exception_ptr failure;
        bool is_done = false;
    };

    void help(Worker& worker);
    void read_next(Worker& worker, std::unique_lock<std::mutex>& lock);

    std::deque<Worker> workers_;  // The first is the caller's.
    std::deque<Slot> slots_;      // A ring.
    std::uint64_t released_ = 0;  // Like those below, a number of batches since the beginning.
    std::size_t messages_on_their_way_ = 0;

    std::mutex mutex_;  // Guards the rest, and what becomes of the slots.
    std::condition_variable waiting_;
    std::condition_variable done_;
    std::uint64_t submitted_ = 0;  // The caller alone changes it.
    std::uint64_t taken_ = 0;
    bool is_stopped_ = false;

    std::vector<std::jthread> helpers_;
};

}  // namespace tks::pipeline
