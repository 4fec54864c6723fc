#include "codec/fast_reader.hpp"

#include <cstring>

#include "base/text.hpp"
#include "codec/careful_reader_templates.hpp"
#include "codec/event_alternatives.hpp"
#include "codec/json_text.hpp"

namespace tks::codec {

namespace {

/// One bit for each field of a model that must be there.
template <class Model>
constexpr std::uint32_t required_fields = [] {
    std::uint32_t bits = 0;
    unsigned index = 0;
    model::for_each_field<Model>(
        [&](const auto& field) { bits |= static_cast<std::uint32_t>(field.is_required()) << index++; });
    return bits;
}();

/// The name of a field between its quotes, as it stands in a text.
template <class Model, std::size_t index>
constexpr auto quoted_name = [] {
    constexpr std::string_view name = std::get<index>(model::ModelDescription<Model>::fields).name;
    std::array<char, name.size() + 2> quoted{};
    quoted.front() = quoted.back() = '"';
    std::copy(name.begin(), name.end(), quoted.begin() + 1);
    return quoted;
}();

constexpr std::array quoted_payload = {'"', 'p', 'a', 'y', 'l', 'o', 'a', 'd', '"'};

}  // namespace

bool FastReader::begin(std::string_view text, const ReadContext& context) {
    if (!structure_.index(text)) return false;
    context_ = &context;
    text_ = text.data();
    next_ = structure_.tokens();
    has_escapes_ = std::memchr(text.data(), '\\', text.size()) != nullptr;
    return true;
}

bool FastReader::read_event(std::string_view text, const ReadContext& context, Event& event) {
    return begin(text, context) && open_object() && read_event_members(event) && is_at_end();
}

template <class Payload>
bool FastReader::read(std::string_view text, const ReadContext& context, Payload& payload) {
    return begin(text, context) && read_object(payload) && is_at_end();
}

bool FastReader::read_event_members(Event& event) {
    DomainEvent& envelope = event;
    envelope = DomainEvent{};
    std::uint32_t seen = 0;
    // What else an event may hold depends on its type, which the package writes near the front.
    constexpr std::uint32_t type_bit = 1U << 1U;
    static_assert(std::get<1>(model::ModelDescription<DomainEvent>::fields).name == "event_type");
    while ((seen & type_bit) == 0)
        if (sweep(envelope, seen) != Progress::some) return false;
    const EventTypeDescription& type = describe(event.event_type);
    constexpr std::uint32_t aggregate_type_bit = 1U << 3U;
    static_assert(std::get<3>(model::ModelDescription<DomainEvent>::fields).name == "aggregate_type");

    bool has_payload = false;
    const bool are_details_read = emplace_alternative(event.details, type.details, [&](auto& details) {
        std::uint32_t details_seen = 0;
        while (has_more_) {
            Progress progress = Progress::none;
            if (at_key(quoted_payload)) {
                if (has_payload || !read_payload(event, type)) return false;
                has_payload = true;
                progress = Progress::some;
            }
            for (const Progress step : {sweep(details, details_seen), sweep(envelope, seen)}) {
                if (step == Progress::failed) return false;
                if (step == Progress::some) progress = Progress::some;
            }
            if (progress == Progress::none) return false;
        }
        return complete(details, details_seen);
    });
    if ((seen & aggregate_type_bit) == 0) event.aggregate_type = type.aggregate_type;
    return are_details_read && has_payload && complete(envelope, seen);
}

/// In one piece, where most of the time is spent; all of reading in one piece would be too much of it.
[[gnu::flatten]] bool FastReader::read_payload(Event& event, const EventTypeDescription& type) {
    next_ += 2;
    const bool is_read = emplace_alternative(event.payload, type.payload, [&]<class Payload>(Payload& payload) {
        if constexpr (std::is_same_v<Payload, RawJson>)
            return read_raw(payload);
        else
            return read_object(payload);
    });
    return is_read && take_separator();
}

template <class Model>
bool FastReader::read_object(Model& model) {
    if (!open_object()) return false;
    std::uint32_t seen = 0;
    while (has_more_)
        if (sweep(model, seen) != Progress::some) return false;
    return complete(model, seen);
}

/// Reads the fields at hand as far as they come in the order of the table. An unknown or a doubled one is where it stops.
template <class Model>
FastReader::Progress FastReader::sweep(Model& model, std::uint32_t& seen) {
    static_assert(model::field_count<Model> <= 32);
    const std::uint32_t seen_before = seen;
    bool is_sound = true;
    model::for_each_field_index<Model>([&]<std::size_t index>() __attribute__((always_inline)) {
        constexpr const auto& field = std::get<index>(model::ModelDescription<Model>::fields);
        constexpr std::uint32_t bit = 1U << index;
        if (!is_sound || !has_more_ || !at_key(quoted_name<Model, index>)) return;
        if ((seen & bit) != 0 || field.since > context_->revision) return;
        next_ += 2;
        seen |= bit;
        is_sound = read_value(field, model.*field.member) && take_separator();
    });
    if (!is_sound) return Progress::failed;
    return seen == seen_before ? Progress::none : Progress::some;
}

/// Whether a model whose object has ended holds all that it must.
template <class Model>
bool FastReader::complete(Model& model, std::uint32_t seen) {
    if ((seen & required_fields<Model>) != required_fields<Model>) return false;
    std::uint32_t bit = 1;
    model::for_each_field<Model>([&](const auto& field) {
        if constexpr (std::is_same_v<typename std::remove_cvref_t<decltype(field)>::value_type, Timestamp>)
            if (field.is_generated && (seen & bit) == 0) model.*field.member = context_->now;
        bit <<= 1U;
    });
    bool holds = true;
    model::for_each_invariant<Model>([&](const auto& invariant) {
        if (invariant.since <= context_->revision) holds = holds && invariant.holds(model);
    });
    return holds;
}

template <class Field>
bool FastReader::read_value(const Field& field, std::string_view& out) {
    std::string_view raw;
    if (!take_text(raw)) return false;
    if (has_escapes_ && std::memchr(raw.data(), '\\', raw.size()) != nullptr) {
        if (!unescape(raw, out)) return false;
    } else {
        out = raw;
    }
    return field.may_be_blank || !is_blank(out);
}

template <class Field>
bool FastReader::read_value(const Field& field, Decimal& out) {
    ScannedNumber number;
    if (!scan_number(token(), number)) return false;
    ++next_;
    out = Decimal::from_parts(number.is_negative, number.coefficient, number.exponent);
    if (field.bound == model::Bound::above_zero) return !number.is_negative && number.coefficient != 0;
    if (field.bound == model::Bound::at_least_zero) return !number.is_negative || number.coefficient == 0;
    return true;
}

template <class Field>
bool FastReader::read_value(const Field& field, std::int64_t& out) {
    ScannedNumber number;
    if (!scan_number(token(), number) || !number.is_integer) return false;
    constexpr std::uint64_t always_fits = 999'999'999'999'999'999;
    if (number.coefficient > always_fits) return false;
    ++next_;
    const auto magnitude = static_cast<std::int64_t>(number.coefficient);
    out = number.is_negative ? -magnitude : magnitude;
    if (field.bound == model::Bound::none) return true;
    return out >= (field.bound == model::Bound::at_least_zero ? 0 : 1);
}

template <class Field>
bool FastReader::read_value(const Field&, bool& out) {
    const std::string_view word = token();
    ++next_;
    out = word == "true";
    return out || word == "false";
}

template <class Field, class Enum>
requires std::is_enum_v<Enum>
bool FastReader::read_value(const Field&, Enum& out) {
    std::string_view word;
    if (!take_text(word)) return false;
    const auto value = parse_enum<Enum>(word);
    if (!value) return false;
    out = *value;
    return true;
}

template <class Field, class Value>
bool FastReader::read_value(const Field& field, std::optional<Value>& out) {
    if (here() != 'n') return read_value(field, out.emplace());
    out.reset();
    const bool is_null = token() == "null";
    ++next_;
    return is_null;
}

template <class Field, class Value>
bool FastReader::read_value(const Field& field, std::span<const Value>& out) {
    if (!take('[')) return false;
    if (here() == ']') {
        out = {};
        ++next_;
        return true;
    }
    constexpr std::size_t most = 64;
    std::array<Value, most> values;
    std::size_t size = 0;
    do {
        if (size == most || !read_value(field, values[size++])) return false;
    } while (take(','));
    if (!take(']')) return false;
    const auto list = careful::make_list<Value>(*context_->arena, size);
    std::copy_n(values.begin(), size, list.begin());
    out = list;
    return true;
}

bool FastReader::read_raw(RawJson& out) {
    const std::uint32_t begin = *next_;
    if (here() != '{' || !skip_value(1)) return false;
    out.text = {text_ + begin, next_[-1] + 1 - begin};
    return true;
}

/// Passes over a value that nobody reads, but checks it.
bool FastReader::skip_value(int depth) {
    switch (here()) {
        case '{':
            return skip_object(depth + 1);
        case '[':
            return skip_array(depth + 1);
        case '"': {
            std::string_view raw;
            return take_text(raw) && (!has_escapes_ || has_sound_escapes(raw));
        }
        case 't':
        case 'f':
        case 'n': {
            const std::string_view word = token();
            ++next_;
            return word == "true" || word == "false" || word == "null";
        }
        default: {
            ScannedNumber number;
            const bool is_sound = scan_number(token(), number);
            ++next_;
            return is_sound;
        }
    }
}

/// Doubled keys are a finding, so they are looked for; objects too large to do so quickly take the careful road.
bool FastReader::skip_object(int depth) {
    constexpr std::size_t most = 24;
    constexpr int deepest = 64;
    if (depth > deepest || !take('{')) return false;
    if (here() == '}') return ++next_, true;
    std::array<std::string_view, most> keys;
    std::size_t size = 0;
    do {
        std::string_view key;
        if (size == most || !take_text(key) || (has_escapes_ && key.find('\\') != std::string_view::npos)) return false;
        for (std::size_t index = 0; index < size; ++index)
            if (keys[index] == key) return false;
        keys[size++] = key;
        if (!take(':') || !skip_value(depth)) return false;
    } while (take(','));
    return take('}');
}

bool FastReader::skip_array(int depth) {
    constexpr int deepest = 64;
    if (depth > deepest || !take('[')) return false;
    if (here() == ']') return ++next_, true;
    do {
        if (!skip_value(depth)) return false;
    } while (take(','));
    return take(']');
}

bool FastReader::unescape(std::string_view escaped, std::string_view& out) {
    if (!has_sound_escapes(escaped)) return false;
    scratch_.clear();
    append_unescaped(scratch_, escaped);
    const auto owned = careful::make_list<char>(*context_->arena, scratch_.size());
    std::copy(scratch_.begin(), scratch_.end(), owned.begin());
    out = {owned.data(), owned.size()};
    return true;
}

/// Whether the member at hand has that key. No name of a field holds a quote or a backslash, so that the quote behind it
/// ends the key. The size is part of the type, so that this is no call; padding stands behind a text that is too short for it.
template <std::size_t size>
[[gnu::always_inline]] inline bool FastReader::at_key(const std::array<char, size>& quoted) const {
    return std::memcmp(text_ + next_[0], quoted.data(), size) == 0 && text_[next_[1]] == ':';
}

/// The token at hand without the white space behind it.
inline std::string_view FastReader::token() const {
    std::uint32_t end = next_[1];
    while (end > next_[0] && is_json_space(text_[end - 1])) --end;
    return {text_ + next_[0], end - next_[0]};
}

inline bool FastReader::take(char expected) {
    if (here() != expected) return false;
    ++next_;
    return true;
}

inline bool FastReader::open_object() {
    if (!take('{')) return false;
    has_more_ = here() != '}';
    next_ += has_more_ ? 0 : 1;
    return true;
}

/// What stands behind a member: a comma, so that another one comes, or the end of the object.
inline bool FastReader::take_separator() {
    const char separator = here();
    ++next_;
    has_more_ = separator == ',';
    return has_more_ || separator == '}';
}

inline bool FastReader::take_text(std::string_view& raw) {
    const std::string_view quoted = token();
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') return false;
    raw = quoted.substr(1, quoted.size() - 2);
    ++next_;
    return true;
}

template bool FastReader::read(std::string_view, const ReadContext&, TradingSignalIntent&);
template bool FastReader::read(std::string_view, const ReadContext&, TradingSignal&);
template bool FastReader::read(std::string_view, const ReadContext&, OrderRequest&);
template bool FastReader::read(std::string_view, const ReadContext&, Trade&);

}  // namespace tks::codec
