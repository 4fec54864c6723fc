#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tks {

/// What a closed set of words looks like on the wire. Specialized beside each enumeration:
/// `name` is the package's name for it, `words` its values in the order of the enumerators.
template <class Enum>
struct EnumDescription;

/// The word for a value, as it is on the wire.
template <class Enum>
requires requires {
    EnumDescription<Enum>::words;
}
constexpr std::string_view to_string(Enum value) {
    return EnumDescription<Enum>::words[static_cast<std::size_t>(value)];
}

/// The value for a word, exact in case. Nothing if the enumeration has no such word.
template <class Enum>
constexpr std::optional<Enum> parse_enum(std::string_view word) {
    for (std::size_t index = 0; index < std::size(EnumDescription<Enum>::words); ++index)
        if (EnumDescription<Enum>::words[index] == word) return static_cast<Enum>(index);
    return std::nullopt;
}

/// An integer field that can only have one value.
template <std::int64_t Value>
struct Literal {
    static constexpr std::int64_t value = Value;
};

/// Which way a position profits.
enum class Direction : std::uint8_t { long_, short_ };
template <>
struct EnumDescription<Direction> {
    static constexpr std::string_view name = "Direction";
    static constexpr std::string_view words[] = {"long", "short"};
};

/// Whether an instruction or a fill buys or sells the base asset.
enum class Side : std::uint8_t { buy, sell };
template <>
struct EnumDescription<Side> {
    static constexpr std::string_view name = "Side";
    static constexpr std::string_view words[] = {"buy", "sell"};
};

enum class OrderType : std::uint8_t { limit, market };
template <>
struct EnumDescription<OrderType> {
    static constexpr std::string_view name = "OrderType";
    static constexpr std::string_view words[] = {"limit", "market"};
};

/// Who wanted an order. `unassigned` says that nobody knows, not that it was placed by hand.
enum class OrderOrigin : std::uint8_t { strategy, manual, unassigned };
template <>
struct EnumDescription<OrderOrigin> {
    static constexpr std::string_view name = "OrderOrigin";
    static constexpr std::string_view words[] = {"strategy", "manual", "unassigned"};
};

/// The family of business objects that an event is about.
enum class AggregateType : std::uint8_t { signal, intent, order, trade };
template <>
struct EnumDescription<AggregateType> {
    static constexpr std::string_view name = "AggregateType";
    static constexpr std::string_view words[] = {"signal", "intent", "order", "trade"};
};

enum class SignalStatus : std::uint8_t { invalidated, created, rejected, qualified_cold, qualified_hot };
template <>
struct EnumDescription<SignalStatus> {
    static constexpr std::string_view name = "SignalStatus";
    static constexpr std::string_view words[] = {"invalidated", "created", "rejected", "qualified_cold",
                                                 "qualified_hot"};
};

enum class IntentStatus : std::uint8_t { created, granted, rejected, canceled, expired };
template <>
struct EnumDescription<IntentStatus> {
    static constexpr std::string_view name = "IntentStatus";
    static constexpr std::string_view words[] = {"created", "granted", "rejected", "canceled", "expired"};
};

enum class OrderStatus : std::uint8_t { requested, placed, partially_filled, filled, canceled, rejected };
template <>
struct EnumDescription<OrderStatus> {
    static constexpr std::string_view name = "OrderStatus";
    static constexpr std::string_view words[] = {"requested", "placed",   "partially_filled",
                                                 "filled",    "canceled", "rejected"};
};

enum class TradeStatus : std::uint8_t { pending, open, partially_closed, closed, canceled };
template <>
struct EnumDescription<TradeStatus> {
    static constexpr std::string_view name = "TradeStatus";
    static constexpr std::string_view words[] = {"pending", "open", "partially_closed", "closed", "canceled"};
};

/// Whether a fill gave liquidity to the book or took it.
enum class LiquidityType : std::uint8_t { maker, taker, unknown };
template <>
struct EnumDescription<LiquidityType> {
    static constexpr std::string_view name = "LiquidityType";
    static constexpr std::string_view words[] = {"maker", "taker", "unknown"};
};

/// Why a published signal was rejected.
enum class TradingSignalRejectionReason : std::uint8_t {
    prm_rejected,
    not_authenticated,
    scam,
    dos_attack,
    banned_signal_provider,
    unknown_signal_provider,
    banned_strategy,
    unknown_strategy,
    disqualified_strategy,
    banned_ip,
    market_not_allowed,
    invalid_data,
    invalid_price,
    incomplete,
};
template <>
struct EnumDescription<TradingSignalRejectionReason> {
    static constexpr std::string_view name = "TradingSignalRejectionReason";
    static constexpr std::string_view words[] = {"prm_rejected",
                                                 "not_authenticated",
                                                 "scam",
                                                 "dos_attack",
                                                 "banned_signal_provider",
                                                 "unknown_signal_provider",
                                                 "banned_strategy",
                                                 "unknown_strategy",
                                                 "disqualified_strategy",
                                                 "banned_ip",
                                                 "market_not_allowed",
                                                 "invalid_data",
                                                 "invalid_price",
                                                 "incomplete"};
};

/// Why an intent was denied: the strategy's own PRM, or any reason that a signal may be rejected for.
enum class TradingSignalIntentRejectionReason : std::uint8_t {
    strategy_prm_rejected,
    prm_rejected,
    not_authenticated,
    scam,
    dos_attack,
    banned_signal_provider,
    unknown_signal_provider,
    banned_strategy,
    unknown_strategy,
    disqualified_strategy,
    banned_ip,
    market_not_allowed,
    invalid_data,
    invalid_price,
    incomplete,
};
template <>
struct EnumDescription<TradingSignalIntentRejectionReason> {
    static constexpr std::string_view name = "TradingSignalIntentRejectionReason";
    static constexpr std::string_view words[] = {"strategy_prm_rejected",
                                                 "prm_rejected",
                                                 "not_authenticated",
                                                 "scam",
                                                 "dos_attack",
                                                 "banned_signal_provider",
                                                 "unknown_signal_provider",
                                                 "banned_strategy",
                                                 "unknown_strategy",
                                                 "disqualified_strategy",
                                                 "banned_ip",
                                                 "market_not_allowed",
                                                 "invalid_data",
                                                 "invalid_price",
                                                 "incomplete"};
};

/// Why a valid signal is not executed.
enum class TradingSignalColdReason : std::uint8_t {
    signal_marked_cold,
    system_is_cold,
    signal_provider_not_eligible,
    strategy_not_qualified,
    disqualified_strategy,
};
template <>
struct EnumDescription<TradingSignalColdReason> {
    static constexpr std::string_view name = "TradingSignalColdReason";
    static constexpr std::string_view words[] = {"signal_marked_cold", "system_is_cold", "signal_provider_not_eligible",
                                                 "strategy_not_qualified", "disqualified_strategy"};
};

/// Whether no further change of routing is expected: every status but `created`.
constexpr bool is_terminal(SignalStatus status) {
    return status != SignalStatus::created;
}

/// Whether the intent can still lead to an order.
constexpr bool is_active(IntentStatus status) {
    return status == IntentStatus::created;
}

/// Whether no further change of the order is expected.
constexpr bool is_terminal(OrderStatus status) {
    return status == OrderStatus::filled || status == OrderStatus::canceled || status == OrderStatus::rejected;
}

/// Whether the trade has ended.
constexpr bool is_terminal(TradeStatus status) {
    return status == TradeStatus::closed || status == TradeStatus::canceled;
}

}  // namespace tks
