#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "report/event_line.hpp"
#include "report/json_object.hpp"
#include "tks/message_format.hpp"

namespace tks {

namespace {

void append_base64(std::string& out, std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t given = std::min<std::size_t>(bytes.size() - at, 3);
        unsigned group = 0;
        for (std::size_t index = 0; index < 3; ++index)
            group = group << 8U | (index < given ? static_cast<unsigned char>(bytes[at + index]) : 0U);
        for (std::size_t index = 0; index < 4; ++index)
            out += index <= given ? alphabet[group >> (18U - 6U * index) & 63U] : '=';
    }
}

/// A text under its name, or what stands for bytes that are none.
void add_bytes(report::JsonObject& object, std::string& out, std::string_view name,
               const std::optional<std::string_view>& bytes) {
    const bool is_text = !bytes || !find_invalid_utf8(*bytes);
    if (!is_text) object.add(fmt::format("{}_encoding", name), "base64");
    object.begin(name);
    if (!bytes) {
        out += "null";
    } else if (is_text) {
        append_json_string(out, *bytes);
    } else {
        out += '"';
        append_base64(out, *bytes);
        out += '"';
    }
}

void append_header_value(std::string& out, const std::optional<std::string_view>& value) {
    if (!value) {
        out += "null";
    } else if (!find_invalid_utf8(*value)) {
        append_json_string(out, *value);
    } else {
        out += "{\"base64\":\"";
        append_base64(out, *value);
        out += "\"}";
    }
}

void add_headers(report::JsonObject& object, std::string& out, std::span<const KafkaHeader> headers) {
    object.begin("headers");
    report::JsonObject names(out);
    for (std::size_t index = 0; index < headers.size(); ++index) {
        const auto is_same = [&](const KafkaHeader& header) { return header.name == headers[index].name; };
        if (std::ranges::any_of(headers.first(index), is_same)) continue;
        names.begin(report::valid_utf8(headers[index].name));
        const std::span rest = headers.subspan(index);
        const bool is_repeated = std::ranges::count_if(rest, is_same) > 1;
        if (!is_repeated) {
            append_header_value(out, headers[index].value);
            continue;
        }
        out += '[';
        for (const KafkaHeader& header : rest) {
            if (!is_same(header)) continue;
            append_header_value(out, header.value);
            out += ',';
        }
        out.back() = ']';
    }
    names.end();
}

}  // namespace

void report::end_event_line(std::string& out, std::size_t begin) {
    // Sound JSON has line breaks only where a space does as well, and mostly none.
    for (const char line_break : {'\n', '\r'})
        for (std::size_t at = out.find(line_break, begin); at != std::string::npos; at = out.find(line_break, at + 1))
            out[at] = ' ';
    out += '\n';
}

void append_ndjson(std::string& out, const ReadMessage& read) {
    if (read.is_tombstone() || !read.is_json) return;
    const std::size_t begin = out.size();
    out += *read.message->payload;
    report::end_event_line(out, begin);
}

void append_envelope(std::string& out, const KafkaMessage& message) {
    report::JsonObject object(out);
    object.add("topic", message.topic);
    object.add("partition", std::int64_t{message.partition});
    object.add("offset", message.offset);
    if (message.timestamp_type != KafkaTimestampType::none) {
        object.add("tstype", message.timestamp_type == KafkaTimestampType::create ? "create" : "logappend");
        object.add("ts", message.timestamp.ms);
    }
    if (message.broker >= 0) object.add("broker", std::int64_t{message.broker});
    if (!message.headers.empty()) add_headers(object, out, message.headers);
    add_bytes(object, out, "key", message.key);
    add_bytes(object, out, "payload", message.payload);
    object.end();
    out += '\n';
}

}  // namespace tks
