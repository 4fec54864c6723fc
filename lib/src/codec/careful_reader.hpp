#pragma once

#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "codec/coercion.hpp"
#include "codec/finding_list.hpp"
#include "codec/json_text.hpp"
#include "model/event_fields.hpp"
#include "model/snapshot_fields.hpp"

/// The careful road: reads one value whose JSON structure is known to be sound, by the field tables, and says
/// everything that is wrong with it. It reads all that the package reads, coercions included.
namespace tks::codec {

/// What reading depends on besides the text.
struct ReadContext {
    Revision revision = newest_revision;
    Timestamp now;  ///< Stands in for times that are absent and that the package takes from its clock.
    std::pmr::memory_resource* arena = nullptr;  ///< Owns unescaped text and lists; must outlive what was read.
};

class CarefulReader {
public:
    CarefulReader(std::string_view text, const ReadContext& context, FindingList& findings)
        : json_(text), context_(context), findings_(findings) {}

    /// Each returns whether the value could be read; if not, an error has been noted. Defects that check_syntax has
    /// noted already are not noted again.
    bool read_event(const JsonValue& value, Event& event);

    template <class Model>
    requires requires { model::ModelDescription<Model>::fields; }
    bool read(const JsonValue& value, Model& out);

    /// Whether read_event could read the type of its event, whatever became of the rest.
    [[nodiscard]] bool has_read_type() const { return has_read_type_; }

private:
    /// What a field's table says about the value that stands for it.
    struct Expectation {
        std::string_view name;
        model::Bound bound = model::Bound::none;
        bool may_be_blank = false;
        bool is_strict = false;
    };
    using Members = std::vector<JsonMember>;

    bool read_value(const JsonValue& value, const Expectation& expected, std::string_view& out);
    bool read_value(const JsonValue& value, const Expectation& expected, Decimal& out);
    bool read_value(const JsonValue& value, const Expectation& expected, std::int64_t& out);
    bool read_value(const JsonValue& value, const Expectation& expected, Timestamp& out);
    bool read_value(const JsonValue& value, const Expectation& expected, bool& out);
    bool read_value(const JsonValue& value, const Expectation& expected, RawJson& out);
    template <std::int64_t Only>
    bool read_value(const JsonValue& value, const Expectation&, Literal<Only>&) {
        return read_literal(value, Only);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    bool read_value(const JsonValue& value, const Expectation& expected, Enum& out);
    template <class Value>
    bool read_value(const JsonValue& value, const Expectation& expected, std::optional<Value>& out);
    template <class Value>
    bool read_value(const JsonValue& value, const Expectation& expected, std::span<const Value>& out);
    template <class... Models>
    bool read_value(const JsonValue& value, const Expectation& expected, std::variant<Models...>& out);
    template <class Model>
    requires requires { model::ModelDescription<Model>::fields; }
    bool read_value(const JsonValue& value, const Expectation&, Model& out) { return read(value, out); }

    template <class Model>
    void read_fields(const JsonValue& object, Members& members, Model& out);
    template <class Model, class Field>
    bool read_field(const JsonValue& object, Members& members, const Field& field, Model& out);
    void read_payload(const JsonValue& object, Members& members, const EventTypeDescription& type, Event& event);
    void read_details(const JsonValue& object, Members& members, const EventTypeDescription& type, Event& event);

    /// The members of an object, the last of each key; doubled ones are warned of unless that has been done. Of those whose
    /// keys are not known, only as many as findings can tell of.
    Members members_of(const JsonValue& object, std::span<const std::string_view> known, bool warn_of_doubled = true);
    void warn_of_doubled_key(std::string_view key, std::size_t offset, std::string pointer);
    static JsonMember* find_member(Members& members, std::string_view name);
    void refuse_unknown_members(const Members& members, std::span<const std::string_view> known,
                                std::string_view owner);
    bool read_enum(const JsonValue& value, std::span<const std::string_view> words, std::string_view enum_name,
                   std::size_t& index);
    bool read_literal(const JsonValue& value, std::int64_t only);
    bool check_bound(const JsonValue& value, model::Bound bound, double number);
    void warn_of_doubled_keys(const JsonValue& value);
    bool take_integer(const JsonValue& value, const Expectation& expected, const IntegerReading& reading,
                      std::int64_t& out);
    bool expect_object(const JsonValue& value, std::string_view what);

    bool error(std::string_view rule, std::string message, std::size_t offset);
    void warn(std::string_view rule, std::string message, std::size_t offset);
    bool wrong_type(const JsonValue& value, std::string_view expected);
    void coerced(const JsonValue& value, std::string_view canonical);
    std::string pointer() const;
    std::string_view unescaped(std::string_view escaped);
    std::string shown(const JsonValue& value) const;

    JsonNavigator json_;
    const ReadContext& context_;
    FindingList& findings_;
    std::vector<std::string> path_;         // Of the value at hand, from the record's root.
    std::vector<std::string_view> failed_;  // Names of fields of the model at hand that could not be read.
    std::size_t error_count_ = 0;
    bool has_read_type_ = false;
};

}  // namespace tks::codec
