#include "report/figure_labels.hpp"

namespace tks::report {

namespace {

using enum FigureStyle;

constexpr FigureLabel metrics[] = {
    {"trades", "Trades", count},
    {"open", "Open", count},
    {"closed", "Closed", count},
    {"wins", "Wins", count},
    {"losses", "Losses", count},
    {"draws", "Draws", count},
    {"win_rate", "Win rate", percent},
    {"gross_pnl", "Gross PnL", money},
    {"fees", "Fees", money},
    {"net_pnl", "Net PnL", money},
    {"expectancy", "Expectancy", money},
    {"payoff_ratio", "Payoff ratio", ratio},
    {"profit_factor", "Profit factor", ratio},
    {"largest_win", "Largest win", money},
    {"largest_loss", "Largest loss", money},
    {"longest_win_streak", "Longest streak of wins", count},
    {"longest_loss_streak", "Longest streak of losses", count},
    {"current_streak", "Current streak", count},
    {"holding_time_ms", "Mean holding time", duration},
    {"weighted_holding_time_ms", "The same by quantity", duration},
    {"exposure_time_ms", "Time with a trade open", duration},
    {"max_drawdown", "Max. drawdown", money},
    {"max_drawdown_at", "Its lowest point", time},
    {"max_drawdown_duration_ms", "From peak to lowest point", duration},
    {"max_drawdown_recovery_ms", "From there to the peak again", duration},
    {"max_drawdown_relative", "Max. drawdown of capital", percent},
    {"sharpe", "Sharpe ratio", ratio},
    {"sortino", "Sortino ratio", ratio},
    {"sqn", "SQN", ratio},
};

constexpr FigureLabel trades[] = {
    {"closed_at", "Closed", time},
    {"market", "Market", text},
    {"direction", "Direction", text},
    {"strategy_id", "Strategy", text},
    {"net_pnl", "Net PnL", money},
    {"gross_pnl", "Gross PnL", money, true},
    {"fees", "Fees", money},
    {"holding_time_ms", "Held", duration},
    {"entry_qty", "Quantity", amount, true},
    {"avg_entry_price", "Entry price", amount, true},
    {"avg_exit_price", "Exit price", amount, true},
    {"reconciliation", "Reported PnL", text, true},
    {"trade_id", "Trade", id},
};

constexpr FigureLabel positions[] = {
    {"opened_at", "Opened", time},
    {"market", "Market", text},
    {"direction", "Direction", text},
    {"strategy_id", "Strategy", text},
    {"open_qty", "Quantity", amount},
    {"open_price", "Price", amount},
    {"mark", "Mark", amount},
    {"unrealized_pnl", "Unrealized PnL", money},
    {"realized_pnl", "Realized PnL", money, true},
    {"fees", "Fees", money, true},
    {"trade_id", "Trade", id},
};

constexpr FigureLabel funnel[] = {
    {"step", "Step", text},
    {"reached", "Reached", count},
    {"share", "Of all", percent},
    {"share_of_previous", "Of the step before", percent},
    {"in_flight", "In flight", count},
    {"stopped", "Stopped", count},
    {"reasons", "Why", tally},
};

constexpr FigureLabel latency[] = {
    {"from", "From", text},       {"to", "To", text},
    {"count", "Stories", count},  {"p50_ms", "p50", duration},
    {"p90_ms", "p90", duration},  {"p99_ms", "p99", duration},
    {"max_ms", "Max.", duration}, {"negative", "Negative", count},
};

constexpr FigureLabel findings[] = {
    {"severity", "Severity", text}, {"rule", "Rule", text},  {"message", "Message", message},
    {"file", "File", text},         {"line", "Line", count}, {"event_id", "Event", id, true},
};

}  // namespace

std::span<const FigureLabel> metric_labels() {
    return metrics;
}
std::span<const FigureLabel> trade_labels() {
    return trades;
}
std::span<const FigureLabel> position_labels() {
    return positions;
}
std::span<const FigureLabel> funnel_labels() {
    return funnel;
}
std::span<const FigureLabel> latency_labels() {
    return latency;
}
std::span<const FigureLabel> finding_labels() {
    return findings;
}

}  // namespace tks::report
