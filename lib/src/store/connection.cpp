#include "store/connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "store/pnl_table.hpp"
#include "store/row_batch.hpp"
#include "store/schema.hpp"
#include "tks/error.hpp"
#include "tks/version.hpp"

namespace tks::store {

namespace {

constexpr std::size_t header_bytes = 100;

/// The first bytes of a file, as many as there are.
std::string read_header(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return {};
    std::ifstream file(path, std::ios::binary);
    std::string header(header_bytes, '\0');
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    header.resize(static_cast<std::size_t>(file.gcount()));
    return header;
}

bool is_database_header(std::string_view header) {
    constexpr std::string_view magic("SQLite format 3\0", 16);
    return header.size() == header_bytes && header.starts_with(magic);
}

/// Looks at the first bytes alone, since SQLite might already change a file that is not ours by opening it. Throws StoreError.
void refuse_foreign(const std::string& path) {
    constexpr std::size_t application_id_offset = 68;
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) throw StoreError(fmt::format("{}: is a directory; name a file", path));
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw StoreError(fmt::format("{}: is no file; name one", path));
    const std::string header = read_header(path);
    if (header.empty()) return;
    if (!is_database_header(header))
        throw StoreError(fmt::format("{}: is no store of tksctl and is left as it is; name another file", path));
    std::uint32_t id = 0;
    std::memcpy(&id, header.data() + application_id_offset, sizeof id);
    if (__builtin_bswap32(id) != application_id)
        throw StoreError(
            fmt::format("{}: is an SQLite database of another program and is left as it is; name another file", path));
}

/// Where nobody has it open and this process may not write beside it, a store cannot be read as one that may change.
SQLite::Database open_unchanging(const std::string& path) {
    std::string name = "file:";
    for (const char character : std::filesystem::absolute(path).string())
        name += character == '?' || character == '#' || character == '%' ? fmt::format("%{:02x}", character)
                                                                         : std::string(1, character);
    return {name + "?immutable=1", SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY | SQLite::OPEN_URI};
}

constexpr const char* stand_in_name = ":memory:";

/// Whether a store is being made, or that was killed: it has a journal and no log yet, and its first bytes count one change, that
/// which made its tables.
bool is_being_made(const std::string& path) {
    if (!std::filesystem::exists(path + "-journal")) return false;
    constexpr std::size_t write_version_offset = 18;
    constexpr std::size_t change_counter_offset = 24;
    const std::string header = read_header(path);
    if (!is_database_header(header)) return false;
    std::uint32_t changes = 0;
    std::memcpy(&changes, header.data() + change_counter_offset, sizeof changes);
    return header[write_version_offset] == 1 && __builtin_bswap32(changes) == 1;
}

SQLite::Database open_for_reading(const std::string& path, int busy_after_ms) {
    SQLite::Database database(path, SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY);
    const int result = database.tryExec("SELECT 1 FROM sqlite_schema LIMIT 1");
    // Its file is locked, or half written. There is nothing in it to read.
    if (result != SQLITE_OK && is_being_made(path))
        return {stand_in_name, SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE};
    const bool has_changes = std::filesystem::exists(path + "-wal") || std::filesystem::exists(path + "-journal");
    if ((result == SQLITE_READONLY || result == SQLITE_CANTOPEN) && !has_changes) return open_unchanging(path);
    database.setBusyTimeout(busy_after_ms);
    return database;
}

bool has_log(SQLite::Database& database) {
    return database.execAndGet("PRAGMA journal_mode").getString() == "wal";
}

/// SQLite counts the bytes that it allocates, under a lock that all connections of the process wait for. Nobody asks for the sum here.
void leave_memory_uncounted() {
    // Refused where the program has used SQLite before, which then goes on as it has begun.
    static const int result = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(result);
}

SQLite::Database open_database(const std::string& path, const StoreOptions& options) {
    leave_memory_uncounted();
    refuse_foreign(path);
    const bool is_there = std::filesystem::exists(path);
    const int busy_after_ms = static_cast<int>(options.busy_after_ms);
    if (options.is_read_only && !is_there) throw StoreError(fmt::format("{}: there is no such store", path));
    try {
        if (options.is_read_only) return open_for_reading(path, busy_after_ms);
        // The thread that makes new rows asks for others while rows are added, so that this connection needs locks of its own.
        return {path, SQLite::OPEN_FULLMUTEX | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_after_ms};
    } catch (const SQLite::Exception& failure) {
        throw StoreError(fmt::format("{}: cannot be {}: {}; see to the permissions of {}its directory", path,
                                     is_there ? "opened" : "made", failure.getErrorStr(),
                                     is_there ? "the file and of " : ""));
    }
}

}  // namespace

bool has_database_header(const std::string& path) {
    return is_database_header(read_header(path));
}

Connection::Connection(const std::string& path, const StoreOptions& options)
    : path_(path), busy_after_ms_(options.busy_after_ms), database_(open_database(path, options)) {
    guard([&] {
        // All that is lost if the machine stops is the last transactions as wholes, which a replay brings back; if only the process
        // is killed, nothing is: what it wrote is with the operating system.
        database_.exec(
            "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8192; "
            "PRAGMA secure_delete = OFF;");
        enable_batches(database_);
        int version = database_.execAndGet("PRAGMA user_version").getInt();
        if (version == 0 && (!options.is_read_only || database_.getFilename() == stand_in_name)) {
            make(options);
            version = database_.execAndGet("PRAGMA user_version").getInt();
        }
        if (version > schema_version)
            throw StoreError(fmt::format(
                "{}: was made by a newer version of tksctl (its tables have version {}, this one knows {}); use that "
                "version, or make the store anew from the inputs",
                path_, version, schema_version));
        if (version < oldest_schema_version) fail_damaged("it has no tables");
        if (version < schema_version && !options.is_read_only) migrate();
        if (version < schema_version && options.is_read_only) migrate_beside(options);
        has_log_ = options.is_read_only || has_log(database_);
        // In KiB; but it is reckoned as pages of the size that is known at this moment.
        // Whoever only reads mostly reads a page once.
        database_.exec(options.is_read_only ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -40960");
        if (database_.execAndGet("SELECT count(*) FROM store").getInt() != 1)
            fail_damaged("its table \"store\" is empty");
    });
}

void Connection::make(const StoreOptions& options) {
    database_.exec("PRAGMA page_size = 32768");
    transact("BEGIN IMMEDIATE", [&] {
        if (database_.execAndGet("PRAGMA user_version").getInt() != 0) return;  // Another process was faster.
        if (database_.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() != 0) fail_damaged("it has no version");
        database_.exec(fmt::format("PRAGMA application_id = {}", application_id));
        database_.exec(tables_sql);
        database_.exec(views_sql);
        SQLite::Statement row(database_, "INSERT INTO store VALUES (1, ?, ?, ?, ?)");
        row.bind(1, std::string("tksctl " TKS_VERSION));
        row.bind(2, std::string(to_string(options.cost_basis.value_or(CostBasis::average))));
        row.bind(3, options.tolerance.value_or(default_pnl_tolerance).reduced().to_string());
        row.bind(4, std::numeric_limits<std::int64_t>::min());
        row.exec();
        database_.exec(fmt::format("PRAGMA user_version = {}", schema_version));
    });
}

void Connection::migrate() {
    write([&] {
        bool values_trades = false;
        // Another process may have been faster.
        for (int version = database_.execAndGet("PRAGMA user_version").getInt(); version < schema_version; ++version) {
            for (const Migration& migration : migrations)
                if (migration.from == version) {
                    database_.exec(migration.sql);
                    values_trades |= migration.values_trades;
                }
            database_.exec(fmt::format("PRAGMA user_version = {}", version + 1));
        }
        make_views_anew();
        if (values_trades) PnlTable(*this).renew_all(kept_options());
    });
    // Else whoever opens the store for reading alone would go through the log of all that was rewritten, each time.
    database_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// What is opened for reading alone is brought to the newest version by a connection of its own, if it can be.
void Connection::migrate_beside(StoreOptions options) {
    options.is_read_only = false;
    options.cost_basis.reset();
    options.tolerance.reset();
    try {
        static_cast<void>(Connection(path_, options));
    } catch (const StoreError& failure) {
        throw StoreError(fmt::format(
            "{}; an older version of tksctl made it, and it must be rewritten before it can be read", failure.what()));
    }
}

void Connection::make_views_anew() {
    std::string drop;
    SQLite::Statement views(database_, "SELECT name FROM sqlite_schema WHERE type = 'view'");
    while (views.executeStep()) drop += "DROP VIEW " + views.getColumn(0).getString() + ';';
    views.reset();
    database_.exec(drop);
    database_.exec(views_sql);
}

projection::ValuationOptions Connection::kept_options() {
    SQLite::Statement row(database_, "SELECT cost_basis, tolerance FROM store");
    if (!row.executeStep()) fail_damaged("its table \"store\" is empty");
    const auto cost_basis = parse_enum<CostBasis>(row.getColumn(0).getString());
    const auto tolerance = Decimal::parse(row.getColumn(1).getString());
    if (!cost_basis || !tolerance) fail_damaged("its table \"store\" does not say how trades are valued");
    projection::ValuationOptions kept;
    kept.cost_basis = *cost_basis;
    kept.tolerance = *tolerance;
    return kept;
}

void Connection::check_valuation(const StoreOptions& wanted) {
    const projection::ValuationOptions kept = kept_options();
    if (wanted.cost_basis.value_or(kept.cost_basis) != kept.cost_basis ||
        wanted.tolerance.value_or(kept.tolerance) != kept.tolerance)
        throw UsageError(fmt::format(
            "{}: values trades on the cost basis {} with the tolerance {}, and what is opened for reading alone cannot "
            "be valued anew",
            path_, to_string(kept.cost_basis), kept.tolerance.reduced().to_string()));
}

void Connection::transact(const char* begin, const std::function<void()>& function) {
    guard([&] {
        database_.exec(begin);
        try {
            function();
            database_.exec("COMMIT");
        } catch (...) {
            undo();
            throw;
        }
    });
}

void Connection::keep_log() {
    if (has_log_) return;
    // Where it cannot be, as long as somebody reads, the next transaction tries again.
    static_cast<void>(database_.tryExec("PRAGMA journal_mode = WAL"));
    guard([this] { has_log_ = has_log(database_); });
}

void Connection::begin_making() {
    if (has_log_) return;
    guard([this] {
        database_.exec("BEGIN IMMEDIATE");
        // Another process may have been faster, or the store may be a copy that another program has made.
        has_log_ = has_log(database_);
        is_being_made_ = !has_log_ && database_.execAndGet("SELECT NOT EXISTS (SELECT 1 FROM inputs)").getInt() != 0;
        if (!is_being_made_) database_.exec("ROLLBACK");
    });
    making_since_ = std::chrono::steady_clock::now();
}

void Connection::go_on_making(const std::function<void()>& function) {
    try {
        guard(function);
    } catch (...) {
        stop_making();
        throw;
    }
}

void Connection::publish() {
    if (!is_being_made_) return;
    go_on_making([this] { database_.exec("COMMIT"); });
    is_being_made_ = false;
    keep_log();
}

void Connection::stop_making() {
    if (std::exchange(is_being_made_, false)) undo();
}

std::chrono::milliseconds Connection::time_of_making() const {
    if (!is_being_made_) return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - making_since_);
}

/// Where SQLite has undone the transaction itself, there is none any more.
void Connection::undo() {
    if (sqlite3_get_autocommit(database_.getHandle()) == 0) static_cast<void>(database_.tryExec("ROLLBACK"));
}

void Connection::fail_damaged(const std::string& detail) const {
    throw StoreError(
        fmt::format("{}: is damaged: {}; make the store anew from the inputs, in another file", path_, detail));
}

void Connection::fail(const SQLite::Exception& failure) const {
    const std::string_view reason = failure.what();
    switch (failure.getErrorCode()) {
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
        case SQLITE_FORMAT:
        case SQLITE_ERROR:  // A table that is not there.
        case SQLITE_MISMATCH:
        case SQLITE_CONSTRAINT:
            fail_damaged(std::string(reason));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw StoreError(
                fmt::format("{}: another process is writing to it and has not ended within {} ms; try again later",
                            path_, busy_after_ms_));
        case SQLITE_FULL:
        case SQLITE_IOERR:
            throw StoreError(fmt::format(
                "{}: cannot be read or written: {}; is the disk full? What had been committed is still there, and the "
                "next replay goes on from it",
                path_, reason));
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            throw StoreError(fmt::format(
                "{}: cannot be written: {}; see to the permissions of the file and of its directory", path_, reason));
        default:
            throw StoreError(fmt::format("{}: {}", path_, reason));
    }
}

}  // namespace tks::store
