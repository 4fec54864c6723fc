#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "codec/json_text.hpp"

namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using tks::codec::check_syntax;
using tks::codec::JsonKind;
using tks::codec::JsonNavigator;
using tks::codec::JsonValue;
using tks::codec::SyntaxCheck;

std::string rules_of(const SyntaxCheck& check) {
    std::string rules;
    for (const auto& error : check.errors)
        rules.append(rules.empty() ? "" : " ").append(error.rule).append("@").append(std::to_string(error.offset));
    return rules;
}

/// A document that has everything, to be spoilt.
constexpr std::string_view document =
    R"({"a":[1,-2.5e+3,true,false,null,[],{}],"b\u00e9\n":{"c":"x\"y\\z","d":"\ud83d\ude80 北斎"},"e":[[0],{"f":0.1}]} )";

/// Whether nlohmann's parser takes the text, or would if its numbers were smaller. A null character ends its input, where
/// the package refuses it.
bool is_accepted(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return false;
    try {
        return !nlohmann::json::parse(text).is_discarded();
    } catch (const nlohmann::json::out_of_range&) {
        return true;
    } catch (const nlohmann::json::parse_error&) {
        return false;
    }
}

/// The value as nlohmann's library would see it, found by our navigator.
nlohmann::json rebuilt(const JsonNavigator& navigator, const JsonValue& value) {
    const auto text = [](std::string_view escaped) {
        std::string unescaped;
        tks::codec::append_unescaped(unescaped, escaped);
        return unescaped;
    };
    switch (value.kind) {
        case JsonKind::object: {
            auto object = nlohmann::json::object();
            navigator.for_each_member(value, [&](std::string_view key, std::size_t, const JsonValue& member) {
                object[text(key)] = rebuilt(navigator, member);
            });
            return object;
        }
        case JsonKind::array: {
            auto array = nlohmann::json::array();
            navigator.for_each_element(value,
                                       [&](const JsonValue& element) { array.push_back(rebuilt(navigator, element)); });
            return array;
        }
        case JsonKind::text:
            return text(navigator.inside(value));
        default:
            return nlohmann::json::parse(navigator.raw(value));
    }
}

}  // namespace

TEST_CASE("each defect has its rule and its place") {
    struct Row {
        std::string_view text;
        std::string_view rules;
        bool is_readable;
    };
    const Row rows[] = {
        {R"({"a":1})", "", true},
        {" \t\r\n[1] \n", "", true},
        {"", "json/truncated@0", false},
        {"   ", "json/truncated@3", false},
        {"{", "json/truncated@1", false},
        {R"({"a)", "json/truncated@1", false},
        {R"({"a")", "json/truncated@4", false},
        {R"({"a":)", "json/truncated@5", false},
        {R"({"a":1)", "json/truncated@6", false},
        {R"({"a":1,)", "json/truncated@7", false},
        {R"({"a":tr)", "json/truncated@5", false},
        {R"(["a\)", "json/truncated@1", false},
        {"-", "json/truncated@1", false},
        {"1.", "json/truncated@2", false},
        {"1e+", "json/truncated@3", false},
        {R"({"a":1}{"b":2})", "json/trailing@7", true},
        {"1 2", "json/trailing@2", true},
        {"[1]\0"sv, "json/trailing@3", true},
        {"[1]\v", "json/trailing@3", true},
        {R"({"a" 1})", "json/syntax@5", false},
        {R"({a:1})", "json/syntax@1", false},
        {R"({'a':1})", "json/syntax@1", false},
        {R"({"a":1,})", "json/syntax@7", false},
        {"[1,]", "json/syntax@3", false},
        {"[,1]", "json/syntax@1", false},
        {"[1 2]", "json/syntax@3", false},
        {"[1}", "json/syntax@2", false},
        {R"({"a":1])", "json/syntax@6", false},
        {"[True]", "json/syntax@1", false},
        {"[nil]", "json/syntax@1", false},
        {"[nan]", "json/syntax@1", false},
        {"[+1]", "json/syntax@1", false},
        {"[.5]", "json/syntax@1", false},
        {"[01]", "json/syntax@2", false},
        {"[-01]", "json/syntax@3", false},
        {"[1.]", "json/syntax@3", false},
        {"[1.e5]", "json/syntax@3", false},
        {"[1e]", "json/syntax@3", false},
        {"[-x]", "json/syntax@2", false},
        {"[-NaN]", "json/syntax@2", false},
        {"\0"sv, "json/syntax@0", false},
        {"\xc2\xa0[1]", "json/syntax@0", false},
        {"// no\n[1]", "json/syntax@0", false},
        {"[NaN,Infinity,-Infinity]", "json/number@1 json/number@5 json/number@15", true},
        {"\xef\xbb\xbf[1]", "json/byte-order-mark@0", true},
        {"[\xef\xbb\xbf 1]", "json/syntax@1", false},
        {"[\"a\tb\nc\x1f\x7f\"]", "json/control-character@3 json/control-character@5 json/control-character@7", true},
        {R"(["\x","\'","\U0041","\u12","\u12g4"])",
         "json/escape@2 json/escape@7 json/escape@12 json/escape@21 json/escape@28", true},
        {R"(["\ud83d","\ude80","\ud83d\u0041","\ud83d\ud83d\ude80"])",
         "json/surrogate@2 json/surrogate@11 json/surrogate@20 json/surrogate@35", true},
        {"[\"a\xff\",\"\xc0\x80\",\"\xed\xa0\x80\"]", "json/utf8@3", true},
        {"[\"\xff\tx\\q\",NaN] x", "json/utf8@2 json/control-character@3 json/escape@5 json/number@9 json/trailing@14",
         true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const SyntaxCheck check = check_syntax(row.text);
        CHECK(rules_of(check) == row.rules);
        CHECK(check.is_readable == row.is_readable);
    }
}

TEST_CASE("nesting is bounded as the package bounds it: 200, and one more if that is empty") {
    const auto nested = [](std::size_t depth, std::string_view inside) {
        return std::string(depth, '[') + std::string(inside) + std::string(depth, ']');
    };
    CHECK(rules_of(check_syntax(nested(200, "1"))) == "");
    CHECK(rules_of(check_syntax(nested(201, ""))) == "");
    CHECK(rules_of(check_syntax(nested(200, "{ }"))) == "");
    CHECK(rules_of(check_syntax(nested(201, "1"))) == "json/depth@200");
    CHECK(rules_of(check_syntax(nested(202, ""))) == "json/depth@200");
    CHECK(rules_of(check_syntax(nested(100'000, "1"))) == "json/depth@200");
    CHECK_FALSE(check_syntax(nested(100'000, "1")).is_readable);
    CHECK(rules_of(check_syntax(std::string(100'000, '['))) == "json/depth@200");
    std::string objects;
    for (int depth = 0; depth < 100'000; ++depth) objects += R"({"a":)";
    CHECK(rules_of(check_syntax(objects)) == "json/depth@1000");
}

TEST_CASE("integers are bounded as the package bounds them: 4300 digits before the point") {
    const std::string most(4300, '7');
    CHECK(rules_of(check_syntax(most)) == "");
    CHECK(rules_of(check_syntax("-" + most)) == "");
    CHECK(rules_of(check_syntax(most + "." + most + "e" + most)) == "");
    CHECK(rules_of(check_syntax("[" + most + "7]")) == "json/number@1");
    CHECK(rules_of(check_syntax("[-" + most + "7.5]")) == "json/number@1");
    CHECK(check_syntax("[" + most + "7]").is_readable);
}

TEST_CASE("a record that is all defects is not described to its last byte: memory is bounded") {
    for (const std::string& spoilt :
         {std::string(1'000'000, '\xff'), std::string(1'000'000, '\x01'), "\\" + std::string(1'000'000, 'q')}) {
        const SyntaxCheck check = check_syntax("[\"" + spoilt + "\"]");
        CHECK(!check.errors.empty());
        CHECK(check.errors.size() <= tks::codec::max_syntax_errors);
        CHECK(check.is_readable);
    }
    std::string escapes;
    for (int index = 0; index < 5000; ++index) escapes += "\\q";
    CHECK(check_syntax("\"" + escapes + "\"").errors.size() == tks::codec::max_syntax_errors);
    // What makes the rest unreadable is told all the same.
    const SyntaxCheck torn = check_syntax("[\"" + std::string(1'000'000, '\x01'));
    CHECK_FALSE(torn.is_readable);
    CHECK(std::ranges::find(torn.errors, "json/truncated", &tks::codec::SyntaxError::rule) != torn.errors.end());
}

TEST_CASE("the checker and nlohmann's parser agree on what is JSON, over thousands of spoilt texts") {
    std::mt19937 random(1);
    const std::vector<std::string> pieces = {"{",
                                             "}",
                                             "[",
                                             "]",
                                             ",",
                                             ":",
                                             "\"",
                                             "\\",
                                             "0",
                                             "1",
                                             "-",
                                             "+",
                                             ".",
                                             "e",
                                             "E",
                                             "t",
                                             "true",
                                             "null",
                                             "\\u",
                                             "\\ud83d",
                                             "\\ude80",
                                             " ",
                                             "\n",
                                             "\t",
                                             "\r",
                                             "\x0b",
                                             "\0"s,
                                             "\x7f",
                                             "\xff",
                                             "\xc3",
                                             "\xc3\xa9",
                                             "\xe5",
                                             "\xed\xa0\x80",
                                             "\xf4\x90\x80\x80",
                                             "\xc0\xaf",
                                             "é",
                                             "01",
                                             "1.",
                                             "/"};
    int sound = 0;
    for (int round = 0; round < 60'000; ++round) {
        std::string text(document);
        for (std::size_t edits = random() % 4; edits > 0; --edits) {
            const std::size_t at = random() % (text.size() + 1);
            switch (random() % 4) {
                case 0:
                    text.erase(at, 1 + random() % 3);
                    break;
                case 1:
                    text.insert(at, pieces[random() % pieces.size()]);
                    break;
                case 2:
                    text.replace(at, 1, pieces[random() % pieces.size()]);
                    break;
                default:
                    text.resize(at + random() % 2);
                    break;
            }
        }
        const SyntaxCheck check = check_syntax(text);
        CAPTURE(text);
        REQUIRE(check.errors.empty() == is_accepted(text));
        REQUIRE((check.is_readable || !check.errors.empty()));
        for (const auto& error : check.errors) REQUIRE(error.offset <= text.size());
        REQUIRE(std::ranges::is_sorted(check.errors, {}, &tks::codec::SyntaxError::offset));
        sound += check.errors.empty() ? 1 : 0;
        if (check.is_readable) {
            // Whatever is readable can be looked at to its end, and if it is sound all values are what they should be.
            const JsonNavigator navigator(text);
            const JsonValue root = navigator.value_at(0);
            REQUIRE(root.end <= text.size());
            if (nlohmann::json::accept(text)) REQUIRE(rebuilt(navigator, root) == nlohmann::json::parse(text));
        }
    }
    CHECK(sound > 5'000);
    CHECK(sound < 50'000);
}

TEST_CASE("escapes are undone, and defective ones are kept so that a message can show them") {
    struct Row {
        std::string_view escaped;
        std::string_view text;
        bool is_sound;
    };
    const Row rows[] = {
        {"", "", true},
        {"plain é", "plain é", true},
        {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t", true},
        {R"(\u0041\u00e9\u5317\ud83d\ude80)", "Aé北🚀", true},
        {R"(\u0000)", "\0"sv, true},
        {R"(\uD83D\uDE80)", "🚀", true},
        {R"(a\\u0041)", R"(a\u0041)", true},
        {R"(\ud83d)", "\uFFFD", false},
        {R"(\ude80x)", "\uFFFDx", false},
        {R"(\ud83d\u0041)",
         "\uFFFD"
         "A",
         false},
        {R"(\ud83d\ud83d\ude80)", "\uFFFD🚀", false},
        {R"(\u12)", R"(\u12)", false},
        {R"(\q)", "q", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.escaped);
        std::string text = "before ";
        tks::codec::append_unescaped(text, row.escaped);
        CHECK(text == "before " + std::string(row.text));
        CHECK(tks::codec::has_sound_escapes(row.escaped) == row.is_sound);
    }
    CHECK_FALSE(tks::codec::has_sound_escapes("\\"));
    CHECK_FALSE(tks::codec::has_sound_escapes(R"(\ud83d\)"));
}

TEST_CASE("what an escape stands for is what nlohmann's parser makes of it") {
    std::mt19937 random(2);
    const std::vector<std::string> pieces = {"a",         "é",         R"(\n)",     R"(\")",     R"(\\)",
                                             R"(\/)",     R"(\u0041)", R"(\u00E9)", R"(\uffff)", R"(\ud83d\ude80)",
                                             R"(\ud83d)", R"(\udc00)", R"(\u1)",    R"(\x)"};
    for (int round = 0; round < 5'000; ++round) {
        std::string escaped;
        for (std::size_t length = random() % 6; length > 0; --length) escaped += pieces[random() % pieces.size()];
        CAPTURE(escaped);
        const auto expected = nlohmann::json::parse("\"" + escaped + "\"", nullptr, false);
        REQUIRE(tks::codec::has_sound_escapes(escaped) == !expected.is_discarded());
        if (expected.is_discarded()) continue;
        std::string text;
        tks::codec::append_unescaped(text, escaped);
        REQUIRE(text == expected.get<std::string>());
    }
}
