#include "tks/json_schema.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "codec/encode.hpp"
#include "model/registry.hpp"
#include "tks/error.hpp"

namespace tks {
namespace {

using Json = nlohmann::ordered_json;
using model::Bound;
using model::ModelDescription;

/// One character that Python's str.strip() leaves: a text that has one is not blank. The characters stand for
/// themselves, as dialects of regular expressions differ in how they escape them.
constexpr const char* not_blank_pattern =
    "[^\t-\r\x1c- \xc2\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";

template <class Value>
concept Enumeration = std::is_enum_v<Value>;

template <class Value>
concept Model = requires {
    ModelDescription<Value>::fields;
};

/// What a property's schema depends on besides its type.
struct Constraint {
    bool may_be_blank = false;
    Bound bound = Bound::none;
};

/// Names the C++ type of a value, to choose among overloads.
template <class Value>
using Tag = std::type_identity<Value>;

Json nullable(Json schema) {
    if (schema.contains("type"))
        schema["type"] = Json::array({schema["type"], "null"});
    else
        schema = Json{{"anyOf", Json::array({std::move(schema), Json{{"type", "null"}}})}};
    return schema;
}

/// Makes schemas of one revision, and gathers what they refer to.
class SchemaBuilder {
public:
    explicit SchemaBuilder(Revision revision) : revision_(revision) {}

    template <Model Noun>
    Json model() {
        Json schema = object_schema(ModelDescription<Noun>::name, ModelDescription<Noun>::meaning);
        add_fields<Noun>(schema);
        add_invariants<Noun>(schema);
        return finished(std::move(schema));
    }

    Json event(const EventTypeDescription& description) {
        Json schema = object_schema(description.class_name, description.meaning);
        add_fields<DomainEvent>(schema);
        // The envelope's table leaves open what the type of the event settles.
        Json& event_type = schema["properties"]["event_type"];
        event_type = Json{{"description", event_type["description"]}, {"const", to_string(description.type)}};
        schema["properties"]["aggregate_type"]["default"] = to_string(description.aggregate_type);
        add_payload(schema, description.payload, std::make_index_sequence<std::variant_size_v<EventPayload>>{});
        add_details(schema, description.details, std::make_index_sequence<std::variant_size_v<EventDetails>>{});
        return finished(std::move(schema));
    }

    Json any_event() {
        Json words = Json::array();
        Json choices = Json::array();
        for (const EventTypeDescription& description : event_types) {
            const Json type{{"const", to_string(description.type)}};
            define(description.class_name, [&] { return event(description); });
            words.push_back(to_string(description.type));
            choices.push_back(
                {{"if", {{"properties", {{"event_type", type}}}}}, {"then", reference(description.class_name)}});
        }
        return {{"title", "Event"},
                {"description", "Any event; which one it is follows from event_type."},
                {"type", "object"},
                {"properties", {{"event_type", {{"enum", std::move(words)}}}}},
                {"required", Json::array({"event_type"})},
                {"allOf", std::move(choices)}};
    }

    /// A schema as a document of its own, with everything that it refers to.
    std::string document(std::string_view name, const Json& schema) const {
        Json document{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"$id", fmt::format("urn:tks:{}:{}", to_string(revision_), name)}};
        document.update(schema);
        if (!definitions_.empty()) document["$defs"] = definitions_;
        // Characters beyond ASCII are escaped, so that the blanks in patterns can be seen.
        return document.dump(2, ' ', true) + '\n';
    }

private:
    static Json object_schema(std::string_view title, std::string_view meaning) {
        return {{"title", title},
                {"description", meaning},
                {"type", "object"},
                {"properties", Json::object()},
                {"required", Json::array()},
                {"additionalProperties", false}};
    }

    /// Without the lists that stayed empty.
    static Json finished(Json schema) {
        if (schema["required"].empty()) schema.erase("required");
        return schema;
    }

    static Json reference(std::string_view name) { return {{"$ref", fmt::format("#/$defs/{}", name)}}; }

    template <class Make>
    Json define(std::string_view name, Make&& make) {
        const std::string key(name);
        if (!definitions_.contains(key)) {
            Json schema = make();  // This may define others, and so move what definitions_ holds.
            definitions_[key] = std::move(schema);
        }
        return reference(name);
    }

    template <class Owner>
    void add_fields(Json& schema) {
        model::for_each_field<Owner>([&](const auto& field) { add_field(schema, field); });
    }

    template <class Field>
    void add_field(Json& schema, const Field& field) {
        if (field.since > revision_) return;
        using Value = typename Field::value_type;
        std::string default_text;
        if (field.has_default || model::IsOptional<Value>::value) default_text = default_of(field);
        add_property(
            schema,
            {field.name, field.other_name, field.meaning, default_text, field.is_generated, field.is_required()},
            value(Tag<Value>{}, Constraint{field.may_be_blank, field.bound}));
    }

    /// What a field says whatever its type: what is done with it is compiled once, and not for each field.
    struct Property {
        std::string_view name;
        std::string_view other_name;  ///< Empty where it has only one.
        std::string_view meaning;
        std::string_view default_text;  ///< As JSON; empty where there is none.
        bool is_generated;
        bool is_required;
    };

    static void add_property(Json& schema, const Property& field, const Json& value) {
        Json property{{"description", field.meaning}};
        property.update(value);
        if (!field.default_text.empty()) property["default"] = Json::parse(field.default_text);
        if (field.is_generated) property["$comment"] = "Where it is absent, its reader makes up a value.";
        if (field.is_required) schema["required"].push_back(field.name);
        if (!field.other_name.empty()) {
            schema["properties"][std::string(field.other_name)] = property;
            schema["allOf"].push_back({{"not", {{"required", Json::array({field.name, field.other_name})}}}});
        }
        schema["properties"][std::string(field.name)] = std::move(property);
    }

    /// As JSON.
    template <class Owner, class Value>
    std::string default_of(const model::Field<Owner, Value>& field) const {
        const Owner owner{};
        std::string text;
        codec::Encoder(text, revision_).write(owner.*field.member);
        return text;
    }

    template <class Noun>
    void add_invariants(Json& schema) {
        std::vector<std::string_view> unsaid;
        model::for_each_invariant<Noun>([&](const auto& invariant) {
            if (invariant.since > revision_) return;
            if (!invariant.schema.empty())
                add_condition(schema, invariant.schema);
            else
                unsaid.push_back(invariant.message);
        });
        if (!unsaid.empty())
            schema["$comment"] =
                fmt::format("A schema cannot refuse what is refused here: {}.", fmt::join(unsaid, "; or "));
    }

    static void add_condition(Json& schema, std::string_view condition) {
        schema["allOf"].push_back(Json::parse(condition));
    }

    template <std::size_t... Index>
    void add_payload(Json& schema, std::size_t index, std::index_sequence<Index...>) {
        Json payload{{"description", "What the event is about."}};
        ((Index == index ? payload.update(value(Tag<std::variant_alternative_t<Index, EventPayload>>{}, {})) : void()),
         ...);
        schema["properties"]["payload"] = std::move(payload);
        schema["required"].push_back("payload");
    }

    template <std::size_t... Index>
    void add_details(Json& schema, std::size_t index, std::index_sequence<Index...>) {
        ((Index == index ? add_fields<std::variant_alternative_t<Index, EventDetails>>(schema) : void()), ...);
    }

    // What a value is, by its type.

    template <class Value>
    Json value(Tag<std::optional<Value>>, Constraint constraint) {
        return nullable(value(Tag<Value>{}, constraint));
    }

    template <class Value>
    Json value(Tag<std::span<const Value>>, Constraint constraint) {
        return list_of(value(Tag<Value>{}, constraint));
    }

    static Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

    /// Models that are told apart by their `name`, which none of them can do without then.
    template <class... Models>
    Json value(Tag<std::variant<Models...>>, Constraint constraint) {
        return one_of(Json::array({value(Tag<Models>{}, constraint)...}));
    }

    static Json one_of(Json choices) {
        for (Json& choice : choices) choice["required"] = Json::array({"name"});
        return {{"oneOf", std::move(choices)}};
    }

    template <Model Noun>
    Json value(Tag<Noun>, Constraint) {
        return define(ModelDescription<Noun>::name, [this] { return model<Noun>(); });
    }

    template <Enumeration Enum>
    Json value(Tag<Enum>, Constraint) {
        using Description = EnumDescription<Enum>;
        if constexpr (std::size(Description::words) == 1)
            return {{"const", Description::words[0]}};
        else
            return enumeration(Description::name, Description::words);
    }

    Json enumeration(std::string_view name, std::span<const std::string_view> words) {
        return define(name, [&] { return Json{{"title", name}, {"type", "string"}, {"enum", words}}; });
    }

    Json value(Tag<std::string_view>, Constraint constraint) {
        if (constraint.may_be_blank) return {{"type", "string"}};
        return define("NotBlank", [] {
            return Json{{"description", "Text with at least one character that is not white space."},
                        {"type", "string"},
                        {"pattern", not_blank_pattern}};
        });
    }

    template <std::int64_t Only>
    Json value(Tag<Literal<Only>>, Constraint) {
        return {{"const", Only}};
    }

    Json value(Tag<RawJson>, Constraint) { return {{"type", "object"}}; }
    Json value(Tag<bool>, Constraint) { return {{"type", "boolean"}}; }
    Json value(Tag<Timestamp>, Constraint constraint) { return value(Tag<std::int64_t>{}, constraint); }

    Json value(Tag<std::int64_t>, Constraint constraint) {
        Json schema{{"type", "integer"}};
        if (constraint.bound == Bound::none) schema["minimum"] = std::numeric_limits<std::int64_t>::min();
        add_bound(schema, constraint.bound);
        schema["maximum"] = std::numeric_limits<std::int64_t>::max();
        return schema;
    }

    Json value(Tag<Decimal>, Constraint constraint) {
        Json schema{{"type", "number"}};
        add_bound(schema, constraint.bound);
        return schema;
    }

    static void add_bound(Json& schema, Bound bound) {
        switch (bound) {
            case Bound::none:
                break;
            case Bound::above_zero:
                schema["exclusiveMinimum"] = 0;
                break;
            case Bound::at_least_zero:
                schema["minimum"] = 0;
                break;
            case Bound::at_least_one:
                schema["minimum"] = 1;
                break;
        }
    }

    Revision revision_;
    Json definitions_ = Json::object();
};

[[noreturn]] void throw_unknown_name(std::string_view name) {
    std::vector<std::string_view> candidates(model::model_names.begin(), model::model_names.end());
    for (const EventTypeDescription& description : event_types) {
        candidates.push_back(to_string(description.type));
        candidates.push_back(description.class_name);
    }
    const std::string_view close = closest_match(name, candidates);
    throw UsageError(fmt::format("no model and no event is called {}{}", quoted_for_people(name),
                                 close.empty() ? std::string("; tksctl schema --list shows what there is")
                                               : fmt::format("; did you mean \"{}\"?", close)));
}

}  // namespace

std::string json_schema(std::string_view name, Revision revision) {
    SchemaBuilder builder(revision);
    if (name.empty()) return builder.document("event", builder.any_event());
    if (const std::optional<EventType> type = model::find_event_type(name)) {
        const Json schema = builder.event(describe(*type));
        return builder.document(to_string(*type), schema);
    }
    Json schema;
    const bool found = model::visit_model(name, [&]<class Noun>(Tag<Noun>) {
        constexpr Revision since = ModelDescription<Noun>::since;
        if (since > revision)
            throw UsageError(fmt::format("revision {} of the contract has no {}; it came with {}", to_string(revision),
                                         name, to_string(since)));
        schema = builder.model<Noun>();
    });
    if (!found) throw_unknown_name(name);
    return builder.document(name, schema);
}

std::vector<std::string_view> json_schema_names(Revision revision) {
    std::vector<std::string_view> names;
    model::for_each_model([&]<class Noun>(Tag<Noun>) {
        if (ModelDescription<Noun>::since <= revision) names.push_back(ModelDescription<Noun>::name);
    });
    for (const EventTypeDescription& description : event_types) names.push_back(to_string(description.type));
    return names;
}

}  // namespace tks
