#pragma once

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/text.hpp"
#include "model/snapshot_fields.hpp"
#include "tks/rows.hpp"

/// The columns and cells of snapshots, as the tables of the models have their fields; a model inside another one is laid out
/// flat, with its key in front.
namespace tks::report {

template <class Value>
concept Described = requires {
    model::ModelDescription<Value>::fields;
};

template <class Value>
struct CellKindOf {
    static constexpr CellKind kind = std::is_integral_v<Value> ? CellKind::number : CellKind::text;
};
template <class Value>
struct CellKindOf<std::optional<Value>> : CellKindOf<Value> {};
template <class Value>
struct CellKindOf<std::span<Value>> {
    static constexpr CellKind kind = CellKind::json;
};
template <>
struct CellKindOf<RawJson> {
    static constexpr CellKind kind = CellKind::json;
};
template <>
struct CellKindOf<Decimal> {
    static constexpr CellKind kind = CellKind::number;
};
template <>
struct CellKindOf<Timestamp> {
    static constexpr CellKind kind = CellKind::time;
};
template <>
struct CellKindOf<bool> {
    static constexpr CellKind kind = CellKind::flag;
};

inline Cell to_cell(std::string_view text) {
    return std::string(text);
}
inline Cell to_cell(const RawJson& json) {
    return std::string(json.text);
}
inline Cell to_cell(bool value) {
    return value ? "true" : "false";
}
inline Cell to_cell(Timestamp time) {
    return std::to_string(time.ms);
}
inline Cell to_cell(const Decimal& value) {
    return value.to_string();
}
template <class Enum>
requires std::is_enum_v<Enum> Cell to_cell(Enum value) {
    return std::string(to_string(value));
}
template <class Value>
Cell to_cell(std::span<const Value> words) {
    std::string json = "[";
    for (const Value& word : words) {
        if (json.size() > 1) json += ',';
        append_json_string(json, *to_cell(word));
    }
    return json += ']';
}
template <class Value>
Cell to_cell(const std::optional<Value>& value) {
    return value ? to_cell(*value) : Cell();
}

template <class Model>
void add_columns(std::vector<Column>& columns, const std::string& inside) {
    model::for_each_field<Model>([&](const auto& field) {
        using Value = typename std::remove_cvref_t<decltype(field)>::value_type;
        const std::string path = inside + std::string(field.name);
        if constexpr (Described<Value>)
            add_columns<Value>(columns, path + ".");
        else
            columns.push_back({path, CellKindOf<Value>::kind});
    });
}

template <class Model>
std::vector<Column> snapshot_columns() {
    std::vector<Column> columns;
    add_columns<Model>(columns, "");
    return columns;
}

/// Appends the cells of a model: null for those of columns of which is_wanted(column) is false.
template <Described Model, class IsWanted>
void add_cells(std::vector<Cell>& cells, const Model& model, const IsWanted& is_wanted) {
    model::for_each_field<Model>([&](const auto& field) {
        using Value = typename std::remove_cvref_t<decltype(field)>::value_type;
        if constexpr (Described<Value>)
            add_cells(cells, model.*field.member, is_wanted);
        else
            cells.push_back(is_wanted(cells.size()) ? to_cell(model.*field.member) : Cell());
    });
}

}  // namespace tks::report
