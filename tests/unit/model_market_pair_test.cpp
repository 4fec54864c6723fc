#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tks/market_pair.hpp"

using namespace std::string_view_literals;

namespace {

/// The text, or "none", so that a table can hold both.
template <typename Text>
std::string shown(const std::optional<Text>& text) {
    return text ? std::string(*text) : "none";
}

}  // namespace

TEST_CASE("a pair is taken apart at its divider") {
    const struct {
        std::string_view pair;
        std::string_view base;
        std::string_view quote;
    } table[] = {
        {"SOL/USDT", "SOL", "USDT"},   {"SOL-EUR", "SOL", "EUR"},    {"sol/eur", "sol", "eur"},
        {"SOL/", "SOL", "USDT"},       {"SOL//EUR", "SOL", "USDT"},  {"SOL-EUR/BTC", "SOL", "EUR"},
        {"SOL/EUR1", "SOL", "EUR"},    {"SOL/EUR\n", "SOL", "EUR"},  {"SOLUSDT", "none", "USDT"},
        {"1INCH/EUR", "none", "USDT"}, {" SOL/EUR", "none", "USDT"}, {"SOL_EUR", "none", "USDT"},
        {"/EUR", "none", "USDT"},      {"", "none", "USDT"},
    };
    for (const auto& row : table) {
        CAPTURE(row.pair);
        CHECK(shown(tks::base_asset(row.pair)) == row.base);
        CHECK(tks::quote_asset(row.pair) == row.quote);
    }
    CHECK(tks::quote_asset("SOL", "EUR") == "EUR");
    CHECK(tks::quote_asset("SOL/USDT", "EUR") == "USDT");
}

TEST_CASE("a pair is rewritten with another divider as the Python package does it") {
    const struct {
        std::string_view pair;
        std::string_view dash;
        std::string_view slash;
        std::string_view binance;
        std::string_view bybit;
    } table[] = {
        {"SOL/USDT", "SOL-USDT", "SOL/USDT", "SOL-USDT", "SOL_USDT"},
        {"SOL-EUR", "SOL-USDT", "SOL/USDT", "SOL-USDT", "SOL_USDT"},
        {"sol/eur", "sol-USDT", "sol/USDT", "sol-USDT", "sol_USDT"},
        {"1INCH/EUR", "1INCH-USDT", "1INCH/USDT", "none", "none"},
        {"B2/EUR", "B2-USDT", "B2/USDT", "none", "none"},
        {"SOL2/EUR", "SOL2-USDT", "SOL2/USDT", "SO-USDT", "SO_USDT"},
        {"SOL/2", "SOL-USDT", "SOL/USDT", "SO-USDT", "SO_USDT"},
        {"SOLUSDT", "SOLUSD-USDT", "SOLUSD/USDT", "SOLUSD-USDT", "SOLUSD_USDT"},
        {"SOL/", "SO-USDT", "SO/USDT", "SO-USDT", "SO_USDT"},
        {"SOL_EUR", "SO-USDT", "SO/USDT", "SO-USDT", "SO_USDT"},
        {"S", "none", "none", "none", "none"},
        {"S/", "none", "none", "none", "none"},
        {"S/E", "S-USDT", "S/USDT", "S-USDT", "S_USDT"},
        {"/SOL", "none", "none", "none", "none"},
        {"", "none", "none", "none", "none"},
    };
    for (const auto& row : table) {
        CAPTURE(row.pair);
        CHECK(shown(tks::to_dash_pair(row.pair)) == row.dash);
        CHECK(shown(tks::to_slash_pair(row.pair)) == row.slash);
        CHECK(shown(tks::to_binance_pair(row.pair)) == row.binance);
        CHECK(shown(tks::to_bybit_pair(row.pair)) == row.bybit);
    }
    CHECK(tks::to_dash_pair("SOL/USDT", "EUR") == "SOL-EUR");
    CHECK(tks::to_slash_pair("SOL/USDT", "EUR") == "SOL/EUR");
    CHECK(tks::to_binance_pair("SOL/USDT", "EUR") == "SOL-EUR");
    CHECK(tks::to_bybit_pair("SOL/USDT", "EUR") == "SOL_EUR");
}

TEST_CASE("the default form of a pair is that of a USDT pair with a slash") {
    const struct {
        std::string_view pair;
        std::string_view formatted;
    } table[] = {
        {"BTCUSDT", "BTC/USDT"},   {"BTC/USDT", "BTC/USDT"},  {"BTC-USDT", "BTC/USDT"}, {"btc-USDT", "btc/USDT"},
        {"BTCUSDT\n", "BTC/USDT"}, {"USDTUSDT", "USDT/USDT"}, {"BTCUSDT\n\n", "none"},  {"BTC/USDT ", "none"},
        {"BTC--USDT", "none"},     {"BTC/usdt", "none"},      {"BTC/EUR", "none"},      {"USDT", "none"},
        {"/USDT", "none"},         {"1INCH/USDT", "none"},    {"BTC_USDT", "none"},     {"", "none"},
    };
    for (const auto& row : table) {
        CAPTURE(row.pair);
        CHECK(shown(tks::to_default_pair(row.pair)) == row.formatted);
    }
}

TEST_CASE("wrapped symbols unwrap in any case, and others stay as they are") {
    CHECK(tks::unwrap_symbol("WETH") == "ETH");
    CHECK(tks::unwrap_symbol("wEth") == "ETH");
    CHECK(tks::unwrap_symbol("eth") == "eth");
    CHECK(tks::unwrap_symbol("WETHX") == "WETHX");
    CHECK(tks::unwrap_symbol("") == "");
    CHECK(shown(tks::wrapped_symbol("ETH")) == "WETH");
    CHECK(shown(tks::wrapped_symbol("eth")) == "none");
    CHECK(shown(tks::wrapped_symbol("WETH")) == "none");
}

TEST_CASE("a market unwraps to its original base asset") {
    const struct {
        std::string_view market;
        std::string_view unwrapped;
    } table[] = {
        {"WETH/USDT", "ETH/USDT"}, {"weth-eur", "ETH-eur"},  {"BTC/USDT", "BTC/USDT"}, {"WETH/", "ETH/USDT"},
        {"WETH/A-B", "ETH-A"},     {"WETH/EUR-", "ETH-EUR"}, {"WETHUSDT", "none"},     {"", "none"},
    };
    for (const auto& row : table) {
        CAPTURE(row.market);
        CHECK(shown(tks::unwrap_market(row.market)) == row.unwrapped);
    }
    CHECK(shown(tks::unwrap_market("WETH/", "EUR")) == "ETH/EUR");
}

TEST_CASE("a clean market is short, plain and divided") {
    const std::string_view clean[] = {"BTC/USDT", "BTC-USDT",     "1INCH/USDT", "b/c",
                                      "-",        "BTC/USDT-A/B", "BTC/USDT\n", "ABCDEFG/USDT\n"};
    for (const std::string_view market : clean) {
        CAPTURE(market);
        CHECK(tks::is_clean_market(market));
    }
    const std::string_view unclean[] = {"",           "BTCUSDT",    "ABCDEFGH/USDT", "BTC_USDT",  "BTC/USDT ",
                                        "BTC/USDT\r", "BTC/ÜSD",    "BTC/USDT\n\n",  "\nBTC/USD", "BTC\n/USD",
                                        "\n",         "BTC/USD\0"sv};
    for (const std::string_view market : unclean) {
        CAPTURE(market);
        CHECK_FALSE(tks::is_clean_market(market));
    }
    CHECK(tks::clean_markets(std::vector<std::string>{"BTC/USDT", "BTCUSDT", "ETH-EUR"}) ==
          std::vector<std::string>{"BTC/USDT", "ETH-EUR"});
}
