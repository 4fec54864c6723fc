#include "tks/market_pair.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace tks {
namespace {

struct WrappedSymbol {
    std::string_view wrapped;
    std::string_view original;
};

constexpr WrappedSymbol wrapped_symbols[] = {{"WETH", "ETH"}};

constexpr bool is_letter(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

constexpr bool is_letter_or_digit(char character) {
    return is_letter(character) || (character >= '0' && character <= '9');
}

constexpr bool is_divider(char character) {
    return character == '/' || character == '-';
}

using CharacterClass = bool(char);

/// The longest run of such characters at the front.
std::string_view leading_run(std::string_view text, CharacterClass* belongs) {
    return {text.data(), static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin())};
}

/// Python's `$` also matches in front of a line feed that ends the text.
std::string_view without_last_line_feed(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

std::string join(std::string_view base, char divider, std::string_view quote) {
    std::string pair;
    pair.reserve(base.size() + 1 + quote.size());
    return pair.append(base).append(1, divider).append(quote);
}

/// The base asset after the pattern ([class]+)[/-]?([class]+), matched greedily at the front of the pair: if no asset
/// follows a divider, the run itself is shared out, and its last character is the quote asset.
std::optional<std::string_view> greedy_base(std::string_view pair, CharacterClass* belongs) {
    const std::string_view run = leading_run(pair, belongs);
    const std::string_view rest = pair.substr(run.size());
    if (!run.empty() && rest.size() >= 2 && is_divider(rest[0]) && belongs(rest[1])) return run;
    if (run.size() < 2) return std::nullopt;
    return run.substr(0, run.size() - 1);
}

std::optional<std::string> rewrite_pair(std::string_view pair, CharacterClass* belongs, char divider,
                                        std::string_view quote) {
    const std::optional<std::string_view> base = greedy_base(pair, belongs);
    if (!base) return std::nullopt;
    return join(*base, divider, quote);
}

}  // namespace

std::optional<std::string_view> base_asset(std::string_view pair) {
    const std::string_view run = leading_run(pair, is_letter);
    if (run.empty() || run.size() == pair.size() || !is_divider(pair[run.size()])) return std::nullopt;
    return run;
}

std::string_view quote_asset(std::string_view pair, std::string_view default_quote) {
    const std::optional<std::string_view> base = base_asset(pair);
    if (!base) return default_quote;
    const std::string_view quote = leading_run(pair.substr(base->size() + 1), is_letter);
    return quote.empty() ? default_quote : quote;
}

std::optional<std::string> to_dash_pair(std::string_view pair, std::string_view quote) {
    return rewrite_pair(pair, is_letter_or_digit, '-', quote);
}

std::optional<std::string> to_slash_pair(std::string_view pair, std::string_view quote) {
    return rewrite_pair(pair, is_letter_or_digit, '/', quote);
}

std::optional<std::string> to_binance_pair(std::string_view pair, std::string_view quote) {
    return rewrite_pair(pair, is_letter, '-', quote);
}

std::optional<std::string> to_bybit_pair(std::string_view pair, std::string_view quote) {
    return rewrite_pair(pair, is_letter, '_', quote);
}

std::optional<std::string> to_default_pair(std::string_view pair) {
    constexpr std::string_view quote = "USDT";  // Of the pattern itself, whatever the default is.
    std::string_view base = without_last_line_feed(pair);
    if (!base.ends_with(quote)) return std::nullopt;
    base.remove_suffix(quote.size());
    if (!base.empty() && is_divider(base.back())) base.remove_suffix(1);
    if (base.empty() || leading_run(base, is_letter) != base) return std::nullopt;
    return join(base, '/', quote);
}

std::string_view unwrap_symbol(std::string_view symbol) {
    const auto matches = [symbol](const WrappedSymbol& pair) {
        return std::equal(symbol.begin(), symbol.end(), pair.wrapped.begin(), pair.wrapped.end(),
                          [](char left, char right) { return upper(left) == right; });
    };
    const auto* const found = std::find_if(std::begin(wrapped_symbols), std::end(wrapped_symbols), matches);
    return found == std::end(wrapped_symbols) ? symbol : found->original;
}

std::optional<std::string_view> wrapped_symbol(std::string_view symbol) {
    const auto matches = [symbol](const WrappedSymbol& pair) { return pair.original == symbol; };
    const auto* const found = std::find_if(std::begin(wrapped_symbols), std::end(wrapped_symbols), matches);
    if (found == std::end(wrapped_symbols)) return std::nullopt;
    return found->wrapped;
}

std::optional<std::string> unwrap_market(std::string_view market, std::string_view default_quote) {
    const std::optional<std::string_view> base = base_asset(market);
    if (!base) return std::nullopt;
    const char divider = market.find('-') == std::string_view::npos ? '/' : '-';
    return join(unwrap_symbol(*base), divider, quote_asset(market, default_quote));
}

bool is_clean_market(std::string_view market) {
    constexpr std::size_t most_characters = 12;
    // Every event has a market, so that each character is looked up once.
    enum : std::uint8_t { strange = 1, divider = 2 };
    static constexpr auto traits = [] {
        std::array<std::uint8_t, 256> each{};
        for (std::size_t value = 0; value < each.size(); ++value) {
            const auto character = static_cast<char>(value);
            each[value] = is_divider(character) ? divider : is_letter_or_digit(character) ? 0 : strange;
        }
        return each;
    }();
    const std::string_view text = without_last_line_feed(market);
    if (text.size() > most_characters) return false;
    std::uint8_t found = 0;
    for (const char character : text) found |= traits[static_cast<unsigned char>(character)];
    return found == divider;
}

std::vector<std::string> clean_markets(std::span<const std::string> markets) {
    std::vector<std::string> clean;
    std::copy_if(markets.begin(), markets.end(), std::back_inserter(clean), is_clean_market);
    return clean;
}

}  // namespace tks
