#include <doctest/doctest.h>

#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/id_map.hpp"
#include "base/id_table.hpp"
#include "base/id_text.hpp"

using tks::Id;
using tks::IdKeys;
using tks::IdMap;
using tks::IdTable;

namespace {

const std::string uuid = "0123abcd-4567-89ab-cdef-fedcba987654";

Id number_of(std::string_view text, tks::IdKeys& keys) {
    std::array prepared = {tks::IdKeys::Prepared(text)};
    keys.prepare(prepared);
    return keys.number(prepared.front());
}

Id intern(IdTable& table, std::string_view text) {
    std::string kept;
    const tks::IdKey key = tks::make_id_key(text, kept);
    return table.intern(key, kept);
}

/// Texts that are nearly a UUID, and others.
std::vector<std::string> odd_texts() {
    std::vector<std::string> texts = {"a",
                                      "BTC/USDT",
                                      std::string(36, '-'),
                                      std::string(5000, 'x'),
                                      "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                      "00000000-0000-0000-0000-000000000000",
                                      uuid,
                                      uuid + "0",
                                      uuid.substr(1),
                                      std::string("a\0b", 3)};
    // Each place with each character that stands beside those that are allowed.
    for (std::size_t place = 0; place < uuid.size(); ++place)
        for (const char other : {'/', ':', '@', 'A', 'F', '`', 'g', 'G', '\0', '\x7F', '\xB0', '\xE1', ' '}) {
            std::string text = uuid;
            text[place] = other;
            texts.push_back(std::move(text));
        }
    return texts;
}

std::string random_uuid(std::mt19937_64& random) {
    std::string text = uuid;
    for (char& character : text)
        if (character != '-') character = "0123456789abcdef"[random() % 16];
    return text;
}

}  // namespace

TEST_CASE("an id table gives each text a number, and the text back") {
    IdTable table;
    const std::vector<std::string> texts = odd_texts();
    for (std::size_t index = 0; index < texts.size(); ++index) REQUIRE(intern(table, texts[index]) == index + 1);
    for (std::size_t index = 0; index < texts.size(); ++index) {
        CAPTURE(texts[index]);
        const auto id = static_cast<Id>(index + 1);
        CHECK(table.find(texts[index]) == id);
        CHECK(intern(table, texts[index]) == id);
        CHECK(table.text(id) == texts[index]);
    }
    CHECK(table.size() == texts.size() + 1);
    CHECK(table.find("nobody") == tks::no_id);
}

TEST_CASE("an id table that has forgotten the places of its texts finds all of them as before") {
    IdTable table;
    const std::vector<std::string> texts = odd_texts();
    for (const std::string& text : texts) intern(table, text);
    std::vector<Id> ids;
    for (const std::string& text : texts) ids.push_back(table.find(text));
    const std::size_t bytes = table.bytes();
    table.forget_places();
    CHECK(table.bytes() < bytes);
    for (std::size_t index = 0; index < texts.size(); ++index) {
        CAPTURE(texts[index]);
        CHECK(table.find(texts[index]) == ids[index]);
        CHECK(table.text(ids[index]) == texts[index]);
    }
    CHECK(table.find("b") == tks::no_id);
    CHECK(table.find(uuid.substr(2)) == tks::no_id);
}

TEST_CASE("keys of texts sort as the texts do") {
    IdTable table;
    std::mt19937_64 random(5);
    std::vector<std::string> texts = odd_texts();
    texts.insert(texts.end(), {"0123abcd", "0123abce", "0123abc", "\xFF", std::string("a\0", 2)});
    for (int count = 0; count < 50; ++count) texts.push_back(random_uuid(random));
    for (const std::string& text : texts) intern(table, text);
    for (Id left = 1; left < table.size(); ++left)
        for (Id right = 1; right < table.size(); ++right) {
            const std::uint64_t keys[] = {table.sort_key(left), table.sort_key(right)};
            REQUIRE(table.precedes(left, right) == (table.text(left) < table.text(right)));
            if (keys[0] != keys[1]) REQUIRE((keys[0] < keys[1]) == table.precedes(left, right));
        }
    // Else nothing would be gained.
    CHECK(table.sort_key(table.find(texts.back())) != table.sort_key(table.find(uuid)));
}

TEST_CASE("an id table grows and still finds everything") {
    IdTable table;
    std::mt19937_64 random(3);
    std::vector<std::string> texts;
    for (int count = 0; count < 200'000; ++count)
        texts.push_back(count % 5 == 0 ? "order-" + std::to_string(count) : random_uuid(random));
    for (std::size_t index = 0; index < texts.size(); ++index) REQUIRE(intern(table, texts[index]) == index + 1);
    for (std::size_t index = 0; index < texts.size(); ++index) REQUIRE(table.find(texts[index]) == index + 1);
    CHECK(table.find(random_uuid(random)) == tks::no_id);
}

TEST_CASE("an id table that has forgotten its places tells texts, and finds all again once they are restored") {
    IdTable table;
    const auto text = [](int index) { return "id-" + std::to_string(index); };
    constexpr int count = 5000;
    for (int index = 0; index < count; ++index) REQUIRE(intern(table, text(index)) == static_cast<Id>(index + 1));
    const std::size_t bytes = table.bytes();
    table.forget_places();
    CHECK(table.bytes() < bytes);
    CHECK(table.text(count) == text(count - 1));
    CHECK(table.precedes(1, 2));
    table.restore_places();
    CHECK(table.bytes() == bytes);
    for (int index = 0; index < count; ++index) REQUIRE(table.find(text(index)) == static_cast<Id>(index + 1));
    CHECK(intern(table, text(count)) == Id{count + 1});
    table.restore_places();
    CHECK(table.find(text(count)) == Id{count + 1});
}

TEST_CASE("the keys of a piece bring the same texts into the table, and seldom have several numbers") {
    IdKeys keys;
    std::mt19937_64 random(4);
    std::map<Id, std::string> text_of;
    std::vector<std::string> texts = odd_texts();
    for (int count = 0; count < 5000; ++count)
        texts.push_back(count % 3 == 0 ? std::to_string(count) : random_uuid(random));
    const auto number = [&](const std::string& text) {
        const Id id = number_of(text, keys);
        REQUIRE(text_of.emplace(id, text).first->second == text);
        return id;
    };
    // Soon after each other, as in a stream.
    for (std::size_t index = 0; index < texts.size(); ++index) {
        const Id id = number(texts[index]);
        CHECK(number(texts[index]) == id);
        number(texts[index / 2]);
        number(texts[index - std::min<std::size_t>(index, 100)]);
    }
    CHECK(keys.keys().size() < 2 * texts.size());
    IdTable table;
    std::map<std::string, Id> interned;
    for (const auto& [id, text] : text_of) {
        const Id in_table = table.intern(keys.keys()[id], keys.kept());
        REQUIRE(table.text(in_table) == text);
        REQUIRE(interned.emplace(text, in_table).first->second == in_table);
    }
}

TEST_CASE("no text has no number among the keys of a piece, and the smallest UUID has one") {
    IdKeys keys;
    CHECK(number_of("", keys) == tks::no_id);
    CHECK(number_of("00000000-0000-0000-0000-000000000000", keys) == 1);
}

TEST_CASE("ids are the same if all characters are") {
    const std::string copy = uuid;
    CHECK(tks::is_same_id(uuid, copy));
    for (std::size_t place = 0; place < uuid.size(); ++place) {
        std::string other = uuid;
        other[place] = 'x';
        CAPTURE(other);
        CHECK_FALSE(tks::is_same_id(uuid, other));
    }
    for (const std::string& text : odd_texts())
        for (const std::string& other : odd_texts()) REQUIRE(tks::is_same_id(text, other) == (text == other));
}

TEST_CASE("an id map keeps a number for some ids") {
    IdMap map;
    constexpr std::uint32_t absent = 0xFFFFFFFF;
    CHECK(map.find(1, absent) == absent);
    for (Id id = 1; id < 100'000; id += 7) {
        CHECK(map.at(id, id * 2) == id * 2);
        CHECK(map.at(id, 5) == id * 2);
    }
    ++map.at(8, 0);
    CHECK(map.find(8, absent) == 17);
    CHECK(map.find(7, absent) == absent);
    CHECK(map.find(tks::no_id, absent) == absent);
    CHECK(map.size() == 14'286);
}
