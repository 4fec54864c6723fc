#include "tks/json_schema.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "model/registry.hpp"
#include "tks/error.hpp"

namespace {

using Json = nlohmann::json;
using tks::Revision;

constexpr Revision revisions[] = {Revision::v0_1_42, Revision::v0_1_47, Revision::v0_1_50};

Json schema_of(std::string_view name, Revision revision = tks::newest_revision) {
    return Json::parse(tks::json_schema(name, revision));
}

std::string refusal_of(std::string_view name, Revision revision = tks::newest_revision) {
    try {
        return "not refused: " + tks::json_schema(name, revision);
    } catch (const tks::UsageError& error) {
        return error.what();
    }
}

bool has(const Json& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// Calls visit with every object in a document.
template <class Visitor>
void for_each_object(const Json& json, Visitor&& visit) {
    if (json.is_object()) visit(json);
    if (json.is_structured())
        for (const Json& part : json) for_each_object(part, visit);
}

/// The words of the first enumeration or constant that a property allows.
Json allowed(const Json& document, const Json& property) {
    if (!property.contains("$ref")) return property.at("const");
    return document.at(Json::json_pointer(property.at("$ref").get<std::string>().substr(1))).at("enum");
}

std::string utf8(char32_t code_point) {
    const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (code_point < 0x80) return {byte(code_point)};
    if (code_point < 0x800) return {byte(0xC0 | (code_point >> 6)), byte(0x80 | (code_point & 0x3F))};
    return {byte(0xE0 | (code_point >> 12)), byte(0x80 | ((code_point >> 6) & 0x3F)), byte(0x80 | (code_point & 0x3F))};
}

/// The code points of a text that has none beyond U+FFFF.
std::u32string code_points(std::string_view text) {
    std::u32string points;
    while (!text.empty()) {
        const std::size_t length = tks::utf8_sequence_length(text);
        REQUIRE((length >= 1 && length <= 3));
        const auto byte = [&](std::size_t index) {
            return static_cast<char32_t>(static_cast<unsigned char>(text[index]));
        };
        points += length == 1   ? byte(0)
                  : length == 2 ? ((byte(0) & 0x1F) << 6) | (byte(1) & 0x3F)
                                : ((byte(0) & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
        text.remove_prefix(length);
    }
    return points;
}

/// Whether a character is in a negated class such as [^a-cx].
bool is_excluded(const std::u32string& pattern, char32_t character) {
    for (std::size_t index = 2; index + 1 < pattern.size(); ++index) {
        const bool is_range = pattern[index + 1] == U'-' && index + 3 < pattern.size();
        const char32_t last = is_range ? pattern[index + 2] : pattern[index];
        if (pattern[index] <= character && character <= last) return true;
        if (is_range) index += 2;
    }
    return false;
}

}  // namespace

TEST_CASE("every name of every revision has a schema that refers to nothing outside itself") {
    for (const Revision revision : revisions) {
        std::vector<std::string_view> names = tks::json_schema_names(revision);
        names.emplace_back();
        for (const std::string_view name : names) {
            CAPTURE(name);
            CAPTURE(tks::to_string(revision));
            const std::string text = tks::json_schema(name, revision);
            const Json document = Json::parse(text);
            CHECK(text.ends_with("}\n"));
            CHECK(document.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
            CHECK(document.at("type") == "object");
            CHECK(document.at("$id") == "urn:tks:" + std::string(tks::to_string(revision)) + ":" +
                                            (name.empty() ? "event" : std::string(name)));
            for_each_object(document, [&](const Json& object) {
                const auto reference = object.find("$ref");
                if (reference == object.end()) return;
                const std::string target = reference->get<std::string>();
                REQUIRE(target.starts_with("#/$defs/"));
                CHECK(document.contains(Json::json_pointer(target.substr(1))));
            });
        }
    }
}

TEST_CASE("the names are those of the models and event types that the revision has") {
    const Json oldest = tks::json_schema_names(Revision::v0_1_42);
    const Json newest = tks::json_schema_names();
    CHECK(has(oldest, "TradingSignalIntentSpot"));
    CHECK(has(oldest, "order_filled"));
    CHECK_FALSE(has(oldest, "MarketDataAssignment"));
    CHECK_FALSE(has(oldest, "PositionMarkV1"));
    CHECK(has(tks::json_schema_names(Revision::v0_1_47), "MarketDataAssignment"));
    CHECK(newest.size() == tks::model::AllModels::size + tks::event_type_count);
}

TEST_CASE("an event is named by its type or by its class, and the two are the same") {
    for (const tks::EventTypeDescription& description : tks::event_types)
        CHECK(tks::json_schema(tks::to_string(description.type)) == tks::json_schema(description.class_name));
}

TEST_CASE("a field's schema follows from its line in the table") {
    const Json order = schema_of("OrderRequest").at("properties");
    const Json fill = schema_of("OrderFill").at("properties");
    const Json snapshot = schema_of("OrderSnapshot").at("properties");
    const Json null_or_text = Json::parse(R"([{"$ref": "#/$defs/NotBlank"}, {"type": "null"}])");

    CHECK(order.at("order_id").at("$ref") == "#/$defs/NotBlank");
    CHECK(order.at("venue").at("anyOf") == null_or_text);
    CHECK(order.at("venue").at("default").is_null());
    CHECK(order.at("quantity").at("exclusiveMinimum") == 0);
    CHECK(order.at("limit_price").at("type") == Json::array({"number", "null"}));
    CHECK(order.at("reduce_only") ==
          Json::parse(
              R"({"description": "Whether it may only reduce a position.", "type": "boolean", "default": false})"));
    CHECK(order.at("created_at").at("minimum") == std::numeric_limits<std::int64_t>::min());
    CHECK(order.at("created_at").at("maximum") == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(order.at("created_at").contains("default"));
    CHECK(order.at("metadata").at("default") == Json::object());
    CHECK(fill.at("fee").at("minimum") == 0);
    CHECK(fill.at("liquidity").at("default") == "unknown");
    CHECK(snapshot.at("order").at("$ref") == "#/$defs/OrderRequest");
    CHECK(snapshot.at("rejection_reason").at("type") == Json::array({"string", "null"}));
    CHECK(snapshot.at("last_event_at").at("description") == "When that happened, in ms since the epoch.");
    CHECK(schema_of("TradingSignalIntent").at("properties").at("signal_provider").at("default") ==
          Json::parse(R"({"signal_provider_id": "tks", "signal_provider_name": "TKS"})"));
    CHECK(schema_of("OrderFill").at("required") ==
          Json::parse(R"(["fill_id", "order_id", "market", "side", "filled_qty", "filled_price"])"));
    CHECK(schema_of("OrderFill").at("additionalProperties") == false);
    CHECK_FALSE(schema_of("SignalProvider").contains("required"));
}

TEST_CASE("enumerations list the words of the wire") {
    const Json trade = schema_of("Trade");
    CHECK(allowed(trade, trade.at("properties").at("direction")) == Json::array({"long", "short"}));
    const Json cold = schema_of("trading_signal_qualified_cold");
    CHECK(allowed(cold, cold.at("properties").at("reasons").at("items")).size() == 5);
}

TEST_CASE("text is not blank exactly where Python's str.strip leaves something of it") {
    const std::string pattern = schema_of("Trade").at("$defs").at("NotBlank").at("pattern");
    const std::u32string characters = code_points(pattern);
    REQUIRE(characters.starts_with(U"[^"));
    REQUIRE(characters.back() == U']');
    for (char32_t character = 0; character <= 0xFFFF; ++character) {
        if (character >= 0xD800 && character <= 0xDFFF) continue;
        if (tks::is_blank(utf8(character)) != is_excluded(characters, character)) {
            CAPTURE(static_cast<unsigned>(character));
            CHECK(tks::is_blank(utf8(character)) == is_excluded(characters, character));
        }
    }
}

TEST_CASE("an older revision lacks what came later") {
    for (const std::string_view name : {"OrderRequest", "OrderFill", "Trade"}) {
        const Json older = schema_of(name, Revision::v0_1_42);
        const Json newer = schema_of(name, Revision::v0_1_47);
        CHECK_FALSE(older.at("properties").contains("order_origin"));
        CHECK(newer.at("properties").contains("order_origin"));
        CHECK_FALSE(older.at("$defs").contains("OrderOrigin"));
        CHECK(newer.at("$defs").contains("OrderOrigin"));
    }
    CHECK_FALSE(schema_of("Trade", Revision::v0_1_42).contains("allOf"));
    CHECK(schema_of("Trade", Revision::v0_1_47).at("allOf").size() == 1);
}

TEST_CASE("an event names its type, its aggregate, its payload and its own keys") {
    const Json rejected = schema_of("trading_signal_intent_rejected");
    const Json& properties = rejected.at("properties");
    CHECK(rejected.at("title") == "TradingSignalIntentRejected");
    CHECK(properties.at("event_type").at("const") == "trading_signal_intent_rejected");
    CHECK(properties.at("aggregate_type").at("default") == "intent");
    CHECK(properties.at("payload").at("$ref") == "#/$defs/TradingSignalIntent");
    CHECK(properties.at("reason_detail").at("type") == Json::array({"string", "null"}));
    CHECK(rejected.at("required") == Json::array({"event_type", "aggregate_id", "payload"}));
    CHECK(rejected.at("additionalProperties") == false);

    const Json invalidated = schema_of("TradingSignalInvalidated");
    CHECK(invalidated.at("properties").at("payload").at("type") == "object");
    CHECK(invalidated.at("required").back() == "reason");
}

TEST_CASE("any event is told apart by its type") {
    const Json document = schema_of("");
    CHECK(document.at("required") == Json::array({"event_type"}));
    CHECK(document.at("properties").at("event_type").at("enum").size() == tks::event_type_count);
    REQUIRE(document.at("allOf").size() == tks::event_type_count);
    for (const Json& choice : document.at("allOf")) {
        const Json& type = choice.at("if").at("properties").at("event_type").at("const");
        const std::string target = choice.at("then").at("$ref").get<std::string>().substr(1);
        CHECK(document.at(Json::json_pointer(target)).at("properties").at("event_type").at("const") == type);
    }
}

TEST_CASE("what must hold between fields is said, in a comment where a schema has no words for it") {
    const Json signal = schema_of("TradingSignalSpot");
    CHECK(signal.at("allOf") == Json::parse(R"([{"properties": {"direction": {"const": "long"}}}])"));
    CHECK(signal.at("$comment").get<std::string>().find("valid_until lies before created_at") != std::string::npos);
    CHECK(signal.at("$comment").get<std::string>().find("prm_granted_at lies before created_at") != std::string::npos);
    CHECK_FALSE(has(signal.at("required"), "direction"));

    CHECK(schema_of("OrderRequest").at("allOf").front().at("then").at("required") == Json::array({"limit_price"}));
    CHECK(schema_of("OrderRequest").at("allOf").back().at("then").at("required") == Json::array({"strategy_id"}));

    const Json marks = schema_of("PositionsMarkSnapshotV1");
    CHECK(marks.at("properties").at("schema_version").at("const") == 1);
    CHECK(marks.at("allOf").size() == 3);
    CHECK(marks.at("$comment").get<std::string>().find("last_snapshot_as_of lies after as_of") != std::string::npos);
}

TEST_CASE("a recipe is told by its name, and an assignment has its flag under one of two names") {
    const Json assignment = schema_of("MarketDataAssignment");
    const Json recipes = assignment.at("$defs").at("REQUEST").at("properties").at("recipe").at("oneOf");
    REQUIRE(recipes.size() == 3);
    for (const Json& recipe : recipes) CHECK(recipe.at("required") == Json::array({"name"}));
    CHECK(assignment.at("$defs").at("MACD").at("properties").at("name").at("const") == "macd");

    const Json& properties = assignment.at("properties");
    CHECK(properties.at("Market data requested") == properties.at("market_data_requested"));
    CHECK(assignment.at("allOf") ==
          Json::parse(R"([{"not": {"required": ["Market data requested", "market_data_requested"]}}])"));
}

TEST_CASE("a name that nothing has is refused with the nearest one") {
    CHECK(refusal_of("ordr_filled") ==
          R"(no model and no event is called "ordr_filled"; did you mean "order_filled"?)");
    CHECK(refusal_of("trade") == R"(no model and no event is called "trade"; did you mean "Trade"?)");
    CHECK(refusal_of("1234567") ==
          R"(no model and no event is called "1234567"; tksctl schema --list shows what there is)");
}

TEST_CASE("a model that the revision lacks is refused with the revision that has it") {
    CHECK(refusal_of("PositionMarkV1", Revision::v0_1_47) ==
          "revision 0.1.47 of the contract has no PositionMarkV1; it came with 0.1.50");
    CHECK(refusal_of("RSI", Revision::v0_1_42) == "revision 0.1.42 of the contract has no RSI; it came with 0.1.47");
}
