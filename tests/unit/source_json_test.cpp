#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "source_support.hpp"

namespace {

using source_test::as;
using source_test::Item;
using source_test::Outcome;
using source_test::read_content;
using tks::InputFormat;

Item record(std::uint64_t line, std::uint64_t column, std::string bytes) {
    return {line, column, std::move(bytes), "", false};
}

Item fault(std::uint64_t line, std::uint64_t column, std::string rule = "json/array") {
    return {line, column, "", std::move(rule), false};
}

struct Example {
    std::string_view what;
    std::string_view content;
    std::vector<Item> items;
};

void check_at_every_chunk_size(const Example& example) {
    CAPTURE(example.what);
    for (std::size_t chunk_bytes = 1; chunk_bytes <= example.content.size() + 1; ++chunk_bytes) {
        CAPTURE(chunk_bytes);
        const Outcome outcome = read_content(example.content, as(InputFormat::json), chunk_bytes);
        CHECK(outcome.items == example.items);
        CHECK(outcome.lines ==
              static_cast<std::uint64_t>(std::count(example.content.begin(), example.content.end(), '\n')));
    }
}

/// What is in the input but in no record.
std::string gaps(std::string_view content, const std::vector<Item>& items) {
    std::string gaps;
    std::size_t position = 0;
    for (const Item& item : items) {
        if (item.bytes.empty()) continue;
        const std::size_t begin = content.find(item.bytes, position);
        REQUIRE(begin != std::string_view::npos);
        gaps += content.substr(position, begin - position);
        position = begin + item.bytes.size();
    }
    gaps += content.substr(position);
    return gaps;
}

}  // namespace

TEST_CASE("the values at the top of a JSON text are records, and so are the elements of an array there") {
    const Example examples[] = {
        {"an array", "[{\"a\":1},{\"b\":[2]}]\n", {record(1, 2, "{\"a\":1}"), record(1, 10, "{\"b\":[2]}")}},
        {"an element a line", "[\n{\"a\":1},\n{\"b\":2}\n]", {record(2, 1, "{\"a\":1}"), record(3, 1, "{\"b\":2}")}},
        {"an indented array",
         "[\n  {\n    \"a\": [\n      {\n      }\n    ]\n  },\n  {}\n]\n",
         {record(2, 3, "{\n    \"a\": [\n      {\n      }\n    ]\n  }"), record(8, 3, "{}")}},
        {"objects one after another",
         "{\n \"a\": 1\n}\n{\n \"b\": 2\n}\n",
         {record(1, 1, "{\n \"a\": 1\n}"), record(4, 1, "{\n \"b\": 2\n}")}},
        {"without anything between them",
         "{}{}[{}]{}",
         {record(1, 1, "{}"), record(1, 3, "{}"), record(1, 6, "{}"), record(1, 9, "{}")}},
        {"several arrays", "[{}]\n[{},{}]", {record(1, 2, "{}"), record(2, 2, "{}"), record(2, 5, "{}")}},
        {"an array in the array", "[[{},{}],{}]", {record(1, 2, "[{},{}]"), record(1, 10, "{}")}},
        {"an empty array", " [ ] ", {}},
        {"nothing but white space", " \r\n\t\n", {}},
        {"brackets, quotes and backslashes in strings",
         R"([{"}":"]\"{"},{"\\":"\\"}])",
         {record(1, 2, R"({"}":"]\"{"})"), record(1, 15, R"({"\\":"\\"})")}},
        {"columns in characters",
         "[{\"\u00e4\":\"\u20ac\"},{\"\U0001f600\":1},{}]",
         {record(1, 2, "{\"\u00e4\":\"\u20ac\"}"), record(1, 12, "{\"\U0001f600\":1}"), record(1, 20, "{}")}},
        {"no indentation in a record",
         "{\n\"a\":\n{\n\"b\": [\n{\n},\n{\n}\n]\n}\n}\n{}",
         {record(1, 1, "{\n\"a\":\n{\n\"b\": [\n{\n},\n{\n}\n]\n}\n}"), record(12, 1, "{}")}},
        {"Windows line ends", "[\r\n{\r\n},\r\n{}\r\n]\r\n", {record(2, 1, "{\r\n}"), record(4, 1, "{}")}},
    };
    for (const Example& example : examples) check_at_every_chunk_size(example);
}

TEST_CASE("what is no object is a record too, for its decoder to complain about") {
    const Example examples[] = {
        {"scalars", "1 true\n\"a{b\"\nnull", {record(1, 1, "1 true"), record(2, 1, "\"a{b\""), record(3, 1, "null")}},
        {"scalars in an array", "[1, \"x\",null ]", {record(1, 2, "1"), record(1, 5, "\"x\""), record(1, 9, "null")}},
        {"garbage",
         "{} garbage {}\n}",
         {record(1, 1, "{}"), record(1, 4, "garbage"), record(1, 12, "{}"), record(2, 1, "}")}},
    };
    for (const Example& example : examples) check_at_every_chunk_size(example);
}

TEST_CASE("a damaged record does not take the ones after it along") {
    const Example examples[] = {
        {"a record that is cut off",
         "{\"a\":1,\n{\"b\":2}\n{\"c\":3}\n",
         {record(1, 1, "{\"a\":1,"), record(2, 1, "{\"b\":2}"), record(3, 1, "{\"c\":3}")}},
        {"a string that is cut off",
         "{\"a\":\"x\n{\"b\":2}\n",
         {record(1, 1, "{\"a\":\"x"), record(2, 1, "{\"b\":2}")}},
        {"after a backslash", "{\"a\":\"x\\\n{\"b\":2}\n", {record(1, 1, "{\"a\":\"x\\"), record(2, 1, "{\"b\":2}")}},
        {"after a colon, where an object could follow",
         "{\"a\":\n{\"b\":2}\n{\"c\":3}\n",
         {record(1, 1, "{\"a\":"), record(2, 1, "{\"b\":2}"), record(3, 1, "{\"c\":3}")}},
        {"in an array, at the end of the input",
         "[\n {\"a\":[\n {\"b\":2},\n {\"c\":3}\n]\n",
         {record(2, 2, "{\"a\":["), record(3, 2, "{\"b\":2}"), record(4, 2, "{\"c\":3}")}},
        {"an indented one",
         "[\n  {\n    \"a\": {\n  },\n  {\n    \"b\": 2\n  }\n]\n",
         {record(2, 3, "{\n    \"a\": {\n  },"), record(5, 3, "{\n    \"b\": 2\n  }")}},
        {"one too many brackets",
         "{\"a\":1}}\n{\"b\":2}\n",
         {record(1, 1, "{\"a\":1}"), record(1, 8, "}"), record(2, 1, "{\"b\":2}")}},
        {"the wrong bracket", "{\"a\":[1}\n{\"b\":2}\n", {record(1, 1, "{\"a\":[1}"), record(2, 1, "{\"b\":2}")}},
        {"the last one", "{\"a\":1}\n{\"b\":", {record(1, 1, "{\"a\":1}"), record(2, 1, "{\"b\":")}},
    };
    for (const Example& example : examples) check_at_every_chunk_size(example);
}

TEST_CASE("commas and brackets that are missing or too many are found in their place") {
    const Example examples[] = {
        {"no comma", "[{} {}]", {record(1, 2, "{}"), fault(1, 5), record(1, 5, "{}")}},
        {"two commas", "[{},,{}]", {record(1, 2, "{}"), fault(1, 5), record(1, 6, "{}")}},
        {"a comma first", "[,{}]", {fault(1, 2), record(1, 3, "{}")}},
        {"a comma last", "[{},\n]", {record(1, 2, "{}"), fault(2, 1)}},
        {"a comma in no array", "{},\n{}", {record(1, 1, "{}"), fault(1, 3), record(2, 1, "{}")}},
        {"a bracket in no array", "{}]", {record(1, 1, "{}"), fault(1, 3)}},
        {"no bracket at the end", "[{},\n{}\n", {record(1, 2, "{}"), record(2, 1, "{}"), fault(3, 1)}},
        {"no bracket before the next array", "[\n{},\n[\n{}\n]", {record(2, 1, "{}"), fault(3, 1), record(4, 1, "{}")}},
        {"a lone bracket", "[", {fault(1, 2)}},
    };
    for (const Example& example : examples) check_at_every_chunk_size(example);
}

TEST_CASE("a byte-order mark stays with the object that follows it, and is found before anything else") {
    const Example examples[] = {
        {"before an object", "\xef\xbb\xbf{\"a\":1}\n{}", {record(1, 1, "\xef\xbb\xbf{\"a\":1}"), record(2, 1, "{}")}},
        {"before an array", "\xef\xbb\xbf[{}]", {fault(1, 1, "json/byte-order-mark"), record(1, 3, "{}")}},
        {"alone", "\xef\xbb\xbf", {fault(1, 1, "json/byte-order-mark")}},
    };
    for (const Example& example : examples) check_at_every_chunk_size(example);
}

TEST_CASE("a value larger than the bound is passed over, whatever the size of the chunks") {
    const std::string large = "{\"a\":\"" + std::string(300, 'x') + "\",\n \"b\":[{},\n {}]}";
    const std::string content = "[{\"b\":1},\n" + large + ", {\"c\":1},\n" + large + "]";
    const std::vector<Item> expected = {
        record(1, 2, "{\"b\":1}"), {2, 1, "", "", true}, record(4, 8, "{\"c\":1}"), {5, 1, "", "", true}};
    for (std::size_t chunk_bytes = 1; chunk_bytes < 800; chunk_bytes += 13) {
        CAPTURE(chunk_bytes);
        const Outcome outcome = read_content(content, as(InputFormat::json, 100), chunk_bytes);
        CHECK(outcome.items == expected);
        CHECK(outcome.largest_oversize_bytes == large.size());
        CHECK(outcome.lines == 6);
    }
}

TEST_CASE("nesting without an end takes neither the memory nor the record after it") {
    const std::string content = std::string(3'000'000, '[') + "\n{\"a\":1}\n";
    const Outcome outcome = read_content("{\"a\":" + content, as(InputFormat::json, 100'000));
    REQUIRE(outcome.items.size() == 2);
    CHECK(outcome.items[0].is_oversize);
    CHECK(outcome.items[1] == record(2, 1, "{\"a\":1}"));
    CHECK(outcome.largest_buffer_bytes < 2 * tks::source::default_chunk_bytes);
}

TEST_CASE("a text of tiny values is cut into chunks by their number") {
    std::string content = "[1";
    for (int value = 0; value < 100'000; ++value) content += ",1";
    content += "]";
    const Outcome outcome = read_content(content, as(InputFormat::json));
    REQUIRE(outcome.items.size() == 100'001);
    CHECK(outcome.items.back() == record(1, 200'002, "1"));
}

TEST_CASE("no byte is lost and no chunk size matters, whatever the input") {
    constexpr std::string_view pieces[] = {"{",  "}",    "[",     "]", "\"", ",",    ":",    "\\",  "\n", "\n",
                                           "  ", "{\"a", "\":1}", "1", "x",  "\r\n", "\n {", "\n{", "\t", "\u00e4"};
    for (std::uint32_t seed = 0; seed < 5000; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        std::string content = seed % 2 == 0 ? "[\n" : "";
        for (std::size_t count = random() % 60; count != 0; --count) content += pieces[random() % std::size(pieces)];
        CAPTURE(content);
        const std::size_t max_record_bytes = seed % 3 == 0 ? 10 : 1000;
        const Outcome whole = read_content(content, as(InputFormat::json, max_record_bytes));
        if (max_record_bytes == 1000) {
            CHECK(gaps(content, whole.items).find_first_not_of(" \t\r\n,[]") == std::string::npos);
        }
        for (const std::size_t chunk_bytes : {1U, 2U, 3U, 5U, 8U, 13U, 21U, 34U, 55U}) {
            CAPTURE(chunk_bytes);
            const Outcome parts = read_content(content, as(InputFormat::json, max_record_bytes), chunk_bytes);
            REQUIRE(parts.items == whole.items);
            REQUIRE(parts.lines == whole.lines);
        }
    }
}
