#include "check/rule_definition.hpp"

namespace tks::check::rules {

/// What the decoder finds in the fields of a record.
// NOLINTNEXTLINE(readability-function-size): it is a table that is long, and has no steps to be lost in.
std::span<const RuleDefinition> schema_rules() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "schema/blank",
                  .severity = Severity::error,
                  .summary = "Text that is given is not blank.",
                  .explanation = "An id, a market or a name that is empty or holds nothing but white space identifies "
                                 "nothing: events that carry it would all belong to one story. So the models refuse "
                                 "it, be the field required or not; white space is what Python's str.strip() takes "
                                 "away. Give the field its value. Where it may be absent, leave it out or write null "
                                 "instead."}},
        {.rule = {.name = "schema/coercion",
                  .severity = Severity::warning,
                  .summary = "Values have the type that the contract names, rather than one that is read as it.",
                  .explanation = "The Python package reads values that are not quite what the contract names: \"1.5\" "
                                 "as a number, 1.0 as an integer, \"yes\" as true. Its consumers can read the event, "
                                 "so this is a warning. Other consumers, as a SQL engine or a service in another "
                                 "language, do not convert or convert otherwise. Mend the producer; the finding says "
                                 "what it should write."}},
        {.rule = {.name = "schema/enum",
                  .severity = Severity::error,
                  .summary = "A word of a closed set is one of that set.",
                  .explanation = "Sides, order types, statuses and reasons are words of closed sets, in exactly the "
                                 "case that the contract names: \"buy\", not \"BUY\". The package converts nothing "
                                 "here, so a consumer refuses the event. The finding lists the words that there are, "
                                 "or the nearest one. A word that only a newer revision of the contract has is "
                                 "refused under --contract with an older one."}},
        {.rule = {.name = "schema/integer-range",
                  .severity = Severity::error,
                  .summary = "Integers fit into 64 bits.",
                  .explanation = "Times and counters are integers that must fit into 64 bits. Python's integers have "
                                 "no bound, so the package would read a larger one; databases, Kafka's other clients "
                                 "and this program cannot keep it, and it is refused on purpose. Such a time is most "
                                 "likely in nanoseconds, or two numbers were joined. Write times in milliseconds "
                                 "since the Unix epoch."}},
        {.rule = {.name = "schema/limit-price",
                  .severity = Severity::error,
                  .summary = "A limit order has a limit_price.",
                  .explanation = "A limit order is an order at a price or better: without limit_price no venue can "
                                 "take it. OrderRequest refuses order_type \"limit\" with a limit_price that is "
                                 "absent or null, in every event that carries the order. Give the price, or make it a "
                                 "market order."}},
        {.rule = {.name = "schema/marks",
                  .severity = Severity::error,
                  .summary = "A snapshot of marks is whole, and a heartbeat confirms one.",
                  .explanation = "A PositionsMarkSnapshotV1 of kind snapshot replaces all earlier marks of its "
                                 "account, so it stands for itself, sets no last_snapshot_as_of, and names each "
                                 "position once. A heartbeat only says that the last snapshot still holds: it has no "
                                 "positions, and names the moment of that snapshot, which is not after its own. A "
                                 "consumer would otherwise value positions by marks that do not belong together. It "
                                 "is seen with --model PositionsMarkSnapshotV1."}},
        {.rule = {.name = "schema/missing",
                  .severity = Severity::error,
                  .summary = "Fields that are required are there.",
                  .explanation = "The contract requires this field, and the models have no default for it: a consumer "
                                 "refuses the event. What may be absent has a default or may be null; `tksctl schema` "
                                 "shows both for each model. Mend the producer so that it sets the field. If many "
                                 "events lack the same field, they may have been written before it existed, or the "
                                 "wrong model is being asked."}},
        {.rule = {.name = "schema/number-range",
                  .severity = Severity::error,
                  .summary = "Numbers fit into a double.",
                  .explanation = "Prices and quantities are read as double-precision numbers by the services, which "
                                 "end at about 1.8e308. Whatever lies beyond becomes infinity there, and from then on "
                                 "every sum that it enters is infinite or NaN; so it is refused here on purpose, "
                                 "although Python's parser takes it. No market has such a price. Look for an exponent "
                                 "that went wrong or digits of two numbers that were joined."}},
        {.rule = {.name = "schema/prm-granted-at",
                  .severity = Severity::error,
                  .summary = "A signal is granted after its intent was formed.",
                  .explanation = "A signal is an intent that the portfolio and risk management has granted, so "
                                 "prm_granted_at cannot lie before created_at. TradingSignal compares the two, both "
                                 "in milliseconds since the Unix epoch, and refuses a signal granted before it was "
                                 "formed. Clocks of two hosts that differ, or seconds written for milliseconds, are "
                                 "the usual cause."}},
        {.rule = {.name = "schema/range",
                  .severity = Severity::error,
                  .summary = "Prices and quantities are positive, counters and fees not negative.",
                  .explanation = "The models bound their numbers: prices, quantities and sizes are greater than 0; "
                                 "fees, quantities filled and booked are at least 0; lengths and versions at least 1. "
                                 "A number outside means an event that cannot have happened, as a fill of nothing. "
                                 "Write no value, by null or by leaving the field out, where there is none yet: 0 is "
                                 "not \"unknown\". The finding names the bound."}},
        {.rule = {.name = "schema/spot-direction",
                  .severity = Severity::error,
                  .summary = "A spot intent or signal is long.",
                  .explanation = "On a spot market nothing can be sold that is not owned, so a spot intent or signal "
                                 "opens long positions only. The spot models therefore know one direction, long, and "
                                 "refuse short. Write the intent as one for a future, or as a sell that exits. It is "
                                 "seen with --model TradingSignalIntentSpot or TradingSignalSpot: an event does not "
                                 "say which variant its payload is."}},
        {.rule = {.name = "schema/strategy-origin",
                  .severity = Severity::error,
                  .summary = "What a strategy ordered names the strategy.",
                  .explanation = "order_origin \"strategy\" says that an automated strategy ordered this, and results "
                                 "are attributed by it. So OrderRequest, OrderFill and Trade refuse it without a "
                                 "strategy_id. Name the strategy; what a person ordered is of origin manual, and what "
                                 "cannot be told is unassigned, which is the default. The fields exist since contract "
                                 "0.1.47."}},
        {.rule = {.name = "schema/type",
                  .severity = Severity::error,
                  .summary = "A value has the type that the contract names.",
                  .explanation = "The value is of another JSON type than the contract names, and not one that the "
                                 "Python package reads as it: text for an object, a fraction for an integer, null "
                                 "where a value is required. A consumer refuses the event. The finding names the type "
                                 "that was found and the one that is expected. A whole object written as text was "
                                 "often serialized twice."}},
        {.rule = {.name = "schema/unknown-key",
                  .severity = Severity::error,
                  .summary = "An object has no keys but those of the contract.",
                  .explanation = "The models forbid keys that they do not know, at every level but inside metadata, "
                                 "so that a misspelt field is noticed rather than ignored. A consumer refuses the "
                                 "whole event. Correct the spelling, move what is your own into metadata, or, where "
                                 "the key belongs to a newer revision of the contract, update the consumers first: "
                                 "--contract shows which revision they need."}},
        {.rule = {.name = "schema/valid-until",
                  .severity = Severity::error,
                  .summary = "An intent expires after it was formed.",
                  .explanation = "An intent is valid from the moment at which it is formed until valid_until, so "
                                 "valid_until is not before created_at. TradingSignalIntent and TradingSignal compare "
                                 "the two, both in milliseconds since the Unix epoch, and refuse an intent that has "
                                 "expired before it exists. Seconds written for milliseconds, or a duration in place "
                                 "of a moment, are the usual cause."}},
    };
    return definitions;
}

}  // namespace tks::check::rules
