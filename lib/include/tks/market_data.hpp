#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "tks/value_objects.hpp"

/// Requests for market data (package 0.1.43 and later).
namespace tks {

enum class Timeframe : std::uint8_t { hours_1, hours_4, hours_6, days_1 };
template <>
struct EnumDescription<Timeframe> {
    static constexpr std::string_view name = "TIMEFRAME";
    static constexpr std::string_view words[] = {"1h", "4h", "6h", "1d"};
};

enum class Exchange : std::uint8_t { binance, kucoin, coinbase };
template <>
struct EnumDescription<Exchange> {
    static constexpr std::string_view name = "EXCHANGE";
    static constexpr std::string_view words[] = {"BINANCE", "KUCOIN", "COINBASE"};
};

enum class RequestType : std::uint8_t { historical, real_time, combined };
template <>
struct EnumDescription<RequestType> {
    static constexpr std::string_view name = "REQUEST_TYPE";
    static constexpr std::string_view words[] = {"historical", "real_time", "combined"};
};

/// The name by which a recipe is told from the others; each has one only.
enum class RsiName : std::uint8_t { rsi };
template <>
struct EnumDescription<RsiName> {
    static constexpr std::string_view name = "RsiName";
    static constexpr std::string_view words[] = {"rsi"};
};
enum class MacdName : std::uint8_t { macd };
template <>
struct EnumDescription<MacdName> {
    static constexpr std::string_view name = "MacdName";
    static constexpr std::string_view words[] = {"macd"};
};
enum class OhlcvName : std::uint8_t { ohlcv };
template <>
struct EnumDescription<OhlcvName> {
    static constexpr std::string_view name = "OhlcvName";
    static constexpr std::string_view words[] = {"ohlcv"};
};

/// Relative strength index over `length` candles.
struct Rsi {
    RsiName name = RsiName::rsi;
    std::int64_t length = 14;
};

/// Moving average convergence and divergence; periods in candles.
struct Macd {
    MacdName name = MacdName::macd;
    std::int64_t fast = 12;
    std::int64_t slow = 26;
    std::int64_t signal = 9;
};

/// Open, high, low, close and volume of each candle.
struct Ohlcv {
    OhlcvName name = OhlcvName::ohlcv;
};

using Recipe = std::variant<Rsi, Macd, Ohlcv>;

struct MarketDataRequest {
    Recipe recipe;
    std::string_view market;
    Timeframe timeframe = Timeframe::hours_1;
    Exchange exchange = Exchange::binance;
    RequestType request_type = RequestType::historical;
};

struct MarketDataAssignment {
    bool market_data_requested = true;
    MarketDataRequest request;
};

}  // namespace tks
