#include "simulate/world.hpp"

#include <array>
#include <cassert>

namespace tks::simulation {
namespace {

__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): __extension__ needs the typedef

constexpr std::array<std::uint64_t, 20> powers_of_ten = [] {
    std::array<std::uint64_t, 20> powers{};
    std::uint64_t power = 1;
    for (std::uint64_t& entry : powers) {
        entry = power;
        power *= 10;
    }
    return powers;
}();

// Each pair has one spelling. Prices are what they once were, or nearly so.
constexpr Market btc_usdt{"BTC-USDT", 2, 8, 9'724'150, 5'000};
constexpr Market eth_usdt{"ETH-USDT", 2, 7, 352'018, 9'000};
constexpr Market sol_usdt{"SOL-USDT", 3, 6, 187'420, 9'000};
constexpr Market xrp_usdt{"XRP-USDT", 4, 4, 23'481, 20'000};
constexpr Market doge_usdt{"DOGE/USDT", 5, 3, 32'145, 20'000};
constexpr Market shib_usdt{"SHIB-USDT", 8, 0, 2'345, 60'000};
constexpr Market ada_usdt{"ADA-USDT", 4, 5, 9'213, 40'000};
constexpr Market link_eur{"LINK/EUR", 3, 6, 21'874, 10'000};
constexpr Market btc_eur{"BTC/EUR", 2, 8, 8'981'037, 4'000};
constexpr Market eth_btc{"ETH/BTC", 6, 7, 36'201, 9'000};
constexpr Market xrp_btc{"XRP/BTC", 8, 4, 2'417, 30'000};
constexpr Market avax_usdt{"AVAX-USDT", 3, 6, 34'972, 9'000};

constexpr const Market* large_markets[] = {&btc_usdt, &eth_usdt, &sol_usdt};
constexpr const Market* broad_markets[] = {&eth_usdt, &sol_usdt, &xrp_usdt, &ada_usdt, &avax_usdt, &shib_usdt};
constexpr const Market* small_markets[] = {&doge_usdt, &shib_usdt, &ada_usdt};
constexpr const Market* euro_markets[] = {&btc_eur, &link_eur};
constexpr const Market* cross_markets[] = {&eth_btc, &xrp_btc};

constexpr SignalProvider own_provider{};
constexpr SignalProvider nordlicht{"nordlicht-signale", "Nordlicht Signale GmbH & Co. KG"};
constexpr SignalProvider hokusai{"hokusai", "北斎 Signals \"Wave\""};
constexpr SignalProvider crowd{"crowd-42", "Crowd 42"};
constexpr SignalProvider desk{"desk", "Trading Desk Zürich"};

constexpr Strategy strategy_table[] = {
    {"momentum-4h", own_provider, "strategy-momentum-4h", "binance-futures", "bridge-binance-futures", false, true,
     OrderOrigin::strategy, large_markets},
    {"mean-reversion-1h", own_provider, "strategy-mean-reversion-1h", "binance", "bridge-binance", false, false,
     OrderOrigin::strategy, broad_markets},
    {"breakout-donchian-55", own_provider, "strategy-breakout", "bybit", "bridge-bybit", false, true,
     OrderOrigin::strategy, broad_markets},
    {"grid-btc-eur", own_provider, "strategy-grid", "kraken", "bridge-kraken", false, false, OrderOrigin::strategy,
     euro_markets},
    {"nordlicht-swing", nordlicht, "provider-gateway", "kucoin-futures", "bridge-kucoin", true, true,
     OrderOrigin::strategy, broad_markets},
    {"hokusai-wave", hokusai, "provider-gateway", "bybit", "bridge-bybit", true, true, OrderOrigin::strategy,
     large_markets},
    {"crowd-memes", crowd, "provider-gateway", "kucoin", "bridge-kucoin", true, false, OrderOrigin::strategy,
     small_markets},
    {"pairs-cross", own_provider, "strategy-pairs", "binance", "bridge-binance", false, false, OrderOrigin::strategy,
     cross_markets},
    {"discretionary", desk, "desk-terminal", "coinbase", "bridge-coinbase", false, false, OrderOrigin::manual,
     euro_markets},
    {"momentum-legacy", own_provider, "strategy-momentum-legacy", "binance-futures", "bridge-binance-futures", false,
     true, OrderOrigin::unassigned, large_markets},
};

constexpr std::string_view rationales[] = {
    "RSI(14) crossed 30 from below on the 1h candle",
    "MACD histogram turned positive; volume above its 20-day mean",
    "Ausbruch über das 55-Tage-Hoch – Stop unter dem letzten Tief",
    "Provider says: \"strong support\", see chart\nConfidence: 0.8",
    "スイング: 移動平均線のゴールデンクロス",
    "C:\\desk\\notes\\entry.txt",
    "Funding flipped 🚀 and open interest fell",
};
constexpr std::string_view rejection_details[] = {
    "exposure limit of the portfolio reached: 12.5 % > 10 %", "drawdown of the strategy above its limit", "",
    "market not on the list of \"approved\" pairs",           "Tageslimit für dieses Konto ausgeschöpft",
};
constexpr std::string_view withdrawal_reasons[] = {
    "setup no longer valid",
    "superseded by a newer intent",
    "strategy paused by the operator",
    "",
};
constexpr std::string_view order_rejections[] = {
    "insufficient balance",      "price outside the venue's band",     "EOrder:Insufficient funds",
    "rate limit exceeded (429)", "post-only order would have matched",
};
constexpr std::string_view order_cancellations[] = {
    "not filled in time", "replaced by a market order", "canceled by the operator", "IOC remainder", "",
};
constexpr std::string_view trade_cancellations[] = {
    "entry never filled",
    "position moved to another account",
    "given up after the venue's maintenance",
};
constexpr std::string_view invalidation_reasons[] = {
    "price is not a number",
    "unknown field 'qty'",
    "signature does not match",
    "text is no JSON: line 1, column 7",
};
constexpr std::string_view invalid_payloads[] = {
    R"({"raw":"{\"pair\": BTC}","received_from":"203.0.113.17","attempt":3})",
    R"({"pair":"ETHUSDT","qty":"a lot","price":null,"tags":["swing","été",{"nested":[1,2.50,-3e-7,true,false,null]}]})",
    R"({"market":"BTC-USDT","side":"BUY","price":"97\u202f241,50","signature":"\u2713"})",
    R"({})",
};
constexpr std::string_view metadata_texts[] = {
    R"({"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","retry":0})",
    R"({"note":"Größe geprüft ✓","checked_by":["prm","desk"]})",
    R"({"latency_ms":12.75,"host":"pod-7","labels":{"region":"eu-central-1","canary":false}})",
    R"({"candle":{"open":3518.2,"high":3531.07,"low":3502.5,"close":3520.18,"volume":1.2e5},"timeframe":"4h"})",
    R"({"comment":"line one\nline two\t\"quoted\" \\ \u00fc \ud83d\ude80","empty":{},"list":[]})",
    R"({"indicators":[{"name":"rsi","value":28.4},{"name":"macd","value":-0.00031}],"event_type":"not this one"})",
    R"({"日本語":"値","deep":{"a":{"b":{"c":[[["x"]]]}}}})",
};

/// In the order of Topic.
constexpr std::span<const std::string_view> words_of_topic[] = {
    rationales,          rejection_details,    withdrawal_reasons, order_rejections, order_cancellations,
    trade_cancellations, invalidation_reasons, invalid_payloads,   metadata_texts,
};

}  // namespace

Decimal to_decimal(std::int64_t units, int decimals) {
    std::uint64_t coefficient = units < 0 ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
    if (coefficient == 0) return {};
    for (; decimals >= 4 && coefficient % 10'000 == 0; decimals -= 4) coefficient /= 10'000;
    for (; decimals >= 1 && coefficient % 10 == 0; --decimals) coefficient /= 10;
    return Decimal::from_parts(units < 0, coefficient, -decimals);
}

Decimal Market::price_of(std::int64_t units) const {
    return to_decimal(units, price_decimals);
}

Decimal Market::quantity(std::int64_t units) const {
    return to_decimal(units, quantity_decimals);
}

Decimal Market::value(std::int64_t units) const {
    return to_decimal(units, price_decimals + quantity_decimals);
}

Decimal Market::fee(std::int64_t value, std::int64_t millionths) const {
    constexpr int fee_decimals = 8;
    constexpr int millionth_decimals = 6;
    // All markets have more decimals in their values than fees have, so that this is a division.
    const auto unit = static_cast<std::int64_t>(powers_of_ten[static_cast<std::size_t>(
        price_decimals + quantity_decimals + millionth_decimals - fee_decimals)]);
    return to_decimal((value * millionths + unit / 2) / unit, fee_decimals);
}

Decimal Market::average_price(std::int64_t value, std::int64_t quantity) const {
    constexpr int more_decimals = 10;
    assert(value >= 0 && quantity > 0);
    const auto divisor = static_cast<std::uint64_t>(quantity);
    const Wide dividend = static_cast<Wide>(value) * powers_of_ten[more_decimals];
    auto average = static_cast<std::uint64_t>(dividend / divisor);
    const auto rest = static_cast<std::uint64_t>(dividend - static_cast<Wide>(average) * divisor);
    if (rest > divisor - rest || (rest == divisor - rest && average % 2 == 1)) ++average;
    return to_decimal(static_cast<std::int64_t>(average), price_decimals + more_decimals);
}

std::span<const Strategy> strategies() {
    return strategy_table;
}

std::string_view words_on(Topic topic, std::uint32_t choice) {
    const std::span<const std::string_view> words = words_of_topic[static_cast<std::size_t>(topic)];
    return words[choice % words.size()];
}

}  // namespace tks::simulation
