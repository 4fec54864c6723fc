#include "store/checkpointer.hpp"

#include <sqlite3.h>

namespace tks::store {

namespace {

// Of 32 KiB each. So many are worth the two times that the disk is waited for.
constexpr int pages_worth_moving = 256;

// Memory for the log is allocated once if it begins anew from time to time; but that takes until all of it has been moved.
constexpr int most_log_pages = 8192;

}  // namespace

Checkpointer::Checkpointer(Connection& connection)
    : database_(connection.path(), SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE),
      watched_(connection.database().getHandle()) {
    // Takes the place of the checkpoints that SQLite makes while it commits.
    sqlite3_wal_hook(
        watched_,
        [](void* self, sqlite3*, const char*, int log_pages) {
            static_cast<Checkpointer*>(self)->note_commit(log_pages);
            return SQLITE_OK;
        },
        this);
    thread_ = std::thread([this] { work(); });
}

Checkpointer::~Checkpointer() {
    sqlite3_wal_hook(watched_, nullptr, nullptr);
    {
        const std::scoped_lock lock(mutex_);
        is_ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Checkpointer::make_room() {
    std::unique_lock lock(mutex_);
    if (log_pages_ >= most_log_pages) changed_.wait(lock, [this] { return !is_wanted_; });
}

void Checkpointer::move_all() {
    {
        const std::scoped_lock lock(mutex_);
        is_wanted_ = true;
    }
    changed_.notify_all();
}

void Checkpointer::note_commit(int log_pages) {
    {
        const std::scoped_lock lock(mutex_);
        log_pages_ = log_pages;
    }
    if (log_pages >= pages_worth_moving) move_all();
}

void Checkpointer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return is_wanted_ || is_ended_; });
        if (is_ended_) return;
        const int moved_pages = log_pages_;
        lock.unlock();
        // A connection that has read nothing since the log was begun does not know that there is one.
        static_cast<void>(database_.tryExec("PRAGMA schema_version"));
        sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        lock.lock();
        // A commit may have come meanwhile.
        if (log_pages_ == moved_pages) is_wanted_ = false;
        changed_.notify_all();
    }
}

}  // namespace tks::store
