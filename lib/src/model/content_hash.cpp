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
    void add(std::string_view text) { state_ = with_text(state_, text.data(), text.size()); }
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

    [[nodiscard]] std::uint64_t hash() const { return state_.hash; }

private:
    /// Handed from function to function in registers.
    struct State {
        std::uint64_t place = 0;
        std::uint64_t hash = 0;
    };

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

    /// Apart, as it takes registers that would have to be saved for short texts as well.
    [[gnu::noinline]] static State with_long_text(State state, const char* bytes, std::size_t size) {
        state.place += size;
        return with_pair(state, XXH3_64bits(bytes, size), 0);
    }

    [[gnu::noinline]] static State with_text(State state, const char* bytes, std::size_t size) {
        if (size > longest_mixed) return with_long_text(state, bytes, size);
        state.place += size;
        if (size < sizeof(std::uint64_t)) return with_pair(state, read_short(bytes, size), 0);
        const auto mix_pair = [&](std::size_t first, std::size_t second) {
            state = with_pair(state, read<std::uint64_t>(bytes + first), read<std::uint64_t>(bytes + second));
        };
        constexpr std::size_t pair = 2 * sizeof(std::uint64_t);
        std::size_t begin = 0;
        for (; begin + pair < size; begin += pair) mix_pair(begin, begin + sizeof(std::uint64_t));
        // Some of it again, where it does not end with a pair.
        mix_pair(size < pair ? 0 : size - pair, size - sizeof(std::uint64_t));
        return state;
    }

    static State with_pair(State state, std::uint64_t first, std::uint64_t second) {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
        state.place += odd;
        // The halves of a product depend on all bits of its factors, together.
        const Product product = static_cast<Product>(first ^ state.place) * (second ^ (state.place >> 32U) ^ odd);
        state.hash += static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
        return state;
    }

    void add_word(std::uint64_t word) { add_pair(word, 0); }
    void add_pair(std::uint64_t first, std::uint64_t second) { state_ = with_pair(state_, first, second); }

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

    State state_;
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
