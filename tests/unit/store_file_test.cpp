#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "store/schema.hpp"
#include "store_support.hpp"
#include "tks/error.hpp"

// What the file of a store goes through: other programs, damage, other writers, full disks, and kills.

using namespace store_test;

namespace {

std::string content(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

/// What opening a store, and telling all that is in it, says of why it cannot.
std::string failure_of(const std::string& path, const tks::StoreOptions& options = {}) {
    try {
        tks::Store store(path, options);
        static_cast<void>(results_of(store));
    } catch (const tks::StoreError& error) {
        return error.what();
    }
    return "none";
}

bool says(const std::string& message, std::string_view words) {
    return message.find(words) != std::string::npos;
}

/// Runs a function in a process of its own, and gives what wait() says of it.
template <class Function>
int in_child(const Function& function) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(function());
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return status;
}

}  // namespace

TEST_CASE("files that are no stores are named as what they are, and left as they are") {
    const source_test::TemporaryDirectory directory;
    {
        SQLite::Database other(directory.path("other"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("PRAGMA journal_mode = WAL; CREATE TABLE wallet (money)");
    }
    const struct {
        std::string path;
        std::string_view words;
    } cases[] = {
        {directory.file(
             "text",
             "a text that is longer than the header of a database, as texts of people who write often are; this one is."),
         "is no store of tksctl"},
        {directory.file("short", "{}\n"), "is no store of tksctl"},
        {directory.path("other"), "is an SQLite database of another program"},
    };
    for (const auto& one : cases) {
        const std::string& path = one.path;
        CAPTURE(path);
        const std::string before = content(path);
        const std::string failure = failure_of(path);
        CHECK_MESSAGE(says(failure, one.words), failure);
        CHECK(says(failure, path));
        CHECK(content(path) == before);
    }
    CHECK(says(failure_of(directory.path(".")), "is a directory"));
    CHECK(says(failure_of(directory.path("nowhere/store")), "cannot be made"));
    CHECK(says(failure_of(directory.path("absent"), {.is_read_only = true}), "there is no such store"));
    CHECK_FALSE(std::filesystem::exists(directory.path("absent")));
}

TEST_CASE("the manual names every table, view and column") {
    const source_test::TemporaryDirectory directory;
    replay(directory.path("store"), {});
    SQLite::Database database(directory.path("store"), SQLite::OPEN_READONLY);
    const std::string manual = content(TKS_SOURCE_DIR "/man/tks-store.5");
    SQLite::Statement columns(database,
                              "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c "
                              "WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%'");
    while (columns.executeStep()) {
        const std::string table = columns.getColumn(0).getString();
        const std::string column = columns.getColumn(1).getString();
        CAPTURE(table);
        CAPTURE(column);
        const std::size_t heading = manual.find(".Ss " + table);
        CHECK((heading != std::string::npos || manual.find(", " + table) != std::string::npos));
        CHECK(says(manual, ".It Va " + column + "\n"));
    }
}

TEST_CASE("an empty file becomes a store") {
    const source_test::TemporaryDirectory directory;
    CHECK(failure_of(directory.file("store", "")) == "none");
    CHECK(failure_of(directory.path("store")) == "none");
}

TEST_CASE("a store of a newer version is refused and left as it is") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {});
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    const std::string before = content(path);
    const std::string failure = failure_of(path);
    CHECK_MESSAGE(says(failure, "made by a newer version"), failure);
    CHECK(content(path) == before);
}

/// Takes away what the newest version of the tables has and version 1 had not.
void make_version_1(const std::string& path) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    SQLite::Statement views(database, "SELECT name FROM sqlite_schema WHERE type = 'view'");
    std::string drop;
    while (views.executeStep()) drop += "DROP VIEW " + views.getColumn(0).getString() + ';';
    views.reset();
    database.exec(drop);
    database.exec(
        "DROP INDEX pnl_doubtful; DROP INDEX pnl_open; DROP INDEX fill_unattributed; DROP TABLE figures; PRAGMA user_version = 1");
    for (const char* column :
         {"pnl DROP COLUMN held_ms", "intent DROP COLUMN first_created_at", "intent DROP COLUMN first_granted_at",
          "intent DROP COLUMN market", "intent DROP COLUMN target_price", "signal DROP COLUMN first_created_at",
          "signal DROP COLUMN first_hot_at", "signal DROP COLUMN target_price",
          R"("order" DROP COLUMN first_requested_at)", R"("order" DROP COLUMN first_placed_at)",
          R"("order" DROP COLUMN venue)", R"("order" DROP COLUMN order_type)", R"("order" DROP COLUMN limit_price)"})
        database.exec(std::string("ALTER TABLE ") + column);
}

TEST_CASE("a store of version 3 or 4 loses its figures, which were packed in another way") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {});
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec(
            "DROP INDEX fill_unattributed; DROP TABLE figures; CREATE TABLE figures (kind TEXT NOT NULL, "
            "block_no INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (kind, block_no)) STRICT; "
            "INSERT INTO figures VALUES ('fill', 2, x'02'), ('fill', 1, x'01')");
    const char* version = "";
    SUBCASE("3") {
        version = "PRAGMA user_version = 3";
    }
    SUBCASE("4") {
        version = "PRAGMA user_version = 4";
    }
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(version);
    CHECK(failure_of(path, {.is_read_only = true}) == "none");
    const std::string log = path + "-wal";
    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    CHECK(database.execAndGet("SELECT count(*) FROM figures").getInt() == 0);
    CHECK(database.execAndGet("PRAGMA user_version").getInt() == tks::store::schema_version);
}

/// Results without those of stories.
Lines without_steps(Lines results) {
    std::erase_if(results, [](const std::string& line) { return line.starts_with("story "); });
    return results;
}

TEST_CASE("a store of version 5 loses the figures of intents, which told less of them") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {});
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec(
            "INSERT INTO figures VALUES ('fill', 1, 0, x'01'), ('intent', 1, 0, x'01'), ('intent', 1, 1, x'01'); "
            "PRAGMA user_version = 5");
    CHECK(failure_of(path) == "none");
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    CHECK(database.execAndGet("SELECT group_concat(kind) FROM figures").getString() == "fill");
    CHECK(database.execAndGet("PRAGMA user_version").getInt() == tks::store::schema_version);
}

TEST_CASE("a store of an older version becomes what a new one is, also where it is only to be read") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string input = directory.file("all", joined(stream(60, 11)));
    replay(path, {input}, {.cost_basis = tks::CostBasis::fifo});
    const Lines expected = results_in(path);
    const Lines expected_views = views_in(path);
    make_version_1(path);
    SUBCASE("read, and then written") {
        // When steps were taken, only the events can say.
        CHECK(without_steps(results_in(path)) == without_steps(expected));
    }
    SUBCASE("written") {}
    replay(path, {input});
    CHECK(results_in(path) == expected);
    CHECK(views_in(path) == expected_views);
    check_soundness(path);
}

TEST_CASE("damage is named") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {directory.file("all", joined(stream(60, 11, 0)))});
    const std::string sound = content(path);
    SUBCASE("half of the file") {
        std::ofstream(path, std::ios::binary) << sound.substr(0, sound.size() / 2);
    }
    SUBCASE("other bytes in its pages") {
        std::string damaged = sound;
        std::fill(damaged.begin() + 8192, damaged.end(), '\x5A');
        std::ofstream(path, std::ios::binary) << damaged;
    }
    SUBCASE("a number that is none") {
        SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE pnl SET fees = 'many'");
    }
    SUBCASE("a payload that is none") {
        SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE trade SET payload = '{' WHERE payload IS NOT NULL");
    }
    SUBCASE("a table that is not there") {
        SQLite::Database(path, SQLite::OPEN_READWRITE).exec("DROP TABLE fill");
    }
    const std::string failure = failure_of(path);
    CHECK_MESSAGE(says(failure, "is damaged"), failure);
    CHECK(says(failure, path));
}

TEST_CASE("no trade is valued by a number that is none") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {directory.file("all", joined(stream(5, 11, 0)))});
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE fill SET price = 'much'");
    // Another cost basis values all trades anew.
    const std::string failure = failure_of(path, {.cost_basis = tks::CostBasis::fifo});
    CHECK_MESSAGE(says(failure, "a number is none: much"), failure);
}

TEST_CASE("a second writer waits, and then says that another one is there") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string input = directory.file("all", joined(stream(5, 12, 0)));
    replay(path, {});
    SQLite::Database other(path, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");

    tks::Store store(path, {.busy_after_ms = 50});
    std::string failure = "none";
    try {
        replay_into(store, {input}, replay_options(), {});
    } catch (const tks::StoreError& error) {
        failure = error.what();
    }
    CHECK_MESSAGE(says(failure, "another process is writing to it"), failure);

    std::thread release([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        other.exec("COMMIT");
    });
    replay(path, {input});
    release.join();
    CHECK(results_in(path) == results_in_memory({input}));
}

TEST_CASE("a reader is not blocked by a writer, and sees what has been committed") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    replay(path, {directory.file("all", joined(stream(5, 13, 0)))});
    const Lines before = results_in(path);
    SQLite::Database writer(path, SQLite::OPEN_READWRITE);
    writer.exec("BEGIN IMMEDIATE; DELETE FROM pnl");
    CHECK(results_of(tks::Store(path, {.is_read_only = true, .busy_after_ms = 0})) == before);
}

TEST_CASE("a new store is made in one transaction, which nobody sees before it is whole") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    Lines lines = stream(20, 21);
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(lines.size() / 2), "no event");
    const std::string input = directory.file("input", joined(lines));
    tks::Store store(path, {.delta_bytes = 1});
    Lines seen = {"nothing yet"};
    tks::ValidateListener listener;
    listener.on_finding = [&](const tks::Diagnostic&) {
        seen = results_of(tks::Store(path, {.is_read_only = true, .busy_after_ms = 0}));
        throw tks::InputError("stop");
    };
    // Whoever stops in the middle leaves nothing, and may begin again.
    CHECK_THROWS_AS(replay_into(store, {input}, replay_options(), listener), tks::InputError);
    CHECK(seen == results_in_memory({}));
    CHECK(results_in(path) == results_in_memory({}));
    replay_into(store, {input}, replay_options(), {});
    CHECK(results_in(path) == results_in_memory({input}));
    check_soundness(path);
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    CHECK(database.execAndGet("PRAGMA journal_mode").getString() == "wal");
}

TEST_CASE("a store that is being made, or whose making was killed, is empty to whoever reads it or goes on") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string killed = directory.path("killed");
    static_cast<void>(tks::Store(path));
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    REQUIRE(database.execAndGet("PRAGMA journal_mode").getString() == "delete");
    // So little memory that the file is written to before the end.
    database.exec("PRAGMA cache_size = 1; BEGIN IMMEDIATE");
    for (int input = 0; input < 5000; ++input)
        database.exec("INSERT INTO inputs (name) VALUES ('an input of some length " + std::to_string(input) + "')");
    for (const char* end : {"", "-journal"}) std::filesystem::copy_file(path + end, killed + end);
    // Whoever looked at the file itself would have to wait here.
    CHECK(results_of(tks::Store(path, {.is_read_only = true, .busy_after_ms = 0})) == results_in_memory({}));
    database.exec("ROLLBACK");
    REQUIRE(std::filesystem::file_size(killed + "-journal") > 0);

    CHECK(results_of(tks::Store(killed, {.is_read_only = true})) == results_in_memory({}));
    const std::string input = directory.file("input", joined(stream(5, 22)));
    replay(killed, {input});
    CHECK_FALSE(std::filesystem::exists(killed + "-journal"));
    CHECK(results_in(killed) == results_in_memory({input}));
    check_soundness(killed);
}

TEST_CASE("a copy that another program has made is read like the store") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string copy = directory.path("copy");
    replay(path, {directory.file("all", joined(stream(2, 23)))});
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("VACUUM INTO '" + copy + "'");
    CHECK(results_of(tks::Store(copy, {.is_read_only = true})) == results_in(path));
    SQLite::Database writer(copy, SQLite::OPEN_READWRITE);
    REQUIRE(writer.execAndGet("PRAGMA journal_mode").getString() == "delete");
    writer.exec("BEGIN IMMEDIATE; DELETE FROM pnl");
    CHECK(results_of(tks::Store(copy, {.is_read_only = true, .busy_after_ms = 0})) == results_in(path));
    writer.exec("ROLLBACK");
    // There is something in it, so that it is gone on with as any store is, with a log.
    tks::Store store(copy);
    tks::ValidateListener listener;
    listener.on_finding = [](const tks::Diagnostic&) { throw tks::InputError("stop"); };
    CHECK_THROWS_AS(replay_into(store, {directory.file("more", "no event\n")}, replay_options(), listener),
                    tks::InputError);
    SQLite::Database after(copy, SQLite::OPEN_READONLY);
    CHECK(after.execAndGet("PRAGMA journal_mode").getString() == "wal");
    CHECK(results_in(copy) == results_in(path));
}

TEST_CASE("two writers at once give the store that one gives") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const Lines lines = stream(60, 14);
    const auto half = lines.begin() + static_cast<std::ptrdiff_t>(lines.size() / 2);
    const std::string first = directory.file("first", joined(Lines(lines.begin(), half)));
    const std::string second = directory.file("second", joined(Lines(half, lines.end())));
    std::thread other([&] { replay(path, {first, second}, {.delta_bytes = 1}); });
    replay(path, {second, first}, {.delta_bytes = 1});
    other.join();
    CHECK(results_in(path) == results_in_memory({first, second}));
    check_soundness(path);
}

TEST_CASE("what was committed goes into the file itself while the store stays open") {
    using std::chrono::steady_clock;
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    tks::Store store(path);
    // It is made without a log, and gets one then.
    replay_into(store, {directory.file("first", joined(stream(1, 19, 0)))}, replay_options(), {});
    const auto before = std::filesystem::file_size(path);
    replay_into(store, {directory.file("all", joined(stream(50, 18, 0)))}, replay_options(), {});
    const auto deadline = steady_clock::now() + std::chrono::seconds(60);
    while (std::filesystem::file_size(path) == before && steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(std::filesystem::file_size(path) > before);
}

TEST_CASE("a full disk is one error, and what had been committed is still there") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store");
    const std::string small = directory.file("small", joined(stream(5, 15, 0)));
    const std::string large = directory.file("large", joined(stream(300, 16, 0)));
    replay(path, {small});
    const Lines before = results_in(path);
    const int status = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1 << 20, 1 << 20};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            replay(path, {large});
        } catch (const tks::StoreError& error) {
            return says(error.what(), "is the disk full?") && says(error.what(), path) ? 5 : 2;
        } catch (...) {
            return 3;
        }
        return 0;
    });
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 5);
    CHECK(results_in(path) == before);
    replay(path, {large});
    CHECK(results_in(path) == results_in_memory({small, large}));
}

TEST_CASE("a directory that cannot be written to is named") {
    if (::geteuid() == 0) return;  // Who may write everywhere.
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.file("locked/store", "");
    std::filesystem::permissions(directory.path("locked"),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    const std::string failure = failure_of(path);
    std::filesystem::permissions(directory.path("locked"), std::filesystem::perms::owner_all);
    CHECK_MESSAGE(says(failure, "cannot be"), failure);
}

TEST_CASE("whenever a replay is killed, the next one ends with the same store") {
    const source_test::TemporaryDirectory directory;
    const std::string input = directory.file("all", joined(stream(250, 17)));
    const Lines expected = results_in_memory({input});
    replay(directory.path("whole"), {input});
    const Lines expected_views = views_in(directory.path("whole"));
    std::mt19937 random(18);
    int killed = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (int round = 0; round < 12 && std::chrono::steady_clock::now() < end; ++round) {
        const std::string path = directory.path("store" + std::to_string(round));
        // Each time a little later, until one comes to its end.
        for (unsigned attempt = 1;; ++attempt) {
            const pid_t child = ::fork();
            REQUIRE(child >= 0);
            if (child == 0) {
                tks::Store store(path, {.delta_bytes = 1});
                replay_into(store, {input}, replay_options(), {});
                ::_exit(0);
            }
            std::this_thread::sleep_for(std::chrono::microseconds(random() % (20'000UL * attempt)));
            ::kill(child, SIGKILL);
            int status = 0;
            REQUIRE(::waitpid(child, &status, 0) == child);
            if (WIFEXITED(status)) break;
            ++killed;
        }
        CHECK(results_in(path) == expected);
        CHECK(views_in(path) == expected_views);
        check_soundness(path);
    }
    CHECK(killed > 10);
}
