#include <string>

#include "simulate/faults.hpp"

namespace tks::simulation {
namespace {

using Line = FaultyLine;
using enum Planting;

// A trade is closed once, so that it has each of these defects at most once: what follows the first one repeats it.

const Trade* closed_trade(const Line& line, EventType type) {
    const auto* trade = std::get_if<Trade>(&line.event.payload);
    const bool is_closed = trade != nullptr && trade->status == TradeStatus::closed;
    return is_closed && line.event.event_type == type ? trade : nullptr;
}

/// Far more than all fees, and than any rounding.
Decimal percent_of_value(const Trade& trade) {
    return (trade.entry_qty * trade.avg_entry_price.value_or(Decimal{}) * Decimal::from_parts(false, 1, -2)).reduced();
}

bool realize_more(Line& line) {
    const Trade* trade = closed_trade(line, EventType::trade_closed);
    return trade != nullptr &&
           line.replace("payload/realized_pnl", (trade->realized_pnl + percent_of_value(*trade)).to_string());
}

bool realize_the_entry(Line& line) {
    const Trade* trade = closed_trade(line, EventType::trade_closed);
    if (trade == nullptr || !trade->avg_entry_price) return false;
    const Decimal value = (trade->entry_qty * *trade->avg_entry_price).reduced();
    return line.replace("payload/realized_pnl", (trade->realized_pnl - value).to_string());
}

bool tell_smaller_delta(Line& line) {
    const Trade* trade = closed_trade(line, EventType::profit_realized);
    if (trade == nullptr) return false;
    const Decimal delta = std::get<ProfitDetails>(line.event.details).realized_pnl_delta;
    return line.replace("realized_pnl_delta", (delta - percent_of_value(*trade)).to_string());
}

constexpr Fault pnl_table[] = {
    {"pnl/not-reconciled", "a closed trade realized one percent of its value more than its fills", replaced,
     realize_more},
    {"pnl/not-reconciled", "a closed trade lost its entry value", replaced, realize_the_entry},
    {"pnl/not-reconciled", "the last delta of a trade lacks one percent of its value", replaced, tell_smaller_delta},
};

}  // namespace

std::span<const Fault> pnl_faults() {
    return pnl_table;
}

}  // namespace tks::simulation
