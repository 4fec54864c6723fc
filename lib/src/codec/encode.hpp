#pragma once

#include <charconv>
#include <span>
#include <string>
#include <variant>

#include "base/text.hpp"
#include "model/event_fields.hpp"
#include "model/snapshot_fields.hpp"

/// Writes values as JSON, driven by the field tables: one overload for each kind of member.
namespace tks::codec {

class Encoder {
public:
    Encoder(std::string& out, Revision revision) : out_(out), revision_(revision) {}

    void write(std::string_view text) { append_json_string(out_, text); }
    void write(const RawJson& json) { out_ += json.text; }
    void write(bool value) { out_ += value ? "true" : "false"; }
    void write(Timestamp time) { write(time.ms); }
    void write(const Decimal& value) { value.append_to(out_); }

    void write(std::int64_t value) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        out_.append(digits, static_cast<std::size_t>(end - digits));
    }

    template <std::int64_t Value>
    void write(Literal<Value>) {
        write(Value);
    }

    template <class Enum>
    requires std::is_enum_v<Enum>
    void write(Enum value) {
        // No word of an enumeration needs an escape.
        out_ += '"';
        out_ += to_string(value);
        out_ += '"';
    }

    template <class Value>
    void write(const std::optional<Value>& value) {
        if (value)
            write(*value);
        else
            out_ += "null";
    }

    template <class Value>
    void write(std::span<const Value> values) {
        out_ += '[';
        for (const Value& value : values) {
            if (&value != values.data()) out_ += ',';
            write(value);
        }
        out_ += ']';
    }

    template <class... Models>
    void write(const std::variant<Models...>& models) {
        std::visit([this](const auto& model) { this->write(model); }, models);
    }

    template <class Model>
    requires requires { model::ModelDescription<Model>::fields; }
    void write(const Model& model) {
        out_ += '{';
        const std::size_t begin = out_.size();
        write_fields(model);
        close_object(begin);
    }

    /// The fields of a model, each with a comma behind it, for an object that has more of them.
    template <class Model>
    void write_fields(const Model& model) {
        model::for_each_field<Model>([&](const auto& field) {
            if (field.since > revision_) return;
            // An id that was left out for its reader to make up stays out.
            if constexpr (std::is_same_v<typename std::remove_cvref_t<decltype(field)>::value_type, std::string_view>)
                if (field.is_generated && (model.*field.member).empty()) return;
            write_key(field.name);
            write(model.*field.member);
            out_ += ',';
        });
    }

    void write_key(std::string_view name) {
        // No name of a field needs an escape.
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }

    /// Ends an object whose first field stands, or would stand, at `begin`.
    void close_object(std::size_t begin) {
        if (out_.size() > begin)
            out_.back() = '}';
        else
            out_ += '}';
    }

private:
    std::string& out_;
    Revision revision_;
};

}  // namespace tks::codec
