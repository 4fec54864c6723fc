#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "store/id_rows.hpp"
#include "store/new_rows.hpp"
#include "store/row_batch.hpp"
#include "store/statement.hpp"

// Rows on their way into tables, many at a time.

using namespace tks::store;

namespace {

SQLite::Database memory() {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE);
    enable_batches(database);
    return database;
}

std::string text_of(SQLite::Database& database, const std::string& sql) {
    return database.execAndGet(sql).getString();
}

}  // namespace

TEST_CASE("a batch is read as what was added to it, whatever its values are") {
    SQLite::Database database = memory();
    const auto nothing = [](std::string&) {};
    const auto word = [](std::string& out) { out += "word"; };
    RowBatch batch;
    for (int row = 0; row < 2; ++row)
        batch.add(row, std::int64_t{-5}, true, "text", std::string_view(), TextOrNull{""}, TextOrNull{"x"}, Number{7},
                  Number{}, Bytes{std::string_view("a\0b", 3)}, std::nullopt, *tks::Decimal::parse("1.50"),
                  tks::Amount(), tks::Timestamp{12}, Written{word}, Written{nothing}, std::optional<tks::Decimal>());
    Statement rows(database,
                   "SELECT quote(c0) || quote(c1) || quote(c2) || quote(c3) || quote(c4) || quote(c5) || quote(c6) || "
                   "quote(c7) || quote(c8) || quote(c9) || quote(c10) || quote(c11) || quote(c12) || quote(c13) || "
                   "quote(c14) || quote(c15) || quote(c16) || quote(c17) || quote(c31) FROM batch(?1)");
    std::vector<std::string> found;
    for (rows.start(batch); rows.next();) found.emplace_back(rows.text(0));
    const std::string values = "-51'text'''NULL'x'7NULLX'610062'NULL'1.50''0'12'word'NULLNULLNULLNULL";
    CHECK(found == std::vector<std::string>{"0" + values, "1" + values});
    batch.clear();
    CHECK_FALSE(rows.find(batch));
}

TEST_CASE("new rows are all in their table in the end, however many they are") {
    SQLite::Database database = memory();
    database.exec("CREATE TABLE t (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT");
    Statement insert(database, insert_batch_sql("t", "number, name"));
    for (const int count : {0, 1, 30'000}) {
        CAPTURE(count);
        database.exec("DELETE FROM t");
        add_rows(insert, [&](NewRows& rows) {
            for (int number = 1; number <= count; ++number) rows.add(number, "name " + std::to_string(number));
        });
        CHECK(text_of(database, "SELECT count(*) FROM t WHERE name = 'name ' || number") == std::to_string(count));
    }
}

TEST_CASE("new rows may be made of what the table has by then") {
    SQLite::Database database(":memory:", SQLite::OPEN_FULLMUTEX | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    tks::store::enable_batches(database);
    database.exec(
        "CREATE TABLE t (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; INSERT INTO t VALUES (0, 'x')");
    Statement insert(database, insert_batch_sql("t", "number, name"));
    Statement find(database, "SELECT name FROM t WHERE number = ?");
    add_rows(insert, [&](NewRows& rows) {
        for (int number = 1; number <= 30'000; ++number) {
            const bool is_there = find.find(0);
            rows.add(number, is_there ? find.text(0) : std::string_view("nothing"));
            find.finish();
        }
    });
    CHECK(text_of(database, "SELECT count(*) FROM t WHERE name = 'x'") == "30001");
}

TEST_CASE("what ends the making of rows ends the adding") {
    SQLite::Database database = memory();
    database.exec("CREATE TABLE t (number INTEGER PRIMARY KEY) STRICT");
    Statement insert(database, insert_batch_sql("t", "number"));
    CHECK_THROWS_AS(add_rows(insert,
                             [](NewRows& rows) {
                                 for (int number = 1; number <= 30'000; ++number) rows.add(number);
                                 throw std::runtime_error("no more");
                             }),
                    std::runtime_error);
}

TEST_CASE("a row that its table cannot take undoes the transaction") {
    SQLite::Database database = memory();
    database.exec(
        "CREATE TABLE t (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; INSERT INTO t VALUES (3, 'x')");
    Statement insert(database, insert_batch_sql("t", "number, name"));
    database.exec("BEGIN; INSERT INTO t VALUES (9, 'before')");
    const auto make = [](NewRows& rows) {
        for (const int number : {1, 2, 3, 4}) rows.add(number, "new");
    };
    CHECK_THROWS_AS(add_rows(insert, make), SQLite::Exception);
    CHECK(sqlite3_get_autocommit(database.getHandle()) != 0);
    CHECK(text_of(database, "SELECT group_concat(number || name) FROM t") == "3x");
}

TEST_CASE("rows are found by the texts of ids, and no others") {
    SQLite::Database database = memory();
    database.exec("CREATE TABLE t (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT");
    tks::projection::Keyed<tks::projection::NoRecord> names;
    Statement add(database, "INSERT INTO t VALUES (?, ?)");
    for (int number = 1; number <= 30'000; ++number) {
        const std::string name = "name " + std::to_string(number);
        names.intern(name);
        if (number % 3 == 0) add.run(number, name);
    }
    Statement find(database, "SELECT c0, number FROM batch(?1) CROSS JOIN t ON name = c1");
    std::vector<tks::Id> found;
    find_rows(names, names.in_order(), find, [&] {
        CHECK(find.number(0) == find.number(1));
        found.push_back(find.number(0));
    });
    CHECK(found.size() == 10'000);
}

TEST_CASE("only a batch is read as one") {
    SQLite::Database database = memory();
    CHECK(text_of(database, "SELECT count(*) FROM batch(NULL)") == "0");
    CHECK(text_of(database, "SELECT count(*) FROM batch(5)") == "0");
    CHECK_THROWS_AS(database.exec("SELECT * FROM batch"), SQLite::Exception);
}
