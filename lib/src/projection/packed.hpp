#pragma once

#include <bit>
#include <cstring>
#include <limits>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/id_table.hpp"
#include "base/packed_decimals.hpp"
#include "model/event_fields.hpp"

/// Models in few bytes, for keeping many of them: about a third of their JSON. Driven by the field tables; the bytes have no
/// version, and whoever keeps them in a file has to know whose they are.
namespace tks::projection {

/// Appends values to a text: one overload for each kind of member.
class Packer {
public:
    explicit Packer(std::string& out) : out_(out) {}

    void pack(std::string_view text) {
        // A lower-case UUID takes 17 bytes: a size that no text has, and itself.
        constexpr std::size_t uuid_size = 36;
        if (text.size() == uuid_size) {
            std::string kept;  // Takes no memory of its own for a UUID.
            if (const IdKey key = make_id_key(text, kept); key.size == 0) {
                out_ += uuid_mark;
                pack_big_endian(key.high);
                pack_big_endian(key.low);
                return;
            }
        }
        pack_size(text.size() + 1);
        out_ += text;
    }
    void pack(const RawJson& json) { pack(json.text == empty_json ? std::string_view() : json.text); }
    void pack(bool value) { out_ += static_cast<char>(value); }
    void pack(Timestamp time) { pack(time.ms); }
    void pack(std::int64_t value) {
        // 0, -1, 1, -2 … as 0, 1, 2, 3 …
        pack_size((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U));
    }

    void pack(const Decimal& value) {
        const std::uint64_t packed = PackedDecimals::pack_fitting(value);
        pack_size(packed);
        if (packed == PackedDecimals::does_not_fit) pack_bytes(value);
    }

    template <std::int64_t Only>
    void pack(Literal<Only>) {}

    template <class Enum>
    requires std::is_enum_v<Enum>
    void pack(Enum value) { out_ += static_cast<char>(value); }

    template <class Value>
    void pack(const std::optional<Value>& value) {
        pack(value.has_value());
        if (value) pack(*value);
    }

    template <class Value>
    void pack(std::span<const Value> values) {
        pack_size(values.size());
        for (const Value& value : values) pack(value);
    }

    template <class Model>
    requires requires { model::ModelDescription<Model>::fields; }
    void pack(const Model& model) {
        model::for_each_field<Model>([&](const auto& field) { pack(model.*field.member); });
    }

private:
    friend class Unpacker;
    static constexpr char uuid_mark = '\0';
    static constexpr std::string_view empty_json = "{}";

    template <class Value>
    void pack_bytes(Value value) {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        out_.append(bytes, sizeof value);
    }

    /// So that the bytes of two UUIDs compare as their texts do.
    void pack_big_endian(std::uint64_t value) { pack_bytes(__builtin_bswap64(value)); }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    void pack_size(std::uint64_t size) {
        char bytes[10];
        std::size_t count = 0;
        for (; size >= 0x80U; size >>= 7U) bytes[count++] = static_cast<char>(size | 0x80U);
        bytes[count++] = static_cast<char>(size);
        out_.append(bytes, count);
    }

    std::string& out_;
};

/// Reads back what a Packer wrote, in the same order. Text views the bytes, or the arena where it had to be made. Of bytes that
/// end too soon, some values are told instead of those that are missing, and is_short() says so.
class Unpacker {
public:
    Unpacker(std::string_view bytes, std::pmr::memory_resource& arena) : rest_(bytes), arena_(arena) {}

    void unpack(std::string_view& text) {
        const std::size_t size = unpack_size();
        if (size != 0) {
            text = take(size - 1);
            return;
        }
        char* const out = static_cast<char*>(arena_.allocate(uuid_text_size, 1));
        const std::uint64_t high = unpack_big_endian();
        write_uuid(out, high, unpack_big_endian());
        text = {out, uuid_text_size};
    }

    void unpack(RawJson& json) {
        unpack(json.text);
        if (json.text.empty()) json.text = Packer::empty_json;
    }
    void unpack(bool& value) { value = take(1).front() != 0; }
    void unpack(Timestamp& time) { unpack(time.ms); }
    void unpack(std::int64_t& value) {
        const std::uint64_t packed = unpack_size();
        value = static_cast<std::int64_t>((packed >> 1U) ^ (0 - (packed & 1U)));
    }

    void unpack(Decimal& value) {
        const std::uint64_t packed = unpack_size();
        value = packed == PackedDecimals::does_not_fit ? unpack_bytes<Decimal>() : PackedDecimals().unpack(packed);
    }

    template <std::int64_t Only>
    void unpack(Literal<Only>&) {}

    template <class Enum>
    requires std::is_enum_v<Enum>
    void unpack(Enum& value) { value = static_cast<Enum>(take(1).front()); }

    template <class Value>
    void unpack(std::optional<Value>& value) {
        bool is_there = false;
        unpack(is_there);
        value.reset();
        if (is_there) unpack(value.emplace());
    }

    template <class Value>
    void unpack(std::span<const Value>& values) {
        const std::size_t size = unpack_size();
        auto* const first = static_cast<Value*>(arena_.allocate(size * sizeof(Value), alignof(Value)));
        for (std::size_t index = 0; index < size; ++index) unpack(*new (first + index) Value{});
        values = {first, size};
    }

    template <class Model>
    requires requires { model::ModelDescription<Model>::fields; }
    void unpack(Model& model) {
        model::for_each_field<Model>([&](const auto& field) { unpack(model.*field.member); });
    }

    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }
    [[nodiscard]] bool is_short() const { return is_short_; }

private:
    template <class Value>
    Value unpack_bytes() {
        Value value{};
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

    std::uint64_t unpack_big_endian() { return __builtin_bswap64(unpack_bytes<std::uint64_t>()); }

    std::uint64_t unpack_size() {
        if (!rest_.empty() && static_cast<signed char>(rest_.front()) >= 0) {
            const auto size = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            return size;
        }
        return unpack_long_size();
    }

    std::uint64_t unpack_long_size() {
        constexpr std::uint64_t marks = 0x8080808080808080U;
        std::uint64_t word = 0;
        if (rest_.size() < sizeof word) return unpack_size_bytewise();
        std::memcpy(&word, rest_.data(), sizeof word);
        const std::uint64_t last = ~word & marks;
        if (last == 0) return unpack_size_bytewise();
        rest_.remove_prefix(static_cast<std::size_t>(std::countr_zero(last)) / 8 + 1);
        word &= last ^ (last - 1);  // Nothing behind the first byte that says that none follows.
        // Pairs of seven bits become fourteen, those become 28, and 56.
        word = (word & 0x007F007F007F007FU) | ((word & 0x7F007F007F007F00U) >> 1U);
        word = (word & 0x00003FFF00003FFFU) | ((word & 0x3FFF00003FFF0000U) >> 2U);
        return (word & 0x0FFFFFFFU) | ((word & 0x0FFFFFFF00000000U) >> 4U);
    }

    std::uint64_t unpack_size_bytewise() {
        std::uint64_t size = 0;
        for (unsigned shift = 0; shift < std::numeric_limits<std::uint64_t>::digits; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1).front());
            size |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80U) break;
        }
        return size;
    }

    std::string_view take(std::size_t size) {
        if (size > rest_.size()) return take_missing(size);
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view take_missing(std::size_t size) {
        static constexpr std::string_view zeros("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", sizeof(Decimal));
        is_short_ = true;
        rest_ = {};
        return zeros.substr(0, size);
    }

    std::string_view rest_;
    std::pmr::memory_resource& arena_;
    bool is_short_ = false;
};

}  // namespace tks::projection
