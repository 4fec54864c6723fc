#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/id_table.hpp"
#include "store/row_batch.hpp"
#include "store/row_values.hpp"
#include "tks/time.hpp"

namespace tks::store {

/// A statement that is prepared once and used many times, millions of them where a store is filled:
///
///     insert.run(1, "two", 3);
///     select.start(1);
///     while (select.next()) … select.integer(0), select.text(1) …
///
/// Texts and bytes that are given are looked at until there are no more rows. What text() views is valid until the next call of a
/// member that is not const. Throws SQLite::Exception.
class Statement : private RowValues<Statement> {
public:
    Statement(SQLite::Database& database, const char* sql) : database_(database.getHandle()) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
        statement_.reset(statement);
    }

    Statement(SQLite::Database& database, const std::string& sql) : Statement(database, sql.c_str()) {}

    template <class... Values>
    void run(const Values&... values) {
        start(values...);
        while (next()) {
        }
    }

    template <class... Values>
    void start(const Values&... values) {
        finish();
        is_open_ = true;
        parameter_ = 0;
        (tell(values), ...);
    }

    /// The next row, or false at the end.
    bool next() {
        const int result = sqlite3_step(statement_.get());
        if (result == SQLITE_ROW) return true;
        if (result != SQLITE_DONE) {
            const SQLite::Exception failure(database_, result);
            finish();       // After that the database no longer tells what failed.
            throw failure;  // NOLINT(misc-throw-by-value-catch-by-reference)
        }
        finish();
        return false;
    }

    /// The first row of what start() begins; no other is asked for before finish().
    template <class... Values>
    bool find(const Values&... values) {
        start(values...);
        return next();
    }

    /// Lets go of the rows that have not been asked for.
    void finish() {
        if (is_open_) sqlite3_reset(statement_.get());  // Says again what sqlite3_step has said.
        is_open_ = false;
    }

    [[nodiscard]] int columns() const { return sqlite3_column_count(statement_.get()); }
    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
    [[nodiscard]] Id number(int column) const { return static_cast<Id>(integer(column)); }
    [[nodiscard]] bool is_null(int column) const {
        return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
    }

    [[nodiscard]] std::string_view text(int column) const {
        // As sqlite3_column_text gives it, which would copy it to put a zero behind it.
        return bytes(column);
    }

    [[nodiscard]] std::string_view bytes(int column) const {
        const void* const blob = sqlite3_column_blob(statement_.get(), column);
        if (blob == nullptr) return {};
        return {static_cast<const char*>(blob),
                static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
    }

    [[nodiscard]] std::optional<Timestamp> time(int column) const {
        if (is_null(column)) return std::nullopt;
        return Timestamp{integer(column)};
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    void check(int result) const {
        if (result != SQLITE_OK) throw SQLite::Exception(database_, result);
    }

    friend class RowValues<Statement>;
    using RowValues::tell;
    void tell(const RowBatch& batch) {
        // Statements only read it.
        check(sqlite3_bind_pointer(statement_.get(), ++parameter_, const_cast<RowBatch*>(&batch), batch_pointer,
                                   nullptr));
    }

    void put_null() { check(sqlite3_bind_null(statement_.get(), ++parameter_)); }
    void put(std::int64_t value) { check(sqlite3_bind_int64(statement_.get(), ++parameter_, value)); }
    void put_text(std::string_view text) {
        // Without a destructor, it is not copied; a null pointer would be NULL.
        check(sqlite3_bind_text64(statement_.get(), ++parameter_, text.data() != nullptr ? text.data() : "",
                                  text.size(), nullptr, SQLITE_UTF8));
    }
    void put_bytes(std::string_view bytes) {
        check(sqlite3_bind_blob64(statement_.get(), ++parameter_, bytes.data() != nullptr ? bytes.data() : "",
                                  bytes.size(), nullptr));
    }
    template <class Append>
    void put_written(const Append& append) {
        // In memory that is used again.
        const auto place = static_cast<std::size_t>(parameter_);
        while (kept_.size() <= place) kept_.emplace_back();
        std::string& kept = kept_[place];
        kept.clear();
        append(kept);
        kept.empty() ? put_null() : put_text(kept);
    }

    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    std::deque<std::string> kept_;  // By parameter; a deque, since they must stay where they are.
    int parameter_ = 0;             // The last one that was given.
    bool is_open_ = false;
};

}  // namespace tks::store
