#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "codec/careful_reader.hpp"

namespace tks::codec {

namespace careful {

/// Where a list's elements live: in the arena, which frees them all at once.
template <class Value>
std::span<Value> make_list(std::pmr::memory_resource& arena, std::size_t size) {
    static_assert(std::is_trivially_destructible_v<Value>);
    auto* first = static_cast<Value*>(arena.allocate(size * sizeof(Value), alignof(Value)));
    std::uninitialized_value_construct_n(first, size);
    return {first, size};
}

/// All keys under which a model's fields are read.
template <class Model>
std::vector<std::string_view> known_keys() {
    std::vector<std::string_view> keys;
    model::for_each_field<Model>([&](const auto& field) {
        keys.push_back(field.name);
        if (!field.other_name.empty()) keys.push_back(field.other_name);
    });
    return keys;
}

template <class Model>
constexpr auto field_names() {
    std::array<std::string_view, model::field_count<Model>> names{};
    std::size_t index = 0;
    model::for_each_field<Model>([&](const auto& field) { names[index++] = field.name; });
    return names;
}

}  // namespace careful

template <class Model>
requires requires {
    model::ModelDescription<Model>::fields;
}
bool CarefulReader::read(const JsonValue& value, Model& out) {
    using Description = model::ModelDescription<Model>;
    if (!expect_object(value, Description::name)) return false;
    static const std::vector<std::string_view> known = careful::known_keys<Model>();
    Members members = members_of(value, known);
    const std::vector<std::string_view> failed_outside = std::exchange(failed_, {});
    const std::size_t errors_before = error_count_;
    read_fields(value, members, out);
    refuse_unknown_members(members, careful::field_names<Model>(), Description::name);
    failed_ = failed_outside;
    return error_count_ == errors_before;
}

/// Reads the fields of one model out of an object's members, and asks its invariants.
template <class Model>
void CarefulReader::read_fields(const JsonValue& object, Members& members, Model& out) {
    model::for_each_field<Model>([&](const auto& field) {
        if (field.since <= context_.revision && !read_field(object, members, field, out)) failed_.push_back(field.name);
    });
    model::for_each_invariant<Model>([&](const auto& invariant) {
        const auto has_failed = [&](std::string_view name) {
            return std::ranges::find(failed_, name) != failed_.end();
        };
        if (invariant.since > context_.revision || std::ranges::any_of(invariant.looks_at, has_failed)) return;
        if (invariant.holds(out)) return;
        const JsonMember* member = find_member(members, invariant.at);
        path_.emplace_back(invariant.at);
        error(invariant.rule, std::string(invariant.message), member != nullptr ? member->value.begin : object.begin);
        path_.pop_back();
    });
}

template <class Model, class Field>
bool CarefulReader::read_field(const JsonValue& object, Members& members, const Field& field, Model& out) {
    using Value = typename Field::value_type;
    JsonMember* member = find_member(members, field.name);
    if (member == nullptr && !field.other_name.empty()) member = find_member(members, field.other_name);
    if (member == nullptr) {
        if constexpr (std::is_same_v<Value, Timestamp>)
            if (field.is_generated) out.*field.member = context_.now;
        return !field.is_required() ||
               error("schema/missing", fmt::format("{} is missing; add it", field.name), object.begin);
    }
    member->is_used = true;
    path_.emplace_back(member->key);
    const Expectation expected{field.name, field.bound, field.may_be_blank, model::ModelDescription<Model>::is_strict};
    const bool is_read = read_value(member->value, expected, out.*field.member);
    path_.pop_back();
    return is_read;
}

template <class Enum>
requires std::is_enum_v<Enum>
bool CarefulReader::read_value(const JsonValue& value, const Expectation&, Enum& out) {
    std::size_t index = 0;
    if (!read_enum(value, EnumDescription<Enum>::words, EnumDescription<Enum>::name, index)) return false;
    out = static_cast<Enum>(index);
    return true;
}

template <class Value>
bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, std::optional<Value>& out) {
    if (value.kind == JsonKind::null) {
        out.reset();
        return true;
    }
    return read_value(value, expected, out.emplace());
}

template <class Value>
bool CarefulReader::read_value(const JsonValue& value, const Expectation& expected, std::span<const Value>& out) {
    if (value.kind != JsonKind::array) return wrong_type(value, "an array");
    std::size_t size = 0;
    json_.for_each_element(value, [&](const JsonValue&) { ++size; });
    const std::span<Value> list = careful::make_list<Value>(*context_.arena, size);
    std::size_t index = 0;
    bool all_read = true;
    json_.for_each_element(value, [&](const JsonValue& element) {
        path_.push_back(std::to_string(index));
        all_read = read_value(element, expected, list[index++]) && all_read;
        path_.pop_back();
    });
    out = list;
    return all_read;
}

/// One of several models, told apart by its `name`, as market data has them.
template <class... Models>
bool CarefulReader::read_value(const JsonValue& value, const Expectation&, std::variant<Models...>& out) {
    if (!expect_object(value, "a recipe")) return false;
    constexpr std::string_view known[] = {"name"};
    Members members = members_of(value, known, false);
    const JsonMember* name = find_member(members, "name");
    if (name == nullptr) return error("schema/missing", "name is missing; it tells which recipe this is", value.begin);
    constexpr std::string_view words[] = {EnumDescription<decltype(Models::name)>::words[0]...};
    std::size_t index = 0;
    path_.emplace_back("name");
    const bool is_known = read_enum(name->value, words, "a recipe's name", index);
    path_.pop_back();
    if (!is_known) return false;
    std::size_t alternative = 0;
    bool is_read = false;
    (void)((alternative++ == index && (is_read = read(value, out.template emplace<Models>()), true)) || ...);
    return is_read;
}

}  // namespace tks::codec
