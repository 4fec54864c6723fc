#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "check/rule_definition.hpp"

namespace tks::check::rules {

namespace {

constexpr std::string_view kind_keys[] = {"market_type", "instrument_type", "instrument"};

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool says_spot(std::string_view text) {
    return std::ranges::equal(text, std::string_view("spot"), {}, lower);
}

/// The key by which metadata says that the market is a spot market; empty if it does not.
std::string_view spot_key(std::string_view metadata) {
    // Hardly any metadata has the word in it, and what does not need not be parsed.
    constexpr std::string_view word = "spot";
    // Not std::ranges::search, whose result clang 14 cannot make with this standard library.
    const auto is_same = [&](char left, char right) { return lower(left) == right; };
    if (std::search(metadata.begin(), metadata.end(), word.begin(), word.end(), is_same) == metadata.end()) return {};
    const auto json = nlohmann::json::parse(metadata, nullptr, false);
    if (!json.is_object()) return {};
    for (const std::string_view key : kind_keys) {
        const auto member = json.find(key);
        if (member != json.end() && member->is_string() && says_spot(member->get_ref<const std::string&>())) return key;
    }
    return {};
}

/// Whether the payload has a direction and it is short, and the payload's metadata.
struct Exposure {
    bool is_short = false;
    std::string_view metadata;
};

Exposure exposure_of(const EventPayload& payload) {
    if (const auto* trade = std::get_if<Trade>(&payload))
        return {trade->direction == Direction::short_, trade->metadata.text};
    if (const auto* signal = std::get_if<TradingSignal>(&payload))
        return {signal->direction == Direction::short_, signal->metadata.text};
    if (const auto* intent = std::get_if<TradingSignalIntent>(&payload))
        return {intent->direction == Direction::short_, intent->metadata.text};
    return {};
}

void check_spot_short(const Event& event, EventReporter& reporter) {
    const Exposure exposure = exposure_of(event.payload);
    if (!exposure.is_short) return;
    std::string_view place = "the payload's metadata";
    std::string_view key = spot_key(exposure.metadata);
    if (key.empty()) {
        place = "the event's metadata";
        key = spot_key(event.metadata.text);
    }
    if (key.empty()) return;
    reporter.report(
        fmt::format("direction is short, but {} of {} says that this is a spot market, where nothing can be sold short",
                    key, place),
        "/payload/direction");
}

}  // namespace

/// Whether what is sold short can be.
std::span<const RuleDefinition> event_spot_short() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/spot-short",
                  .severity = Severity::error,
                  .summary = "On a spot market, the direction is long.",
                  .explanation = "The direction of an intent, a signal or a trade is held against what its metadata "
                                 "says about the market: "
                                 "\"spot\", in any case, as the value of market_type, instrument_type or instrument, "
                                 "at the top of the "
                                 "payload's metadata or of the event's. A spot market has nothing to sell short, so "
                                 "that a bridge must "
                                 "refuse what follows, and a short that is booked there all the same is a sale of "
                                 "holdings. Send the intent "
                                 "to a futures bridge, or make it the exit of a long."},
         .on_event = check_spot_short},
    };
    return definitions;
}

}  // namespace tks::check::rules
