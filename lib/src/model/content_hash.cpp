#include "model/content_hash.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "model/event_fields.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tks::model {

namespace {

__extension__ typedef unsigned __int128 Product;  // NOLINT(modernize-use-using): __extension__ needs the typedef

/// Mixes the values of an event into one number. Each word is hashed with its place and the hashes are added up, so that
/// the processor works on several at a time.
class ValueHasher {
public:
    void add(std::string_view text) {
        const char* const bytes = text.data();
        const std::size_t size = text.size();
        place_ += size;
        if (size > longest_mixed) return add_word(XXH3_64bits(bytes, size));
        if (size < sizeof(std::uint64_t)) return add_word(read_short(bytes, size));
        const auto pair_at = [&](std::size_t begin, std::size_t second) {
            add_pair(read<std::uint64_t>(bytes + begin), read<std::uint64_t>(bytes + second));
        };
        constexpr std::size_t pair = 2 * sizeof(std::uint64_t);
        std::size_t begin = 0;
        for (; begin + pair < size; begin += pair) pair_at(begin, begin + sizeof(std::uint64_t));
        // Some of it again, where it does not end with a pair.
        pair_at(size < pair ? 0 : size - pair, size - sizeof(std::uint64_t));
    }
    void add(std::int64_t value) { add_word(static_cast<std::uint64_t>(value)); }
    void add(Timestamp time) { add(time.ms); }
    void add(bool value) { add_word(static_cast<std::uint64_t>(value)); }

    void add(const Decimal& value) {
        const auto words = std::bit_cast<std::array<std::uint64_t, 2>>(value.reduced());
        add_pair(words[0], words[1]);
    }

    void add(const RawJson& json) {
        constexpr std::string_view empty = "{}";
        add_word(json.text == empty ? std::uint64_t{0} : hash_without_white_space(json.text));
    }

    template <class Enum>
    requires std::is_enum_v<Enum>
    void add(Enum value) { add_word(static_cast<std::uint64_t>(value)); }

    template <class Value>
    void add(const std::optional<Value>& value) {
        if (value) return add(*value);
        constexpr std::uint64_t absent = 0xD1B54A32D192ED03U;
        add_word(absent);
    }

    template <class Value>
    void add(std::span<const Value> values) {
        add_word(values.size());
        for (const Value& value : values) add(value);
    }

    template <class Model>
    requires requires { ModelDescription<Model>::fields; }
    void add(const Model& model) {
        for_each_field<Model>([&](const auto& field) { add(model.*field.member); });
    }

    [[nodiscard]] std::uint64_t hash() const { return hash_; }

private:
    static constexpr std::size_t longest_mixed = 64;

    template <class Word>
    static Word read(const char* bytes) {
        Word word = 0;
        std::memcpy(&word, bytes, sizeof word);
        return word;
    }

    /// All of less than eight bytes.
    static std::uint64_t read_short(const char* bytes, std::size_t size) {
        const auto byte = [bytes](std::size_t index) {
            return std::uint64_t{static_cast<unsigned char>(bytes[index])};
        };
        if (size >= sizeof(std::uint32_t))
            return read<std::uint32_t>(bytes) |
                   (std::uint64_t{read<std::uint32_t>(bytes + size - sizeof(std::uint32_t))} << 32U);
        return size == 0 ? 0 : byte(0) | (byte(size / 2) << 8U) | (byte(size - 1) << 16U);
    }

    void add_word(std::uint64_t word) { add_pair(word, 0); }

    void add_pair(std::uint64_t first, std::uint64_t second) {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
        place_ += odd;
        // The halves of a product depend on all bits of its factors, together.
        const Product product = static_cast<Product>(first ^ place_) * (second ^ (place_ >> 32U) ^ odd);
        hash_ += static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
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

    std::uint64_t place_ = 0;
    std::uint64_t hash_ = 0;
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
