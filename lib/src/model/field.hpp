#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <tuple>

#include "tks/revision.hpp"

/// The words in which models are described. A model's description is the one place that knows its fields: the decoder,
/// the encoder, validation, JSON Schema, documentation and DDL all read it.
namespace tks::model {

/// What a number must be, compared as the package compares: as a double.
enum class Bound : std::uint8_t { none, above_zero, at_least_zero, at_least_one };

template <class Value>
struct IsOptional : std::false_type {};
template <class Value>
struct IsOptional<std::optional<Value>> : std::true_type {};

/// One field of a model. The type of its member says what it reads; an optional member may be null or absent.
template <class Owner, class Value>
struct Field {
    using value_type = Value;

    std::string_view name;
    Value Owner::*member;
    std::string_view meaning;
    bool has_default = false;   ///< May be absent (not null): the member's initializer is then its value.
    bool is_generated = false;  ///< May be absent: the package makes up a value (a new id, the present moment).
    bool may_be_blank = false;  ///< Only for text: empty or only white space is fine.
    Bound bound = Bound::none;
    Revision since = Revision::v0_1_42;
    std::string_view other_name{};  ///< A second name under which it is read; empty if there is none.

    [[nodiscard]] constexpr bool is_required() const {
        return !IsOptional<Value>::value && !has_default && !is_generated;
    }

    // Each returns the field with one property more, so that a table reads as a list of properties.
    [[nodiscard]] constexpr Field defaulted() const {
        Field copy = *this;
        copy.has_default = true;
        return copy;
    }
    [[nodiscard]] constexpr Field generated() const {
        Field copy = *this;
        copy.is_generated = true;
        return copy;
    }
    [[nodiscard]] constexpr Field maybe_blank() const {
        Field copy = *this;
        copy.may_be_blank = true;
        return copy;
    }
    [[nodiscard]] constexpr Field bounded(Bound to) const {
        Field copy = *this;
        copy.bound = to;
        return copy;
    }
    [[nodiscard]] constexpr Field from(Revision revision) const {
        Field copy = *this;
        copy.since = revision;
        return copy;
    }
    [[nodiscard]] constexpr Field also_named(std::string_view other) const {
        Field copy = *this;
        copy.other_name = other;
        return copy;
    }
};

template <class Owner, class Value>
constexpr Field<Owner, Value> field(std::string_view name, Value Owner::*member, std::string_view meaning) {
    return {name, member, meaning};
}

/// Something that must hold between fields. It is only asked where all fields that it looks at could be read.
template <class Owner>
struct Invariant {
    std::string_view rule;  ///< The name of the rule that it enforces.
    bool (*holds)(const Owner&);
    std::string_view at;                       ///< The field that a finding points to.
    std::array<std::string_view, 3> looks_at;  ///< The fields that it looks at; unused ones are empty.
    std::string_view message;                  ///< What is wrong and what to do, where it does not hold.
    Revision since = Revision::v0_1_42;
    std::string_view schema{};  ///< The same as a JSON Schema; empty where that cannot say it.

    [[nodiscard]] constexpr Invariant as_schema(std::string_view text) const {
        Invariant copy = *this;
        copy.schema = text;
        return copy;
    }
};

/// Specialized for every model with:
///   name        the package's name for it;
///   meaning     one sentence;
///   fields      a std::tuple of Field, in the order in which the package writes them;
///   invariants  a std::tuple of Invariant;
///   since       the first revision that has the model;
///   is_strict   whether nothing but the canonical JSON type is read (no coercion).
template <class Model>
struct ModelDescription;

/// What most models have in common; a description inherits it and overrides what differs.
struct ModelDefaults {
    static constexpr std::tuple<> invariants{};
    static constexpr Revision since = Revision::v0_1_42;
    static constexpr bool is_strict = false;
};

template <class Model>
inline constexpr std::size_t field_count =
    std::tuple_size_v<std::remove_cvref_t<decltype(ModelDescription<Model>::fields)>>;

/// Calls visit with each field of a model, in order.
template <class Model, class Visitor>
constexpr void for_each_field(Visitor&& visit) {
    std::apply([&](const auto&... field) { (visit(field), ...); }, ModelDescription<Model>::fields);
}

/// The same for visit.template operator()<index>(), where what a field is can be used at compile time.
template <class Model, class Visitor>
constexpr void for_each_field_index(Visitor&& visit) {
    [&]<std::size_t... index>(std::index_sequence<index...>) {
        (visit.template operator()<index>(), ...);
    }
    (std::make_index_sequence<field_count<Model>>());
}

template <class Model, class Visitor>
constexpr void for_each_invariant(Visitor&& visit) {
    std::apply([&](const auto&... invariant) { (visit(invariant), ...); }, ModelDescription<Model>::invariants);
}

}  // namespace tks::model
