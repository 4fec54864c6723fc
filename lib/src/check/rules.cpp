#include "tks/rules.hpp"

#include <algorithm>

namespace tks {

namespace {

constexpr Rule all_rules[] = {
    {"json/array", Severity::error, "The commas and brackets between the records of a JSON array are in order."},
    {"json/byte-order-mark", Severity::error, "No byte-order mark stands before the JSON."},
    {"json/control-character", Severity::error, "Control characters in text are written as escapes."},
    {"json/depth", Severity::error, "Arrays and objects are nested at most 200 deep."},
    {"json/duplicate-key", Severity::warning, "No key stands twice in an object, where only the last one counts."},
    {"json/envelope", Severity::error, "A line of kcat -J is an envelope with a topic, a place in it and a payload."},
    {"json/escape", Severity::error, "A backslash in text begins one of JSON's escapes."},
    {"json/number", Severity::error, "Numbers are finite: NaN and Infinity are not JSON."},
    {"json/record-too-large", Severity::error, "A record is no larger than --max-record-bytes."},
    {"json/surrogate", Severity::error, "Escaped surrogates come in pairs."},
    {"json/syntax", Severity::error, "A record is one JSON value."},
    {"json/trailing", Severity::error, "Nothing follows the value of a record."},
    {"json/truncated", Severity::error, "A record is whole."},
    {"json/utf8", Severity::error, "Text is UTF-8."},
    {"schema/blank", Severity::error, "Text that is given is not blank."},
    {"schema/coercion", Severity::warning, "Values have the type that the contract names, rather than one that is read as it."},
    {"schema/enum", Severity::error, "A word of a closed set is one of that set."},
    {"schema/integer-range", Severity::error, "Integers fit into 64 bits."},
    {"schema/limit-price", Severity::error, "A limit order has a limit_price."},
    {"schema/marks", Severity::error, "A snapshot of marks is whole, and a heartbeat confirms one."},
    {"schema/missing", Severity::error, "Fields that are required are there."},
    {"schema/number-range", Severity::error, "Numbers fit into a double."},
    {"schema/prm-granted-at", Severity::error, "A signal is granted after its intent was formed."},
    {"schema/range", Severity::error, "Prices and quantities are positive, counters and fees not negative."},
    {"schema/spot-direction", Severity::error, "A spot intent or signal is long."},
    {"schema/strategy-origin", Severity::error, "What a strategy ordered names the strategy."},
    {"schema/type", Severity::error, "A value has the type that the contract names."},
    {"schema/unknown-key", Severity::error, "An object has no keys but those of the contract."},
    {"schema/valid-until", Severity::error, "An intent expires after it was formed."},
};

constexpr std::string_view families[] = {"json", "schema"};

static_assert(std::ranges::is_sorted(all_rules, {}, &Rule::name));

}  // namespace

std::span<const Rule> rules() { return all_rules; }

const Rule* find_rule(std::string_view name) {
    const auto found = std::ranges::lower_bound(all_rules, name, {}, &Rule::name);
    return found != std::end(all_rules) && found->name == name ? found : nullptr;
}

std::span<const std::string_view> rule_families() { return families; }

}  // namespace tks
