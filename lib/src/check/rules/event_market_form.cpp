#include <fmt/format.h>

#include <algorithm>

#include "check/rule_definition.hpp"
#include "tks/market_pair.hpp"

namespace tks::check::rules {

namespace {

constexpr std::size_t most_characters = 12;

std::string_view market_of(const EventPayload& payload) {
    struct Visitor {
        std::string_view operator()(const RawJson&) const { return {}; }
        std::string_view operator()(const TradingSignalIntent& intent) const { return intent.market; }
        std::string_view operator()(const OrderRequest& order) const { return order.market; }
        std::string_view operator()(const OrderFill& fill) const { return fill.market; }
        std::string_view operator()(const Trade& trade) const { return trade.market; }
    };
    return std::visit(Visitor{}, payload);
}

/// Why a market is not clean.
std::string blemish_of(std::string_view market) {
    const auto is_strange = [](char character) {
        return !((character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
                 (character >= '0' && character <= '9') || character == '/' || character == '-');
    };
    if (std::ranges::any_of(market, is_strange)) return "has other characters than A-Z, a-z, 0-9, \"/\" and \"-\"";
    if (market.size() > most_characters)
        return fmt::format("has {} characters, more than {}", market.size(), most_characters);
    return "has no \"/\" or \"-\" between the assets";
}

void check_market_form(const Event& event, EventReporter& reporter) {
    const std::string_view market = market_of(event.payload);
    if (market.empty() || is_clean_market(market)) return;
    reporter.report(fmt::format("market \"{}\" {}; write it as BASE/QUOTE or BASE-QUOTE", market, blemish_of(market)),
                    "/payload/market");
}

}  // namespace

/// Whether a market is written as a pair.
std::span<const RuleDefinition> event_market_form() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/market-form",
                  .severity = Severity::warning,
                  .summary = "A market is a clean pair: BASE/QUOTE or BASE-QUOTE, at most 12 characters.",
                  .explanation = "The platform's own formatter keeps a market only if it has at most 12 characters of "
                                 "A-Z, a-z, 0-9, \"/\" "
                                 "and \"-\", with one of the two dividers among them; it drops others from lists "
                                 "without a word. What an "
                                 "exchange calls the market, as BTC_USDT on Bybit or BTCUSDT, belongs into the request "
                                 "to that exchange "
                                 "and not into an event. `tksctl markets` converts between the forms."},
         .on_event = check_market_form},
    };
    return definitions;
}

}  // namespace tks::check::rules
