#include "simulate/faults.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tks::simulation {
namespace {

/// Some decimal, or some flag, of each payload that has one.
constexpr std::string_view decimals[] = {"payload/size_pct", "payload/quantity", "payload/filled_price",
                                         "payload/realized_pnl"};
constexpr std::string_view positive_decimals[] = {"payload/size_pct", "payload/quantity", "payload/filled_qty"};
constexpr std::string_view flags[] = {"payload/is_hot", "payload/reduce_only"};
constexpr std::string_view word_sets[] = {"payload/side", "payload/status"};

template <std::size_t count>
bool replace_any(FaultyLine& line, const std::string_view (&paths)[count], std::string_view json) {
    return std::ranges::any_of(paths, [&](std::string_view path) { return line.replace(path, json); });
}

/// Quotes the value of the first member that there is.
template <std::size_t count>
bool quote_any(FaultyLine& line, const std::string_view (&paths)[count]) {
    return std::ranges::any_of(paths, [&](std::string_view path) {
        const auto value = line.find(path);
        return value && line.replace(path, '"' + std::string(*value) + '"');
    });
}

bool truncate(FaultyLine& line) {
    auto end = static_cast<std::size_t>(line.random.between(1, static_cast<std::int64_t>(line.text.size()) - 1));
    // Not inside a character, which would be another defect.
    while ((static_cast<unsigned char>(line.text[end]) & 0xc0U) == 0x80U) --end;
    line.text.resize(end);
    return true;
}

bool nest_deeply(FaultyLine& line) {
    constexpr std::size_t depth = 250;
    return line.replace("metadata", R"({"nested":)" + std::string(depth, '[') + std::string(depth, ']') + '}');
}

bool name_in_capitals(FaultyLine& line) {
    return std::ranges::any_of(word_sets, [&](std::string_view path) {
        const auto word = line.find(path);
        if (!word) return false;
        std::string capitals(*word);
        for (char& letter : capitals)
            if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
        return line.replace(path, capitals);
    });
}

bool drop_comma(FaultyLine& line) {
    const std::size_t key = line.text.find(",\"source\":");
    if (key == std::string::npos) return false;
    line.text[key] = ' ';
    return true;
}

bool put_before_creation(FaultyLine& line, std::string_view path) {
    const auto* intent = std::get_if<TradingSignalIntent>(&line.event.payload);
    if (intent == nullptr) intent = std::get_if<TradingSignal>(&line.event.payload);
    return intent != nullptr && line.replace(path, std::to_string(intent->created_at.ms - 1));
}

bool expect_flag_as_number(FaultyLine& line) {
    return std::ranges::any_of(flags, [&](std::string_view path) {
        const auto flag = line.find(path);
        return flag && line.replace(path, *flag == "true" ? "1" : "0");
    });
}

bool add_key_of_later_revision(FaultyLine& line) {
    const bool has_origin = std::holds_alternative<OrderRequest>(line.event.payload) ||
                            std::holds_alternative<OrderFill>(line.event.payload) ||
                            std::holds_alternative<Trade>(line.event.payload);
    return has_origin && line.contract < Revision::v0_1_47 && line.add("payload", R"("order_origin":"unassigned")");
}

bool forget_strategy(FaultyLine& line) {
    return line.find("payload/order_origin") == R"("strategy")" && line.replace("payload/strategy_id", "null");
}

bool forget_limit(FaultyLine& line) {
    const auto* order = std::get_if<OrderRequest>(&line.event.payload);
    return order != nullptr && order->is_limit_order() && line.replace("payload/limit_price", "null");
}

using Line = FaultyLine;

// What json/array, json/envelope and json/record-too-large find are no defects of an event, and what schema/marks and
// schema/spot-direction find stands in messages that are not simulated.
using enum Planting;

constexpr Fault record_table[] = {
    {"json/truncated", "the line ends too early", retried, truncate},
    {"json/utf8", "a byte of the source is no UTF-8", retried,
     [](Line& line) { return line.insert_into_text("source", "\xff"); }},
    {"json/byte-order-mark", "a byte-order mark stands before the event", retried,
     [](Line& line) { return line.text.insert(0, "\xef\xbb\xbf"), true; }},
    {"json/control-character", "a tab stands in the source", retried,
     [](Line& line) { return line.insert_into_text("source", "\t"); }},
    {"json/number", "a number is NaN", retried, [](Line& line) { return replace_any(line, decimals, "NaN"); }},
    {"json/number", "a number is infinite", retried,
     [](Line& line) { return replace_any(line, decimals, "-Infinity"); }},
    {"json/surrogate", "half of a surrogate pair stands in the source", retried,
     [](Line& line) { return line.insert_into_text("source", "\\ud83d"); }},
    {"json/escape", "the source has an escape that JSON does not have", retried,
     [](Line& line) { return line.insert_into_text("source", "\\x41"); }},
    {"json/depth", "metadata is nested 250 deep", retried, nest_deeply},
    {"json/trailing", "another object follows on the line", retried,
     [](Line& line) { return line.text += " {}", true; }},
    {"json/trailing", "words follow on the line", retried, [](Line& line) { return line.text += " and more", true; }},
    {"json/syntax", "the comma before source is missing", retried, drop_comma},
    {"json/syntax", "payload_version begins with a 0", retried,
     [](Line& line) { return line.replace("payload_version", "01"); }},
    {"json/duplicate-key", "payload_version stands twice", replaced,
     [](Line& line) { return line.add("", R"("payload_version":1)"); }},
    {"schema/type", "the event stands in an array", retried,
     [](Line& line) { return line.text = '[' + line.text + ']', true; }},
    {"schema/type", "a number is text that reads as none", retried,
     [](Line& line) { return replace_any(line, decimals, R"("a lot")"); }},
    {"schema/type", "a flag is neither true nor false", retried,
     [](Line& line) { return replace_any(line, flags, R"("maybe")"); }},
    {"schema/type", "aggregate_id is null", retried, [](Line& line) { return line.replace("aggregate_id", "null"); }},
    {"schema/type", "market is a number", retried, [](Line& line) { return line.replace("payload/market", "1"); }},
    {"schema/type", "metadata is a list", retried, [](Line& line) { return line.replace("metadata", "[]"); }},
    {"schema/missing", "event_type is missing", retried, [](Line& line) { return line.remove("event_type"); }},
    {"schema/missing", "aggregate_id is missing", retried, [](Line& line) { return line.remove("aggregate_id"); }},
    {"schema/missing", "payload is missing", retried, [](Line& line) { return line.remove("payload"); }},
    {"schema/missing", "market is missing", retried, [](Line& line) { return line.remove("payload/market"); }},
    {"schema/unknown-key", "the event has a key of its own", retried,
     [](Line& line) { return line.add("", R"("colour":"red")"); }},
    {"schema/unknown-key", "the payload has a key of a later revision", retried, add_key_of_later_revision},
    {"schema/blank", "source is empty", retried, [](Line& line) { return line.replace("source", R"("")"); }},
    {"schema/blank", "market is white space", retried,
     [](Line& line) { return line.replace("payload/market", "\" \u00a0\\t\""); }},
    {"schema/enum", "event_type is unknown", retried,
     [](Line& line) { return line.replace("event_type", R"("trade_exploded")"); }},
    {"schema/enum", "a word is written in capitals", retried, name_in_capitals},
    {"schema/range", "payload_version is 0", retried, [](Line& line) { return line.replace("payload_version", "0"); }},
    {"schema/range", "a quantity or size is 0", retried,
     [](Line& line) { return replace_any(line, positive_decimals, "0"); }},
    {"schema/range", "the fee is negative", retried, [](Line& line) { return line.replace("payload/fee", "-0.25"); }},
    {"schema/integer-range", "occurred_at does not fit into 64 bits", retried,
     [](Line& line) { return line.replace("occurred_at", "17672256000000000000000"); }},
    {"schema/number-range", "a number does not fit into a double", retried,
     [](Line& line) { return replace_any(line, decimals, "1e999"); }},
    {"schema/valid-until", "the intent expires before it is formed", retried,
     [](Line& line) { return put_before_creation(line, "payload/valid_until"); }},
    {"schema/prm-granted-at", "the signal is granted before its intent is formed", retried,
     [](Line& line) { return put_before_creation(line, "payload/prm_granted_at"); }},
    {"schema/limit-price", "a limit order has no limit", retried, forget_limit},
    {"schema/strategy-origin", "an order of a strategy does not name it", retried, forget_strategy},
    {"schema/coercion", "occurred_at is text", replaced,
     [](Line& line) { return line.replace("occurred_at", '"' + std::to_string(line.event.occurred_at.ms) + '"'); }},
    {"schema/coercion", "a number is text", replaced, [](Line& line) { return quote_any(line, decimals); }},
    {"schema/coercion", "a flag is a number", replaced, expect_flag_as_number},
};

}  // namespace

std::span<const Fault> record_faults() {
    return record_table;
}

}  // namespace tks::simulation
