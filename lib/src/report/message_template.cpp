#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "codec/json_text.hpp"
#include "tks/error.hpp"
#include "tks/message_format.hpp"

namespace tks {

namespace {

/// A value in the payload.
struct Path {
    std::vector<std::string> keys;
    bool is_time = false;
};

/// Something that is known of each message, by its letter.
struct Property {
    char letter = 0;
};

using Piece = std::variant<std::string, Path, Property>;

constexpr std::string_view properties = "tpoksTh";

[[noreturn]] void refuse(std::string message) {
    throw UsageError(fmt::format("--template: {}", message));
}

Path parse_path(std::string_view text) {
    Path path;
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) {
        if (text.substr(colon) != ":time") refuse(fmt::format("behind the colon in {{{}}} only time may stand", text));
        path.is_time = true;
        text = text.substr(0, colon);
    }
    for (bool is_last = false; !is_last;) {
        const std::size_t point = text.find('.');
        is_last = point == std::string_view::npos;
        path.keys.emplace_back(text.substr(0, point));
        if (path.keys.back().empty()) refuse("a path in braces is of names and points, as in {payload.market}");
        if (!is_last) text.remove_prefix(point + 1);
    }
    return path;
}

/// Takes a template apart.
class Parser {
public:
    explicit Parser(std::string_view text) : rest_(text) {}

    std::vector<Piece> parse() {
        while (!rest_.empty()) {
            const char letter = take();
            switch (letter) {
                case '{':
                    take_path();
                    break;
                case '}':
                    if (!rest_.starts_with('}')) refuse("a } without its {; }} stands for the character");
                    literal_ += take();
                    break;
                case '%':
                    take_property();
                    break;
                case '\\':
                    take_escape();
                    break;
                default:
                    literal_ += letter;
            }
        }
        end_literal();
        return std::move(pieces_);
    }

private:
    char take() {
        const char letter = rest_.front();
        rest_.remove_prefix(1);
        return letter;
    }

    void end_literal() {
        if (!literal_.empty()) pieces_.emplace_back(std::exchange(literal_, {}));
    }

    void take_path() {
        if (rest_.starts_with('{')) {
            literal_ += take();
            return;
        }
        const std::size_t end = rest_.find('}');
        if (end == std::string_view::npos) refuse("a { without its }; {{ stands for the character");
        end_literal();
        pieces_.emplace_back(parse_path(rest_.substr(0, end)));
        rest_.remove_prefix(end + 1);
    }

    void take_property() {
        const char letter = rest_.empty() ? '\0' : take();
        if (letter == '%') {
            literal_ += '%';
            return;
        }
        if (letter == '\0' || properties.find(letter) == std::string_view::npos)
            refuse(fmt::format("there is no %{}; there are %t %p %o %k %s %T %h and %%",
                               letter == '\0' ? std::string() : std::string(1, letter)));
        end_literal();
        pieces_.emplace_back(Property{letter});
    }

    void take_escape() {
        if (rest_.empty()) refuse("a \\ at the end; \\\\ stands for the character");
        const char letter = take();
        switch (letter) {
            case 'n':
                literal_ += '\n';
                break;
            case 't':
                literal_ += '\t';
                break;
            case '\\':
                literal_ += '\\';
                break;
            default:
                refuse(fmt::format("there is no \\{}; there are \\n, \\t and \\\\", letter));
        }
    }

    std::string_view rest_;
    std::string literal_;
    std::vector<Piece> pieces_;
};

void append_time(std::string& out, std::string_view json) {
    Timestamp time;
    const auto [end, error] = std::from_chars(json.data(), json.data() + json.size(), time.ms);
    if (error == std::errc{} && end == json.data() + json.size())
        out += to_iso8601(time);
    else
        out += json;
}

/// The last of several members of one name counts, as for the package.
void append_value(std::string& out, const codec::JsonNavigator& json, const Path& path) {
    codec::JsonValue value = json.value_at(0);
    std::string name;
    for (const std::string& key : path.keys) {
        if (value.kind != codec::JsonKind::object) return;
        std::optional<codec::JsonValue> found;
        json.for_each_member(value, [&](std::string_view raw, std::size_t, const codec::JsonValue& member) {
            name.clear();
            codec::append_unescaped(name, raw);
            if (name == key) found = member;
        });
        if (!found) return;
        value = *found;
    }
    if (value.kind == codec::JsonKind::text)
        codec::append_unescaped(out, json.inside(value));
    else if (value.kind == codec::JsonKind::null)
        return;
    else if (path.is_time)
        append_time(out, json.raw(value));
    else
        out += json.raw(value);
}

void append_headers(std::string& out, std::span<const KafkaHeader> headers) {
    for (const KafkaHeader& header : headers) {
        if (&header != headers.data()) out += ',';
        out.append(header.name).append("=").append(header.value.value_or("null"));
    }
}

void append_property(std::string& out, const KafkaMessage& message, char letter) {
    switch (letter) {
        case 't':
            out += message.topic;
            break;
        case 'p':
            fmt::format_to(std::back_inserter(out), "{}", message.partition);
            break;
        case 'o':
            fmt::format_to(std::back_inserter(out), "{}", message.offset);
            break;
        case 'k':
            out += message.key.value_or("");
            break;
        case 's':
            out += message.payload.value_or("");
            break;
        case 'T':
            if (message.timestamp_type != KafkaTimestampType::none)
                fmt::format_to(std::back_inserter(out), "{}", message.timestamp.ms);
            break;
        default:
            append_headers(out, message.headers);
    }
}

}  // namespace

struct MessageTemplate::Impl {
    std::vector<Piece> pieces;
};

MessageTemplate::MessageTemplate(std::string_view text) : impl_(std::make_unique<Impl>(Impl{Parser(text).parse()})) {}
MessageTemplate::MessageTemplate(MessageTemplate&&) noexcept = default;
MessageTemplate& MessageTemplate::operator=(MessageTemplate&&) noexcept = default;
MessageTemplate::~MessageTemplate() = default;

bool MessageTemplate::shows_headers() const {
    for (const Piece& piece : impl_->pieces)
        if (const auto* property = std::get_if<Property>(&piece); property != nullptr && property->letter == 'h')
            return true;
    return false;
}

void MessageTemplate::append(std::string& out, const ReadMessage& read) const {
    const KafkaMessage& message = *read.message;
    const bool has_values = message.payload && read.is_json;
    const codec::JsonNavigator json(has_values ? *message.payload : std::string_view("{}"));
    for (const Piece& piece : impl_->pieces) {
        if (const auto* literal = std::get_if<std::string>(&piece))
            out += *literal;
        else if (const auto* path = std::get_if<Path>(&piece))
            append_value(out, json, *path);
        else
            append_property(out, message, std::get_if<Property>(&piece)->letter);
    }
    out += '\n';
}

}  // namespace tks
