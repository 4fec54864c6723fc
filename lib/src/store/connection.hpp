#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "projection/valuation.hpp"
#include "tks/store.hpp"

namespace tks::store {

/// Whether a file begins as every SQLite database does.
bool has_database_header(const std::string& path);

/// The open file of a store.
class Connection {
public:
    /// See Store.
    Connection(const std::string& path, const StoreOptions& options);

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] SQLite::Database& database() { return database_; }

    /// Calls a function; failures of SQLite become a StoreError that names the file.
    template <class Function>
    decltype(auto) guard(Function&& function) const {
        try {
            return std::forward<Function>(function)();
        } catch (const SQLite::Exception& failure) {
            fail(failure);
        }
    }

    /// Calls a function in a transaction that no other writer comes between; undone as a whole if it throws.
    template <class Function>
    void write(Function&& function) {
        if (is_being_made_) return go_on_making(std::forward<Function>(function));
        keep_log();
        transact("BEGIN IMMEDIATE", std::forward<Function>(function));
    }

    /// From here on all that is written to a store in which there is nothing yet is one transaction, until it is published. What is
    /// written goes into the file at once, and not into the log first. Other writers wait, and readers find nothing. Nothing happens
    /// if the store has been published before.
    void begin_making();
    void publish();

    /// If the store has not been published, what was written since making began is undone.
    void stop_making();

    /// How long the store has been made for; zero if it is not.
    [[nodiscard]] std::chrono::milliseconds time_of_making() const;

    /// Calls a function that sees the store as it is at this moment, whoever goes on writing.
    template <class Function>
    void read(Function&& function) {
        transact("BEGIN", std::forward<Function>(function));
    }

    /// How the trades of the store are valued.
    [[nodiscard]] projection::ValuationOptions kept_options();

    /// Throws UsageError if trades are not valued as is wanted.
    void check_valuation(const StoreOptions& wanted);

    /// The file, or what stands in it, is not as it was written.
    [[noreturn]] void fail_damaged(const std::string& detail) const;

private:
    void transact(const char* begin, const std::function<void()>& function);
    void go_on_making(const std::function<void()>& function);
    void keep_log();
    void undo();
    void make(const StoreOptions& options);
    void migrate();
    void migrate_beside(StoreOptions options);
    void make_views_anew();
    [[noreturn]] void fail(const SQLite::Exception& failure) const;

    std::string path_;
    std::int64_t busy_after_ms_;
    SQLite::Database database_;
    bool has_log_ = false;  // Write-ahead; else SQLite keeps what it overwrites, which is little in a new store.
    bool is_being_made_ = false;
    std::chrono::steady_clock::time_point making_since_;
};

}  // namespace tks::store
