#include "source/envelope_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <string>

#include "base/text.hpp"
#include "source/byte_order_mark.hpp"

namespace tks::source {

namespace {

namespace ondemand = simdjson::ondemand;

/// Deeper nesting in what an envelope adds to an event (its headers) is no work of kcat's.
constexpr int max_depth = 64;

/// On-Demand does not look at what it is not asked for, so a value that is of no use is read all the same.
simdjson::error_code validate(ondemand::value value, int depth) {
    ondemand::json_type type{};
    SIMDJSON_TRY(value.type().get(type));
    if (depth == max_depth) return simdjson::DEPTH_ERROR;
    switch (type) {
        case ondemand::json_type::array:
            for (auto element : value.get_array()) {
                ondemand::value child;
                SIMDJSON_TRY(element.get(child));
                SIMDJSON_TRY(validate(child, depth + 1));
            }
            return simdjson::SUCCESS;
        case ondemand::json_type::object:
            for (auto field : value.get_object()) {
                SIMDJSON_TRY(field.unescaped_key().error());
                SIMDJSON_TRY(validate(field.value(), depth + 1));
            }
            return simdjson::SUCCESS;
        case ondemand::json_type::number:
            return value.get_number().error();
        case ondemand::json_type::string:
            return value.get_string().error();
        case ondemand::json_type::boolean:
            return value.get_bool().error();
        case ondemand::json_type::null:
            break;
    }
    bool is_null = false;
    SIMDJSON_TRY(value.is_null().get(is_null));
    return is_null ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
}

/// An array or an object as it stands in the line.
template <typename Container>
simdjson::error_code read_raw(ondemand::value value, std::string_view& json) {
    Container container;
    SIMDJSON_TRY(value.get(container));
    return container.raw_json().get(json);
}

/// A text as itself, null as nothing, anything else as the JSON that it is.
simdjson::error_code read_key(ondemand::value value, std::string_view& key) {
    ondemand::json_type type{};
    SIMDJSON_TRY(value.type().get(type));
    if (type == ondemand::json_type::string) return value.get_string().get(key);
    const std::string_view first_token = value.raw_json_token();
    SIMDJSON_TRY(validate(value, 0));
    if (type == ondemand::json_type::null) return simdjson::SUCCESS;
    key = first_token;
    if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
        const char* next_token = nullptr;
        SIMDJSON_TRY(value.current_location().get(next_token));
        key = std::string_view(key.data(), static_cast<std::size_t>(next_token - key.data()));
    }
    key = key.substr(0, key.find_last_not_of(" \t\r\n") + 1);
    return simdjson::SUCCESS;
}

/// Where the value stands is told by where its text begins in the line.
simdjson::error_code read_payload(ondemand::value value, Record& record, const char*& begin) {
    ondemand::json_type type{};
    SIMDJSON_TRY(value.type().get(type));
    begin = value.raw_json_token().data();
    switch (type) {
        case ondemand::json_type::string:
            record.unescaped = true;
            return value.get_string().get(record.bytes);
        case ondemand::json_type::array:
            return read_raw<ondemand::array>(value, record.bytes);
        case ondemand::json_type::object:
            return read_raw<ondemand::object>(value, record.bytes);
        case ondemand::json_type::null:
            record.tombstone = true;
            return validate(value, 0);
        default:
            record.bytes = value.raw_json_token();
            return validate(value, 0);
    }
}

simdjson::error_code read_partition(ondemand::value value, std::int32_t& partition) {
    std::int64_t number = 0;
    SIMDJSON_TRY(value.get_int64().get(number));
    if (number < 0 || number > std::numeric_limits<std::int32_t>::max()) return simdjson::NUMBER_OUT_OF_RANGE;
    partition = static_cast<std::int32_t>(number);
    return simdjson::SUCCESS;
}

std::string_view explain(simdjson::error_code error) {
    switch (error) {
        case simdjson::UTF8_ERROR:
            return "it is not valid UTF-8";
        case simdjson::UNCLOSED_STRING:
            return "a string does not end; the line may be cut off";
        case simdjson::UNESCAPED_CHARS:
            return "a control character stands in a string without being escaped";
        case simdjson::STRING_ERROR:
            return "a string has an escape that JSON does not know";
        case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
            return "a bracket is not closed; the line may be cut off";
        case simdjson::TRAILING_CONTENT:
            return "something follows it on its line";
        case simdjson::DEPTH_ERROR:
            return "it is nested too deeply";
        case simdjson::NUMBER_ERROR:
        case simdjson::NUMBER_OUT_OF_RANGE:
            return "a number is malformed or out of range";
        case simdjson::INCORRECT_TYPE:
            return "a value has the wrong type";
        case simdjson::MEMALLOC:
        case simdjson::CAPACITY:
            return "there is not enough memory for it";
        default:
            return "its JSON is malformed";
    }
}

std::uint64_t column_of(std::string_view line, const char* place) {
    const bool is_inside = place >= line.data() && place < line.data() + line.size();
    return is_inside ? 1 + count_characters(line.substr(0, static_cast<std::size_t>(place - line.data()))) : 1;
}

}  // namespace

/// What has been seen of an envelope.
struct EnvelopeReader::Envelope {
    bool has_topic = false;
    bool has_partition = false;
    bool has_offset = false;
    bool is_object = false;
    std::string_view last_key;      // The one that was looked at last; empty if none was.
    const char* payload = nullptr;  // Where it begins; null if there is none.
    const char* failure = nullptr;  // Where the reading stopped, if that is known.

    /// The first key that every envelope has and this one has not; empty if it has all.
    [[nodiscard]] std::string_view missing_key() const {
        return !has_topic ? "topic" : !has_partition ? "partition" : !has_offset ? "offset" : !payload ? "payload" : "";
    }

    [[nodiscard]] std::string explain_failure(simdjson::error_code error) const {
        if (error == simdjson::SUCCESS) return fmt::format("it has no \"{}\"", missing_key());
        if (error == simdjson::INCORRECT_TYPE && !is_object) return "it is no JSON object";
        if (last_key.empty()) return std::string(explain(error));
        return fmt::format("at {}, {}", quoted_for_people(last_key), explain(error));
    }

    simdjson::error_code read_field(std::string_view key, ondemand::value value, Record& record) {
        if (key == "topic") {
            has_topic = true;
            return value.get_string().get(record.topic);
        }
        if (key == "partition") {
            has_partition = true;
            return read_partition(value, record.partition);
        }
        if (key == "offset") {
            has_offset = true;
            return value.get_int64().get(record.offset);
        }
        if (key == "key") return read_key(value, record.key);
        if (key == "payload") return read_payload(value, record, payload);
        return validate(value, 0);
    }
};

bool EnvelopeReader::read(std::string_view line, Record& record, Problem& problem) {
    Envelope envelope;
    const bool has_mark = line.starts_with(byte_order_mark);
    const simdjson::error_code error = has_mark ? simdjson::SUCCESS : read_envelope(line, record, envelope);
    if (error == simdjson::SUCCESS && !has_mark && envelope.missing_key().empty()) {
        record.column = column_of(line, envelope.payload);
        return true;
    }
    record.bytes = line;
    record.tombstone = false;
    record.unescaped = false;
    problem.is_record = true;
    problem.column = column_of(line, envelope.failure);
    problem.rule = has_mark ? "json/byte-order-mark" : "json/envelope";
    problem.message = has_mark ? "a byte-order mark stands before the JSON; save the text as UTF-8 without one"
                               : fmt::format(
                                     "the line is no envelope as kcat -J writes it: {}; write the dump again, or "
                                     "read it in another format",
                                     envelope.explain_failure(error));
    return false;
}

simdjson::error_code EnvelopeReader::read_envelope(std::string_view line, Record& record, Envelope& envelope) {
    SIMDJSON_TRY(reserve(line.size()));
    ondemand::document document;
    const simdjson::padded_string_view padded(line.data(), line.size(), line.size() + Record::padding);
    const simdjson::error_code unreadable = parser_.iterate(padded).get(document);
    if (unreadable == simdjson::UTF8_ERROR) {
        envelope.failure = line.data() + find_invalid_utf8(line).value_or(0);
    }
    SIMDJSON_TRY(unreadable);
    const simdjson::error_code error = [&] {
        ondemand::object object;
        SIMDJSON_TRY(document.get_object().get(object));
        envelope.is_object = true;
        for (auto field : object) {
            SIMDJSON_TRY(field.unescaped_key().get(envelope.last_key));
            SIMDJSON_TRY(envelope.read_field(envelope.last_key, field.value(), record));
        }
        envelope.last_key = {};
        // At the end there is no location.
        const bool is_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
        return is_end ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
    }();
    const char* place = nullptr;
    if (error != simdjson::SUCCESS && document.current_location().get(place) == simdjson::SUCCESS) {
        envelope.failure = place;
    }
    return error;
}

/// Makes room for the texts of a line with a good deal to spare, so that Record::padding bytes follow the last of them
/// too.
simdjson::error_code EnvelopeReader::reserve(std::size_t bytes) {
    constexpr std::size_t least_bytes = std::size_t{16} << 10U;
    if (parser_.capacity() >= std::max(bytes, least_bytes)) return simdjson::SUCCESS;
    return parser_.allocate(std::bit_ceil(std::max(bytes, least_bytes)));
}

}  // namespace tks::source
