#include "report/place_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "report/terminal.hpp"

namespace tks::report {

namespace {

void add_topic_place(JsonObject& object, const Origin& origin) {
    object.add("topic", origin.topic);
    if (origin.partition >= 0) object.add("partition", origin.partition);
    if (origin.offset >= 0) object.add("offset", origin.offset);
}

}  // namespace

void append_file_place(std::string& out, const Origin& origin, bool with_column) {
    append_harmless(out, origin.file == "-" ? "<stdin>" : origin.file);
    if (origin.line == 0) return;
    fmt::format_to(std::back_inserter(out), ":{}", origin.line);
    if (with_column) fmt::format_to(std::back_inserter(out), ":{}", origin.column);
}

void append_topic_place(std::string& out, const Origin& origin) {
    append_harmless(out, origin.topic);
    if (origin.partition >= 0) fmt::format_to(std::back_inserter(out), "/{}", origin.partition);
    if (origin.partition >= 0 && origin.offset >= 0) fmt::format_to(std::back_inserter(out), "/{}", origin.offset);
}

void append_place(std::string& out, const Origin& origin) {
    if (origin.file.empty() && !origin.topic.empty())
        append_topic_place(out, origin);
    else
        append_file_place(out, origin, false);
}

void add_place(JsonObject& object, const Origin& origin) {
    if (origin.file.empty() && !origin.topic.empty()) return add_topic_place(object, origin);
    object.add("file", origin.file);
    object.add("line", static_cast<std::int64_t>(origin.line));
}

}  // namespace tks::report
