#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "model/field.hpp"
#include "model/json_characters.hpp"
#include "model/value_mixer.hpp"
#include "tks/decimal.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

namespace tks::model {

/// How a ValueHasher takes words of an enum, truth values, and what is absent.
enum class SmallValues : std::uint8_t {
    one_by_one,  ///< As all other values.
    packed,      ///< All together as one value, which is faster.
};

/// Mixes the values of models into one number. Equal values give the same one, however they are written: null in the place
/// of an absent value and the zeros behind a number's point make no difference.
template <SmallValues small_values>
class ValueHasher {
public:
    void add(std::string_view text) { mixer_.add(text); }
    void add(std::int64_t value) { mixer_.add(static_cast<std::uint64_t>(value)); }
    void add(Timestamp time) { add(time.ms); }
    void add(bool value) { add_small(static_cast<std::uint64_t>(value)); }

    void add(const Decimal& value) {
        const auto words = std::bit_cast<std::array<std::uint64_t, 2>>(value.reduced());
        mixer_.add(words[0], words[1]);
    }

    void add(const RawJson& json) {
        if (is_empty_object(json.text))
            add_small(0);
        else if constexpr (small_values == SmallValues::packed)
            mixer_.add_json(json.text);
        else
            mixer_.add(hash_without_white_space(json.text));
    }

    template <class Enum>
    requires std::is_enum_v<Enum>
    void add(Enum value) { add_small(static_cast<std::uint64_t>(value)); }

    template <class Value>
    void add(const std::optional<Value>& value) {
        if (value) return add(*value);
        constexpr std::uint64_t absent = 0xD1B54A32D192ED03U;
        // What comes next tells by its place that something is missing before it.
        if constexpr (small_values == SmallValues::packed)
            mixer_.skip(absent);
        else
            mixer_.add(absent);
    }

    template <class Value>
    void add(std::span<const Value> values) {
        add_small(values.size());
        for (const Value& value : values) add(value);
    }

    template <class Model>
    requires requires { ModelDescription<Model>::fields; }
    void add(const Model& model) {
        add_fields(model, [](const auto&) { return true; });
    }

    /// Only the fields of a model that are wanted.
    template <class Model, class IsWanted>
    void add_fields(const Model& model, IsWanted is_wanted) {
        for_each_field<Model>([&](const auto& field) {
            if (is_wanted(field)) add(model.*field.member);
        });
    }

    /// Two words that stand for a value.
    void add_pair(std::uint64_t first, std::uint64_t second) { mixer_.add(first, second); }

    [[nodiscard]] std::uint64_t hash() const {
        if constexpr (small_values == SmallValues::one_by_one) return mixer_.hash();
        ValueMixer all = mixer_;
        all.add(packed_);
        return all.hash();
    }

private:
    /// FNV-1a.
    static std::uint64_t hash_without_white_space(std::string_view json) {
        std::uint64_t hash = 0xcbf29ce484222325U;
        visit_without_white_space(json, [&](unsigned char character) { hash = (hash ^ character) * 0x100000001b3U; });
        return hash;
    }

    void add_small(std::uint64_t value) {
        constexpr std::uint64_t odd = 0x9FB21C651E98DF25U;
        if constexpr (small_values == SmallValues::packed)
            packed_ = (packed_ + value) * odd;
        else
            mixer_.add(value);
    }

    ValueMixer mixer_;
    std::uint64_t packed_ = 1;  // Not zero, so that leading zeros count.
};

}  // namespace tks::model
