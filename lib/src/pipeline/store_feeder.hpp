#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "pipeline/finding_collector.hpp"
#include "pipeline/input_set.hpp"
#include "store/delta.hpp"
#include "store/store_access.hpp"

namespace tks::pipeline {

/// Commits deltas to a store in a thread of its own, one after the other, while the next one is gathered.
class Committer {
public:
    explicit Committer(store::Writer& writer) : writer_(writer), thread_([this] { work(); }) {}
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;
    ~Committer();

    /// Takes a delta, once the one before it has been committed. Throws what kept an earlier one from being committed.
    void commit(store::Delta&& delta);

    /// Whether commit() would not wait.
    [[nodiscard]] bool is_free();

    /// Waits until all has been committed; throws as commit() does.
    void finish();

private:
    void work();
    void wait_until_free(std::unique_lock<std::mutex>& lock);

    store::Writer& writer_;
    std::mutex mutex_;  // Guards the next four.
    std::condition_variable changed_;
    std::optional<store::Delta> delta_;  // The one that is being committed.
    bool is_ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;
};

/// While there is one, a store in which there is nothing yet is being made, if that is wanted, until it is published.
class Making {
public:
    Making(store::Writer& writer, bool is_wanted) : writer_(writer) {
        if (is_wanted) writer.begin_making();
    }
    Making(const Making&) = delete;
    Making& operator=(const Making&) = delete;
    ~Making() { writer_.stop_making(); }

private:
    store::Writer& writer_;
};

/// Gathers what inputs tell in deltas of bounded size, and has them committed.
class StoreFeeder {
public:
    /// The inputs must outlive it.
    StoreFeeder(Store& store, const InputSet& inputs, const ValidateOptions& reading);

    /// Where the inputs go on.
    [[nodiscard]] const std::vector<source::Resumption>& resumptions() const { return resumptions_; }

    /// Files that had been read before and are not the same any more.
    [[nodiscard]] const std::vector<std::string>& replaced() const { return replaced_; }

    /// Gathers here; called once, before the run.
    GatherTarget target();

    /// A finding of an input that has been read.
    void take(const Diagnostic& finding);

    /// Commits what is left.
    void finish();

private:
    void take(const PieceEnd& end);
    void commit();

    const InputSet& inputs_;
    const std::vector<std::string>& names_;
    std::string reading_;
    std::uint64_t most_bytes_;
    std::vector<store::Writer::KnownInput> known_;
    std::unordered_map<std::string, Id> numbers_;  // Of the inputs in the store, by name.
    std::vector<source::Resumption> resumptions_;
    std::vector<std::string> replaced_;
    std::vector<std::optional<PieceEnd>> ends_;  // By input: of the last piece from which the input can be resumed.
    std::vector<bool> is_begun_;  // By input: whether what was found in it before has been forgotten, where it must.
    std::vector<std::size_t> touched_;  // Inputs of which the delta has something.
    store::Delta delta_;
    std::size_t finding_bytes_ = 0;
    store::Writer& writer_;
    Making making_;
    Committer committer_;
};

}  // namespace tks::pipeline
