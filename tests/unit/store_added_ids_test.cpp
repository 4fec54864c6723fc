#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "projection/keyed.hpp"
#include "source_support.hpp"
#include "store/added_ids.hpp"
#include "store/connection.hpp"

using namespace tks::store;

namespace {

using Names = tks::projection::Keyed<tks::projection::NoRecord>;

Names names(const std::vector<std::string>& texts) {
    Names names;
    for (const std::string& text : texts) names.intern(text);
    return names;
}

}  // namespace

TEST_CASE("of a store that was empty, ids are known that may have been added to it, and all once others write to it") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store.db");
    Connection connection(path, {});
    AddedIds added(connection.database());
    const auto old = [&](const std::vector<std::string>& texts) {
        added.begin();
        return added.take(names(texts)).size();
    };
    CHECK(old({"a", "b", "11111111-2222-4333-8444-555555555555"}) == 0);
    CHECK(old({"c", "11111111-2222-4333-8444-555555555555", "a"}) == 2);
    connection.write([&] {
        connection.database().exec("INSERT INTO intent (intent_no, intent_id, merge_key) VALUES (1, 'a', x'00')");
        added.end();
    });
    CHECK(old({"a", "d"}) == 1);
    Connection other(path, {});
    CHECK(old({"e"}) == 0);
    other.write([&] { other.database().exec("INSERT INTO inputs (name) VALUES ('x')"); });
    CHECK(old({"a", "e", "f"}) == 2);
    other.write(
        [&] { other.database().exec("INSERT INTO intent (intent_no, intent_id, merge_key) VALUES (2, 'g', x'00')"); });
    CHECK(old({"a", "e", "h"}) == 3);
    CHECK(old({"g"}) == 1);
}

TEST_CASE("few of many new ids are taken for old ones") {
    const source_test::TemporaryDirectory directory;
    const std::string path = directory.path("store.db");
    Connection connection(path, {});
    AddedIds added(connection.database());
    added.begin();
    std::size_t old = 0;
    constexpr int parts = 10;
    constexpr int part_ids = 20'000;
    for (int part = 0; part < parts; ++part) {
        std::vector<std::string> texts;
        for (int id = 0; id < part_ids; ++id) texts.push_back(std::to_string(part * part_ids + id));
        old += added.take(names(texts)).size();
    }
    // Hashes of 32 bits make four or five of so many the same.
    CHECK(old < 50);
}
