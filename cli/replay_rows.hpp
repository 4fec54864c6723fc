#pragma once

#include "tks/replay.hpp"
#include "tks/rows.hpp"

namespace tksctl {

/// Calls visit with each row of a kind that a replay tells.
template <class Visitor>
void for_each_row(const tks::Replay& replay, tks::RowKind kind, Visitor visit) {
    const auto tell = [&](const auto& told) { visit(to_row(told)); };
    switch (kind) {
        case tks::RowKind::trades: replay.for_each_trade(tell); break;
        case tks::RowKind::orders: replay.for_each_order(tell); break;
        case tks::RowKind::signals: replay.for_each_signal(tell); break;
        case tks::RowKind::intents: replay.for_each_intent(tell); break;
        case tks::RowKind::pnl: replay.for_each_trade_pnl(tell); break;
    }
}

}  // namespace tksctl
