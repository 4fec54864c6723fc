#pragma once

#include <SQLiteCpp/Database.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "store/connection.hpp"

namespace tks::store {

/// Moves what was committed from SQLite's write-ahead log into the file itself, by a connection and in a thread of its own, so that
/// whoever commits goes on meanwhile. What it cannot move, since a reader looks at an older state or the disk is full, stays in the
/// log, where readers find it, until the next time or until the store is closed.
class Checkpointer {
public:
    /// For the transactions of a connection, which must outlive it. Throws SQLite::Exception.
    explicit Checkpointer(Connection& connection);
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;
    ~Checkpointer();

    /// To be called before a transaction: if the log has grown long, waits until it has been moved, so that it begins anew.
    void make_room();

    /// Moves what there is, however little: nothing more is to come soon.
    void move_all();

private:
    void note_commit(int log_pages);
    void work();

    SQLite::Database database_;  // Used by the thread alone.
    sqlite3* watched_;
    std::mutex mutex_;  // Guards the next four.
    std::condition_variable changed_;
    int log_pages_ = 0;       // As many as the log had after the last commit.
    bool is_wanted_ = false;  // What has been committed is to be moved, or is being moved.
    bool is_ended_ = false;
    std::thread thread_;
};

}  // namespace tks::store
