#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"

namespace tks {

// Market pairs as the services write and read them: a base asset and a quote asset, mostly with a divider, "/" or
// "-", between them. The functions answer exactly as the AssetFormatter of tks-essentials does, its oddities
// included, and give nothing where it raises. Returned views point into the arguments or at constants.

/// The quote asset of a pair that doesn't name one.
inline constexpr std::string_view default_quote_asset = "USDT";

/// "SOL" of "SOL/USDT": the letters in front of the first divider. Nothing if anything else comes before it.
TKS_API std::optional<std::string_view> base_asset(std::string_view pair);

/// "USDT" of "SOL/USDT": the letters behind the divider; the default if they, or the base asset, are missing.
TKS_API std::string_view quote_asset(std::string_view pair, std::string_view default_quote = default_quote_asset);

/// "SOL/EUR" → "SOL-USDT": the base asset, of letters and digits, with the given quote asset in place of the pair's
/// own. Without a divider the last letter counts as the quote asset: "SOL" → "SO-USDT".
TKS_API std::optional<std::string> to_dash_pair(std::string_view pair, std::string_view quote = default_quote_asset);

/// As to_dash_pair, but with "/".
TKS_API std::optional<std::string> to_slash_pair(std::string_view pair, std::string_view quote = default_quote_asset);

/// As Binance writes a pair: like to_dash_pair, but with letters only.
TKS_API std::optional<std::string> to_binance_pair(std::string_view pair, std::string_view quote = default_quote_asset);

/// As Bybit writes a pair: like to_binance_pair, but with "_".
TKS_API std::optional<std::string> to_bybit_pair(std::string_view pair, std::string_view quote = default_quote_asset);

/// "BTCUSDT", "BTC-USDT" or "BTC/USDT" → "BTC/USDT". Nothing for pairs with another quote asset.
TKS_API std::optional<std::string> to_default_pair(std::string_view pair);

/// "WETH", in any case, → "ETH"; every other symbol is returned as it is.
TKS_API std::string_view unwrap_symbol(std::string_view symbol);

/// "ETH" → "WETH"; nothing for a symbol that has no wrapped form.
TKS_API std::optional<std::string_view> wrapped_symbol(std::string_view symbol);

/// "WETH/USDT" → "ETH/USDT": the pair with its base asset unwrapped. The divider becomes "-" if the market has one
/// anywhere, and "/" otherwise. Nothing if the market has no base asset.
TKS_API std::optional<std::string> unwrap_market(std::string_view market,
                                                 std::string_view default_quote = default_quote_asset);

/// At most 12 letters, digits and dividers, with at least one divider. One line feed at the end is overlooked.
TKS_API bool is_clean_market(std::string_view market);

/// The clean ones among the markets, in their order.
TKS_API std::vector<std::string> clean_markets(std::span<const std::string> markets);

}  // namespace tks
