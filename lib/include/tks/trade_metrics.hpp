#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "tks/amount.hpp"
#include "tks/export.hpp"
#include "tks/time.hpp"
#include "tks/value_objects.hpp"

/// What closed trades add up to: every metric is defined here, and computed in one place. Money is in one quote currency: trades of
/// several are never put into one fold.
namespace tks {

/// Which PnL of a trade counts: before fees, or less all of its fees.
enum class PnlView : std::uint8_t { net, gross };
template <>
struct EnumDescription<PnlView> {
    static constexpr std::string_view name = "PnlView";
    static constexpr std::string_view words[] = {"net", "gross"};
};

/// A trade that was entered and of which nothing is open any more.
struct ClosedTrade {
    Amount gross_pnl;
    Amount fees;
    Timestamp opened_at;
    Timestamp closed_at;
    std::optional<Amount>
        held_ms;  ///< How long a unit of its quantity was held on average; nothing where nobody knows.
};

/// A figure that may have no value; then it says why not.
template <class Value>
struct Metric {
    std::optional<Value> value;
    std::string_view why_undefined;  ///< Lives as long as the library; empty where there is a value.

    // Functions return the one or the other. NOLINTNEXTLINE(google-explicit-constructor)
    Metric(std::string_view reason) : why_undefined(reason) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Metric(Value defined) : value(std::move(defined)) {}
    [[nodiscard]] bool is_defined() const { return value.has_value(); }
};

/// A time in which the account stood below the highest that it had reached. The start counts as an account of 0.
struct Drawdown {
    Amount peak;          ///< The sum of PnL before the fall; at least 0.
    Amount trough;        ///< The lowest sum before the peak was reached again.
    Amount depth;         ///< peak - trough, above 0.
    Timestamp peak_at;    ///< Closing of the trade that made the peak; opening of the first trade for the start.
    Timestamp trough_at;  ///< Closing of the trade that made the trough.
    std::optional<Timestamp> recovered_at;  ///< Closing of the trade that reached the peak again; nothing if none did.
};

/// All figures are over closed trades in order of closing time, by the PnL that was asked for ("PnL" below). Quotients have 34
/// significant digits, all other amounts are exact.
struct TradeMetrics {
    std::uint64_t closed = 0;
    std::uint64_t wins = 0;    ///< PnL above 0.
    std::uint64_t losses = 0;  ///< PnL below 0.
    std::uint64_t draws = 0;   ///< PnL of 0.
    Metric<Amount> win_rate;   ///< wins ÷ closed.

    Amount gross_pnl;
    Amount fees;
    Amount net_pnl;  ///< gross_pnl - fees.

    Metric<Amount> expectancy;     ///< Sum of PnL ÷ closed.
    Metric<Amount> payoff_ratio;   ///< Mean of wins ÷ |mean of losses|.
    Metric<Amount> profit_factor;  ///< Sum of wins ÷ |sum of losses|.
    Metric<Amount> largest_win;
    Metric<Amount> largest_loss;  ///< Below 0.

    std::uint64_t longest_win_streak = 0;  ///< Wins in a row; a draw ends every streak.
    std::uint64_t longest_loss_streak = 0;
    std::int64_t current_streak = 0;  ///< Of wins at the end; of losses, negative.

    Metric<Amount> holding_time_ms;           ///< Mean of closed_at - opened_at.
    Metric<Amount> weighted_holding_time_ms;  ///< Mean of ClosedTrade::held_ms, over those trades that have it.
    Metric<std::int64_t> exposure_time_ms;    ///< In which at least one of the trades was open.

    Metric<Amount> max_drawdown;        ///< The largest depth of all drawdowns, of equals the first; 0 without one.
    Metric<Timestamp> max_drawdown_at;  ///< Its trough_at, and so on for the next two.
    Metric<std::int64_t> max_drawdown_duration_ms;  ///< trough_at - peak_at.
    Metric<std::int64_t> max_drawdown_recovery_ms;  ///< recovered_at - trough_at.
    Metric<Amount> max_drawdown_relative;           ///< Largest depth ÷ (capital + peak), maybe of another drawdown.

    Metric<double> sharpe;   ///< Mean ÷ standard deviation (ddof 1) × √365 of the PnL of UTC days.
    Metric<double> sortino;  ///< Mean ÷ √(mean of squares of the days below 0) × √365.
    Metric<double> sqn;      ///< Mean ÷ standard deviation (ddof 1) × √closed of the PnL of trades.
};

/// Takes closed trades of one quote asset in any order; those that closed at one moment count in the order in which they came.
class TKS_API TradeMetricsFold {
public:
    explicit TradeMetricsFold(PnlView view) : view_(view) {}

    void add(const ClosedTrade& trade);

    /// `capital` is what the account began with, above 0.
    [[nodiscard]] TradeMetrics metrics(const std::optional<Amount>& capital) const;

    /// In order of time.
    [[nodiscard]] std::vector<Drawdown> drawdowns() const;

    /// Calls visit with the PnL of each trade, in order of closing.
    void for_each_pnl(const std::function<void(Timestamp closed_at, const Amount& pnl)>& visit) const;

    /// When the first of the trades was opened; nothing without trades.
    [[nodiscard]] std::optional<Timestamp> first_opening() const;

    [[nodiscard]] std::size_t size() const { return trades_.size(); }

private:
    struct Kept {
        Timestamp closed_at;
        Timestamp opened_at;
        Amount pnl;
        std::optional<Amount> held_ms;
    };
    /// When each trade closed, and its number in trades_, in order of time; of equals in the order in which they came.
    using Closes = std::vector<std::pair<Timestamp, std::uint32_t>>;
    [[nodiscard]] Closes closes() const;
    [[nodiscard]] std::vector<Drawdown> drawdowns_of(const Closes& closes) const;

    PnlView view_;
    Amount gross_pnl_;
    Amount fees_;
    std::vector<Kept> trades_;
};

}  // namespace tks
