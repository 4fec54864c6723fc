#include "model/content_hash.hpp"

#include <array>
#include <cstring>

#include "model/event_fields.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tks::model {

namespace {

/// Gathers the values of an event, so that they are hashed in one go.
class ValueHasher {
public:
    void add(std::string_view text) {
        add_number(static_cast<std::uint64_t>(text.size()));
        if (text.size() > longest_copy)
            add_number(XXH3_64bits(text.data(), text.size()));
        else
            add_bytes(text.data(), text.size());
    }
    void add(std::int64_t value) { add_number(static_cast<std::uint64_t>(value)); }
    void add(Timestamp time) { add(time.ms); }
    void add(bool value) { add_number(static_cast<std::uint8_t>(value)); }

    void add(const Decimal& value) {
        const Decimal reduced = value.reduced();
        add_bytes(&reduced, sizeof reduced);
    }

    void add(const RawJson& json) {
        constexpr std::string_view empty = "{}";
        add_number(json.text == empty ? std::uint64_t{0} : hash_without_white_space(json.text));
    }

    template <class Enum>
    requires std::is_enum_v<Enum>
    void add(Enum value) { add_number(static_cast<std::uint8_t>(value)); }

    template <class Value>
    void add(const std::optional<Value>& value) {
        add(value.has_value());
        if (value) add(*value);
    }

    template <class Value>
    void add(std::span<const Value> values) {
        add_number(static_cast<std::uint64_t>(values.size()));
        for (const Value& value : values) add(value);
    }

    template <class Model>
    requires requires { ModelDescription<Model>::fields; }
    void add(const Model& model) {
        for_each_field<Model>([&](const auto& field) { add(model.*field.member); });
    }

    [[nodiscard]] std::uint64_t hash() const { return XXH3_64bits_withSeed(bytes_.data(), size_, seed_); }

private:
    static constexpr std::size_t longest_copy = 64;

    template <class Number>
    void add_number(Number number) {
        add_bytes(&number, sizeof number);
    }

    void add_bytes(const void* bytes, std::size_t size) {
        if (size_ + size > bytes_.size()) {
            seed_ = hash();
            size_ = 0;
        }
        std::memcpy(bytes_.data() + size_, bytes, size);
        size_ += size;
    }

    /// FNV-1a; such texts are short and few.
    static std::uint64_t hash_without_white_space(std::string_view json) {
        std::uint64_t hash = 0xcbf29ce484222325U;
        bool is_text = false;
        bool is_escaped = false;
        for (const char character : json) {
            if (!is_text && (character == ' ' || character == '\t' || character == '\r' || character == '\n')) continue;
            if (character == '"' && !is_escaped) is_text = !is_text;
            is_escaped = character == '\\' && !is_escaped;
            hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
        }
        return hash;
    }

    std::array<char, 2048> bytes_;
    std::size_t size_ = 0;
    std::uint64_t seed_ = 0;
};

}  // namespace

std::uint64_t content_hash(const Event& event) {
    ValueHasher hasher;
    hasher.add(static_cast<const DomainEvent&>(event));
    std::visit([&](const auto& payload) { hasher.add(payload); }, event.payload);
    std::visit([&](const auto& details) { hasher.add(details); }, event.details);
    return hasher.hash();
}

}  // namespace tks::model
