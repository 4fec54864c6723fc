#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"

using namespace std::string_view_literals;

TEST_CASE("printable ASCII ends at the space and at the tilde, wherever a character stands") {
    for (std::size_t size = 0; size < 20; ++size) {
        CHECK(tks::is_printable_ascii(std::string(size, '~')));
        CHECK(tks::is_printable_ascii(std::string(size, ' ')));
        for (std::size_t at = 0; at < size; ++at)
            for (const char other : {'\0', '\x1f', '\x7f', '\x80', '\xff'}) {
                std::string text(size, at % 2 == 0 ? ' ' : '~');
                text[at] = other;
                CHECK_FALSE(tks::is_printable_ascii(text));
            }
    }
}

TEST_CASE("a plain word is of letters, digits and what stands between them, wherever a character stands") {
    const std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./:";
    for (std::size_t size = 0; size < 20; ++size)
        for (std::size_t at = 0; at < size; ++at)
            for (int byte = 0; byte < 256; ++byte) {
                const char character = static_cast<char>(byte);
                std::string text(size, at % 2 == 0 ? '-' : 'z');
                text[at] = character;
                CHECK(tks::is_plain_word(text) == (plain.find(character) != std::string_view::npos));
            }
    CHECK(tks::is_plain_word(""));
    CHECK(tks::is_plain_word(plain));
}

TEST_CASE("a text is blank when Python's strip() leaves nothing of it") {
    const std::string_view blank[] = {"",
                                      " ",
                                      "\t\n\v\f\r",
                                      "\x1c\x1d\x1e\x1f",
                                      "\u0085",
                                      "\u00a0",
                                      "\u1680",
                                      "\u2000\u2005\u200a",
                                      "\u2028\u2029\u202f\u205f\u3000",
                                      " \u3000 "};
    for (const std::string_view text : blank) {
        CAPTURE(text);
        CHECK(tks::is_blank(text));
    }
    const std::string_view filled[] = {"a",      " a",     "\u3000a", "a ", "\0"sv,  "\x1b", "\x7f",      "\u0084",
                                       "\u200b", "\u180e", "\ufeff",  "é",  " \xff", "\x85", " \xe2\x80", "\u2000\xa0"};
    for (const std::string_view text : filled) {
        CAPTURE(text);
        CHECK_FALSE(tks::is_blank(text));
    }
}

TEST_CASE("characters are counted, not bytes, and each invalid byte is one") {
    const struct {
        std::string_view text;
        std::size_t count;
    } table[] = {
        {"", 0},
        {"BTC/USDT", 8},
        {"a text of more than eight bytes", 31},
        {"eight by é then", 15},
        {"zażółć", 6},
        {"€", 1},
        {"😀😀", 2},
        {"\xff\xfe", 2},
        {"a\xe2\x82"sv, 3},
        {"\xed\xa0\x80", 3},
        {"\xf0\x9f\x98z", 4},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(tks::count_characters(row.text) == row.count);
    }
}

TEST_CASE("the first invalid UTF-8 sequence is found where it begins") {
    const std::string_view valid[] = {"",       "plain",      "\0"sv,       "\x7f",
                                      "é",      "\u0800",     "\ud7ff",     "\ue000",
                                      "\uffff", "\U00010000", "\U0010ffff", "eight by😀tes and more"};
    for (const std::string_view text : valid) {
        CAPTURE(text);
        CHECK_FALSE(tks::find_invalid_utf8(text).has_value());
    }
    const struct {
        std::string_view what;
        std::string_view text;
        std::size_t offset;
    } invalid[] = {
        {"a continuation byte alone", "\x80", 0},
        {"a byte that never occurs", "abc\xff", 3},
        {"an overlong sequence of two", "\xc1\xbf", 0},
        {"an overlong sequence of three", "\xe0\x9f\xbf", 0},
        {"an overlong sequence of four", "\xf0\x8f\xbf\xbf", 0},
        {"the first surrogate", "é\xed\xa0\x80", 2},
        {"the last surrogate", "\xed\xbf\xbf", 0},
        {"above U+10FFFF", "\xf4\x90\x80\x80", 0},
        {"a lead byte of the future", "\xf5\x80\x80\x80", 0},
        {"an end in the middle of two", "0123456789\xc3", 10},
        {"an end in the middle of three", "\xe2\x82", 0},
        {"an end in the middle of four", "\xf0\x9f\x98", 0},
        {"a sequence broken off by ASCII", "\xe2\x82z", 0},
        {"after sixteen bytes of ASCII", "0123456789abcdef\x80", 16},
    };
    for (const auto& row : invalid) {
        CAPTURE(row.what);
        CHECK(tks::find_invalid_utf8(row.text) == row.offset);
    }
}

TEST_CASE("the closest match is what the writer most likely meant") {
    constexpr std::array candidates = {"market"sv,      "limit"sv, "long"sv, "short"sv,       "target_price"sv,
                                       "take_profit"sv, "buy"sv,   "sell"sv, "strategy_id"sv, "signal_id"sv};
    const struct {
        std::string_view word;
        std::string_view match;
    } table[] = {
        {"market", "market"},
        {"maket", "market"},
        {"markett", "market"},
        {"amrket", "market"},
        {"MARKET", "market"},
        {"Buy", "buy"},
        {"by", "buy"},
        {"targetPrice", "target_price"},
        {"stratgey_id", "strategy_id"},
        {"singal_id", "signal_id"},
        {"shrot", "short"},
        {"lnog", "long"},
        {"", ""},
        {"b", ""},
        {"hold", ""},
        {"venue_order_id", ""},
        {"a_word_that_is_longer_than_all_the_others", ""},
    };
    for (const auto& row : table) {
        CAPTURE(row.word);
        CHECK(tks::closest_match(row.word, candidates) == row.match);
    }
}

TEST_CASE("among candidates that are equally near, case decides, and then the order") {
    constexpr std::array candidates = {"ID"sv, "Id"sv, "id"sv};
    CHECK(tks::closest_match("id", candidates) == "id");
    CHECK(tks::closest_match("Id", candidates) == "Id");
    CHECK(tks::closest_match("iD", candidates) == "ID");
    CHECK(tks::closest_match("id", {}).empty());
    constexpr std::array equals = {"rat"sv, "bat"sv};
    CHECK(tks::closest_match("cat", equals) == "rat");
    constexpr std::array nothing_in_common = {"x"sv};
    CHECK(tks::closest_match("y", nothing_in_common).empty());
}

TEST_CASE("a JSON string is escaped as the Python package does it") {
    const struct {
        std::string_view text;
        std::string_view json;
    } table[] = {
        {"", R"("")"},
        {"BTC/USDT", R"("BTC/USDT")"},
        {"say \"hi\"", R"("say \"hi\"")"},
        {"a\\b", R"("a\\b")"},
        {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"\0\x01\x1f"sv, R"("\u0000\u0001\u001f")"},
        {"x\x7fy", "\"x\x7fy\""},
        {"\u0085\u2028é😀", "\"\u0085\u2028é😀\""},
    };
    for (const auto& row : table) {
        std::string out = "before:";
        tks::append_json_string(out, row.text);
        CHECK(out == std::string("before:").append(row.json));
    }
}

TEST_CASE("a character that needs an escape is found wherever it stands, and no other is taken for one") {
    // Bytes around the ones that need an escape, and with the high bit set.
    const std::string_view plain = "aaaaaaaaaa\x20\x21\x23\x5b\x5d\x7f\xa2\x9f\xdc\xff"sv;
    for (std::size_t size = 1; size <= plain.size(); ++size) {
        const std::string text(plain.substr(plain.size() - size));
        std::string untouched;
        tks::append_json_string(untouched, text);
        CHECK(untouched == "\"" + text + "\"");
        for (std::size_t offset = 0; offset < size; ++offset)
            for (const auto& [character, escape] : {std::pair('"', "\\\""sv), std::pair('\\', "\\\\"sv),
                                                    std::pair('\x1f', "\\u001f"sv), std::pair('\0', "\\u0000"sv)}) {
                std::string spoilt = text;
                spoilt[offset] = character;
                std::string escaped;
                tks::append_json_string(escaped, spoilt);
                CHECK(escaped == "\"" + text.substr(0, offset) + std::string(escape) + text.substr(offset + 1) + "\"");
            }
    }
}

TEST_CASE("a text quoted for people stays on one line and shows what it holds") {
    const struct {
        std::string_view text;
        std::string_view shown;
    } table[] = {
        {"", R"("")"},
        {"BTC/USDT", R"("BTC/USDT")"},
        {"é 😀", "\"é 😀\""},
        {"a\nb", R"("a\nb")"},
        {"a\"b\\c", R"("a\"b\\c")"},
        {"\0\x1b[31m"sv, R"("\u0000\u001b[31m")"},
        {"\x7f\u009b", R"("\u007f\u009b")"},
        // What misleads is what is tested. NOLINTNEXTLINE(misc-misleading-bidirectional)
        {"\u2028\u202e\u200b\ufeff", R"("\u2028\u202e\u200b\ufeff")"},
        {"ab\xff\xe2\x82", R"("ab\xff\xe2\x82")"},
    };
    for (const auto& row : table) CHECK(tks::quoted_for_people(row.text) == row.shown);
}

TEST_CASE("a text quoted for people is cut between characters where it grows too long") {
    CHECK(tks::quoted_for_people("abcde", 5) == R"("abcde")");
    CHECK(tks::quoted_for_people("abcdef", 5) == "\"abcd…\"");
    CHECK(tks::quoted_for_people("éééééé", 5) == "\"éééé…\"");
    CHECK(tks::quoted_for_people("abc\x01", 8) == "\"abc…\"");
    CHECK(tks::quoted_for_people("abc\x01", 9) == R"("abc\u0001")");
    CHECK(tks::quoted_for_people("abc", 0) == "\"…\"");
    CHECK(tks::quoted_for_people(std::string(61, 'x')) == std::string("\"").append(59, 'x').append("…\""));
}
