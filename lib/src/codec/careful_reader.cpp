#include "codec/careful_reader.hpp"

#include <cmath>

#include "codec/careful_reader_templates.hpp"
#include "codec/doubled_keys.hpp"
#include "codec/event_alternatives.hpp"

namespace tks::codec {

namespace {

/// All keys that some type of event may have.
const std::vector<std::string_view>& event_keys() {
    static const std::vector<std::string_view> keys = [] {
        std::vector<std::string_view> all = careful::known_keys<DomainEvent>();
        all.emplace_back("payload");
        [&]<class... Details>(std::type_identity<std::variant<Details...>>) {
            const auto add = [&](const std::vector<std::string_view>& own) {
                all.insert(all.end(), own.begin(), own.end());
            };
            (add(careful::known_keys<Details>()), ...);
        }(std::type_identity<EventDetails>{});
        return all;
    }();
    return keys;
}

}  // namespace

bool CarefulReader::read_event(const JsonValue& value, Event& event) {
    if (!expect_object(value, "an event")) return false;
    Members members = members_of(value, event_keys());
    const auto has_failed = [this](std::string_view name) { return std::ranges::find(failed_, name) != failed_.end(); };
    failed_.clear();
    const std::size_t errors_before = error_count_;
    read_fields(value, members, static_cast<DomainEvent&>(event));
    if (!has_failed("event_id")) findings_.set_event_id(event.event_id);
    if (has_failed("event_type")) return false;  // Nobody can tell what else it should hold.

    has_read_type_ = true;
    const EventTypeDescription& type = describe(event.event_type);
    if (find_member(members, "aggregate_type") == nullptr) event.aggregate_type = type.aggregate_type;
    read_payload(value, members, type, event);
    read_details(value, members, type, event);
    return error_count_ == errors_before;
}

void CarefulReader::read_payload(const JsonValue& object, Members& members, const EventTypeDescription& type,
                                 Event& event) {
    JsonMember* member = find_member(members, "payload");
    if (member == nullptr) {
        error("schema/missing", "payload is missing; add it", object.begin);
        return;
    }
    member->is_used = true;
    path_.emplace_back("payload");
    emplace_alternative(event.payload, type.payload,
                        [&](auto& payload) { return read_value(member->value, {.name = "payload"}, payload); });
    path_.pop_back();
}

/// Reads the type's own keys; with these, all keys that the event may have are known.
void CarefulReader::read_details(const JsonValue& object, Members& members, const EventTypeDescription& type,
                                 Event& event) {
    emplace_alternative(event.details, type.details, [&]<class Details>(Details& details) {
        read_fields(object, members, details);
        constexpr auto envelope = careful::field_names<DomainEvent>();
        constexpr auto own = careful::field_names<Details>();
        std::vector<std::string_view> known(envelope.begin(), envelope.end());
        known.emplace_back("payload");
        known.insert(known.end(), own.begin(), own.end());
        refuse_unknown_members(members, known, to_string(type.type));
        return true;
    });
}

bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, std::string_view& out) {
    if (value.kind != JsonKind::text) return wrong_type(value, "text");
    out = unescaped(json_.inside(value));
    return expected.may_be_blank || !is_blank(out) ||
           error(
               "schema/blank",
               fmt::format("{} must not be blank; give it a value, or leave it out if it may be absent", expected.name),
               value.begin);
}

bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, Decimal& out) {
    std::optional<std::string> number;
    if (value.kind == JsonKind::number)
        number = json_.raw(value);
    else if (!expected.is_strict && value.kind == JsonKind::text)
        number = number_from_text(unescaped(json_.inside(value)));
    else if (!expected.is_strict && value.kind == JsonKind::boolean)
        number = json_.raw(value) == "true" ? "1" : "0";
    if (!number) return wrong_type(value, "a number");

    const double as_double = double_from_number(*number);
    if (std::isnan(as_double) || number->ends_with("Infinity")) return ++error_count_, false;  // Noted with the syntax.
    if (std::isinf(as_double))
        return error("schema/number-range",
                     fmt::format("{} is too large for a double, which is what the services compute "
                                 "with",
                                 shown(value)),
                     value.begin);
    // What is too near to zero for decimal128 is zero for a double as well.
    out = Decimal::parse(*number).value_or(Decimal{});
    if (value.kind != JsonKind::number) coerced(value, *number);
    return check_bound(value, expected.bound, as_double);
}

bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, std::int64_t& out) {
    IntegerReading reading{.value = 0, .refusal = IntegerRefusal::not_an_integer, .is_canonical = false};
    if (value.kind == JsonKind::number)
        reading = integer_from_number(json_.raw(value));
    else if (value.kind == JsonKind::text)
        reading = integer_from_text(unescaped(json_.inside(value)));
    else if (value.kind == JsonKind::boolean)
        reading = {json_.raw(value) == "true", IntegerRefusal::none, false};
    else
        return wrong_type(value, "an integer");
    return take_integer(value, expected, reading, out);
}

bool CarefulReader::take_integer(const JsonValue& value, const Expectation& expected, const IntegerReading& reading,
                                 std::int64_t& out) {
    switch (reading.refusal) {
        case IntegerRefusal::not_an_integer:
            return wrong_type(value, "an integer");
        case IntegerRefusal::fraction:
            return error("schema/type",
                         fmt::format("{} must be an integer, and {} has a fraction", expected.name, shown(value)),
                         value.begin);
        case IntegerRefusal::too_large:
            return error("schema/integer-range", fmt::format("{} does not fit into 64 bits", shown(value)),
                         value.begin);
        case IntegerRefusal::none:
            break;
    }
    if (!reading.is_canonical && expected.is_strict) return wrong_type(value, "an integer");
    out = reading.value;
    if (!reading.is_canonical) coerced(value, std::to_string(out));
    return check_bound(value, expected.bound, static_cast<double>(out));
}

bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, Timestamp& out) {
    return read_value(value, expected, out.ms);
}

bool CarefulReader::read_value(const JsonValue& value, const Expectation&, bool& out) {
    if (value.kind == JsonKind::boolean) {
        out = json_.raw(value) == "true";
        return true;
    }
    std::optional<bool> truth;
    if (value.kind == JsonKind::number) truth = boolean_from_number(json_.raw(value));
    if (value.kind == JsonKind::text) truth = boolean_from_text(unescaped(json_.inside(value)));
    if (!truth) return wrong_type(value, "true or false");
    out = *truth;
    coerced(value, out ? "true" : "false");
    return true;
}

bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, RawJson& out) {
    if (value.kind != JsonKind::object)
        return error("schema/type", fmt::format("{} must be an object; found {}", expected.name, shown(value)),
                     value.begin);
    out.text = json_.raw(value);
    warn_of_doubled_keys(value);
    return true;
}

bool CarefulReader::read_enum(const JsonValue& value, std::span<const std::string_view> words,
                              std::string_view enum_name, std::size_t& index) {
    if (value.kind != JsonKind::text) return wrong_type(value, fmt::format("one of {}", fmt::join(words, ", ")));
    const std::string_view word = unescaped(json_.inside(value));
    index = static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
    if (index < words.size()) return true;
    const std::string_view near = closest_match(word, words);
    return error(
        "schema/enum",
        fmt::format("{} is no {}; it must be one of {}{}", quoted_for_people(word), enum_name, fmt::join(words, ", "),
                    near.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", near)),
        value.begin);
}

/// The package compares a literal by value, even in its strict models: 1.0 and true are 1 to Python.
bool CarefulReader::read_literal(const JsonValue& value, std::int64_t only) {
    IntegerReading reading{.value = 0, .refusal = IntegerRefusal::not_an_integer, .is_canonical = false};
    if (value.kind == JsonKind::number)
        reading = integer_from_number(json_.raw(value));
    else if (value.kind == JsonKind::boolean)
        reading = {json_.raw(value) == "true", IntegerRefusal::none, false};
    if (reading.refusal != IntegerRefusal::none || reading.value != only)
        return error("schema/enum", fmt::format("{} must be {}; found {}", path_.back(), only, shown(value)),
                     value.begin);
    if (!reading.is_canonical) coerced(value, std::to_string(only));
    return true;
}

bool CarefulReader::check_bound(const JsonValue& value, model::Bound bound, double number) {
    const auto refuse = [&](std::string_view wanted) {
        return error("schema/range", fmt::format("{} must be {}; found {}", path_.back(), wanted, shown(value)),
                     value.begin);
    };
    switch (bound) {
        case model::Bound::above_zero:
            return number > 0 || refuse("greater than 0");
        case model::Bound::at_least_zero:
            return number >= 0 || refuse("0 or greater");
        case model::Bound::at_least_one:
            return number >= 1 || refuse("1 or greater");
        case model::Bound::none:
            break;
    }
    return true;
}

CarefulReader::Members CarefulReader::members_of(const JsonValue& object, std::span<const std::string_view> known,
                                                 bool warn_of_doubled) {
    Members members;
    std::vector<std::size_t> key_begins;
    std::size_t unknown_count = 0;
    json_.for_each_member(object, [&](std::string_view key, std::size_t key_begin, const JsonValue& value) {
        key_begins.push_back(key_begin);
        const JsonMember member{unescaped(key), key_begin, value};
        if (JsonMember* earlier = find_member(members, member.key))
            *earlier = member;
        else if (std::ranges::find(known, member.key) != known.end() || unknown_count++ <= FindingList::max_findings)
            members.push_back(member);
    });
    if (!warn_of_doubled || key_begins.size() == members.size()) return members;
    std::vector<std::size_t> doubled = find_doubled(json_.text(), key_begins);
    doubled.resize(std::min(doubled.size(), FindingList::max_findings + 1));
    for (const std::size_t begin : doubled)
        warn_of_doubled_key(unescaped(json_.inside(json_.value_at(begin))), begin, pointer());
    return members;
}

/// Looks for doubled keys in data that no model describes.
void CarefulReader::warn_of_doubled_keys(const JsonValue& value) {
    for (const DoubledKey& doubled : find_doubled_inside(json_.text(), value, FindingList::max_findings + 1))
        warn_of_doubled_key(doubled.key, doubled.begin, pointer() + doubled.pointer);
}

void CarefulReader::warn_of_doubled_key(std::string_view key, std::size_t offset, std::string pointer) {
    findings_.add(
        Severity::warning, "json/duplicate-key",
        fmt::format("the key {} stands here again, and the last one counts; remove one", quoted_for_people(key)),
        offset, std::move(pointer));
}

JsonMember* CarefulReader::find_member(Members& members, std::string_view name) {
    const auto found = std::ranges::find(members, name, &JsonMember::key);
    return found == members.end() ? nullptr : &*found;
}

void CarefulReader::refuse_unknown_members(const Members& members, std::span<const std::string_view> known,
                                           std::string_view owner) {
    for (const JsonMember& member : members) {
        if (member.is_used) continue;
        path_.emplace_back(member.key);
        std::string message;
        if (std::ranges::find(known, member.key) != known.end()) {
            message = fmt::format("{} has no key {} in contract {}; a later revision has it", owner,
                                  quoted_for_people(member.key), to_string(context_.revision));
        } else {
            const std::string_view near = closest_match(member.key, known);
            message = fmt::format("{} has no key {}; remove it, or put it into metadata{}", owner,
                                  quoted_for_people(member.key),
                                  near.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", near));
        }
        error("schema/unknown-key", std::move(message), member.key_begin);
        path_.pop_back();
    }
}

bool CarefulReader::expect_object(const JsonValue& value, std::string_view what) {
    return value.kind == JsonKind::object ||
           error("schema/type", fmt::format("{} must be an object; found {}", what, shown(value)), value.begin);
}

bool CarefulReader::error(std::string_view rule, std::string message, std::size_t offset) {
    ++error_count_;
    findings_.add(Severity::error, rule, std::move(message), offset, pointer());
    return false;
}

void CarefulReader::warn(std::string_view rule, std::string message, std::size_t offset) {
    findings_.add(Severity::warning, rule, std::move(message), offset, pointer());
}

bool CarefulReader::wrong_type(const JsonValue& value, std::string_view expected) {
    return error("schema/type", fmt::format("{} must be {}; found {}", path_.back(), expected, shown(value)),
                 value.begin);
}

void CarefulReader::coerced(const JsonValue& value, std::string_view canonical) {
    warn("schema/coercion",
         fmt::format("{} is read as {}; its producer should write {}", shown(value), canonical, canonical),
         value.begin);
}

std::string CarefulReader::pointer() const {
    std::string text;
    for (const std::string& segment : path_) append_pointer_segment(text, segment);
    return text;
}

std::string_view CarefulReader::unescaped(std::string_view escaped) {
    if (escaped.find('\\') == std::string_view::npos) return escaped;
    std::string text;
    append_unescaped(text, escaped);
    const auto owned = careful::make_list<char>(*context_.arena, text.size());
    std::ranges::copy(text, owned.begin());
    return {owned.data(), owned.size()};
}

/// What was found, for a message: its kind and the value itself, shortened.
std::string CarefulReader::shown(const JsonValue& value) const {
    const std::string_view raw = json_.raw(value);
    switch (value.kind) {
        case JsonKind::text: {
            std::string text;
            append_unescaped(text, json_.inside(value));
            return fmt::format("the text {}", quoted_for_people(text, 40));
        }
        case JsonKind::number:
            return fmt::format("the number {}",
                               raw.size() <= 40 ? std::string(raw) : fmt::format("{}…", raw.substr(0, 40)));
        case JsonKind::boolean:
            return std::string(raw);
        default:
            return std::string(name_of(value.kind));
    }
}

}  // namespace tks::codec
