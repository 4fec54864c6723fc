#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "source/detect_format.hpp"
#include "source_support.hpp"

namespace {

using source_test::as;
using tks::InputFormat;
using tks::source::detect_format;

struct Example {
    std::string_view what;
    std::string content;
    InputFormat format;
};

const std::string kcat_line = R"({"topic":"t","partition":0,"offset":1,"ts":1,"key":null,"payload":"{\"topic\":1}"})";

}  // namespace

TEST_CASE("the content tells the format") {
    const Example examples[] = {
        {"nothing", "", InputFormat::ndjson},
        {"only blank lines", "\n \r\n\t\n", InputFormat::ndjson},
        {"an object a line", "{\"a\":1}\n{\"b\":2}\n", InputFormat::ndjson},
        {"one object", "{\"a\":{\"b\":[1]}}", InputFormat::ndjson},
        {"after blank lines", "\r\n\n {\"a\":1}\n", InputFormat::ndjson},
        {"an array", "[{\"a\":1}]", InputFormat::json},
        {"an array after blank lines", "\n\n  [\n", InputFormat::json},
        {"a lone bracket", "[", InputFormat::json},
        {"a pretty-printed object", "{\n  \"a\": 1\n}\n", InputFormat::json},
        {"with Windows line ends", "{\r\n  \"a\": 1\r\n}\r\n", InputFormat::json},
        {"without indentation", "{\n\"a\":\n{\n}\n}\n", InputFormat::json},
        {"with blank lines in it", "{\n\n\"a\":1}", InputFormat::json},
        {"the empty one", "{\n}\n", InputFormat::json},
        {"with half of it on the first line", "{\"a\": {\n    \"b\": 1}}", InputFormat::json},
        {"with an object on a line of its own", "{\"a\":\n  {\"b\": 1}}", InputFormat::json},
        {"with an array on a line of its own", "{\"a\":\n  [1]}", InputFormat::json},
        {"a first line that is cut off", "{\"a\":\"x\n{\"a\":\"x\"}\n", InputFormat::ndjson},
        {"two such lines", "{\"a\":\"x\n{\"a\":\n{\"a\":\"x\"}\n", InputFormat::ndjson},
        {"a first line of garbage", "# comment\n{\"a\":1}\n", InputFormat::ndjson},
        {"nothing but garbage", "a,b,c\n1,2,3\n", InputFormat::ndjson},
        {"envelopes", kcat_line + "\n" + kcat_line + "\n", InputFormat::kcat},
        {"one envelope", kcat_line, InputFormat::kcat},
        {"an envelope that is cut off", kcat_line.substr(0, 50), InputFormat::kcat},
        {"an envelope after one that is cut off", kcat_line.substr(0, 20) + "\n" + kcat_line, InputFormat::kcat},
        {"an event that holds such keys deeper", "{\"payload\":" + kcat_line + "}", InputFormat::ndjson},
        {"an event that names them in texts", R"({"a":"topic","b":"partition","c":"offset"})", InputFormat::ndjson},
        {"UTF-16", std::string("\xff\xfe{\0\"\0", 6), InputFormat::ndjson},
        {"zeros", std::string(100, '\0'), InputFormat::ndjson},
        {"an object that does not end", "{\"a\":\"" + std::string(200'000, 'x'), InputFormat::ndjson},
        {"an envelope that does not end", kcat_line.substr(0, 60) + std::string(200'000, 'x'), InputFormat::kcat},
    };
    for (const Example& example : examples) {
        CAPTURE(example.what);
        for (const std::string_view mark : {"", "\xef\xbb\xbf"}) {
            const std::string content = std::string(mark) + example.content;
            CHECK(detect_format(content, true) == example.format);
            // More bytes may be needed, but they never change an answer.
            for (std::size_t size = 0; size < std::min<std::size_t>(content.size(), 300); ++size) {
                const auto early = detect_format(content.substr(0, size), false);
                CHECK(early.value_or(example.format) == example.format);
            }
            const source_test::TemporaryDirectory directory;
            const auto source = tks::source::open_input(directory.file("input", content), {});
            CHECK(source->format() == example.format);
        }
    }
}

TEST_CASE("an answer needs no more than the lines that give it") {
    CHECK(detect_format("[", false) == std::nullopt);
    CHECK(detect_format("[\n1", false) == InputFormat::json);
    CHECK(detect_format("{\"a\":1}\n", false) == InputFormat::ndjson);
    CHECK(detect_format("{\n  \"a", false) == InputFormat::json);
    CHECK(detect_format("{\n", false) == std::nullopt);
    CHECK(detect_format(kcat_line.substr(0, 40), false) == InputFormat::kcat);
}

TEST_CASE("a format that is given is not looked for") {
    const source_test::TemporaryDirectory directory;
    const std::string name = directory.file("input", "[{\"a\":1}]\n");
    for (const InputFormat format : {InputFormat::ndjson, InputFormat::json, InputFormat::kcat}) {
        CHECK(tks::source::open_input(name, as(format))->format() == format);
    }
}
