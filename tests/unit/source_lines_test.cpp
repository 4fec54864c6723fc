#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "source_support.hpp"

namespace {

using source_test::as;
using source_test::Item;
using source_test::read_content;
using tks::InputFormat;

struct Example {
    std::string_view what;
    std::string_view content;
    std::vector<Item> items;
    std::uint64_t lines;
};

}  // namespace

TEST_CASE("each line of NDJSON is a record, wherever the input is cut into chunks") {
    const Example examples[] = {
        {"two lines", "{\"a\":1}\n{\"b\":2}\n", {{1, 1, "{\"a\":1}", "", false}, {2, 1, "{\"b\":2}", "", false}}, 2},
        {"no line end at the end",
         "{\"a\":1}\n{\"b\"",
         {{1, 1, "{\"a\":1}", "", false}, {2, 1, "{\"b\"", "", false}},
         1},
        {"Windows line ends", "{}\r\n{}\r\n", {{1, 1, "{}", "", false}, {2, 1, "{}", "", false}}, 2},
        {"blank lines", "\n \t\r\n{}\n\n\n{}\n\n", {{3, 1, "{}", "", false}, {6, 1, "{}", "", false}}, 7},
        {"only blank lines", "\n\r\n  \n", {}, 3},
        {"spaces around", "  {}  \n", {{1, 1, "  {}  ", "", false}}, 1},
        {"a byte-order mark",
         "\xef\xbb\xbf{}\n{}\n",
         {{1, 1, "\xef\xbb\xbf{}", "", false}, {2, 1, "{}", "", false}},
         2},
        {"garbage", "garbage\n{}\n", {{1, 1, "garbage", "", false}, {2, 1, "{}", "", false}}, 2},
        {"zeros",
         std::string_view("\0\n{}\n", 5),
         {{1, 1, std::string(1, '\0'), "", false}, {2, 1, "{}", "", false}},
         2},
        {"nothing", "", {}, 0},
    };
    for (const Example& example : examples) {
        CAPTURE(example.what);
        for (std::size_t chunk_bytes = 1; chunk_bytes <= example.content.size() + 1; ++chunk_bytes) {
            CAPTURE(chunk_bytes);
            const auto outcome = read_content(example.content, {}, chunk_bytes);
            CHECK(outcome.items == example.items);
            CHECK(outcome.lines == example.lines);
            CHECK(outcome.failure.empty());
        }
    }
}

TEST_CASE("a line as large as the bound is read, a larger one is passed over and named") {
    const std::string fits(100, 'x');
    const std::string large(101, 'y');
    const std::string content = fits + "\n" + large + "\n" + fits + "\r\n" + large + "\r\n{}\n" + large;
    for (const std::size_t chunk_bytes : {1U, 7U, 50U, 99U, 100U, 101U, 102U, 103U, 150U, 202U, 203U, 204U, 1000U}) {
        CAPTURE(chunk_bytes);
        const auto outcome = read_content(content, as(InputFormat::ndjson, 100), chunk_bytes);
        const std::vector<Item> expected = {{1, 1, fits, "", false}, {2, 1, "", "", true},    {3, 1, fits, "", false},
                                            {4, 1, "", "", true},    {5, 1, "{}", "", false}, {6, 1, "", "", true}};
        CHECK(outcome.items == expected);
        CHECK(outcome.lines == 5);
        CHECK(outcome.largest_oversize_bytes >= 101);
        CHECK(outcome.largest_oversize_bytes <= 102);
    }
}

TEST_CASE("the memory that a large line took is given back") {
    using namespace tks::source;
    const source_test::TemporaryDirectory directory;
    std::string content(std::size_t{1} << 20U, 'x');
    content += '\n';
    for (int line = 0; line < 300'000; ++line) content += "{\"small\":true}\n";
    const auto source = open_input(directory.file("input", content), as(InputFormat::ndjson), 1024);
    Chunk chunk;
    REQUIRE(source->next(chunk));
    CHECK(chunk.buffer.capacity() >= std::size_t{1} << 20U);
    REQUIRE(source->next(chunk));
    REQUIRE(source->next(chunk));
    CHECK(chunk.buffer.capacity() <= 4096);
}

TEST_CASE("a record is followed by zeros that may be read") {
    using namespace tks::source;
    const source_test::TemporaryDirectory directory;
    const auto source = open_input(directory.file("input", "{}\n{\"last\":1}"), as(InputFormat::ndjson), 5);
    Chunk chunk;
    std::size_t chunks = 0;
    while (source->next(chunk)) {
        ++chunks;
        const std::string_view padding(chunk.buffer.data() + chunk.size, tks::Record::padding);
        CHECK(padding == std::string(tks::Record::padding, '\0'));
    }
    CHECK(chunks == 2);
}

TEST_CASE("a reader can be reset to the beginning of a chunk") {
    using namespace tks::source;
    const source_test::TemporaryDirectory directory;
    const auto source = open_input(directory.file("input", "{}\n[]\n"), as(InputFormat::ndjson));
    Chunk chunk;
    REQUIRE(source->next(chunk));
    RecordReader reader;
    tks::Record record;
    for (int round = 0; round < 2; ++round) {
        reader.reset(chunk);
        REQUIRE(reader.next(record));
        CHECK(record.bytes == "{}");
        REQUIRE(reader.next(record));
        CHECK(record.bytes == "[]");
        CHECK(record.line == 2);
        CHECK_FALSE(reader.next(record));
        CHECK_FALSE(reader.next(record));
        CHECK(reader.lines() == 2);
    }
    CHECK_FALSE(source->next(chunk));
    CHECK_FALSE(source->next(chunk));
}
