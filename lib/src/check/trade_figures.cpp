#include "check/trade_figures.hpp"

#include <fmt/format.h>

#include "check/tolerance.hpp"

namespace tks::check {

namespace {

/// Whether an event of that type can leave a trade in that status.
bool may_leave(EventType type, TradeStatus status) {
    switch (type) {
        case EventType::trade_opened:
            return status == TradeStatus::pending || status == TradeStatus::open;
        case EventType::trade_increased:
            return status == TradeStatus::open || status == TradeStatus::partially_closed;
        case EventType::trade_reduced:
            // The exit that leaves nothing may be told as trade_reduced before trade_closed.
            return status == TradeStatus::partially_closed || status == TradeStatus::closed;
        case EventType::trade_closed:
            return status == TradeStatus::closed;
        case EventType::trade_canceled:
            return status == TradeStatus::canceled;
        default:
            return status != TradeStatus::pending && status != TradeStatus::canceled;
    }
}

/// Whether a trade can have that status and these quantities. All zeros may mean that the producer tells none.
bool fits_quantities(const TradeFact& trade) {
    if (trade.entry_qty.is_zero() && trade.exit_qty.is_zero()) return true;
    switch (trade.status) {
        case TradeStatus::pending:
            return false;
        case TradeStatus::open:
            return !is_near(trade.exit_qty, trade.entry_qty);
        case TradeStatus::partially_closed:
            return trade.exit_qty.is_positive();
        case TradeStatus::closed:
            return is_near(trade.exit_qty, trade.entry_qty);
        case TradeStatus::canceled:
            return true;
    }
    return true;
}

}  // namespace

bool is_over_exit(const TradeFact& trade) {
    return exceeds(trade.exit_qty, trade.entry_qty);
}

bool is_status_sound(EventType type, const TradeFact& trade) {
    return may_leave(type, trade.status) && (is_over_exit(trade) || fits_quantities(trade));
}

std::string status_contradiction(EventType type, const TradeFact& trade) {
    if (is_status_sound(type, trade)) return {};
    if (!may_leave(type, trade.status))
        return fmt::format("{} leaves the trade with the status {}", to_string(type), to_string(trade.status));
    return fmt::format("the status is {}, but the trade has entered {} and exited {}", to_string(trade.status),
                       trade.entry_qty.reduced().to_string(), trade.exit_qty.reduced().to_string());
}

}  // namespace tks::check
