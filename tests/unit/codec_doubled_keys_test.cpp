#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "codec/doubled_keys.hpp"
#include "codec_support.hpp"

namespace {

using tks::codec::DoubledKey;

std::vector<DoubledKey> doubled_in(std::string_view text, std::size_t most = 1000) {
    const tks::codec::JsonNavigator navigator(text);
    return tks::codec::find_doubled_inside(text, navigator.value_at(0), most);
}

/// "key@offset in pointer", one a line, in the order of their places.
std::string listed(std::vector<DoubledKey> doubled) {
    std::ranges::sort(doubled, {}, &DoubledKey::begin);
    std::string list;
    for (const DoubledKey& key : doubled)
        list.append(list.empty() ? "" : "\n")
            .append(key.key)
            .append("@")
            .append(std::to_string(key.begin))
            .append(" in ")
            .append(key.pointer);
    return list;
}

/// Finds doubled keys as nlohmann's parser tells of keys; keys and pointers, without offsets.
class Judge : public nlohmann::json_sax<nlohmann::json> {
public:
    std::multiset<std::string> doubled;

    bool null() override { return next(); }
    bool boolean(bool) override { return next(); }
    bool number_integer(number_integer_t) override { return next(); }
    bool number_unsigned(number_unsigned_t) override { return next(); }
    bool number_float(number_float_t, const string_t&) override { return next(); }
    bool string(string_t&) override { return next(); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return levels_.emplace_back(), true; }
    bool start_array(std::size_t) override { return levels_.emplace_back(), true; }
    bool end_object() override { return levels_.pop_back(), next(); }
    bool end_array() override { return levels_.pop_back(), next(); }
    bool key(string_t& key) override {
        std::string pointer;
        for (std::size_t level = 0; level + 1 < levels_.size(); ++level)
            tks::codec::append_pointer_segment(pointer, levels_[level].segment());
        if (!levels_.back().keys.insert(key).second) doubled.insert(pointer + " " + key);
        levels_.back().key = key;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }

private:
    struct Level {
        std::set<std::string> keys;
        std::optional<std::string> key;
        std::size_t element = 0;

        [[nodiscard]] std::string segment() const { return key ? *key : std::to_string(element); }
    };

    bool next() {
        if (!levels_.empty()) ++levels_.back().element;
        return true;
    }

    std::vector<Level> levels_;
};

std::string random_value(std::mt19937& random, int depth) {
    static const std::vector<std::string> keys = {"a", "b", "\\u0061", "a/b", "~", "", "\\\"", "{", "é"};
    static const std::vector<std::string> scalars = {
        "1", "null", "\"{\\\"a\\\":1,\\\"a\\\":2}\"", "\",\"", "\"\\\\\"", "[]", "{}", "{ }"};
    if (depth == 0 || random() % 3 == 0) return scalars[random() % scalars.size()];
    const bool is_object = random() % 3 != 0;
    std::string text = is_object ? "{" : "[";
    for (std::size_t size = random() % 5, index = 0; index < size; ++index) {
        if (index > 0) text += random() % 2 == 0 ? "," : " ,\n";
        if (is_object) text += "\"" + keys[random() % keys.size()] + "\"" + (random() % 2 == 0 ? ":" : " : ");
        text += random_value(random, depth - 1);
    }
    return text + (is_object ? "}" : "]");
}

}  // namespace

TEST_CASE("a doubled key is told where it stands again, with the object it stands in") {
    struct Row {
        std::string_view text;
        std::string_view doubled;
    };
    const Row rows[] = {
        {R"({"a":1,"b":2})", ""},
        {R"({"a":1,"a":2})", "a@7 in "},
        {R"({"a":1,"b":0,"a":2,"a":3})", "a@13 in \na@19 in "},
        {R"({"a":1,"\u0061":2})", "a@7 in "},
        {R"({"\"":1,"\"":2})", "\"@8 in "},
        {R"({"a":{"a":1},"b":{"a":1}})", ""},
        {R"({"x":{"y":[0,{"k":1,"k":2}]}})", "k@20 in /x/y/1"},
        {R"({"a/b":{"~":{"k":1,"k":2}}})", "k@19 in /a~1b/~0"},
        {R"([[],{"k":1},{"k":1,"k":1}])", "k@19 in /2"},
        {R"({"a":"{\"b\":1,\"b\":2}","c":"a"})", ""},
        {R"({"a":{"b":1,"b":{"c":1,"c":1}},"a":1})", "b@12 in /a\nc@23 in /a/b\na@31 in "},
        {"[]", ""},
        {"\"a\"", ""},
        {"{}", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(listed(doubled_in(row.text)) == row.doubled);
    }
}

TEST_CASE("doubled keys are those that nlohmann's parser sees, in values of any shape") {
    std::mt19937 random(8);
    std::size_t found = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = random_value(random, 4);
        CAPTURE(text);
        Judge judge;
        REQUIRE(nlohmann::json::sax_parse(text, &judge));
        std::multiset<std::string> doubled;
        for (const DoubledKey& key : doubled_in(text)) {
            doubled.insert(key.pointer + " " + key.key);
            REQUIRE(text[key.begin] == '"');
        }
        REQUIRE(doubled == judge.doubled);
        found += doubled.size();
    }
    CHECK(found > 1000);
}

TEST_CASE("no more doubled keys are told than asked for, and no nesting is too deep") {
    CHECK(doubled_in(R"({"a":1,"a":2,"a":3,"a":4})", 2).size() == 2);
    std::string deep;
    for (int depth = 0; depth < 100'000; ++depth) deep += R"({"a":)";
    deep += R"({"b":1,"b":2})" + std::string(100'000, '}');
    // The pointer has a segment for each level.
    const auto doubled = tks::codec::find_doubled_inside(deep, {tks::codec::JsonKind::object, 0, deep.size()}, 10);
    REQUIRE(doubled.size() == 1);
    CHECK(doubled[0].pointer.size() == 200'000);
}

TEST_CASE("of doubled keys the last counts, wherever a model reads them, and what came before is not looked at") {
    const std::string& event = codec_test::sample_event(tks::EventType::order_placed);
    const auto first_wrong = codec_test::decode(codec_test::with(event, "\"source\":", "\"source\":7,\"source\":"));
    CHECK(codec_test::listed(first_wrong.findings) == "json/duplicate-key");
    CHECK(first_wrong.canonical == event);
    const auto last_wrong = codec_test::decode(
        codec_test::with(event, "\"source\":\"execution-engine\"", "\"source\":\"execution-engine\",\"source\":7"));
    CHECK(codec_test::listed(last_wrong.findings) == "json/duplicate-key\nschema/type /source");
    const auto unknown = codec_test::decode(codec_test::with(event, "\"source\":", "\"x\":1,\"x\":2,\"source\":"));
    CHECK(codec_test::listed(unknown.findings) == "json/duplicate-key\nschema/unknown-key /x");
    const auto escaped = codec_test::decode(codec_test::with(event, "\"source\":", "\"\\u0073ource\":7,\"source\":"));
    CHECK(codec_test::listed(escaped.findings) == "json/duplicate-key");
    CHECK(escaped.canonical == event);
}
